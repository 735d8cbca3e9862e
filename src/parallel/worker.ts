import { randomUUID } from "node:crypto";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { version } from "../core/version.ts";
import { wantText } from "../core/wantText.ts";
import { wantWhole } from "../core/wantWhole.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import { insist, isForNow } from "./redis/insist.ts";
import { jobQueue, jobWorker, type QueueName, type WorkData } from "./redis/jobQueue.ts";
import { redisLink } from "./redis/redisLink.ts";
import { runKeys, WORKERS } from "./redis/runKeys.ts";
import { runScripts } from "./redis/runScripts.ts";
import { readTask } from "./sharedTask.ts";
import { reportFault, type TaskRunner, taskRunner } from "./taskRunner.ts";
import type { TaskWork } from "./taskWork.ts";

export interface WorkerOptions {
  /** Threads for agents that compute and for simulations, from 1. Default 1. */
  readonly workers?: number;
  /**
   * Ends when the runs that it worked on are over and there is no other work, and after 15 seconds when none has come. Default:
   * it goes on until it is stopped.
   */
  readonly once?: boolean;
  /**
   * Folder with the programs and recordings that studies name (agents `command` and `recorded`, channel `yoked`). Default:
   * such studies are refused, because whoever can write to the server could start any program here.
   */
  readonly folder?: string;
  /** Seconds without a sign of life after which others take over the work of this worker, from 1. Default 15. */
  readonly lease?: number;
  /** Stops it after the calls in flight; its work is given back. */
  readonly signal?: AbortSignal;
  /** Takes words for people. */
  readonly note?: (text: string) => void;
}

/** A run that this worker has met. */
interface Met {
  readonly task: TaskRunner;
  readonly work: TaskWork;
}

/** Milliseconds between two looks whether runs go on. */
const LOOK = 300;
/** Seconds that a worker with `once` waits for its first work: a run that is started with it needs some to hand its work out. */
const FIRST_WORK = 15;

const QUEUES: readonly QueueName[] = ["compute", "calls"];

/**
 * Works for the runs and diagnoses that are handed out on a Redis server, until it is stopped: any number of workers on any
 * number of machines. Agents that compute are played in threads, agents that wait for something outside in this one.
 *
 * @param url address of the server, as in redis://localhost:6379. A password in it is shown nowhere.
 * @throws SpillwayError when the server cannot be reached, or the packages bullmq and ioredis are not installed.
 */
export async function worker(url: string, options: WorkerOptions = {}): Promise<void> {
  wantText("worker", "the address of Redis", url);
  const { workers = 1, once = false, folder, lease = 15, signal, note } = options;
  wantWhole("worker: workers", workers, 1);
  if (!(lease >= 1)) throw new SpillwayError(`worker: lease must be at least 1 second, got ${shown(lease)}`);
  const { taskWork } = await import("./taskWork.ts");
  const link = await redisLink(url, { who: "worker", patience: Number.POSITIVE_INFINITY });
  const { client } = link;
  const id = randomUUID();
  const met = new Map<string, Promise<Met | undefined>>();
  let leaving = false;
  let began = false;
  let alive = 1;
  let troubled = false;
  let wake: (() => void) | undefined;
  const onStop = (): void => wake?.();
  signal?.addEventListener("abort", onStop);

  const meet = async (token: string, queue: QueueName): Promise<Met | undefined> => {
    const [theirs, data] = await insist(() => client.hmget(runKeys(token).run, "spillway", "data"));
    if (theirs == null || data == null) return undefined;
    try {
      if (theirs !== version)
        throw new SpillwayError(
          `worker: the run was started with Spillway ${theirs}, and a worker has ${version}: install one version on all machines`,
          { kind: "failure" },
        );
      const compute = queue === "compute";
      const work = await taskWork({ client, token, task: readTask(data), threads: workers, compute, folder });
      note?.(`working on ${work.name}`);
      return { work, task: taskRunner({ client, token, id, work: work.unit }) };
    } catch (cause) {
      await reportFault(client, token, cause);
      return undefined;
    }
  };
  const meetOnce = (token: string, queue: QueueName): Promise<Met | undefined> => {
    const there = met.get(token);
    if (there) return there;
    const made = meet(token, queue);
    met.set(token, made);
    return made;
  };
  const giveBack = (): never => {
    throw new SpillwayError("worker: the work is given back", { kind: "failure" });
  };
  const doWork = async ({ token, worlds = [] }: WorkData, queue: QueueName): Promise<void> => {
    began = true;
    const first = !met.has(token);
    const one = await meetOnce(token, queue);
    if (!one) return;
    if (first && queue === "calls" && one.work.atOnce > 1) {
      // How many at a time counts when the next job is fetched, so this one goes back to be fetched again.
      takers.get(queue)?.widen(Math.ceil(one.work.atOnce / Math.max(1, alive)));
      if (!leaving) giveBack();
    }
    for (const world of worlds) if (!(await one.task.do(world))) giveBack();
  };
  const beat = async (): Promise<void> => {
    alive = Number(await runScripts(client, "beat", id, id, lease * 1000));
  };
  const forget = async (token: string, one: Met | undefined): Promise<void> => {
    met.delete(token);
    await one?.work.close();
  };
  /** Looks at all runs; true when none of them goes on. */
  const lookAround = async (): Promise<boolean> => {
    let over = true;
    for (const [token, promise] of [...met]) {
      const one = await promise;
      const there = one ? await one.task.look() : (await client.exists(runKeys(token).run)) === 1;
      if (there || one?.task.busy()) over = false;
      else await forget(token, one);
    }
    return over;
  };

  const takers = new Map<QueueName, Awaited<ReturnType<typeof jobWorker>>>();
  const queues = await Promise.all(QUEUES.map((name) => jobQueue(name, client)));
  await beat();
  try {
    for (const name of QUEUES) {
      const taker = await jobWorker(name, {
        client,
        atOnce: name === "compute" ? workers : 1,
        lease: lease * 1000,
        work: (data) => doWork(data, name),
      });
      takers.set(name, taker);
    }
    if (link.warning !== undefined) note?.(link.warning);
    note?.(`waiting for work on ${link.address.shown}`);
    let beaten = 0;
    for (let turn = 0; !signal?.aborted; turn++) {
      await new Promise<void>((resolve) => {
        const cancel = systemAlarm(LOOK, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
      if (client.status !== "ready") continue;
      try {
        if ((turn - beaten) * LOOK >= (lease * 1000) / 4) {
          beaten = turn;
          await beat();
        }
        const over = await lookAround();
        if (!once || !over || (!began && turn * LOOK < FIRST_WORK * 1000)) continue;
        const left = await Promise.all(queues.map((queue) => queue.left()));
        if (left.every((count) => count === 0)) break;
      } catch (cause) {
        // A server that is full or loading will be asked again; the work goes on as far as it can.
        if (!isForNow(cause)) throw cause;
        if (!troubled)
          note?.(
            `Redis at ${link.address.shown} cannot take anything for now (${cause.message.slice(0, 100)}): trying on`,
          );
        troubled = true;
        continue;
      }
      troubled = false;
    }
  } finally {
    leaving = true;
    signal?.removeEventListener("abort", onStop);
    // They take nothing more from here on, and end when their work has.
    const closed = [...takers.values()].map((taker) => taker.close());
    for (const one of await Promise.all(met.values())) one?.task.leave();
    await Promise.allSettled(closed);
    for (const [token, one] of [...met]) await forget(token, await one);
    await client.zrem(WORKERS, id).catch(() => {});
    for (const queue of queues) await queue.close().catch(() => {});
    await link.close();
  }
}
