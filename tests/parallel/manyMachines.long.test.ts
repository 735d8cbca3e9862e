import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { type RunStudyOptions, runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { redisLink } from "../../src/parallel/redis/redisLink.ts";
import { worker } from "../../src/parallel/worker.ts";
import type { Study } from "../../src/study/study.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";
import { hasRedis, type RedisServer, redisServer } from "../support/redisServer.ts";
import { withoutTimes } from "../support/withoutTimes.ts";
import { type WorkerProcess, workerProcess } from "../support/workerProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-machines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let server: RedisServer;
/**
 * Seconds for workers that no test kills. On a machine that is busy with other things a process may show no sign of life for
 * longer than the usual 15; then others rightly take over its calls, and a budget counts those it had begun.
 */
const PATIENT = 300;

const computing = (worlds: number, n = 200, rounds = 12): Promise<Study> =>
  parseStudy(`
seed: 3
model:
  network: { kind: small-world, n: ${n}, k: 4, rewire: 0.1 }
  agents: { kind: linear-in-means, noise: 1 }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 30 }, expose: any-treated, worlds: ${worlds}, rounds: ${rounds} }
answer: [hajek]
`);

const talking = (url: string, rest = ""): Promise<Study> =>
  parseStudy(`
seed: 5
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: test, structured: false }
    prompt: "Round {{ round }}. {% for one in heard %}{{ one.from }} said {{ one.said }}. {% endfor %}A number?"
    answer: { kind: number, from: 0, to: 1000000000 }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 4 }, expose: any-treated, worlds: 4, rounds: 5 }
answer: [hajek]
run: { open: 6 }
${rest}`);

/** An answer that no other call gets. */
const answerTo = (id: string): string =>
  `${Number.parseInt(createHash("sha256").update(id).digest("hex").slice(0, 12), 16) % 1_000_000_000}`;

const journalOf = (out: string): string => withoutTimes(join(out, "journal.jsonl"));

/** Lines in an order of their own, without times: calls end in any order. */
function content(out: string): unknown[] {
  const { run, turns, attempts, end } = readJournal(join(out, "journal.jsonl"));
  const lines = [...turns, ...attempts].map(({ ms: _, at: __, ...line }) => line);
  const key = (line: (typeof lines)[number]): string => JSON.stringify([line.type, line.callId, line]);
  return [run, ...lines.sort((a, b) => (key(a) < key(b) ? -1 : 1)), end];
}

describe.skipIf(!hasRedis)("a run over Redis (needs the program redis-server)", { timeout: 300_000 }, () => {
  beforeAll(async () => {
    server = await redisServer();
  });
  afterAll(() => server.stop());
  const over = (out: string, more: Partial<RunStudyOptions> = {}): RunStudyOptions => ({
    out,
    redis: { url: server.url },
    ...more,
  });
  /** What is left of runs on the server. */
  const left = async (): Promise<string[]> => {
    const link = await redisLink(server.url, { who: "test", patience: 1 });
    const keys = await link.client.keys("spillway:run:*");
    await link.close();
    return keys;
  };

  test("by a worker of this process: the bytes of a run without, and nothing stays on the server", async () => {
    const study = await computing(5, 40, 3);
    const [here, there] = [join(folder, "a0"), join(folder, "a1")];
    await runStudy(study, { out: here });
    const stop = new AbortController();
    const said: string[] = [];
    const working = worker(server.url, {
      lease: PATIENT,
      signal: stop.signal,
      note: (text) => said.push(text),
    });
    const seen: (number | undefined)[] = [];
    const result = await runStudy(
      study,
      over(there, { onProgress: ({ workers }) => void seen.push(workers) }),
    );
    stop.abort();
    await working;
    expect(result.complete).toBe(true);
    expect(seen.at(-1)).toBe(1);
    expect(said).toEqual([`waiting for work on ${server.url}`, 'working on the run of "study"']);
    for (const name of ["journal.jsonl", "units.csv", "estimates.json", "plan.json"]) {
      expect(withoutTimes(join(there, name)), name).toBe(withoutTimes(join(here, name)));
    }
    expect(readdirSync(there).sort()).toEqual(readdirSync(here).sort());
    expect(await left()).toEqual([]);
  });

  test("two worker processes, killed at random moments and replaced: the bytes of one process", async () => {
    const study = await computing(16);
    const [here, there] = [join(folder, "b0"), join(folder, "b1")];
    await runStudy(study, { out: here });
    const start = (): WorkerProcess => workerProcess([server.url, "--lease", "1.5"]);
    const workers = [start(), start()];
    await Promise.all(workers.map((one) => one.ready()));
    const moments = rng("moments");
    const total = 16 * 200 * 12;
    const kills = Array.from({ length: 4 }, () => moments.integer(total * 0.8)).sort((a, b) => a - b);
    let killed = 0;
    const result = await runStudy(
      study,
      over(there, {
        onProgress({ done }) {
          if (done < (kills[killed] ?? total + 1)) return;
          const victim = killed++ % 2;
          void workers[victim]!.end("SIGKILL");
          workers[victim] = start();
        },
      }),
    );
    await Promise.all(workers.map((one) => one.end("SIGTERM")));
    expect(killed).toBe(4);
    expect(result.complete).toBe(true);
    expect(journalOf(there) === journalOf(here)).toBe(true);
    expect(readFileSync(join(there, "estimates.json"), "utf8")).toBe(
      readFileSync(join(here, "estimates.json"), "utf8"),
    );
  });

  describe("with agents that wait", () => {
    let model: FaultServer;
    beforeAll(async () => {
      model = await faultServer({ answer: ({ id }) => answerTo(id), delay: () => 15 });
    });
    afterAll(() => model.close());

    test("a worker that is killed: no answer that was written is asked for again, and the journal is that of one process", async () => {
      const study = await talking(model.url);
      const [here, there] = [join(folder, "c0"), join(folder, "c1")];
      await runStudy(study, { out: here });
      const asked = model.requests.length;
      const start = (): WorkerProcess => workerProcess([server.url, "--lease", "1.5"]);
      const workers = [start(), start()];
      await Promise.all(workers.map((one) => one.ready()));
      const kills = [20, 90, 150];
      let killed = 0;
      const after: { requests: number; written: Set<string> }[] = [];
      const result = await runStudy(
        study,
        over(there, {
          onProgress({ done }) {
            if (done < (kills[killed] ?? 1000)) return;
            const victim = killed++ % 2;
            void workers[victim]!.end("SIGKILL");
            workers[victim] = start();
            const { turns } = readJournal(join(there, "journal.jsonl"));
            after.push({
              requests: model.requests.length,
              written: new Set(turns.map(({ text }) => text!)),
            });
          },
        }),
      );
      await Promise.all(workers.map((one) => one.end("SIGTERM")));
      expect([result.complete, killed]).toEqual([true, 3]);
      expect(content(there)).toEqual(content(here));
      for (const { requests, written } of after) {
        expect(written.size).toBeGreaterThan(10);
        for (const call of model.requests.slice(requests)) expect(written).not.toContain(answerTo(call.id));
      }
      // Only calls that were open when a worker died were made again.
      expect(model.requests.length - asked).toBeLessThanOrEqual(240 + 3 * 6);
    });

    test("a coordinator that is killed: its answers are taken up, and not asked for again", async () => {
      const study = await talking(model.url, "name: killed");
      const out = join(folder, "d1");
      const stop = new AbortController();
      const working = worker(server.url, { lease: PATIENT, signal: stop.signal });
      // A coordinator dies: it reads no more, and tidies nothing up.
      await expect(
        runStudy(
          study,
          over(out, {
            onProgress({ done }) {
              if (done === 50) throw new Error("killed");
            },
          }),
        ),
      ).rejects.toThrow("killed");
      expect(existsSync(join(out, "redis.json"))).toBe(true);
      const before = readJournal(join(out, "journal.jsonl")).turns.length;
      const notes: string[] = [];
      const asked = model.requests.length;
      const redis = { url: server.url, note: (text: string) => void notes.push(text) };
      const result = await runStudy(study, { out, redis });
      stop.abort();
      await working;
      expect(before).toBe(50);
      const taken = Number(/^took up (\d+) answers of a run that was killed$/.exec(notes.at(-1) ?? "")?.[1]);
      expect(taken).toBeGreaterThan(0);
      expect(result.complete).toBe(true);
      // Calls in flight at the end of the first sitting came in after its last look, and are counted in both.
      expect(model.requests.length - asked).toBeLessThanOrEqual(240 - before);
      const calls = new Set(readJournal(join(out, "journal.jsonl")).turns.map(({ text }) => text));
      expect(calls.size).toBe(240);
      expect(existsSync(join(out, "redis.json"))).toBe(false);
      expect(await left()).toEqual([]);
    });

    test("budgets hold for all workers, a stop reaches them, and the same command goes on", async () => {
      const study = await talking(model.url, "name: budget");
      const out = join(folder, "e1");
      const stop = new AbortController();
      const working = [1, 2].map(() => worker(server.url, { lease: PATIENT, signal: stop.signal }));
      const asked = model.requests.length;
      const first = await runStudy(study, over(out, { settings: { budget: { calls: 60 } } }));
      expect(first.run.halted).toEqual({ kind: "budget", because: "the budget of 60 calls is used up" });
      expect([first.run.turns, model.requests.length - asked]).toEqual([60, 60]);
      const interrupt = new AbortController();
      const second = await runStudy(
        study,
        over(out, {
          signal: interrupt.signal,
          onProgress: ({ done }) => done >= 100 && interrupt.abort(),
        }),
      );
      expect(second.run.halted?.kind).toBe("interrupted");
      expect(second.run.turns).toBe(model.requests.length - asked);
      expect(second.run.turns).toBeLessThan(180);
      const third = await runStudy(study, over(out));
      expect(third.complete).toBe(true);
      expect(model.requests.length - asked).toBe(240);
      stop.abort();
      await Promise.all(working);
    });
  });

  test("says that it waits for a worker, and takes one that comes later", async () => {
    const study = await computing(1, 40, 2);
    const said: string[] = [];
    const stop = new AbortController();
    let working: Promise<void> | undefined;
    const note = (text: string): void => {
      said.push(text);
      working ??= worker(server.url, { lease: PATIENT, signal: stop.signal });
    };
    // Twenty seconds pass in one.
    const clock = { elapsed: () => 20 * performance.now(), time: () => "" };
    const result = await runStudy(study, {
      out: join(folder, "w1"),
      clock,
      redis: { url: server.url, note },
    });
    stop.abort();
    await working;
    expect(said[0]).toBe(`waiting for a worker: start one with: spillway worker ${server.url}`);
    expect(result.complete).toBe(true);
  });

  test("a diagnosis has the numbers of one process, also when a worker is killed", async () => {
    const study = await computing(1, 40, 2);
    const here = await diagnose(study, { simulations: 120, redraw: "agents", replays: 5 });
    const start = (): WorkerProcess => workerProcess([server.url, "--lease", "1.5"]);
    const workers = [start(), start()];
    await Promise.all(workers.map((one) => one.ready()));
    let killed = false;
    const there = await diagnose(study, {
      simulations: 120,
      redraw: "agents",
      replays: 5,
      redis: { url: server.url },
      onProgress({ done }) {
        if (done < 50 || killed) return;
        killed = true;
        void workers[0]!.end("SIGKILL");
      },
    });
    await workers[1]!.end("SIGTERM");
    expect(killed).toBe(true);
    expect(there).toEqual(here);
    expect(await left()).toEqual([]);
  });

  describe("what a worker cannot do is the error of the run", () => {
    /** Runs with a worker in this process, until the run has ended. */
    async function failing(study: Study, out: string): Promise<string> {
      const stop = new AbortController();
      const working = worker(server.url, { lease: PATIENT, signal: stop.signal });
      const message = await runStudy(study, over(join(folder, out))).then(
        () => "no error",
        (error: Error) => error.message,
      );
      stop.abort();
      await working;
      return message;
    }

    test("programs of the study's folder, which a worker runs only when told so", async () => {
      const study = await parseStudy(
        `
seed: 1
model: { network: karate-club, agents: { kind: command, command: [node, agents.mjs] } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 5 }, expose: any-treated, rounds: 1 }
answer: [hajek]
`,
        { folder },
      );
      expect(await failing(study, "f1")).toBe(
        "worker: the agents command of this study names a program or a file, which does not travel with it: start workers with --folder and the folder that has it on their machine",
      );
      writeFileSync(
        join(folder, "agents.mjs"),
        `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { id, view } = JSON.parse(line);
  console.log(JSON.stringify({ id, action: { outcome: view.agent.length } }));
}`,
      );
      const stop = new AbortController();
      const working = worker(server.url, { lease: PATIENT, signal: stop.signal, folder });
      const result = await runStudy(study, over(join(folder, "f2")));
      stop.abort();
      await working;
      expect(result.complete).toBe(true);
    });

    test("a run of another version", async () => {
      const stop = new AbortController();
      const running = runStudy(await computing(1, 40, 2), over(join(folder, "g1")));
      const link = await redisLink(server.url, { who: "test", patience: 1 });
      let keys: string[] = [];
      while (keys.length === 0) keys = await link.client.keys("spillway:run:*:run");
      await link.client.hset(keys[0]!, "spillway", "9.9.9");
      await link.close();
      const working = worker(server.url, { lease: PATIENT, signal: stop.signal });
      const message = await running.then(
        () => "no error",
        (error: Error) => error.message,
      );
      stop.abort();
      await working;
      expect(message).toMatch(
        /^worker: the run was started with Spillway 9\.9\.9, and a worker has \d+\.\d+\.\d+: install one version on all machines$/,
      );
      expect(await left()).toEqual([]);
    });

    test("a server that was emptied", async () => {
      const running = runStudy(await computing(1, 40, 2), over(join(folder, "i1"))).then(
        () => "no error",
        (error: Error) => error.message,
      );
      const link = await redisLink(server.url, { who: "test", patience: 1 });
      while ((await link.client.keys("spillway:run:*:run")).length === 0);
      await link.client.flushall();
      await link.close();
      expect(await running).toBe(
        `run: Redis at ${server.url} has lost what it was given (was it started anew, or emptied?): the same command goes on from what is written down`,
      );
    });

    test("agents that are functions are refused before anything is handed out", async () => {
      const study = await computing(1, 40, 2);
      const own: Study = {
        ...study,
        model: { ...study.model, agents: { ...study.model.agents, name: "mine" } },
      };
      await expect(runStudy(own, over(join(folder, "h1")))).rejects.toThrow(
        'run: redis cannot be used here: the population of agents "mine" is no catalogue entry, and functions cannot go to another machine',
      );
    });
  });
});
