import type { Redis } from "ioredis";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { loadOptional } from "../../log/files/loadOptional.ts";
import { type RedisAddress, redisAddress } from "./redisAddress.ts";

/** Connections to one Redis server. */
export interface RedisLink {
  readonly address: RedisAddress;
  /** Why the server may lose what it is given, in words for people; absent when it keeps all. */
  readonly warning?: string;
  /** For everything that does not wait. */
  readonly client: Redis;
  /** Another connection, for what blocks: it is closed with the link. */
  second(): Promise<Redis>;
  /** An error of the connection or of the server in words for people, without a password; any other as it is. */
  explain(cause: unknown): unknown;
  close(): Promise<void>;
}

interface RedisLinkOptions {
  /** Who asks, for messages. */
  readonly who: string;
  /** How often to look for a server that went away, once a second, before giving up; infinite for never. */
  readonly patience: number;
}

/**
 * Connects to a Redis server. A server that cannot be reached at first is an error at once; one that goes away later is
 * waited for, and what was asked of it meanwhile is asked when it is back.
 *
 * @throws SpillwayError for an address that is none, without the packages ioredis and bullmq, and when the server cannot be reached,
 * wants another password or is too old. No message holds a password.
 */
export async function redisLink(url: string, { who, patience }: RedisLinkOptions): Promise<RedisLink> {
  const address = redisAddress(who, url);
  // Both, so that a missing one is an error before anything is begun.
  const load = (name: string): Promise<unknown> =>
    loadOptional(name, `${who}: more than one machine`, "bullmq ioredis");
  const { Redis: Client } = (await load("ioredis")) as typeof import("ioredis");
  await load("bullmq");
  let connected = false;
  const errors = new WeakMap<Redis, Error>();
  const open = async (): Promise<Redis> => {
    const client = new Client(address.url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      connectTimeout: 10_000,
      retryStrategy: (times) => (connected && times <= patience ? Math.min(1000, 100 * times) : null),
    });
    client.on("error", (error: Error) => errors.set(client, error));
    try {
      await client.connect();
      await client.ping();
    } catch (cause) {
      client.disconnect();
      throw unreachable(who, address, errors.get(client) ?? cause);
    }
    connected = true;
    return client;
  };
  const client = await open();
  const all = [client];
  const version = /redis_version:(\d+)\./.exec(await client.info("server"))?.[1];
  if (version !== undefined && Number(version) < 6) {
    client.disconnect();
    throw new SpillwayError(`${who}: wanted Redis 6.2 or later at ${address.shown}, got Redis ${version}`);
  }
  const policy = /maxmemory_policy:([\w-]{1,40})/.exec(await client.info("memory").catch(() => ""))?.[1];
  const warning =
    policy === undefined || policy === "noeviction"
      ? {}
      : {
          warning: `Redis at ${address.shown} may drop parts of a run when its memory is full (maxmemory-policy is ${policy}): set maxmemory-policy to noeviction there`,
        };
  return {
    address,
    ...warning,
    client,
    async second() {
      const another = await open();
      all.push(another);
      return another;
    },
    explain(cause) {
      if (cause instanceof SpillwayError || !(cause instanceof Error)) return cause;
      if (cause.message === "Connection is closed.")
        return unreachable(who, address, errors.get(client) ?? cause);
      if (cause.name !== "ReplyError") return cause;
      const words = address.clean(cause.message);
      const remedy = REMEDIES.find(([said]) => said.test(words))?.[1];
      const told = remedy ? `${remedy} (it says: ${words.replace(/\.$/, "")})` : `says: ${words}`;
      return new SpillwayError(`${who}: Redis at ${address.shown} ${told}`, { kind: "failure" });
    },
    async close() {
      for (const one of all) one.disconnect();
    },
  };
}

/** What a server says when it cannot, and what that is and what to do. Then the same command goes on where it stopped. */
const REMEDIES: readonly (readonly [said: RegExp, remedy: string])[] = [
  [/^OOM\b/, "has no memory left: raise maxmemory there, or free some, then repeat the command"],
  [
    /^READONLY\b/,
    "is a copy that takes no writes: give the address of the main server, then repeat the command",
  ],
  [/^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/, "is not ready: wait until it is, then repeat the command"],
  [/^BUSY\b/, "is kept busy by a script: wait until it ends, then repeat the command"],
  [
    /^(MISCONF|NOREPLICAS)\b/,
    "cannot keep what it is given: look at its disk and its log, then repeat the command",
  ],
  [/^(NOAUTH|WRONGPASS|NOPERM)\b/, "does not let this user in: look at user and password in the address"],
  [/command timed out/i, "did not answer in time: look whether it is busy, then repeat the command"],
];

/** The error is not passed on as a cause: what the package tells of it holds the command, and so the password. */
function unreachable(who: string, { shown, clean }: RedisAddress, cause: unknown): SpillwayError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (/^(NOAUTH|WRONGPASS|ERR AUTH|NOPERM)/.test(message))
    return new SpillwayError(
      `${who}: Redis at ${shown} wants a password, or another one: redis://:password@host:port`,
      { kind: "failure" },
    );
  return new SpillwayError(
    `${who}: cannot reach Redis at ${shown} (${code ?? clean(message)}): is it running there, and is the address right?`,
    { kind: "failure" },
  );
}
