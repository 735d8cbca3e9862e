import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import { type FaultServer, faultServer } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-killed-"));
const program = join(folder, "killedStudy.mjs");
let server: FaultServer;
beforeAll(async () => {
  server = await faultServer({
    delay: ({ body }) => 4 + (body.seed! % 8),
    answer: ({ body }) => {
      const words = JSON.stringify(body.messages);
      const sum = [...words].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 11, 7);
      return body.messages!.at(-1)!.content.startsWith("Sum up") ? `short ${sum}` : String(sum);
    },
  });
  await build({
    entryPoints: [join(import.meta.dirname, "../../run/killedStudy.ts")],
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
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

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

test.each(["summarise", "shorten", "missing"])(
  "a run killed inside its journal goes on as if it had not been: %s",
  async (over) => {
    const study = join(folder, `${over}.yaml`);
    writeFileSync(
      study,
      `
seed: 3
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m }
    prompt: "Round {{ round }}, {{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 10, whole: true }
    explain: false
    memory: all
    memoryAs: messages
    context: { most: 120, over: ${over}${over === "summarise" ? ", summaryTokens: 20" : ""} }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 6 }
answer: [hajek]
run: { open: 3 }
`,
    );
    const whole = join(folder, `${over}-whole`);
    expect(await play(study, whole)).toBe("0");
    const size = statSync(join(whole, "journal.jsonl")).size;
    const draws = rng(`kill ${over}`);
    const out = join(folder, `${over}-killed`);
    let kills = 0;
    // Ten kills of one run, each at a random byte of what is left, and then to the end.
    for (let k = 0; k < 10; k++) {
      const now = existsSync(join(out, "journal.jsonl")) ? statSync(join(out, "journal.jsonl")).size : 0;
      if ((await play(study, out, now + 1 + (draws.uniform() * 1.6 * (size - now)) / (10 - k))) === "SIGKILL")
        kills++;
    }
    expect(await play(study, out)).toBe("0");
    expect(kills).toBeGreaterThanOrEqual(5);
    expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
    const [one, two] = [whole, out].map((of) => readJournal(join(of, "journal.jsonl")));
    const told = ({ turns, attempts }: typeof one & object): string[] =>
      [
        ...turns.map(({ callId, contentHash, status, attempts: tries, left }) =>
          JSON.stringify([callId, contentHash, status, tries, left]),
        ),
        ...attempts.map(({ callId, attempt, kind, call }) =>
          JSON.stringify([callId, attempt, kind, call?.step]),
        ),
      ].sort();
    expect(told(two!)).toEqual(told(one!));
    expect(one!.attempts.some(({ kind }) => kind === "step")).toBe(over === "summarise");
  },
  60_000,
);
