import { spawnSync } from "node:child_process";
import { expect } from "vitest";
import { faultServer } from "../support/faultServer.ts";
import { hasRedis, redisServer } from "../support/redisServer.ts";
import { workerProcess } from "../support/workerProcess.ts";
import { theCase } from "./theCase.ts";

// It waits some seconds for its first work, so it does that while the others are tested.
const idle = hasRedis ? idleWorker() : undefined;

async function idleWorker(): Promise<{ readonly code: string; readonly said: string }> {
  const redis = await redisServer();
  const worker = workerProcess([redis.url, "--once"]);
  const code = await worker.ended;
  await redis.stop();
  return { code, said: worker.said() };
}

theCase(
  "bug-55-redis-eviction-warning",
  async () => {
    const redis = await redisServer("--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru");
    const worker = workerProcess([], { SPILLWAY_REDIS: redis.url });
    try {
      for (let k = 0; k < 400 && !worker.said().includes("noeviction"); k++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 300));
      const lines = worker
        .said()
        .split("\n")
        .filter((line) => /polic/i.test(line));
      expect(lines).toEqual([
        expect.stringMatching(/allkeys-lru\): set maxmemory-policy to noeviction there$/),
      ]);
    } finally {
      await worker.end("SIGTERM");
      await redis.stop();
    }
  },
  !hasRedis,
);

theCase(
  "fuzz-redis-oom",
  async (place) => {
    const server = await faultServer({ answer: () => "4", delay: () => 5 });
    const redis = await redisServer("--maxmemory-policy", "noeviction");
    const config = (value: string): void => {
      const { status } = spawnSync("redis-cli", ["-p", `${redis.port}`, "config", "set", "maxmemory", value]);
      expect(status).toBe(0);
    };
    place.edit("study.yaml", (text) =>
      text
        .replace(/http:\S+?v1/, server.url)
        .replace(", keyFrom: MOCK_API_KEY", "")
        .replace("n: 60, k: 6", "n: 24, k: 4")
        .replace("rounds: 10, worlds: 4", "rounds: 3, worlds: 2"),
    );
    const env = { SPILLWAY_REDIS: redis.url };
    const worker = workerProcess(["--workers", "2"], env);
    try {
      await worker.ready();
      // Full from the beginning: the run stops in words.
      config("100kb");
      const args = ["run", "study.yaml", "--out", "run", "--redis", "--quiet"];
      const full = await place.spillway(args, { env });
      expect([full.code, full.err]).toEqual([1, expect.stringMatching(/memory/)]);
      expect(full.err).toContain("has no memory left: raise maxmemory there");
      config("0");
      // The same worker takes it up again.
      const started = performance.now();
      expect((await place.spillway(args, { env })).code).toBe(0);
      expect(performance.now() - started, "milliseconds, on a busy machine").toBeLessThan(20_000);
      const turns = place.read("run/journal.jsonl").match(/"type":"turn"/g);
      expect(turns).toHaveLength(24 * 3 * 2);
    } finally {
      await worker.end("SIGTERM");
      await redis.stop();
      await server.close();
    }
  },
  !hasRedis,
);

theCase(
  "bug-57-worker-once-without-work",
  async () => {
    expect(await idle).toMatchObject({ code: "0", said: expect.stringContaining("no more work") });
  },
  !hasRedis,
);
