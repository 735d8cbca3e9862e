import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rng } from "../../../../src/core/rng.ts";
import type { FaultServer, ServedCall } from "../../../support/faultServer.ts";
import { brought, type Says } from "./toolServer.ts";
import { journalIn, stepsIn, toolBench, toolStudy } from "./toolStudy.ts";

const bench = toolBench();
afterAll(bench.close);
const program = join(bench.fresh(), "killedStudy.mjs");
const counter = join(dirname(program), "counter.mjs");
let server: FaultServer;
beforeAll(async () => {
  // What a model says depends on the words that it is sent alone, so a run that was killed can be compared with one that was not.
  const says = (call: ServedCall): Says => {
    const words = JSON.stringify(call.body.messages);
    const sum = [...words].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 11, 7);
    const told = brought(call).length;
    if (told >= sum % 4) return String(sum);
    return told === 0
      ? [["letters", { text: `a${"b".repeat(sum)}` }]]
      : [["calculate", { formula: `${sum} + ${told}` }]];
  };
  server = await bench.serve(says, { delay: ({ body }) => 3 + (body.seed! % 6) });
  await build({
    entryPoints: [join(import.meta.dirname, "../../../run/killedStudy.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    external: ["@duckdb/*", "better-sqlite3", "redis", "ai"],
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  writeFileSync(
    counter,
    `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { id, tool } = JSON.parse(line);
  console.log(JSON.stringify({ id, result: { letters: tool.arguments.text.length, seed: tool.seed } }));
}`,
  );
}, 120_000);

/** Plays, and kills the process when the journal has so many bytes. Says how it ended. */
function play(study: string, out: string, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  const child = spawn(process.execPath, [program, study, out], { stdio: ["ignore", "ignore", "inherit"] });
  const journal = join(out, "journal.jsonl");
  const timer = setInterval(() => {
    if (existsSync(journal) && statSync(journal).size >= bytes) child.kill("SIGKILL");
  }, 1);
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      clearInterval(timer);
      resolve(signal ?? `${code}`);
    });
  });
}

test("a run with tools that is killed inside its journal, again and again, goes on as if it had not been", async () => {
  const folder = dirname(program);
  const study = join(folder, "study.yaml");
  const letters = `{ kind: command, name: letters, description: Counts letters., command: ["${process.execPath}", "${counter}"], arguments: [{ name: text, kind: text }] }`;
  const source = toolStudy(server.url, `[{ kind: calculate }, ${letters}]`, "", "{ open: 3 }");
  writeFileSync(
    study,
    source.replace("n: 4", "n: 6").replace("treated: 2", "treated: 3").replace("rounds: 2", "rounds: 4"),
  );
  const whole = join(folder, "whole");
  expect(await play(study, whole)).toBe("0");
  const size = statSync(join(whole, "journal.jsonl")).size;
  const draws = rng("kill tools");
  const out = join(folder, "killed");
  let kills = 0;
  const times = 6;
  for (let k = 0; k < times; k++) {
    const now = existsSync(join(out, "journal.jsonl")) ? statSync(join(out, "journal.jsonl")).size : 0;
    const at = now + 1 + (draws.uniform() * 1.6 * (size - now)) / (times - k);
    if ((await play(study, out, at)) === "SIGKILL") kills++;
  }
  expect(await play(study, out)).toBe("0");
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
  const [one, two] = [whole, out].map(journalIn);
  const told = ({ turns, attempts }: NonNullable<typeof one>): string[] =>
    [
      ...turns.map(({ callId, contentHash, status, attempts: tries }) =>
        JSON.stringify([callId, contentHash, status, tries]),
      ),
      ...attempts.map(({ callId, attempt, kind, call }) =>
        JSON.stringify([callId, attempt, kind, call?.step]),
      ),
    ].sort();
  expect(told(two!)).toEqual(told(one!));
  const made = stepsIn(one!.attempts).flatMap(({ calls }) => calls.map(({ tool }) => tool));
  expect(new Set(made)).toEqual(new Set(["calculate", "letters"]));
}, 120_000);
