// Runs on two threads that are stopped, and runs that are killed: runStudy.test.ts has the numbers.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { formatJson } from "../../src/core/formatJson.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { study } from "../../src/study/study.ts";
import { studyData } from "../../src/study/studyData.ts";
import { bytesOf as bytes, clubInput as input } from "./club.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-run-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("two workers that are stopped and resumed write the same bytes", async () => {
  // Many worlds: turns count in the order of the worlds, so that one thread may play many of them while another one still starts.
  const many = study({ ...input, data: { ...input.data, worlds: 80 } });
  const straight = join(home, "many");
  const out = join(home, "two-stopped");
  expect((await runStudy(many, { out: straight })).complete).toBe(true);
  expect((await runStudy(many, { out, workers: 2, stopAfter: 50 })).complete).toBe(false);
  expect(existsSync(join(out, "units.csv"))).toBe(false);
  expect((await runStudy(many, { out, workers: 2 })).complete).toBe(true);
  expect(bytes(out)).toEqual(bytes(straight));
});

describe("a run that is killed", () => {
  const large = study({ ...input, data: { ...input.data, worlds: 60, rounds: 4 } });
  const file = join(home, "large.json");

  const killed = async (out: string, workers: number): Promise<void> => {
    const command = [
      "--import",
      "tsx",
      "src/cli/main.ts",
      "run",
      file,
      "--out",
      out,
      "--quiet",
      "--workers",
      String(workers),
    ];
    const child = spawn(process.execPath, command, { stdio: "ignore" });
    const gone = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    const journal = join(out, "journal.jsonl");
    while (!existsSync(journal) || statSync(journal).size < 50_000) {
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    child.kill("SIGKILL");
    expect(await gone).toBe("SIGKILL");
  };

  test.each([1, 2])(
    "by SIGKILL on %d workers and resumed writes the bytes of a run that was not",
    async (workers) => {
      writeFileSync(file, formatJson(studyData(large)));
      const whole = join(home, "large-whole");
      if (!existsSync(whole)) await runStudy(large, { out: whole });
      const out = join(home, `large-${workers}`);
      await killed(out, workers);
      expect(existsSync(join(out, "units.csv"))).toBe(false);
      const result = await runStudy(large, { out });
      expect(result.complete).toBe(true);
      expect(result.run.alreadyComplete).toBe(false);
      expect(bytes(out)).toEqual(bytes(whole));
    },
  );
});
