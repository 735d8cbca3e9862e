import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import type { Study } from "../../../src/study/study.ts";
import { still } from "../../run/ring.ts";

/** Two questions. */
export const ASK = `
    - name: noticed
      purpose: manipulation-check
      prompt: Did you get an argument?
      answer: { kind: choice, options: ["yes", "no"] }
      answers: { control: { "yes": 0.1, "no": 0.9 }, treated: { "yes": 0.9, "no": 0.1 } }
    - name: weather
      purpose: negative-control
      prompt: How warm is it?
      answer: { kind: number, from: 0, to: 30 }
      share: 0.5
      after: [3, 1]
      answers: { control: [10, 12, 14], treated: [10, 12, 14] }`;

/** A study with questions as YAML, with other questions, agents and data. */
export const text = (ask: string = ASK, agents = "{ kind: degroot, spread: 1 }", more = ""): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: 20, k: 4 }
  agents: ${agents}
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 8 }
  expose: any-treated
  rounds: 3
  worlds: 2
${more}${ask === "" ? "" : `  ask:${ask}\n`}answer: [hajek]
`;

/** A smaller one, who asks everybody in every round or passes over agents. */
export const SMALL: readonly (readonly [name: string, text: string])[] = [
  ["everybody in every round", ""],
  [
    "a schedule that passes over agents",
    "  interact: { schedule: { kind: activation, probability: 0.6 }, delivery: 0.8 }\n",
  ],
].map(([name, more]) => [
  name!,
  text(ASK, undefined, more).replace("n: 20", "n: 6").replace("treated: 8", "treated: 2"),
]);

/** Writes the journal of a small study with questions, cuts it after every so many lines, and lets each go on to the same bytes. */
export async function resumeAtLines(one: Study, folder: string, every: number): Promise<void> {
  const fresh = (): string => mkdtempSync(join(folder, "run-"));
  const out = fresh();
  await runStudy(one, { out, clock: still });
  const whole = readFileSync(join(out, "journal.jsonl"), "utf8");
  const lines = whole.split("\n");
  for (let kept = 0; kept < lines.length - 1; kept += every) {
    const there = fresh();
    const begun = lines.slice(0, kept).map((line) => `${line}\n`);
    writeFileSync(join(there, "journal.jsonl"), begun.join(""));
    const { complete } = await runStudy(one, { out: there, clock: still });
    expect(complete).toBe(true);
    expect(readFileSync(join(there, "journal.jsonl"), "utf8")).toBe(whole);
  }
}
