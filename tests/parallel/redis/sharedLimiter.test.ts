import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Attempt } from "../../../src/log/Turn.ts";
import { limitsOf } from "../../../src/parallel/redis/limitsOf.ts";
import { lineSender } from "../../../src/parallel/redis/lineSender.ts";
import { type RedisLink, redisLink } from "../../../src/parallel/redis/redisLink.ts";
import { runKeys } from "../../../src/parallel/redis/runKeys.ts";
import { runScripts } from "../../../src/parallel/redis/runScripts.ts";
import { sharedLimiter } from "../../../src/parallel/redis/sharedLimiter.ts";
import { halt } from "../../../src/run/calls/halt.ts";
import type { Limiter, Pass } from "../../../src/run/calls/limiter.ts";
import { type RunSettings, runSettings } from "../../../src/run/runSettings.ts";
import { systemAlarm } from "../../../src/run/systemAlarm.ts";
import { hasRedis, type RedisServer, redisServer } from "../../support/redisServer.ts";

const NOTHING = { calls: 0, input: 0, output: 0, money: 0 };
let server: RedisServer;
let link: RedisLink;

describe.skipIf(!hasRedis)("on a Redis server (needs the program redis-server)", () => {
  beforeAll(async () => {
    server = await redisServer();
    link = await redisLink(server.url, { who: "run", patience: 1 });
  });
  afterAll(async () => {
    await link.close();
    await server.stop();
  });

  let number = 0;
  /** A run on the server, and a way to be a worker of it. */
  async function run(given: RunSettings) {
    const settings = runSettings(given);
    const keys = runKeys(`test-${number++}`);
    const { client } = link;
    await client.hset(keys.limits, limitsOf(settings, NOTHING));
    await client.set(keys.alive, "1");
    await client.hset(keys.run, { spillway: "x" });
    const claim = async (world: number, worker: string) => {
      const [verdict, fence] = (await runScripts(client, "claim", keys.base, world, worker)) as string[];
      const owner = `${fence}:${worker}`;
      const stop = halt();
      const limiter = sharedLimiter({
        ...{ client, base: keys.base, world, owner, settings, halt: stop, alarm: systemAlarm },
        onFault: (cause) => {
          throw cause;
        },
      });
      return { verdict, owner, limiter, stop };
    };
    return { keys, claim, client };
  }
  const soon = async (pass: ReturnType<Limiter["enter"]>): Promise<Pass | undefined | "waits"> =>
    Promise.race([pass, new Promise<"waits">((resolve) => setTimeout(() => resolve("waits"), 100))]);
  const left = { busy: false, start: 0 };

  describe("limits that workers have together", () => {
    test("calls open at a time are those of all, and one that ends lets the next through", async () => {
      const { claim } = await run({ open: 2 });
      const [a, b] = [await claim(0, "a"), await claim(1, "b")];
      const first = (await soon(a.limiter.enter())) as Pass;
      expect(await soon(b.limiter.enter())).toMatchObject({ id: "2" });
      const third = b.limiter.enter();
      expect(await soon(third)).toBe("waits");
      a.limiter.leave(first, left);
      expect(await third).toMatchObject({ id: "3" });
    });

    test("requests of a minute are those of all", async () => {
      const { claim } = await run({ perMinute: { requests: 3 } });
      const [a, b] = [await claim(0, "a"), await claim(1, "b")];
      for (const { limiter } of [a, b, a]) limiter.leave((await soon(limiter.enter())) as Pass, left);
      expect(await soon(a.limiter.enter())).toBe("waits");
      expect(await soon(b.limiter.enter())).toBe("waits");
      a.stop.call({ kind: "interrupted", because: "enough" });
      b.stop.call({ kind: "interrupted", because: "enough" });
    });

    test("tokens of a minute are those that calls used, when they told it", async () => {
      const { claim } = await run({ perMinute: { tokens: 100 } });
      const { limiter, stop } = await claim(0, "a");
      const first = (await soon(limiter.enter(90))) as Pass;
      const second = limiter.enter(20);
      expect(await soon(second)).toBe("waits");
      limiter.leave(first, { ...left, call: { usage: { input: 10, output: 5 } } });
      expect(await second).toMatchObject({ id: "2" });
      // 15 were used and 20 are taken, so 60 more fit, and then not another 10.
      expect(await limiter.enter(60)).toMatchObject({ id: "3" });
      expect(await soon(limiter.enter(10))).toBe("waits");
      stop.call({ kind: "interrupted", because: "enough" });
    });

    test("a budget in calls is used up by all together", async () => {
      const { claim } = await run({ budget: { calls: 2 } });
      const [a, b] = [await claim(0, "a"), await claim(1, "b")];
      await a.limiter.enter();
      await b.limiter.enter();
      expect(await b.limiter.enter()).toBeUndefined();
      expect(b.stop.reason).toEqual({ kind: "budget", because: "the budget of 2 calls is used up" });
    });

    test("a budget in tokens is not passed by calls whose bound is known", async () => {
      const { claim } = await run({ budget: { tokens: 100 } });
      const [a, b] = [await claim(0, "a"), await claim(1, "b")];
      const first = (await a.limiter.enter(60)) as Pass;
      const second = b.limiter.enter(60);
      expect(await soon(second)).toBe("waits");
      a.limiter.leave(first, { ...left, call: { usage: { input: 50, output: 10 } } });
      expect(await second).toBeUndefined();
      expect(b.stop.reason?.because).toBe(
        "the budget of 100 tokens has 40 left, and the next call may use 60",
      );
    });

    test("when the other side is busy half as many may be open, everywhere", async () => {
      const { claim, client, keys } = await run({ open: 8 });
      const [a, b] = [await claim(0, "a"), await claim(1, "b")];
      const passes = [await a.limiter.enter(), await b.limiter.enter()] as Pass[];
      a.limiter.leave(passes[0]!, { ...left, busy: true });
      b.limiter.leave(passes[1]!, { ...left, busy: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
      // Once for all calls that were open then.
      expect(await client.hget(keys.limits, "most")).toBe("4");
      const asked = (await b.limiter.enter()) as Pass;
      b.limiter.leave(asked, { ...left, busy: true, retryAfter: 60_000 });
      expect(await soon(a.limiter.enter())).toBe("waits");
      a.stop.call({ kind: "interrupted", because: "enough" });
    });

    test("calls of a worker that died are open no more when another takes its world", async () => {
      const { claim } = await run({ open: 1 });
      const dead = await claim(0, "dead");
      expect(await soon(dead.limiter.enter())).toMatchObject({ id: "1" });
      const heir = await claim(0, "heir");
      expect(await soon(heir.limiter.enter())).toMatchObject({ id: "2" });
      expect(await dead.limiter.enter()).toBeUndefined();
      expect(dead.stop.reason?.because).toBe("the run ends, or another worker has this world");
    });
  });

  describe("an owner that stalls", () => {
    const attempt = (n: number): Attempt => ({
      ...{ type: "attempt", world: 0, round: 1, phase: "act", agent: "a", attempt: n, kind: "wait" },
      ...{ because: "busy", callId: "c", ms: 0, at: "" },
    });

    test("writes nothing any more when another has its world, and learns of it", async () => {
      const { claim, client, keys } = await run({});
      const stalled = await claim(0, "stalled");
      let lost = 0;
      const open = { client, base: keys.base, world: 0 };
      const old = lineSender({ ...open, owner: stalled.owner, onLost: () => lost++ });
      old.send(attempt(1));
      while ((await client.llen(keys.lines(0))) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const heir = await claim(0, "heir");
      expect([stalled.owner, heir.owner]).toEqual(["1:stalled", "2:heir"]);
      const now = lineSender({ ...open, owner: heir.owner, onLost: () => lost++ });
      old.send(attempt(2));
      now.send(attempt(2));
      expect(await old.end(true)).toBe(false);
      expect(await now.end(true)).toBe(true);
      expect(lost).toBe(1);
      const written = await client.lrange(keys.lines(0), 0, -1);
      expect(written.map((text) => JSON.parse(text))).toEqual(
        [attempt(1), attempt(2)].map((one) => ({ ...one, check: expect.any(String) })),
      );
      expect((await claim(0, "third")).verdict).toBe("done");
    });

    test("writes nothing for a run that is over", async () => {
      const { claim, client, keys } = await run({});
      const { owner } = await claim(0, "late");
      await client.del(keys.run);
      let lost = false;
      const sender = lineSender({ client, base: keys.base, world: 0, owner, onLost: () => (lost = true) });
      sender.send(attempt(1));
      expect(await sender.end(false)).toBe(false);
      expect(lost).toBe(true);
      expect(await client.exists(keys.lines(0))).toBe(0);
      expect((await claim(0, "x")).verdict).toBe("gone");
    });
  });
});
