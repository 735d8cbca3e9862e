// A thread that asks the command server while the thread of a test waits for it: see askSync.ts.
import { type MessagePort, parentPort } from "node:worker_threads";
import { ask } from "./ask.ts";
import type { Request } from "./Request.ts";

export interface Errand {
  readonly socket: string;
  readonly request: Request;
  readonly port: MessagePort;
  /** Becomes 1 when the answer is in the port. */
  readonly done: Int32Array;
}

parentPort!.on("message", ({ socket, request, port, done }: Errand) => {
  void ask(socket, request)
    .catch((error: Error) => error.message)
    .then((answer) => {
      port.postMessage(answer);
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    });
});
