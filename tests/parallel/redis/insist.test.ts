import { describe, expect, test } from "vitest";
import { insist, isForNow } from "../../../src/parallel/redis/insist.ts";

const errors = [
  "OOM command not allowed when used memory > 'maxmemory'.",
  "READONLY You can't write against a read only replica.",
  "LOADING Redis is loading the dataset in memory",
  "BUSY Redis is busy running a script.",
  "TRYAGAIN Multiple keys request during rehashing of slot",
  "MISCONF Redis is configured to save RDB snapshots",
  "EXECABORT Transaction discarded because of previous errors.",
  "Command timed out",
];

describe("what a server cannot do for now", () => {
  test.each(errors)("is done when it can: %s", async (message) => {
    expect(isForNow(new Error(message))).toBe(true);
    let tries = 0;
    const done = await insist(async () => {
      if (++tries < 3) throw new Error(message);
      return "done";
    });
    expect([done, tries]).toEqual(["done", 3]);
  });

  test.each([
    "WRONGTYPE Operation against a key",
    "NOAUTH Authentication required.",
    "ERR unknown command",
    "Connection is closed.",
  ])("is not waited for where waiting is no use: %s", async (message) => {
    let tries = 0;
    const work = insist(async () => {
      tries++;
      throw new Error(message);
    });
    await expect(work).rejects.toThrow(message);
    expect(tries).toBe(1);
  });
});
