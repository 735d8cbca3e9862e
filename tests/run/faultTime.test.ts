import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FAULT_KINDS, timeWithFaults } from "./faultTime.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-fault-time-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const size = { agents: 40, worlds: 5, rounds: 5, open: 40 };
const time = (kinds: readonly string[], share: number): ReturnType<typeof timeWithFaults> =>
  timeWithFaults(kinds, share, { ...size, journalPath: join(folder, `${count++}.jsonl`) });
const alone = FAULT_KINDS.filter((kind) => !/429 without|503|no answer within/.test(kind));

describe("a run in which one call in five is at fault", () => {
  it("takes at most three times as long as one without, all turns end well, and none is answered twice", async () => {
    const { seconds: without } = await time([], 0);
    const { result, seconds, most } = await time(alone, 0.2);
    expect(result).toMatchObject({ complete: true, statuses: { ok: 1000 } });
    expect(most).toBe(1);
    expect(seconds).toBeLessThanOrEqual(3 * without);
  });

  it("is slowed for all by those that say how busy they are, and by no others", async () => {
    const { seconds: broken } = await time(["500"], 0.2);
    const { seconds: busy } = await time(["429 without a word"], 0.2);
    const { seconds: told } = await time(["503, after a second"], 0.2);
    expect(busy).toBeGreaterThan(3 * broken);
    expect(told).toBeGreaterThan(3 * broken);
  });
});
