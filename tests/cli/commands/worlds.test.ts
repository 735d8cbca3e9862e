import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-worlds-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(args, { cwd });

const STUDY = `seed: 3
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents: { kind: linear-in-means, direct: 1, indirect: 0.5, endogenous: 0.4, noise: 0.3 }
inquiry: { direct: [direct, none] }
data:
  assign: { kind: complete, treated: 3 }
  expose: any-treated
  rounds: 3
  worlds: 6
  interact: { channel: neighbours }
answer: [hajek]
`;

beforeAll(() => {
  writeFileSync(join(cwd, "study.yaml"), STUDY);
  const vary = "data.interact.channel=none,neighbours";
  expect(run("run", "study.yaml", "--out", "phi", "--quiet", "--vary", vary).code).toBe(0);
  const grid = ["--vary", "model.agents.endogenous=0.1,0.6", "--vary", "data.rounds=2,3"];
  expect(run("run", "study.yaml", "--out", "grid", "--quiet", ...grid).code).toBe(0);
});

describe("interaction and decompose", () => {
  test("read a factorial study, print a table, JSON and CSV, and agree", () => {
    const text = run("interaction", "phi");
    expect(text.code).toBe(0);
    expect(text.out).toContain("p (signs)");
    const { rows } = JSON.parse(run("interaction", "phi", "--json").out) as {
      rows: { name: string; worlds: number; estimate: number; isolated: number; interacting: number }[];
    };
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ name: "neighbours", worlds: 6 });
    expect(rows[0]!.interacting - rows[0]!.isolated).toBeCloseTo(rows[0]!.estimate, 10);
    expect(run("interaction", "phi", "--out", "effect.csv", "--quiet").code).toBe(0);
    const [head, line] = readFileSync(join(cwd, "effect.csv"), "utf8").split("\n");
    expect(head).toContain("p_sign_flip");
    expect(Number(line!.split(",")[4])).toBe(rows[0]!.estimate);
    // The two runs by themselves say the same.
    const two = JSON.parse(run("interaction", "phi/1", "phi/2", "--json").out) as { rows: typeof rows };
    expect(two.rows[0]!.estimate).toBeCloseTo(rows[0]!.estimate, 12);
    const shares = JSON.parse(run("decompose", "grid", "--json").out) as { rows: { kind: string }[] };
    expect(shares.rows.length).toBeGreaterThan(0);
    expect(run("decompose", "grid", "--picture", "shares.svg", "--quiet").code).toBe(0);
    expect(readFileSync(join(cwd, "shares.svg"), "utf8")).toContain("<svg");
  });

  test.each([
    [["interaction", "nowhere", "phi/2"], 'interaction: there is no file or folder "nowhere"'],
    [["interaction", "phi/1", "nowhere"], 'interaction: there is no file or folder "nowhere"'],
    [["interaction", "nowhere"], "interaction: wanted two runs"],
    [["interaction", "phi/1"], "interaction: wanted two runs"],
    [
      ["interaction", "phi/1", "phi/2", "--quantity", "meen"],
      'interaction: there is no quantity "meen" (did you mean "mean"?)',
    ],
    [["interaction", "phi/1", "phi/2", "--value", "outcom"], 'interaction: there is no column "outcom"'],
    [["interaction", "phi", "--factor", "data.rounds"], 'interaction: the runs do not vary "data.rounds"'],
    [["interaction", "phi", "--isolated", "nobody"], "interaction: data.interact.channel has no level"],
    [["decompose", "nowhere", "--factor", "arm"], 'decompose: there is no file or folder "nowhere"'],
    [["decompose", "grid", "--quantity", "meen"], 'decompose: there is no quantity "meen"'],
    [["measure", "entropy", "nowhere"], "measure: there is no"],
    [["twin", "study.yaml"], "twin: wanted one thing to inject"],
    [["twin", "study.yaml", "--arm", "treated", "--remove"], "got arm and removal"],
    [["twin", "study.yaml", "--arm", "treated", "--each", "--random"], "twin: wanted one of --agent"],
    [["twin", "study.yaml", "--message", "{"], "--message wants JSON"],
    [["twin", "study.yaml", "--persona", "3"], "--persona wants a mapping"],
    [["twin", "study.yaml", "--arm", "treatd"], 'twin: there is no arm "treatd" (did you mean "treated"?)'],
    [["bench", "run", "nothing", "--out", "b"], 'bench: there is no benchmark "nothing"'],
    [["bench", "list", "conformty"], 'did you mean "conformity"?'],
  ])("%j: the command that was given says what is wrong", (args, words) => {
    const { code, err } = run(...args);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });
});

test("twin prints total effects, and who moved whom as CSV", () => {
  const { code, out } = run("twin", "study.yaml", "--arm", "treated", "--after", "1");
  expect(code).toBe(0);
  expect(out).toContain("total effect");
  expect(run("twin", "study.yaml", "--arm", "treated", "--each", "--out", "matrix.csv", "--quiet").code).toBe(
    0,
  );
  expect(readFileSync(join(cwd, "matrix.csv"), "utf8").trimEnd().split("\n")).toHaveLength(1 + 8 * 8);
});

test("bench lists what it has, and runs one", () => {
  expect(run("bench", "list").out).toContain("information-cascade");
  const { code, out } = run("bench", "run", "beauty-contest", "--out", "guess", "--worlds", "1", "--json");
  expect(code).toBe(0);
  const { rows } = JSON.parse(out) as { rows: { estimate?: number; exact?: number }[] };
  expect(rows.every(({ estimate, exact }) => exact === undefined || Math.abs(estimate! - exact) < 1e-9)).toBe(
    true,
  );
});
