import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budget } from "../../../src/run/calls/budget.ts";

const none = Number.POSITIVE_INFINITY;

describe("budget", () => {
  it("counts calls when they begin, those of earlier sittings too", () => {
    const purse = budget(
      { calls: 3, tokens: none, money: none },
      { calls: 1, input: 5, output: 6, money: 7 },
    );
    expect(purse.mayCall(0, undefined)).toBe("yes");
    purse.begin(undefined);
    purse.begin(undefined);
    expect(purse.mayCall(2, undefined)).toEqual({ because: "the budget of 3 calls is used up" });
    expect(purse.spent).toEqual({ calls: 3, input: 5, output: 6, money: 7 });
  });

  it("reserves the bound of a call: tokens are never passed, and what was not used is given back", () => {
    const purse = budget({ calls: none, tokens: 100, money: none });
    expect(purse.mayCall(0, 60)).toBe("yes");
    purse.begin(60);
    expect(purse.mayCall(1, 60)).toBe("later");
    purse.end(60, { usage: { input: 20, output: 10 } });
    expect(purse.mayCall(0, 60)).toBe("yes");
    expect(purse.mayCall(0, 80)).toEqual({
      because: "the budget of 100 tokens has 70 left, and the next call may use 80",
    });
  });

  it("passes tokens and money at most by the calls that were open when they were reached", () => {
    const prices = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(
        prices,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 100 }),
        (costs, open, limit) => {
          for (const what of ["tokens", "money"] as const) {
            const purse = budget({ calls: none, tokens: none, money: none, [what]: limit });
            const running: number[] = [];
            let next = 0;
            let passedWith: number | undefined;
            for (let step = 0; step < 200; step++) {
              const verdict = purse.mayCall(running.length, undefined);
              if (verdict === "yes" && running.length < open && next < costs.length) {
                purse.begin(undefined);
                running.push(costs[next++]!);
              } else if (running.length > 0) {
                const before = running.length;
                const cost = running.shift()!;
                purse.end(undefined, { usage: { input: cost, output: 0 }, cost });
                const used = what === "money" ? purse.spent.money : purse.spent.input;
                if (used >= limit) passedWith ??= before;
              } else break;
            }
            const used = what === "money" ? purse.spent.money : purse.spent.input;
            expect(used).toBeLessThanOrEqual(limit - 1 + 20 * (passedWith ?? 1));
            if (next < costs.length) expect(used).toBeGreaterThanOrEqual(limit);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
