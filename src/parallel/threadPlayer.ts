import { MessageChannel, type MessagePort } from "node:worker_threads";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Halt } from "../run/calls/halt.ts";
import type { WorldJob, WriteLine } from "../run/PlayWorlds.ts";
import { threadPool } from "./threadPool.ts";
import type { ThreadData, ThreadMessage, ThreadTask } from "./worldWorker.ts";

/** Threads that play worlds of one study. */
interface ThreadPlayer {
  /** Plays a world, when a thread is free; ends early when the halt says so, and may call it itself. */
  play(job: WorldJob, write: WriteLine, halt: Halt): Promise<void>;
  close(): Promise<void>;
}

/** Starts threads that make network and agents for themselves from the study as data. */
export function threadPlayer(data: ThreadData, threads: number): ThreadPlayer {
  const starting = threadPool("worldWorker", data, threads);
  // One listener for all worlds of a halt: there may be thousands.
  const listeners = new Map<Halt, { readonly ports: Set<MessagePort>; readonly forget: () => void }>();
  const listen = (halt: Halt, port: MessagePort): void => {
    const there = listeners.get(halt);
    if (there) return void there.ports.add(port);
    const ports = new Set([port]);
    const forget = halt.whenCalled(() => ports.forEach((one) => one.postMessage("stop")));
    listeners.set(halt, { ports, forget });
  };
  const forget = (halt: Halt, port: MessagePort): void => {
    const there = listeners.get(halt);
    there?.ports.delete(port);
    if (there?.ports.size !== 0) return;
    there.forget();
    listeners.delete(halt);
  };
  return {
    async play(job, write, halt) {
      const pool = await starting;
      if (halt.reason) return;
      const { port1, port2 } = new MessageChannel();
      listen(halt, port1);
      // Turns come through the port, and only its last message says that all of them are here.
      const played = new Promise<void>((resolve, reject) => {
        port1.on("message", (message: ThreadMessage) => {
          try {
            if (message.type === "played") resolve();
            else if (message.type === "halted") halt.call(message.reason);
            else if (message.type !== "fault") write(message, true);
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
        forget(halt, port1);
        port1.close();
      }
    },
    close: async () => (await starting).destroy(),
  };
}
