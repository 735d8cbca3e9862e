import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlan } from "../../src/experiment/keepPlan.ts";
import { type RunStudyOptions, runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { worker } from "../../src/parallel/worker.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { type FaultServer, faultServer } from "../support/faultServer.ts";
import { hasRedis, type RedisServer, redisServer } from "../support/redisServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-edits-elsewhere-"));
let model: FaultServer;
let redis: RedisServer | undefined;
beforeAll(async () => {
  model = await faultServer({
    delay: () => 3,
    answer: ({ body }) => {
      const words = JSON.stringify(body.messages);
      const sum = [...words].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 11, 7);
      return body.messages!.at(-1)!.content.startsWith("Sum up") ? `short ${sum}` : String(sum);
    },
  });
  if (hasRedis) redis = await redisServer();
});
afterAll(async () => {
  await redis?.stop();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});
let number = 0;
const fresh = (): string => join(folder, `${number++}`);

const talking = (): string => `
seed: 1
name: first
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "${model.url}", model: m }
    prompt: "You are {{ agent }} in {{ arm }}. {% if round == 3 %}At lsat: {% endif %}{% for one in heard %}{{ one.said }} {% endfor %}How much?"
    answer: { kind: number, from: 0, to: 10 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 3 }
answer: [hajek]
run: { open: 4 }
`;
const computing = (): string => `
seed: 1
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents: { kind: linear-in-means, endogenous: 0.4, noise: 1 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 3, worlds: 6 }
answer: [hajek]
`;
const replaced =
  (from: string, to: string) =>
  (text: string): string => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
const units = (out: string): string => readFileSync(join(out, "units.csv"), "utf8");

/** One worker for a few runs, as long as they last. */
async function working<Value>(work: () => Promise<Value>): Promise<Value> {
  const stop = new AbortController();
  const done = worker(redis!.url, { lease: 300, signal: stop.signal });
  try {
    return await work();
  } finally {
    stop.abort();
    await done;
  }
}

const words = replaced("answer: [hajek]", "answer: [hajek]\nconfidence: 0.8\ndescription: other words");
/** What of an edit is said, where it touches a finished turn. */
const EDITS: readonly (readonly [
  of: string,
  text: () => string,
  edit: (text: string) => string,
  says?: string,
])[] = [
  ["agents that compute", computing, (text) => words(replaced("rounds: 3", "rounds: 5")(text))],
  [
    "agents that compute",
    computing,
    replaced("endogenous: 0.4", "endogenous: 0.5"),
    "endogenous is 0.4 there and 0.5 here",
  ],
  ["agents that wait", talking, (text) => words(replaced("At lsat", "At last")(text))],
  ["agents that wait", talking, replaced("rounds: 3", "rounds: 4")],
  ["agents that wait", talking, replaced("How much", "How many"), "model.agents.prompt is"],
];

/** Stops a run, edits its study, and goes on elsewhere. */
async function goesOn(
  [, text, edit, says]: (typeof EDITS)[number],
  options: Partial<RunStudyOptions>,
): Promise<void> {
  const out = fresh();
  await runStudy(await parseStudy(text()), { out, stopAfter: 12 });
  const journal = readFileSync(join(out, "journal.jsonl"), "utf8");
  const asked = model.requests.length;
  const study = await parseStudy(edit(text()));
  if (says !== undefined) {
    const refused = await runStudy(study, { out, ...options }).then(
      () => "",
      (cause: Error) => cause.message,
    );
    expect(refused).toContain(says);
    expect(refused).toContain("is finished");
    expect(refused).not.toMatch(/[0-9a-f]{40}/);
    expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toBe(journal);
    expect(model.requests.length).toBe(asked);
    return;
  }
  expect((await runStudy(study, { out, ...options })).complete).toBe(true);
  const whole = fresh();
  await runStudy(study, { out: whole });
  expect(units(out)).toBe(units(whole));
  const { edits } = readJournal(join(out, "journal.jsonl"), readPlan(join(out, "plan.json")));
  expect(edits).toHaveLength(1);
  expect(edits![0]!.changes.length).toBeGreaterThan(0);
}

