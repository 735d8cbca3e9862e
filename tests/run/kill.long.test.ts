import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Attempt, Turn } from "../../src/log/Turn.ts";
import { withoutTimes } from "../support/withoutTimes.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string): string => join(folder, `${name}.mjs`);
// One file each, which starts several times as fast as the sources do.
beforeAll(async () => {
  for (const name of ["slowRun", "killedRun"]) {
    await build({
      entryPoints: [join(import.meta.dirname, `${name}.ts`)],
      outfile: program(name),
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  }
}, 30_000);

const linesOf = (path: string): number =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;

/** Runs a program, and says how it ended. */
function start(name: string, args: readonly string[], watch?: (kill: () => void) => void): Promise<string> {
  const child = spawn(process.execPath, [program(name), ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const timer = setInterval(() => watch?.(() => child.kill("SIGKILL")), 5);
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      clearInterval(timer);
      resolve(signal ?? `${code}`);
    });
  });
}

/** Runs the slow run; with `turns`, lets it do so many and kills it inside the next. Says how it ended. */
function slowRun(journal: string, turns?: number): Promise<string> {
  const until = turns === undefined ? Number.POSITIVE_INFINITY : Math.max(linesOf(journal), 1) + turns;
  return start("slowRun", [journal, `${turns ?? "Infinity"}`], (kill) => {
    if (linesOf(journal) >= until) kill();
  });
}

describe("a run that is killed", () => {
  it("is resumed, again and again, to the bytes of a run that was not, timings aside", async () => {
    const whole = join(folder, "whole.jsonl");
    expect(await slowRun(whole)).toBe("0");
    const expected = withoutTimes(whole);
    expect(readJournal(whole).turns).toHaveLength(72);
    expect(new Set(readJournal(whole).turns.map(({ outcome }) => outcome)).size).toBe(72);

    const killed = join(folder, "killed.jsonl");
    let done = 0;
    // At the start, inside a round, at the end of a world (18 turns), and before the very last turn.
    for (const turns of [0, 4, 14, 23, 30]) {
      expect(await slowRun(killed, turns)).toBe("SIGKILL");
      done += turns;
      expect(readJournal(killed).turns).toHaveLength(done);
      expect(expected.startsWith(withoutTimes(killed))).toBe(true);
    }
    expect(await slowRun(killed)).toBe("0");
    expect(withoutTimes(killed)).toBe(expected);
  });

  it("at thirty random moments, with dozens of calls open, ends with the journal of one that was not", async () => {
    /** Lines in an order of their own, without times: calls end in any order. */
    const content = (path: string): unknown[] => {
      const { run, turns, attempts, end } = readJournal(path);
      const key = (line: Turn | Attempt): number =>
        line.round * 10_000 + Number(line.agent) * 10 + (line.type === "turn" ? 9 : line.attempt);
      const lines = [...turns, ...attempts].sort((a, b) => key(a) - key(b));
      return [run, ...lines.map(({ ms: _, at: __, ...line }) => line), end];
    };
    const whole = join(folder, "whole-later.jsonl");
    expect(await start("killedRun", [whole])).toBe("0");
    const killed = join(folder, "killed-later.jsonl");
    const moments = rng("moments");
    let before = 0;
    for (let kill = 0; kill < 30; kill++) {
      const [answers, wait] = [1 + moments.integer(80), moments.integer(800)];
      expect(await start("killedRun", [killed, `${answers}`, `${wait}`])).toBe("SIGKILL");
      const { turns, attempts } = readJournal(killed);
      // Every answer but those of the last moment is there.
      expect(turns.length + attempts.length).toBeGreaterThanOrEqual(before + answers - 1);
      before = turns.length + attempts.length;
    }
    expect(before).toBeLessThan(2200);
    expect(await start("killedRun", [killed])).toBe("0");
    expect(readJournal(whole).attempts.length).toBeGreaterThan(100);
    expect(content(killed)).toEqual(content(whole));
  });
});
