import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Piscina } from "piscina";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Halt } from "../run/halt.ts";
import type { PlayWorlds, WorldJob, WriteLine } from "../run/PlayWorlds.ts";
import { catalogues } from "./catalogues.ts";
import { isModel } from "./sourceOf.ts";
import type { Study } from "./study.ts";
import { threadPool } from "./threadPool.ts";
import type { ThreadData, ThreadMessage, ThreadTask } from "./worldWorker.ts";

/**
 * Plays worlds in threads, as many at a time as there are workers. Each thread makes network and agents for itself from
 * the study as data, so results do not depend on the number of workers. Agents' calls of one world stay in one thread.
 * Limits hold for each thread by itself, so only agents that compute are played in this way.
 *
 * @throws SpillwayError when a part of the study is no catalogue entry: functions cannot go to a thread.
 */
export function playInThreads(
  study: Study,
  data: Omit<ThreadData, "plan" | "folder">,
  plan: TreatmentPlan,
  workers: number,
): PlayWorlds {
  refuseFunctions(study);
  return async (jobs, write, halt) => {
    const threads = Math.min(workers, Math.max(1, jobs.length));
    const pool = threadPool("worldWorker", { ...data, folder: study.folder, plan }, threads);
    // One listener for all worlds: there may be thousands.
    const ports = new Set<MessagePort>();
    const stop = (): void => ports.forEach((port) => port.postMessage("stop"));
    const forget = halt.whenCalled(stop);
    try {
      await Promise.all(
        jobs.map((job) => (halt.reason ? undefined : playOne(pool, job, write, ports, halt))),
      );
    } finally {
      forget();
      await pool.destroy();
    }
  };
}

async function playOne(
  pool: Piscina,
  job: WorldJob,
  write: WriteLine,
  ports: Set<MessagePort>,
  halt: Halt,
): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  ports.add(port1);
  // Turns come through the port, and only its last message says that all of them are here.
  const played = new Promise<void>((resolve, reject) => {
    port1.on("message", (message: ThreadMessage) => {
      try {
        if (message.type === "turn" || message.type === "attempt") write(message, true);
        else if (message.type === "played") resolve();
        else if (message.type === "halted") halt.call(message.reason);
        else reject(new SpillwayError(message.message, { kind: message.kind }));
      } catch (cause) {
        reject(cause);
      }
    });
  });
  const task: ThreadTask = { ...job, port: port2 };
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
  const { interact } = data;
  const parts = [
    [catalogues.agents, model.agents],
    [catalogues.designs, data.assign],
    [catalogues.exposures, data.expose],
    ...(interact
      ? [
          [catalogues.schedules, interact.schedule] as const,
          ...[interact.channel, ...Object.values(interact.hears)].map(
            (channel) => [catalogues.channels, channel] as const,
          ),
        ]
      : []),
    ...(isModel(model.network) ? [[catalogues.networks, model.network] as const] : []),
  ] as const;
  for (const [{ noun, entries }, { name }] of parts) {
    if (entries.some(({ kind }) => kind === name)) continue;
    throw new SpillwayError(
      `run: workers must be 1 here: the ${noun} "${name}" is no catalogue entry, and functions cannot go to a thread`,
    );
  }
}
