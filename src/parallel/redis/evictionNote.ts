import type { Redis } from "ioredis";

/**
 * What to say of a server that removes keys when its memory is full: work and answers on it could vanish. Undefined for one that
 * does not, or that does not tell.
 */
export async function evictionNote(client: Pick<Redis, "info">): Promise<string | undefined> {
  const told = await client.info("memory").catch(() => "");
  const policy = /^maxmemory_policy:(\S{1,40})/m.exec(told)?.[1];
  const limit = Number(/^maxmemory:(\d{1,20})/m.exec(told)?.[1] ?? 0);
  if (policy === undefined || policy === "noeviction" || limit === 0) return undefined;
  return `the Redis server removes keys when its memory is full (maxmemory-policy ${policy}), and work on it could be lost: set it to noeviction`;
}
