import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { inject } from "vitest";

let started: string | undefined;

/**
 * The socket of a process that runs commands one after another, each in its own folder and environment, so that the
 * program is loaded once instead of once a command. It is started when first asked for and ends with its test process.
 * `tests/cli/sameAsProgram.long.test.ts` compares it with the program.
 */
export function commandServer(): string {
  if (started !== undefined) return started;
  // In the folder of the package, which is removed in the end. A path of a socket must be short.
  const socket = join(inject("builtPackage"), randomBytes(4).toString("hex"));
  // No stream is a terminal, as for a program that a test starts.
  const child = spawn(process.execPath, [join(inject("builtPackage"), "serve.js"), socket], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  child.stderr?.on("data", (piece: Buffer) => process.stderr.write(piece));
  child.once("exit", () => {
    started = undefined;
  });
  child.unref();
  child.channel?.unref();
  (child.stderr as unknown as { unref(): void }).unref();
  started = socket;
  return socket;
}
