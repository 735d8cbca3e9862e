import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checklist } from "../../src/experiment/reporting/checklist.ts";
import { checklistText } from "../../src/experiment/reporting/checklistText.ts";
import type { RunManifest } from "../../src/experiment/runManifest.ts";
import type { StudyChecks } from "../../src/experiment/studyChecks.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { spillway } from "../cli/spillway.ts";
import { folderOf, STUDIES } from "./sealedStudies.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-checklist-"));
const home = folderOf();
afterAll(() => {
  for (const folder of [cwd, home]) rmSync(folder, { recursive: true, force: true });
});

describe("the reporting checklist", () => {
  test("is filled from study, manifest and journal of a run of language models", async () => {
    writeFileSync(join(home, "study.yaml"), STUDIES.language!);
    const study = await readStudy(join(home, "study.yaml"));
    const prepared = prepareStudy(study);
    const use = { arm: "treated", turns: 5, first: "2026-01-02T03:04:05Z", last: "2026-01-03T00:00:00Z" };
    const items = checklist({
      prepared,
      plan: planStudy(study, prepared),
      units: [{ outcome: 1 }, {}],
      manifest: {
        hashes: { prompts: "abc123" },
        sittings: [{ start: "2026-01-02", spillway: "9.9", node: "v22", platform: "linux x64" }],
        spent: { calls: 7, input: 100, output: 20, money: 0.5 },
      } as unknown as RunManifest,
      checks: {
        models: [{ ...use, model: "some-model-2025-01-01" }],
        fingerprints: [{ ...use, model: "m", fingerprint: "fp_1" }],
        answers: [
          {
            arm: "treated",
            round: 1,
            turns: 5,
            statuses: { ok: 3, refused: 1, invalid: 1, failed: 0, timeout: 0 },
          },
        ],
        faults: { wait: 2, stop: 0, invalid: 1, timeout: 0 },
      } as unknown as StudyChecks,
    });
    const answer = (asks: string): string => items.find((one) => one.asks === asks)?.answer ?? "";
    expect(answer("name and version of each model")).toBe(
      "Asked: some-model. Answered: some-model-2025-01-01.",
    );
    expect(answer("dates of use")).toContain("2026-01-02T03:04:05Z to 2026-01-03T00:00:00Z");
    expect(answer("parameters of generation")).toMatch(/maxTokens 50.*temperature 0\.3.*topP 0\.9/);
    expect(answer("the prompts, in full")).toContain("model.agents.prompt");
    expect(answer("the prompts, in full")).toContain("abc123");
    expect(answer("cost")).toContain("7 calls, 100 tokens of prompts, 20 of answers, 0.5");
    expect(answer("answers that could not be used")).toContain(
      "Of 5 turns 1 refused, 1 invalid; 3 attempts were repeated; 1 of 2 outcomes are missing",
    );
    expect(answer("configuration behind the model")).toContain("fp_1");
    // What nobody can know from a run is a question, and nothing is said of it.
    for (const asks of [
      "validation against people",
      "how the prompts were developed",
      "memorised data, bias, and to whom the results extend",
    ])
      expect(items.find((one) => one.asks === asks)).toMatchObject({
        question: expect.stringContaining("?"),
      });
    // Everything is answered or asked.
    expect(items.filter((one) => one.answer === undefined && one.question === undefined)).toEqual([]);
    const text = checklistText("a `b` #1", items);
    expect(text).toContain("# Reporting checklist: a \\`b\\` \\#1");
    expect(text.match(/^## \d /gm)).toHaveLength(9);
    expect(text.match(/^- \[[x ]\] /gm)).toHaveLength(items.length);
  });

  test("is a command, and guesses nothing of a run without language models", () => {
    const run = (...args: string[]): { out: string; code: number | null } => spillway(args, { cwd });
    writeFileSync(
      join(cwd, "study.yaml"),
      `seed: 1
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: { kind: linear-in-means } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 2 }
answer: [hajek]
`,
    );
    run("run", "study.yaml", "--out", "r");
    const { out, code } = run("checklist", "r");
    expect(code).toBe(0);
    expect(out).toContain("no language model is named by the study or the run");
    expect(out).toContain("complete on 8 agents");
    expect(run("checklist", "r", "--out", "c.md").code).toBe(0);
    expect(readFileSync(join(cwd, "c.md"), "utf8")).toContain("# Reporting checklist: study");
    expect(JSON.parse(run("checklist", "r", "--json").out).items.length).toBeGreaterThan(20);
    expect(run("checklist", "nowhere").code).toBe(2);
  });
});
