import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { spillway } from "../cli/spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-looks-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const STUDY = `seed: 3
model: { network: { kind: ring-lattice, n: 6, k: 2 }, agents: { kind: linear-in-means, direct: 3 } }
inquiry: { any: { kind: test, hypothesis: no-effect } }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2, worlds: 4 }
answer: [{ kind: randomization-test, statistic: difference }]
looks: { at: [1, 2, 4], spending: pocock, alpha: 0.2 }
`;
writeFileSync(join(cwd, "study.yaml"), STUDY);
const run = (...args: string[]): ReturnType<typeof spillway> => spillway(args, { cwd });

interface Found {
  readonly looks: readonly { readonly worlds: number; readonly verdict: string; readonly needed?: number }[];
  readonly notes: readonly string[];
  readonly listed: boolean;
}

describe("spillway looks", () => {
  test("says the same of a whole run, of its table, and of the part that was played by then", () => {
    expect(run("run", "study.yaml", "--out", "r", "--quiet").code).toBe(0);
    const whole = run("looks", "study.yaml", "r", "--json");
    expect(whole.code).toBe(0);
    const found = JSON.parse(whole.out) as Found;
    expect(found.listed).toBe(true);
    expect(found.looks.map(({ worlds }) => worlds)).toEqual([1, 2, 4]);
    expect(found.looks.map(({ verdict }) => verdict)).toEqual(["go on", "rejected", "stopped"]);
    // The first statistic is the largest of the 15 that can be drawn, and both sides count.
    expect(found.looks[0]!.needed).toBeCloseTo(2 / 15, 12);
    expect(JSON.parse(run("looks", "study.yaml", "r/units.csv", "--json").out)).toEqual(found);
    // The journal up to the middle of the third world, as a run that was stopped leaves it.
    const lines = readFileSync(join(cwd, "r/journal.jsonl"), "utf8").split("\n");
    const third = lines.findIndex((line) => line.includes('"world":2,'));
    expect(third).toBeGreaterThan(0);
    rmSync(join(cwd, "r/units.csv"));
    writeFileSync(join(cwd, "r/journal.jsonl"), `${lines.slice(0, third + 3).join("\n")}\n`);
    const part = JSON.parse(run("looks", "study.yaml", "r", "--json").out) as Found;
    for (const k of [0, 1]) {
      expect(part.looks[k]!.verdict).toBe(found.looks[k]!.verdict);
      expect(part.looks[k]!.needed).toBeCloseTo(found.looks[k]!.needed!, 9);
    }
    const text = run("looks", "study.yaml", "r").out;
    expect(text).toContain("stop: rejected");
    expect(run("looks", "study.yaml", "r", "--out", "l.csv").code).toBe(0);
    expect(readFileSync(join(cwd, "l.csv"), "utf8").split("\n")).toHaveLength(5);
  });

  test("refuses looks that were not planned, tables of several rounds, and studies without looks", () => {
    const rows = (rounds: readonly number[]): string =>
      rounds
        .flatMap((round) =>
          [0, 1, 2, 3, 4, 5].map(
            (agent) => `0,${round},${agent},${agent < 3 ? "treated" : "control"},${agent}`,
          ),
        )
        .join("\n");
    writeFileSync(join(cwd, "rounds.csv"), `world,round,agent,arm,outcome\n${rows([1, 2])}\n`);
    writeFileSync(join(cwd, "plain.yaml"), STUDY.replace(/looks:.*\n/, ""));
    writeFileSync(join(cwd, "short.yaml"), STUDY.replace("[1, 2, 4]", "[1, 2]"));
    const refused: readonly (readonly [string[], string])[] = [
      [["study.yaml", "rounds.csv"], "no independent replications"],
      [["study.yaml", "rounds.csv", "--worlds", "3"], "wanted a planned look (at 1, 2, 4 worlds), got 3"],
      [["plain.yaml", "rounds.csv"], "the study plans none"],
      [
        ["short.yaml", "rounds.csv"],
        "short.yaml:6:14: study: looks: the last look must be at all worlds, 4, got 2",
      ],
    ];
    for (const [args, words] of refused) {
      const { code, err } = run("looks", ...args);
      expect(err).toContain(words);
      expect(code).toBe(2);
    }
  });

  test("are named in the sealed document, with the level of each", () => {
    expect(run("preregister", "study.yaml", "--out", "p.md").code).toBe(0);
    const text = readFileSync(join(cwd, "p.md"), "utf8");
    expect(text).toContain("- look 1, at 1 of 4 worlds: level 0.07147 spent at most until then");
    expect(text).toContain("- look 3, at 4 of 4 worlds: level 0.2 spent at most until then");
    expect(text).not.toContain("There are no looks");
  });
});
