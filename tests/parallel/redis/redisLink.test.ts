import { describe, expect, test } from "vitest";
import { jobQueue } from "../../../src/parallel/redis/jobQueue.ts";
import { redisLink } from "../../../src/parallel/redis/redisLink.ts";
import { hasRedis, redisServer } from "../../support/redisServer.ts";

const linkTo = (url: string) => redisLink(url, { who: "run", patience: 1 });
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "no error",
    (error: Error) => error.message,
  );

describe("a server that cannot be used", () => {
  test("because none is there", async () => {
    expect(await messageOf(linkTo("redis://:hush@127.0.0.1:1"))).toBe(
      "run: cannot reach Redis at redis://[password]@127.0.0.1:1 (ECONNREFUSED): is it running there, and is the address right?",
    );
  });

  test.skipIf(!hasRedis)("because it wants a password (needs the program redis-server)", async () => {
    const server = await redisServer("--requirepass", "open sesame");
    const { port } = server;
    for (const secret of ["", ":wrong@", "me:wrong@"]) {
      const shown = secret === "" ? "" : "[password]@";
      expect(await messageOf(linkTo(`redis://${secret}127.0.0.1:${port}`))).toBe(
        `run: Redis at redis://${shown}127.0.0.1:${port} wants a password, or another one: redis://:password@host:port`,
      );
    }
    const link = await linkTo(`redis://:open%20sesame@127.0.0.1:${port}`);
    expect(await link.client.ping()).toBe("PONG");
    await link.close();
    await server.stop();
  });

  test.skipIf(!hasRedis)("because it went away (needs the program redis-server)", async () => {
    const server = await redisServer();
    const link = await linkTo(server.url);
    const second = await link.second();
    const blocked = messageOf(second.blpop("nothing", 0));
    await server.stop();
    const said = await link.client.get("x").catch((cause: unknown) => link.explain(cause));
    expect((said as Error).message).toBe(
      `run: cannot reach Redis at ${server.url} (ECONNREFUSED): is it running there, and is the address right?`,
    );
    expect(await blocked).toBe("Connection is closed.");
    await link.close();
  });

  test.skipIf(!hasRedis)("for a reason that it tells (needs the program redis-server)", async () => {
    const server = await redisServer();
    const link = await linkTo(server.url);
    await link.client.set("text", "x");
    const said = await link.client.lpush("text", "y").catch((cause: unknown) => link.explain(cause));
    expect((said as Error).message).toBe(
      `run: Redis at ${server.url} says: WRONGTYPE Operation against a key holding the wrong kind of value`,
    );
    expect(link.explain("no error at all")).toBe("no error at all");
    for (const [words, remedy] of [
      ["OOM command not allowed when used memory > 'maxmemory'.", "raise maxmemory there"],
      ["READONLY You can't write against a read only replica.", "give the address of the main server"],
      ["LOADING Redis is loading the dataset in memory", "wait until it is"],
      ["BUSY Redis is busy running a script.", "wait until it ends"],
      ["MISCONF Redis is configured to save RDB snapshots", "look at its disk and its log"],
      ["NOPERM this user has no permissions to run the command", "look at user and password"],
    ]) {
      const cause = Object.assign(new Error(words), { name: "ReplyError" });
      const { message } = link.explain(cause) as Error;
      expect(message).toContain(remedy);
      expect(message).toContain(words!.replace(/\.$/, ""));
    }
    await link.close();
    await server.stop();
  });
});

describe("a server that may drop what it is given", () => {
  test.skipIf(!hasRedis)(
    "is told of in words, with what to set; one that keeps all is not (needs the program redis-server)",
    async () => {
      for (const [policy, wanted] of [
        [
          "allkeys-lru",
          "may drop parts of a run when its memory is full (maxmemory-policy is allkeys-lru): set maxmemory-policy to noeviction there",
        ],
        ["volatile-ttl", "(maxmemory-policy is volatile-ttl)"],
        ["noeviction", undefined],
      ] as const) {
        const server = await redisServer("--maxmemory", "50mb", "--maxmemory-policy", policy);
        const link = await linkTo(server.url);
        if (wanted === undefined) expect(link.warning).toBeUndefined();
        else expect(link.warning).toContain(wanted);
        const said: string[] = [];
        const { warn } = console;
        console.warn = (text: unknown) => void said.push(String(text));
        const queue = await jobQueue("calls", link.client);
        await queue.left();
        console.warn = warn;
        expect(said).toEqual([]);
        await queue.close();
        await link.close();
        await server.stop();
      }
    },
  );
});
