import { describe, expect, it } from "vitest";
import { minimumSuccessRate } from "../../../src/run/calls/minimumSuccessRate.ts";

const ok = { status: "ok" } as const;
const failed = (because: string) => ({ status: "failed", because }) as const;

describe("answerFloor", () => {
  it("says nothing before twenty turns, and then why most of them went wrong", () => {
    const floor = minimumSuccessRate(0.5);
    for (let k = 0; k < 19; k++)
      expect(floor.take(failed(k < 5 ? "first" : "no such model"))).toBeUndefined();
    expect(floor.take(ok)).toBe(
      "only 1 of the last 20 turns ended well, below the floor of 0.5; most often (14 times): failed: no such model",
    );
  });

  it("looks at the last two hundred turns only", () => {
    const floor = minimumSuccessRate(0.5);
    for (let k = 0; k < 1000; k++) expect(floor.take(ok)).toBeUndefined();
    let k = 1;
    while (floor.take(failed("gone")) === undefined) k++;
    expect(k).toBe(101);
  });

  it("counts every turn once as they leave the window", () => {
    const floor = minimumSuccessRate(0.5);
    // Just at the floor, for ever.
    for (let k = 0; k < 2000; k++) expect(floor.take(k % 2 === 0 ? ok : failed("x"))).toBeUndefined();
  });

  it("with a floor of 0 never says anything", () => {
    const floor = minimumSuccessRate(0);
    for (let k = 0; k < 300; k++) expect(floor.take(failed("x"))).toBeUndefined();
  });
});
