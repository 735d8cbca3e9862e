import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether the program redis-server is on this machine; tests that need it say so where it is not. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis server of a test's own, which keeps nothing. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a Redis server on a free port. */
export async function redisServer(...more: readonly string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-redis-"));
  const port = await freePort();
  const options = ["--port", `${port}`, "--save", "", "--appendonly", "no", "--dir", folder, ...more];
  const child = spawn("redis-server", ["--bind", "127.0.0.1", ...options]);
  await ready(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text: Buffer) => {
      said += text.toString();
      if (said.includes("Ready to accept connections")) resolve();
    });
    child.once("exit", () => reject(new Error(`redis-server ended: ${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
