import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readJournal } from "../../src/log/readJournal.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (path: string): number =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;

/** Runs the slow run; with `turns`, lets it do so many and kills it inside the next. Says how it ended. */
function slowRun(journal: string, turns?: number): Promise<string> {
  const script = join(import.meta.dirname, "slowRun.ts");
  const until = turns === undefined ? Number.POSITIVE_INFINITY : Math.max(linesOf(journal), 1) + turns;
  const child = spawn(process.execPath, ["--import", "tsx", script, journal, `${turns ?? "Infinity"}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const watch = setInterval(() => {
    if (linesOf(journal) >= until) child.kill("SIGKILL");
  }, 5);
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      resolve(signal ?? `${code}`);
    });
  });
}

const withoutTimes = (path: string): string =>
  readFileSync(path, "utf8").replace(/"ms":[0-9.e-]+,"at":"[^"]*"/g, '"ms":0,"at":""');

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
});
