import { SpillwayError } from "../../core/SpillwayError.ts";
import { version } from "../../core/version.ts";
import type { Clock } from "../../run/Clock.ts";
import type { Halt, HaltReason } from "../../run/calls/halt.ts";
import type { Elsewhere } from "../../run/PlayWorlds.ts";
import { insist } from "./insist.ts";
import { type JobQueue, jobQueue, type QueueName } from "./jobQueue.ts";
import type { RedisLink } from "./redisLink.ts";
import { KEPT, type RunKeys, runKeys, SILENCE, sharedKeys } from "./runKeys.ts";
import { runScripts } from "./runScripts.ts";

/** Milliseconds without a worker after which that is said, and work is offered again. */
const LONG = 10_000;
/** Milliseconds between two looks at the server without news. */
const SWEEP = 5_000;
/** Entries of a list that are read at a time. */
const READ = 200;

interface Coordination {
  readonly who: string;
  readonly link: RedisLink;
  /** Name of this sitting, which no other has. */
  readonly token: string;
  /** What workers find with the work: its data as text, and what it is of. */
  readonly fields: Readonly<Record<"data" | "planHash", string>>;
  readonly queue: QueueName;
  /** Worlds or pieces to be done, by their numbers. */
  readonly units: readonly number[];
  /** How many of them make one job, from 1. */
  readonly chunk: number;
  /** Whether a job is handed out only when all before it are done. */
  readonly oneByOne: boolean;
  /** What was done of a unit before, if anything. */
  readonly start?: (unit: number) => string | undefined;
  /** Shared limits, as the scripts name them. */
  readonly limits?: Readonly<Record<string, string | number>>;
  /** Takes what workers wrote of a unit, in its order. */
  readonly take: (unit: number, text: string) => void;
  readonly halt: Halt;
  readonly clock: Clock;
  readonly tell?: (now: Elsewhere) => void;
  /** Told when nobody has taken any work for ten seconds. */
  readonly onWait?: () => void;
}

/**
 * Hands work out to the workers of a Redis server, and takes what they write until all is done, or until those at work have
 * ended after a halt. What is left on the server is removed, unless taking it failed: then it stays, and can be taken up.
 *
 * @throws SpillwayError when a worker finds a fault, or the server loses what it was given; what `take` throws.
 */
export async function coordinate(work: Coordination): Promise<void> {
  const { link, halt, clock, take } = work;
  const { client } = link;
  const keys = runKeys(work.token);
  const left = new Set(work.units);
  const read = new Map<number, number>();
  const blocking = await link.second();
  const queue = await jobQueue(work.queue, client);
  const jobs = jobsOf(work);
  let given = 0;
  let fault: SpillwayError | undefined;
  let safe = true;

  const give = async (): Promise<void> => {
    const last = work.oneByOne ? given + 1 : jobs.length;
    await insist(() => queue.add(jobs.slice(given, last)));
    given = Math.min(last, jobs.length);
  };
  const readUnit = async (unit: number): Promise<void> => {
    for (;;) {
      const from = read.get(unit) ?? 0;
      const entries = await insist(() => client.lrange(keys.lines(unit), from, from + READ - 1));
      safe = false;
      for (const text of entries) take(unit, text);
      safe = true;
      read.set(unit, from + entries.length);
      if (entries.length < READ) return;
    }
  };
  const finish = async (unit: number): Promise<void> => {
    if (!left.delete(unit)) return;
    await insist(() => client.unlink(keys.lines(unit), keys.start(unit)));
    if (work.oneByOne && given < jobs.length) await give();
  };
  /** Reads what is new of all units, whatever was announced. */
  const sweep = async (): Promise<void> => {
    // In this order: what is done now has all its lines in the counts.
    const done = await insist(() => client.hgetall(keys.done));
    const counts = await insist(() => client.hgetall(keys.counts));
    for (const unit of [...left]) {
      if (Number(counts[unit] ?? 0) > (read.get(unit) ?? 0)) await readUnit(unit);
      if (done[unit] !== undefined) await finish(unit);
    }
  };
  /** Units with something new, after a second at most. */
  const news = async (): Promise<Set<number>> => {
    const first = await insist(() => blocking.blpop(keys.news, 1));
    const more = first ? ((await insist(() => client.lpop(keys.news, 1000))) ?? []) : [];
    const names = first ? [first[1], ...more] : [];
    return new Set(names.filter((name) => name !== "").map(Number));
  };
  const stopWorkers = async (): Promise<void> => {
    await insist(() => client.hset(keys.run, "halt", "1"));
  };
  const forget = halt.whenCalled(() => void stopWorkers().catch(() => {}));

  try {
    await begin(work, keys);
    await give();
    let [looked, swept, busy] = [Number.NEGATIVE_INFINITY, clock.elapsed(), clock.elapsed()];
    let told = false;
    while (left.size > 0) {
      const fresh = await news();
      for (const unit of fresh) {
        if (!left.has(unit)) continue;
        const done = (await insist(() => client.hexists(keys.done, `${unit}`))) === 1;
        await readUnit(unit);
        if (done) await finish(unit);
      }
      const now = clock.elapsed();
      if (fresh.size > 0) busy = now;
      if (now - looked < 300 && !halt.reason) continue;
      looked = now;
      const seen = await watch(work, keys);
      if (seen.fault && !fault) {
        fault = seen.fault;
        await stopWorkers();
      }
      if (seen.halted) halt.call(seen.halted);
      if (seen.taken > 0) [busy, told] = [now, false];
      if ((fault || halt.reason) && seen.taken === 0) {
        await sweep();
        break;
      }
      if (now - swept > SWEEP) {
        swept = now;
        await sweep();
      }
      if (now - busy > LONG) {
        if (!told) work.onWait?.();
        told = true;
        busy = now;
        const offered = jobs.slice(0, given).filter(({ data }) => data.worlds.some((unit) => left.has(unit)));
        await insist(() => queue.add(offered));
      }
    }
    // What the last calls used is counted there.
    if (!fault) await watch(work, keys);
    await end(queue, work, keys, left);
    if (fault) throw fault;
  } catch (cause) {
    // Answers that nobody has written down yet stay on the server.
    if (safe && cause !== fault && client.status === "ready") await stopWorkers().catch(() => {});
    throw link.explain(cause);
  } finally {
    forget();
    blocking.disconnect();
    await queue.close().catch(() => {});
  }
}

