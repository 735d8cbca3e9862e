import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-bad-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const put = (file: string, text: string): void => writeFileSync(join(cwd, file), text);
put("edges.csv", "source,target\n0,1\n1,2\n2,3\n");
put("assignments.txt", "1 1 0 0\n");

interface Attempt {
  readonly units: string;
  readonly design?: string;
  readonly contrast?: string;
  readonly estimator?: string;
}
function attempt({ units, design, contrast, estimator }: Attempt): ReturnType<typeof spillway> {
  put("units.csv", `agent,arm,outcome\n${units}`);
  const args = ["estimate", "--network", "edges.csv", "--exposure", "own-arm", "--units", "units.csv"];
  args.push("--design", design ?? '{"kind":"bernoulli","probability":0.5}');
  args.push("--contrast", contrast ?? "effect=treated:control", "--json");
  args.push("--estimator", estimator ?? "hajek");
  return spillway(args, { cwd });
}
const GOOD = "0,1,3\n1,1,1\n2,0,4\n3,0,1\n";

describe("spillway estimate on bad files: exit code 2 and a sentence that says what is wrong", () => {
  const cases: readonly (readonly [string, Attempt, string])[] = [
    ["an outcome that is no number", { units: "0,1,x\n1,1,1\n2,0,4\n3,0,1\n" }, "outcome"],
    ["an arm that does not exist", { units: "0,2,3\n1,1,1\n2,0,4\n3,0,1\n" }, "arm"],
    ["an id that is not in the network", { units: `${GOOD}9,0,1\n` }, 'agent "9" is not in the network'],
    [
      "a condition that does not exist",
      { units: GOOD, contrast: "a=treatd:control" },
      'did you mean "treated"',
    ],
    [
      "an assignment that the design gives probability 0",
      { units: GOOD, design: '{"kind":"bernoulli","probability":[0,0.5,0.5,0.5]}' },
      'agent "0" is in arm treated, which has probability 0 for it',
    ],
    [
      "an interval that does not exist",
      { units: GOOD, estimator: '{"kind":"hajek","interval":"walt"}' },
      "interval must be one of auto, wald, chebyshev",
    ],
    [
      "a variance that does not exist",
      { units: GOOD, estimator: '{"kind":"hajek","variance":"neyman"}' },
      "variance must be one of auto, aronow-samii",
    ],
  ];
  it.each(cases)("%s", (_, given, message) => {
    const { code, out, err } = attempt(given);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err).not.toMatch(/NaN|undefined|\n {4}at /);
  });
});

describe("what is no fault of the files is an answer, with exit code 0", () => {
  const rowOf = (given: Attempt): Record<string, unknown> => {
    const { code, out } = attempt(given);
    expect(code).toBe(0);
    return (JSON.parse(out) as { rows: Record<string, unknown>[] }).rows[0]!;
  };

  it("missing outcomes are left out", () => {
    const row = rowOf({ units: "0,1,\n1,1,1\n2,0,4\n3,0,1\n" });
    expect(row).toMatchObject({ population: 3, excluded: ["0"], estimate: -1.5 });
    expect(row.withheld).toMatch(/needs two agents in each condition/);
  });

  it("an empty condition", () => {
    expect(rowOf({ units: "0,1,3\n1,1,1\n2,1,4\n3,1,1\n" })).toMatchObject({
      because: "no agent is in condition control",
      expected: [2, 2],
    });
  });

  it("nobody who can be in both conditions", () => {
    expect(rowOf({ units: GOOD, design: '{"kind":"fixed","file":"assignments.txt"}' })).toMatchObject({
      because: "no agent can be in both treated and control",
      population: 0,
      expected: [0, 0],
    });
  });

  it("agents with probability 0 or 1 are left out and named", () => {
    const design = '{"kind":"bernoulli","probability":[1,0.5,0.5,0.5]}';
    expect(rowOf({ units: GOOD, design })).toMatchObject({ population: 3, excluded: ["0"], n: [1, 2] });
  });

  it("everything that is needed to judge a row is in it", () => {
    const row = rowOf({ units: GOOD });
    expect(row).toMatchObject({ n: [2, 2], expected: [2, 2], effective: [2, 2], interval: "redrawn" });
    expect(row.warnings).toEqual([
      "the design puts 2 agents in condition treated on average, fewer than 10: estimates are fragile",
      "the design puts 2 agents in condition control on average, fewer than 10: estimates are fragile",
    ]);
    expect(row.chosen).toHaveProperty("interval");
  });
});
