import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkText } from "../../src/cli/text/checkText.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { check } from "../../src/experiment/check.ts";
import type { RunManifest } from "../../src/experiment/runManifest.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { run } from "../../src/report/run.ts";
import { studyData, studyHash } from "../../src/study/studyData.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { spillway } from "../cli/spillway.ts";
import { still } from "../run/ring.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-aa-"));
let server: FaultServer | undefined;
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
});
const fresh = (): string => mkdtempSync(join(folder, "run-"));

const WORDS =
  'A/A RUN: every agent got the treatment of arm "control", whatever its arm, so every true effect is 0 and any effect found is an artefact';

const text = (agents = "threshold", data = ""): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: 24, k: 4 }
  agents: ${agents}
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 8 }
  expose: any-treated
  rounds: 3
${data}answer: [hajek]
`;

async function turnsOf(study: string, aa: boolean, seed?: string): Promise<readonly Turn[]> {
  const out = fresh();
  const one = await parseStudy(study, { aa, ...(seed === undefined ? {} : { seed }) });
  await runStudy(one, { out, clock: still });
  return readJournal(join(out, "journal.jsonl")).turns;
}

const acts = (turns: readonly Turn[]): unknown[] =>
  turns
    .map(({ world, round, agent, heard, action, outcome }) =>
      JSON.stringify([world, round, agent, heard, action, outcome]),
    )
    .sort();

describe("an A/A study", () => {
  it.each([
    ["threshold", ""],
    ["{ kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, noise: 1 }", ""],
    [
      "{ kind: degroot, shift: 5 }",
      "  treat: { treated: { script: { says: { opinion: 9 }, outcome: 9 } } }\n",
    ],
    ["degroot", "  interact: { hears: { treated: none }, remembers: { treated: { last: 1 } } }\n"],
  ])("has agents that never depend on the assignment: %s %s", async (agents, data) => {
    const study = text(agents, data);
    const aa = await turnsOf(study, true);
    // The same seed with another share of treated agents: another assignment, and the same acts.
    const other = await turnsOf(study.replace("treated: 8", "treated: 2"), true);
    expect(acts(other)).toEqual(acts(aa));
    expect(other.map(({ arm }) => arm)).not.toEqual(aa.map(({ arm }) => arm));
    // The plan, and the arms of the journal, are those of the study itself, where treatment does change what agents do.
    const real = await turnsOf(study, false);
    expect(aa.map(({ world, agent, arm }) => [world, agent, arm])).toEqual(
      real.map(({ world, agent, arm }) => [world, agent, arm]),
    );
    expect(acts(real)).not.toEqual(acts(aa));
  });

  it("asks language models the same whatever their arm", async () => {
    server = await faultServer({ answer: ({ body }) => String(body.seed! % 101) });
    const agents = `
    kind: language
    model: { url: "${server.url}", model: test }
    prompt: "{{ arm }}{% for one in heard %} {{ one.said }}{% endfor %}?"
    answer: { kind: number, from: 0, to: 100 }`;
    const study = text(agents, "  treat: { treated: { temperature: 0 } }\n");
    const aa = await turnsOf(study, true);
    const asked = server.requests.map(({ body }) => body);
    expect(asked).toHaveLength(72);
    expect(asked.every(({ messages }) => messages!.at(-1)!.content.startsWith("control"))).toBe(true);
    expect(asked.every(({ temperature }) => temperature === undefined)).toBe(true);
    expect(new Set(aa.map(({ arm }) => arm))).toEqual(new Set(["control", "treated"]));
    const other = await turnsOf(study.replace("treated: 8", "treated: 2"), true);
    expect(acts(other)).toEqual(acts(aa));
  });

  it("is another study, says so in every file, and has a truth of 0", async () => {
    const plain = await parseStudy(text());
    const one = await parseStudy(text("threshold", "  aa: true\n"));
    expect(studyHash(await parseStudy(text("threshold", "  aa: false\n")))).toBe(studyHash(plain));
    expect(studyHash(one)).not.toBe(studyHash(plain));
    expect(studyHash(await parseStudy(text(), { aa: true }))).toBe(studyHash(one));
    expect(studyHash(await parseStudy(JSON.stringify(studyData(one))))).toBe(studyHash(one));
    expect(checkText(check(one)).replace(/\s+/g, " ")).toContain(WORDS);
    const out = fresh();
    const result = await run(one, { out, clock: still });
    if (!result.complete) throw new Error("it did not end");
    expect(result.truths).toEqual({
      contrasts: [
        {
          contrast: "spillover",
          value: 0,
          how: "exact: every agent gets the same treatment, whatever the assignment (A/A)",
        },
      ],
      global: { value: 0, how: "exact: every agent gets the same treatment, whatever the assignment (A/A)" },
    });
    expect(readJournal(join(out, "journal.jsonl")).run!.aa).toBe("control");
    const file = (name: string): string => readFileSync(join(out, name), "utf8");
    expect((JSON.parse(file("manifest.json")) as RunManifest).aa).toBe(WORDS);
    expect((JSON.parse(file("checks.json")) as { aa: string }).aa).toBe(WORDS);
    expect(file("report.html")).toContain(`<p class="aa">${WORDS.replaceAll('"', "&quot;")}</p>`);
    await expect(runStudy(plain, { out, clock: still })).rejects.toThrow("its study is");
  });

  it("resumes, and is given by an option of run", async () => {
    const study = text("degroot", "  worlds: 3\n");
    const one = await parseStudy(study, { aa: true });
    const [here, stopped] = [fresh(), fresh()];
    await runStudy(one, { out: here, clock: still });
    while (!(await runStudy(one, { out: stopped, clock: still, stopAfter: 50 })).complete);
    const units = readFileSync(join(here, "units.csv"), "utf8");
    expect(readFileSync(join(stopped, "journal.jsonl"), "utf8")).toBe(
      readFileSync(join(here, "journal.jsonl"), "utf8"),
    );
    const out = join(folder, "option");
    const { code, out: printed } = spillway(["run", "-", "--aa", "--out", out, "--quiet"], {
      cwd: folder,
      input: study,
    });
    expect(code).toBe(0);
    expect(printed.replace(/\s+/g, " ")).toContain(WORDS);
    expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(units);
  });

  it("can be diagnosed: estimates are right on average, and intervals hold 0", async () => {
    for (const agents of [
      "degroot",
      "{ kind: exposure-response, outcomes: { none: 0, indirect: 9, direct: 9, both: 9 }, spread: 1 }",
    ]) {
      const one = await parseStudy(text(agents), { aa: true });
      const { rows } = await diagnose(one, { simulations: 200 });
      const [row] = rows;
      expect(row!.truth).toMatchObject({ value: 0 });
      expect(Math.abs(row!.bias!.value)).toBeLessThan(4 * row!.bias!.mcse!);
      expect(row!.coverage!.value).toBeGreaterThan(0.9);
    }
  });
});