interface Offered {
  readonly id: string;
  readonly data: { readonly token: string; readonly worlds: readonly number[] };
}

function jobsOf({ units, chunk, token }: Coordination): Offered[] {
  return Array.from({ length: Math.ceil(units.length / chunk) }, (_, k) => {
    const worlds = units.slice(k * chunk, (k + 1) * chunk);
    return { id: `${token}-${worlds[0]}`, data: { token, worlds } };
  });
}

async function begin({ link, fields, limits, units, start }: Coordination, keys: RunKeys): Promise<void> {
  const { client } = link;
  await insist(async () => {
    const first = client.pipeline().set(keys.alive, "1", "PX", SILENCE);
    if (limits) first.hset(keys.limits, limits);
    for (const unit of units) {
      const text = start?.(unit);
      if (text !== undefined) first.set(keys.start(unit), text, "PX", KEPT);
    }
    const fault = (await first.exec())?.find(([error]) => error !== null)?.[0];
    if (fault) throw fault;
    // Last: what workers look for first.
    await client.hset(keys.run, { spillway: version, ...fields });
  });
}

interface Watched {
  readonly taken: number;
  readonly halted?: HaltReason;
  readonly fault?: SpillwayError;
}

/** Gives a sign of life, and looks at those of the workers. */
async function watch({ who, link, tell }: Coordination, keys: RunKeys): Promise<Watched> {
  const { client, address } = link;
  await insist(() => client.set(keys.alive, "1", "PX", SILENCE));
  for (const key of sharedKeys(keys)) void client.pexpire(key, KEPT).catch(() => {});
  const [there, workers, taken, pause, halted, fault, ...used] = (await runScripts(
    client,
    "watch",
    keys.base,
  )) as [number, number, number, number, string, string, ...string[]];
  if (there === 0)
    throw new SpillwayError(
      `${who}: Redis at ${address.shown} has lost what it was given (was it started anew, or emptied?): the same command goes on from what is written down`,
      { kind: "failure" },
    );
  const [calls = 0, input = 0, output = 0, money = 0, ...more] = used.map(Number);
  const [openInput = 0, openOutput = 0, openMoney = 0, openCalls = 0] = more;
  tell?.({
    workers,
    pause,
    spent: { calls, input, output, money },
    open: { calls: openCalls, input: openInput, output: openOutput, money: openMoney },
  });
  return {
    taken,
    ...(halted === "" ? {} : { halted: JSON.parse(halted) as HaltReason }),
    ...(fault === "" ? {} : { fault: faultOf(fault) }),
  };
}

function faultOf(text: string): SpillwayError {
  const { message, kind } = JSON.parse(text) as { message: string; kind: "input" | "failure" };
  return new SpillwayError(message, { kind });
}

/** Removes everything of the run. */
async function end(
  queue: JobQueue,
  work: Coordination,
  keys: RunKeys,
  left: ReadonlySet<number>,
): Promise<void> {
  const { client } = work.link;
  await insist(() => client.unlink(...sharedKeys(keys), keys.alive));
  for (const unit of left) await insist(() => client.unlink(keys.lines(unit), keys.start(unit)));
  if (left.size > 0) await queue.remove(jobsOf(work).map(({ id }) => id));
}
