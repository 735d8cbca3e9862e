// Runs on two threads that are stopped, and runs that are killed: runStudy.test.ts has the numbers.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { formatJson } from "../../src/core/formatJson.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
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

test("a network at hand goes to threads, and an A/A study: with two workers they write the same bytes as with one", async () => {
  const network = fromEdges([
    ["a", "b"],
    ["b", "__proto__"],
    ["__proto__", 'd,"e'],
  ]);
  const outcomes = { none: 1, indirect: 2, direct: 3, both: 4 };
  const own = study({
    ...input,
    model: { network, agents: exposureResponse({ outcomes }) },
    data: { assign: complete({ treated: 1 }), expose: anyTreatedNeighbor(), worlds: 2 },
  });
  const same = study({ ...input, data: { ...input.data, aa: true } });
  for (const [name, one] of Object.entries({ own, same })) {
    const [alone, two] = [join(home, `${name}-1`), join(home, `${name}-2`)];
    await runStudy(one, { out: alone });
    await runStudy(one, { out: two, workers: 2 });
    expect(bytes(two)).toEqual(bytes(alone));
  }
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