describe("a study that is edited while it runs", { timeout: 60_000 }, () => {
  test("goes on in threads after a harmless edit, and shows what differs after another", async () => {
    for (const one of EDITS.filter(([of]) => of === "agents that compute")) await goesOn(one, { workers: 2 });
  });

  test.skipIf(!hasRedis)("goes on over Redis in the same way (needs the program redis-server)", () =>
    working(async () => {
      for (const one of EDITS) await goesOn(one, { redis: { url: redis!.url } });
    }),
  );
});

describe.skipIf(!hasRedis)("over Redis (needs the program redis-server)", { timeout: 60_000 }, () => {
  /** A coordinator that dies after some turns; its worker goes on to the end of the run, and its answers stay on the server. */
  async function orphaned(text: string): Promise<string> {
    const out = fresh();
    await working(async () => {
      const dies = runStudy(await parseStudy(text), {
        out,
        redis: { url: redis!.url },
        onProgress({ done }) {
          if (done === 10) throw new Error("killed");
        },
      });
      await expect(dies).rejects.toThrow("killed");
      const asked = (): number => model.requests.length;
      for (let before = -1; before !== asked(); ) {
        before = asked();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
    return out;
  }
  const over = (note?: (text: string) => void): Partial<RunStudyOptions> => ({
    redis: { url: redis!.url, ...(note ? { note } : {}) },
  });

  test("an edit is held against answers that only the server has, before it goes on record", async () => {
    const out = await orphaned(talking());
    const { turns } = readJournal(join(out, "journal.jsonl"));
    expect(Math.max(...turns.map(({ round }) => round))).toBeLessThan(3);
    const edited = await parseStudy(replaced("At lsat", "At last")(talking()));
    await expect(runStudy(edited, { out, ...over() })).rejects.toThrow(
      /round 3 is finished.*At l|At l.*round 3 is finished/s,
    );
    const journal = readJournal(join(out, "journal.jsonl"));
    expect([journal.edits ?? [], journal.turns.length > turns.length]).toEqual([[], true]);
    const same = await parseStudy(talking());
    await working(async () => {
      expect((await runStudy(same, { out, ...over() })).complete).toBe(true);
    });
    const whole = fresh();
    await runStudy(same, { out: whole });
    expect(units(out)).toBe(units(whole));
  });

  test("answers of before an edit that was made without the server are not taken up after it, and that is said", async () => {
    const out = await orphaned(talking());
    const edited = await parseStudy(replaced("At lsat", "At last")(talking()));
    await runStudy(edited, { out, stopAfter: 1 });
    const said: string[] = [];
    await working(async () => {
      const done = await runStudy(edited, { out, ...over((text) => void said.push(text)) });
      expect(done.complete).toBe(true);
    });
    expect(said.join()).toContain("not taken up: the study was edited since");
    const whole = fresh();
    await runStudy(edited, { out: whole });
    expect(units(out)).toBe(units(whole));
  });

  test("turns of several calls, whose memory is summed up, are those of one process, also after a coordinator died", async () => {
    const text = replaced(
      "answer: { kind: number, from: 0, to: 10 }",
      "answer: { kind: number, from: 0, to: 10, whole: true }\n    explain: false\n    memory: all\n    memoryAs: messages\n    context: { most: 120, over: summarise, summaryTokens: 20 }",
    )(talking()).replace("rounds: 3", "rounds: 6");
    const study = await parseStudy(text);
    const [here, there, died] = [fresh(), fresh(), await orphaned(text)];
    await runStudy(study, { out: here });
    await working(async () => {
      await runStudy(study, { out: there, ...over() });
      await runStudy(study, { out: died, ...over() });
    });
    const told = (out: string): readonly string[] => {
      const { turns, attempts } = readJournal(join(out, "journal.jsonl"));
      return [
        ...turns.map((one) =>
          JSON.stringify([one.callId, one.contentHash, one.attempts, one.usage, one.left]),
        ),
        ...attempts.map((one) => JSON.stringify([one.callId, one.attempt, one.kind, one.call?.step])),
      ].sort();
    };
    for (const out of [there, died]) {
      expect(units(out)).toBe(units(here));
      expect(told(out)).toEqual(told(here));
    }
    expect(readJournal(join(here, "journal.jsonl")).attempts.some(({ kind }) => kind === "step")).toBe(true);
  });
});
