import { describe, expect, test } from "vitest";
import { redisAddress } from "../../../src/parallel/redis/redisAddress.ts";

describe("an address of Redis", () => {
  test.each([
    ["redis://localhost:6379", "redis://localhost:6379"],
    [" redis://localhost ", "redis://localhost"],
    ["redis://localhost:6379/2", "redis://localhost:6379/2"],
    ["rediss://user:hush@host:6380/0", "rediss://[password]@host:6380/0"],
    ["redis://:hush@[::1]:6379", "redis://[password]@[::1]:6379"],
    ["redis://hush@host", "redis://[password]@host"],
  ])("%j is shown as %j", (given, shown) => {
    const address = redisAddress("run", given);
    expect(address.shown).toBe(shown);
    expect(address.url).toBe(given.trim());
  });

  test("cleans what others say of its password, in plain and as it stands in the address", () => {
    const { clean } = redisAddress("run", "redis://me:a%2Fb%20c@host");
    expect(clean("no a/b c, no a%2Fb%20c for me")).toBe("no [password], no [password] for me");
    expect(redisAddress("run", "redis://host").clean("as it is")).toBe("as it is");
  });

  const wanted =
    "worker: the address of Redis must begin with redis:// or rediss://, as in redis://localhost:6379";
  test.each([
    ["localhost:6379", `${wanted}, got "localhost:6379"`],
    ["http://me:hush@host", wanted],
    ["redis://me:hush@", wanted],
    ["", wanted],
    ["redis://:hush@host/hush", "worker: the address of Redis may end in the number of a database, as in /0"],
  ])("%j is refused, and a password not shown", (given, message) => {
    let said = "nothing";
    try {
      redisAddress("worker", given);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toBe(message);
  });
});
