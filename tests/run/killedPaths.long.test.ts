import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../src/core/canonicalJson.ts";
import { rng } from "../../src/core/rng.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { runFactors } from "../../src/report/runFactors.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { type BatchServer, batchServer } from "../agents/language/batch/batchServer.ts";
import { program } from "../cli/program.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { still } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-killed-paths-"));
let server: BatchServer;
const sum = (words: string): number =>
  [...words].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 11, 7);
beforeAll(async () => {
  server = await batchServer({
    answer(messages) {
      const number = sum(JSON.stringify(messages));
      const last = messages.at(-1)!.content;
      if (last.startsWith("Sum up")) return `short ${number}`;
      return last.includes("both")
        ? JSON.stringify({ support: number, vote: number % 2 ? "yes" : "no" })
        : String(number);
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Path {
  readonly name: string;
  readonly batch?: "openai" | "anthropic";
  readonly agents?: string;
  readonly data?: string;
  readonly rounds: number;
  /** Factors of a factorial study. */
  readonly vary?: Readonly<Record<string, readonly Json[]>>;
}
const MEMORY = `
    explain: false
    memory: all
    memoryAs: messages
    context: { most: 120, over: summarise, summaryTokens: 20 }`;
const PATHS: readonly Path[] = [
  { name: "batches in the form of openai", batch: "openai", rounds: 4 },
  { name: "batches in the form of anthropic", batch: "anthropic", rounds: 4 },
  { name: "batches of calls whose memory is summed up", batch: "openai", agents: MEMORY, rounds: 5 },
  { name: "memory as messages, summed up", agents: MEMORY, rounds: 6 },
  {
    name: "several outcomes, of answers and of questions",
    agents: `
    outcome: { field: support }
    says: vote`,
    data: `
  outcomes: { vote: { field: vote, points: { "yes": 1, "no": 0 } }, mood: { question: feelings } }
  ask: [{ name: feelings, prompt: "Mood of {{ agent }}?", answer: { kind: number, from: 0, to: 10 }, after: [1, 3] }]`,
    rounds: 3,
  },
  {
    name: "a factorial study",
    rounds: 2,
    vary: { "model.agents.temperature": [0, 1] },
    agents: `
    memory: all
    memoryAs: messages`,
  },
];

const ANSWER = "{ kind: number, from: 0, to: 10, whole: true }";
const BOTH =
  '{ kind: object, fields: [{ name: support, kind: number, from: 0, to: 10 }, { name: vote, kind: choice, options: ["yes", "no"] }] }';
const study = ({ batch, agents = "", data = "", rounds }: Path): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m${batch ? `, batch: { form: ${batch}, poll: 0.02 }` : ""} }
    prompt: "Round {{ round }}, {{ arm }}. {% for one in heard %}{{ one.said }} {% endfor %}${data ? "both?" : "How much?"}"
    answer: ${data ? BOTH : ANSWER}
    price: { input: 1, output: 4 }${agents}
inquiry: { own: [treated, control] }
data:
  assign: { kind: complete, treated: 3 }
  expose: own-arm
  rounds: ${rounds}${data}
answer: [difference-in-means]
run: { open: 4 }
`;

/** Plays to the end, or goes on to it; tells of each line. */
async function play(path: Path, out: string, onProgress?: () => void): Promise<void> {
  const options = { out, clock: still, ...(onProgress ? { onProgress } : {}) };
  const text = study(path);
  const done = path.vary
    ? await runFactors(parse(text) as Json, path.vary, {
        ...options,
        studyOf: (data) => parseStudy(JSON.stringify(data)),
      })
    : await runStudy(await parseStudy(text), options);
  expect(done.complete).toBe(true);
}

const filesOf = (out: string, name: string): string[] =>
  readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((file) => basename(file) === name)
    .sort()
    .map((file) => join(out, file));
/** What a run came to, but for times and the order in which calls ended. */
function told(out: string): unknown {
  const lines = filesOf(out, "journal.jsonl").map((file) => {
    const { run, turns, attempts, end } = readJournal(file);
    const keys = [...turns, ...attempts].map(({ ms: _, at: __, ...line }) =>
      JSON.stringify([line.callId, line.type, line]),
    );
    return [run, keys.sort(), end];
  });
  const tables = ["units.csv", "estimates.csv", "effects.csv"].flatMap((name) =>
    filesOf(out, name).map((file) => readFileSync(file, "utf8")),
  );
  return [lines, tables];
}
const calls = (out: string): number =>
  filesOf(out, "journal.jsonl")
    .map((file) => readJournal(file))
    .reduce((all, { turns, attempts }) => all + turns.length + attempts.length, 0);
/** Calls that are known to have been made: written, or announced in the record of batches. */
function known(out: string): number {
  const records = filesOf(out, "batches.jsonl");
  if (records.length === 0) return calls(out);
  const sent = records.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes('"sent"'))
      .flatMap((line) => (JSON.parse(line) as { keys: string[] }).keys),
  );
  return new Set(sent).size;
}

/** Moments of each path, beside the two of kill -9. Each makes a report, which takes its time: SPILLWAY_MOMENTS=28 looks at thirty in all. */
const MOMENTS = Number(process.env.SPILLWAY_MOMENTS ?? (everyCase ? 12 : 9));

describe.each(PATHS)("$name, killed inside the journal", { timeout: 300_000 }, (path) => {
  const label = path.name.replaceAll(/\W+/g, "-");
  const whole = join(folder, `${label}-whole`);

  it(`at ${MOMENTS} moments, every second with a torn line, goes on to the same end and doubles no call`, async () => {
    let lines = 0;
    await play(path, whole, () => void lines++);
    expect(lines).toBeGreaterThan(MOMENTS);
    const expected = told(whole);
    const draws = rng(label);
    // Each moment once, spread over all lines but the last.
    const moments = new Map(
      Array.from({ length: MOMENTS }, (_, k) => [1 + Math.floor((k * (lines - 1)) / MOMENTS), k] as const),
    );
    expect(moments.size).toBe(MOMENTS);
    const left: string[] = [];
    let line = 0;
    const again = join(folder, `${label}-again`);
    await play(path, again, () => {
      const k = moments.get(++line);
      if (k === undefined) return;
      // What a process that is killed now leaves on the disk.
      const copy = join(folder, `${label}-${k}`);
      cpSync(again, copy, { recursive: true, filter: (file) => !file.endsWith(".lock") });
      const journal = filesOf(copy, "journal.jsonl").at(-1)!;
      const text = readFileSync(journal, "utf8");
      const last = Buffer.byteLength(text.slice(text.lastIndexOf("\n", text.length - 2) + 1));
      if (k % 2 === 1) truncateSync(journal, statSync(journal).size - 1 - draws.integer(last - 1));
      left.push(copy);
    });
    expect(told(again)).toEqual(expected);
    const all = calls(whole);
    const missing = left.reduce((count, out) => count + all - known(out), 0);
    const paid = server.paid.length;
    await Promise.all(left.map((out) => play(path, out)));
    expect(left).toHaveLength(MOMENTS);
    for (const out of left) expect(told(out)).toEqual(expected);
    const made = server.paid.length - paid;
    expect(made).toBe(missing);
  });

  it.runIf(path.vary ?? (path.batch && !path.agents))(
    "by kill -9 of its process goes on to the same end",
    async () => {
      const out = join(folder, `${label}-killed`);
      const file = join(folder, `${label}.yaml`);
      writeFileSync(file, study(path));
      const vary = Object.entries(path.vary ?? {}).flatMap(([name, values]) => [
        "--vary",
        `${name}=${JSON.stringify(values)}`,
      ]);
      const bytes = (): number =>
        existsSync(out) ? filesOf(out, "journal.jsonl").reduce((all, one) => all + statSync(one).size, 0) : 0;
      const size = filesOf(whole, "journal.jsonl").reduce((all, one) => all + statSync(one).size, 0);
      const started = (until: number): Promise<string> => {
        const child = spawn(process.execPath, [program, "run", file, "--out", out, "--quiet", ...vary], {
          stdio: "ignore",
        });
        const timer = setInterval(() => {
          if (bytes() >= until) child.kill("SIGKILL");
        }, 1);
        return new Promise((resolve) => {
          child.on("exit", (code, signal) => {
            clearInterval(timer);
            resolve(signal ?? `${code}`);
          });
        });
      };
      const paid = server.paid.length;
      for (const share of [0.2, 0.6]) expect(await started(share * size)).toBe("SIGKILL");
      expect(bytes()).toBeLessThan(size);
      expect(await started(Number.POSITIVE_INFINITY)).toBe("0");
      const [there, here] = [told(out), told(whole)] as [unknown[], unknown[]];
      expect(there[1]).toEqual(here[1]);
      const made = server.paid.length - paid;
      if (path.batch) expect(made).toBe(calls(whole));
      else expect(made).toBeLessThanOrEqual(calls(whole) + 2 * 4);
    },
  );
});
