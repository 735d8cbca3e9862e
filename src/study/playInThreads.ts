import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Piscina } from "piscina";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Turn } from "../log/Turn.ts";
import type { PlayWorlds, WorldJob } from "../run/runPlan.ts";
import { catalogues } from "./catalogues.ts";
import { isModel } from "./sourceOf.ts";
import type { Study } from "./study.ts";
import { threadPool } from "./threadPool.ts";
import type { ThreadData, ThreadMessage, ThreadTask } from "./worldWorker.ts";

/**
 * Plays worlds in threads, as many at a time as there are workers. Each thread makes network and agents for itself from
 * the study as data, so results do not depend on the number of workers. Agents' calls of one world stay in one thread.
 *
 * @throws SpillwayError when a part of the study is no catalogue entry: functions cannot go to a thread.
 */
export function playInThreads(
  study: Study,
  data: Omit<ThreadData, "plan">,
  plan: TreatmentPlan,
  workers: number,
): PlayWorlds {
  refuseFunctions(study);
  return async (jobs, write, signal) => {
    const threads = Math.min(workers, Math.max(1, jobs.length));
    const pool = threadPool("worldWorker", { ...data, plan }, threads);
    // One listener for all worlds: there may be thousands.
    const ports = new Set<MessagePort>();
    const stop = (): void => ports.forEach((port) => port.postMessage("stop"));
    signal?.addEventListener("abort", stop);
    try {
      await Promise.all(jobs.map((job) => (signal?.aborted ? undefined : playOne(pool, job, write, ports))));
    } finally {
      signal?.removeEventListener("abort", stop);
      await pool.destroy();
    }
  };
}

async function playOne(
  pool: Piscina,
  { world, done }: WorldJob,
  write: (turn: Turn) => void,
  ports: Set<MessagePort>,
): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  ports.add(port1);
  // Turns come through the port, and only its last message says that all of them are here.
  const played = new Promise<void>((resolve, reject) => {
    port1.on("message", (message: ThreadMessage) => {
      try {
        if (message.type === "turn") write(message);
        else if (message.type === "played") resolve();
        else reject(new SpillwayError(message.message, { kind: message.kind }));
      } catch (cause) {
        reject(cause);
      }
    });
  });
  const task: ThreadTask = { world, done, port: port2 };
  try {
    const gone = pool.run(task, { transferList: [port2] }).then(() => played);
    await Promise.race([played, gone]);
  } finally {
    ports.delete(port1);
    port1.close();
  }
}

function refuseFunctions(study: Study): void {
  const { model, data } = study;
  const parts = [
    [catalogues.agents, model.agents],
    [catalogues.designs, data.assign],
    [catalogues.exposures, data.expose],
    ...(isModel(model.network) ? [[catalogues.networks, model.network] as const] : []),
  ] as const;
  for (const [{ noun, entries }, { name }] of parts) {
    if (entries.some(({ kind }) => kind === name)) continue;
    throw new SpillwayError(
      `run: workers must be 1 here: the ${noun} "${name}" is no catalogue entry, and functions cannot go to a thread`,
    );
  }
}
