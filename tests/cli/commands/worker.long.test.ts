import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { progressText } from "../../../src/cli/text/progressText.ts";
import { hasRedis, redisServer } from "../../support/redisServer.ts";
import { workerProcess } from "../../support/workerProcess.ts";
import { spillway, startSpillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-cli-worker-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
writeFileSync(
  join(cwd, "small.yaml"),
  `seed: 3
model: { network: karate-club, agents: { kind: linear-in-means } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 5 }, expose: any-treated }
answer: [hajek]
`,
);

describe("spillway worker and --redis", () => {
  test("say what is wrong with an address, without showing a password", () => {
    expect(spillway(["worker", "localhost:6379"], { cwd })).toEqual({
      code: 2,
      out: "",
      err: 'spillway: worker: the address of Redis must begin with redis:// or rediss://, as in redis://localhost:6379, got "localhost:6379"\n',
    });
    const run = spillway(["run", "small.yaml", "--out", "a", "--redis"], {
      cwd,
      env: { SPILLWAY_REDIS: "" },
    });
    expect(run).toEqual({
      code: 2,
      out: "",
      err: "spillway: run: wanted the address of Redis, as in redis://localhost:6379, or the environment variable SPILLWAY_REDIS with it, got neither\n",
    });
    const diagnosis = spillway(["diagnose", "small.yaml", "--redis", "redis://:hush@127.0.0.1:1"], { cwd });
    expect(diagnosis.code).toBe(1);
    expect(diagnosis.err).toBe(
      "spillway: diagnose: cannot reach Redis at redis://[password]@127.0.0.1:1 (ECONNREFUSED): is it running there, and is the address right?\n",
    );
  }, 60_000);

  test("say which packages to install", () => {
    const hook = `export async function resolve(name, context, next) {
      if (name === "ioredis") throw Object.assign(new Error("Cannot find package 'ioredis'"), { code: "ERR_MODULE_NOT_FOUND" });
      return next(name, context);
    }`;
    writeFileSync(join(cwd, "hook.mjs"), hook);
    writeFileSync(
      join(cwd, "without.mjs"),
      `import { register } from "node:module"; register("./hook.mjs", import.meta.url);`,
    );
    const env = { NODE_OPTIONS: `--import ${join(cwd, "without.mjs")}` };
    expect(startSpillway(["worker", "redis://127.0.0.1:1"], { cwd, env }).err).toBe(
      "spillway: worker: more than one machine: needs the package ioredis: install it with: npm install bullmq ioredis\n",
    );
  }, 60_000);

  test.skipIf(!hasRedis)(
    "a password stands in no output and no file (needs the program redis-server)",
    async () => {
      const server = await redisServer("--requirepass", "open-sesame-42");
      const url = `redis://:open-sesame-42@127.0.0.1:${server.port}`;
      const worker = workerProcess(["--once"], { SPILLWAY_REDIS: url });
      await worker.ready();
      const run = spillway(["run", "small.yaml", "--out", "b", "--redis", url], { cwd });
      expect(await worker.ended).toBe("0");
      await server.stop();
      expect(run.code).toBe(0);
      expect(worker.said()).toBe(
        `waiting for work on redis://[password]@127.0.0.1:${server.port}\nworking on the run of "study"\nno more work\n`,
      );
      const files = readdirSync(join(cwd, "b"));
      expect(files).toContain("estimates.json");
      expect(files).not.toContain("redis.json");
      for (const name of files)
        expect(readFileSync(join(cwd, "b", name), "utf8"), name).not.toContain("sesame");
      expect(run.out + run.err).not.toContain("sesame");
    },
    60_000,
  );

  test("progress tells how many workers there are", () => {
    const now = { done: 1, total: 2, world: 0, round: 1, earlier: 0, failed: 0, faults: 0 };
    const spent = { calls: 1, input: 0, output: 0, money: 0 };
    expect(progressText({ ...now, spent, workers: 1 }, 0, 0)).toMatch(/, 1 worker$/);
    expect(progressText({ ...now, spent, workers: 3, pause: 2000 }, 0, 0)).toMatch(
      /, 3 workers, asked to wait for 2 s$/,
    );
  });
});
