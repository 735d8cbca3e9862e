import type { Job, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { loadOptional } from "../../log/files/loadOptional.ts";
import { PREFIX } from "./runKeys.ts";

/** The queue of work for threads, and that of work that waits for something outside. */
export type QueueName = "compute" | "calls";

/** One piece of work: worlds to play, or simulations to do. */
export interface WorkData {
  /** The sitting of a run, or the diagnosis, that it belongs to. */
  readonly token: string;
  readonly worlds?: readonly number[];
  readonly piece?: number;
}

/** Work that is handed out. */
export interface JobQueue {
  /** Adds work, each under a name of its own; what is there already is not added again. */
  add(work: readonly { readonly id: string; readonly data: WorkData }[]): Promise<void>;
  /** Takes back what nobody works on. */
  remove(ids: readonly string[]): Promise<void>;
  /** Jobs that wait or are worked on. */
  left(): Promise<number>;
  close(): Promise<void>;
}

async function bullmq(): Promise<typeof import("bullmq")> {
  return (await loadOptional("bullmq", "more than one machine")) as unknown as typeof import("bullmq");
}

const prefix = `${PREFIX}:jobs`;

/** The version of the server, and what it drops when its memory is full, are looked at by the link, which says it once and in words. */
const OURSELVES = { skipVersionCheck: true } as const;

/** A queue on a server, with BullMQ. @throws SpillwayError when bullmq is not installed. */
export async function jobQueue(name: QueueName, client: Redis): Promise<JobQueue> {
  const { Queue: Made } = await bullmq();
  const queue: Queue<WorkData> = new Made(name, { connection: client, prefix, ...OURSELVES });
  queue.on("error", () => {});
  return {
    async add(work) {
      for (let k = 0; k < work.length; k += 500) {
        await queue.addBulk(
          work.slice(k, k + 500).map(({ id, data }) => ({
            name: "work",
            data,
            // A worker that leaves gives work back by failing, as often as it takes.
            opts: { jobId: id, removeOnComplete: true, removeOnFail: true, attempts: 1_000_000 },
          })),
        );
      }
    },
    async remove(ids) {
      for (let k = 0; k < ids.length; k += 100)
        await Promise.allSettled(ids.slice(k, k + 100).map((id) => queue.remove(id)));
    },
    async left() {
      const counts = await queue.getJobCounts("waiting", "active", "delayed", "prioritized");
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    close: () => queue.close(),
  };
}

interface JobWorkerOptions {
  readonly client: Redis;
  /** Jobs at a time, from 1. */
  readonly atOnce: number;
  /** Milliseconds after which a worker without a sign of life has lost its jobs. */
  readonly lease: number;
  readonly work: (data: WorkData) => Promise<void>;
}

/** Something that takes jobs. */
interface JobWorker {
  /** How many jobs at a time from the next one on. */
  widen(atOnce: number): void;
  /** Takes no more jobs, and waits for those at work. */
  close(): Promise<void>;
}

/** Milliseconds after which somebody looks for jobs of workers that died, whatever the leases. */
const MOST_BETWEEN_LOOKS = 5000;

/** Takes jobs of a queue, until it is closed. The jobs of a worker that dies are taken by another after its lease. */
export async function jobWorker(name: QueueName, options: JobWorkerOptions): Promise<JobWorker> {
  const { client, atOnce, lease, work } = options;
  const { Worker: Made } = await bullmq();
  const worker: Worker<WorkData> = new Made(name, (job: Job<WorkData>) => work(job.data), {
    connection: client,
    prefix,
    ...OURSELVES,
    concurrency: atOnce,
    lockDuration: lease,
    // Whoever looks for lost jobs keeps all others from looking for as long: a worker with a long lease must not hold up the rest.
    stalledInterval: Math.min(Math.ceil(lease / 3), MOST_BETWEEN_LOOKS),
    maxStalledCount: 1_000_000,
    // A server that could not for a moment is asked again soon: its default is a quarter of a minute.
    runRetryDelay: 500,
  });
  // A job that was lost to another worker, and a connection that comes back: both are seen to elsewhere.
  worker.on("error", () => {});
  return {
    widen(count) {
      if (count > worker.concurrency) worker.concurrency = count;
    },
    close: () => worker.close(),
  };
}
