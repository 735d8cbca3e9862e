import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { inject } from "vitest";
import type { Errand } from "./bridge.ts";
import type { Answer, Request } from "./Request.ts";

let bridge: Worker | undefined;

/** Like `ask`, but the calling thread waits, as for a program started with spawnSync. */
export function askSync(socket: string, request: Request, patience = 110_000): Answer {
  if (bridge === undefined) {
    bridge = new Worker(join(inject("builtPackage"), "bridge.js"));
    bridge.unref();
  }
  const done = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const errand: Errand = { socket, request, port: port2, done };
  bridge.postMessage(errand, [port2]);
  Atomics.wait(done, 0, 0, patience);
  const answer = receiveMessageOnPort(port1)?.message as Answer | string | undefined;
  port1.close();
  if (typeof answer === "object") return answer;
  throw new Error(answer ?? `no answer within ${patience} ms to ${request.args.join(" ")}`);
}
