import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budget } from "../../../src/run/calls/budget.ts";
import { halt } from "../../../src/run/calls/halt.ts";
import { type Limiter, limiter, type Pass } from "../../../src/run/calls/limiter.ts";
import { rateWindow } from "../../../src/run/calls/rateWindow.ts";
import { type RunSettings, runSettings } from "../../../src/run/runSettings.ts";
import { type FakeTime, fakeTime } from "../fakeTime.ts";

function make(given: RunSettings): { gate: Limiter; time: FakeTime; stop: ReturnType<typeof halt> } {
  const settings = runSettings(given);
  const time = fakeTime();
  const stop = halt();
  return { gate: limiter({ settings, budget: budget(settings.budget), halt: stop, ...time }), time, stop };
}

/** Makes `n` calls of `ms` each as fast as the gate lets them; gives when each began. */
async function calls(
  { gate, time }: ReturnType<typeof make>,
  n: number,
  { ms = 10, bound, used = 0 }: { ms?: number; bound?: number; used?: number } = {},
): Promise<number[]> {
  const began: number[] = [];
  await Promise.all(
    Array.from({ length: n }, async () => {
      const pass = await gate.enter(bound);
      if (!pass) return;
      const start = time.clock.elapsed();
      began.push(start);
      await new Promise<void>((resolve) => void time.alarm(ms, resolve));
      gate.leave(pass, { busy: false, start, call: { usage: { input: used, output: 0 } } });
    }),
  );
  return began;
}

const mostWithinAMinute = (began: readonly number[]): number =>
  Math.max(...began.map((from) => began.filter((at) => at >= from && at < from + 60_000).length));

describe("limiter", () => {
  it("keeps at most so many calls open, and lets them through in the order in which they came", async () => {
    const began = await calls(make({ open: 3 }), 9);
    expect(began).toEqual([0, 0, 0, 10, 10, 10, 20, 20, 20]);
  });

  it("never begins more calls than allowed in any minute, and no fewer than it could", async () => {
    const began = await calls(make({ open: 1000, perMinute: { requests: 50 } }), 175);
    expect(mostWithinAMinute(began)).toBe(50);
    expect(began.at(-1)).toBe(180_000);
  });

  it("keeps the tokens of any minute, by the bound before a call and by what it used after", async () => {
    const bounded = await calls(make({ open: 1000, perMinute: { tokens: 1000 } }), 30, {
      bound: 100,
      used: 100,
    });
    expect(mostWithinAMinute(bounded)).toBe(10);
    // Calls that use a tenth of their bound leave room for others.
    const frugal = await calls(make({ open: 1, perMinute: { tokens: 1000 } }), 60, { bound: 100, used: 10 });
    expect(frugal.at(-1)).toBeLessThan(60_000);
    // A call above the whole limit goes when nothing else did.
    const huge = await calls(make({ perMinute: { tokens: 10 } }), 2, { bound: 100, used: 100 });
    expect(huge).toEqual([0, 60_000]);
  });

  it("halves the open calls once for all that were open when the other side was busy, and gives back one by one", async () => {
    const { gate } = make({ open: 16 });
    const take = (): Pass[] => {
      const passes: Pass[] = [];
      for (let k = 0; k < 20; k++) {
        const pass = gate.enter();
        if (pass instanceof Promise || !pass) {
          // Takes itself out again as soon as it gets through.
          void (pass as Promise<Pass | undefined>).then((late) => late && gate.leaveAtOnce(late));
          break;
        }
        passes.push(pass);
      }
      return passes;
    };
    const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const first = take();
    expect(first).toHaveLength(16);
    for (const pass of first) gate.leave(pass, { busy: true, start: -1, retryAfter: undefined });
    await settle();
    // All sixteen began before the first of them came back, at time 0.
    const second = take();
    expect(second).toHaveLength(8);
    for (const pass of second) gate.leave(pass, { busy: false, start: 0 });
    await settle();
    const third = take();
    expect(third).toHaveLength(8);
    for (const pass of third) gate.leave(pass, { busy: false, start: 0 });
    await settle();
    expect(take()).toHaveLength(9);
  });

  it("never goes below one open call, and never above the limit", async () => {
    const { gate } = make({ open: 2 });
    for (let k = 1; k <= 10; k++) {
      const pass = gate.enter();
      expect(pass).not.toBeInstanceOf(Promise);
      gate.leave(pass as Pass, { busy: true, start: k });
    }
    for (let k = 0; k < 50; k++) gate.leave(gate.enter() as Pass, { busy: false, start: 0 });
    expect(gate.enter()).not.toBeInstanceOf(Promise);
    expect(gate.enter()).not.toBeInstanceOf(Promise);
    expect(gate.enter()).toBeInstanceOf(Promise);
  });

  it("holds all calls back when one is told to wait, for the longest of such waits", async () => {
    const made = make({ open: 10 });
    const { gate, time } = made;
    const [a, b] = [gate.enter() as Pass, gate.enter() as Pass];
    gate.leave(a, { busy: true, start: 0, retryAfter: 90_000 });
    gate.leave(b, { busy: true, start: 0, retryAfter: 5_000 });
    expect(gate.pause()).toBe(90_000);
    expect(await calls(made, 3)).toEqual([90_000, 90_000, 90_000]);
    expect(gate.pause()).toBe(0);
    expect(time.pending()).toBe(0);
  });

  it("sends everybody away when the run ends", async () => {
    const { gate, stop, time } = make({ open: 1 });
    expect(gate.enter()).toEqual({});
    const waiting = [gate.enter(), gate.enter()];
    stop.call({ kind: "interrupted", because: "test" });
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
    expect(gate.enter()).toBeUndefined();
    expect(time.pending()).toBe(0);
  });
});

describe("rateWindow", () => {
  it("says the first moment at which an amount fits, as a search through all moments does", () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 50 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 60 }), (gaps, amount) => {
        const window = rateWindow(100);
        const log: { at: number; amount: number }[] = [];
        let now = 0;
        for (const [gap, wanted] of gaps) {
          now += gap;
          now += window.wait(wanted, now);
          window.take(wanted, now);
          log.push({ at: now, amount: wanted });
        }
        const within = (at: number): number =>
          log.reduce((total, one) => total + (one.at > at - 60_000 ? one.amount : 0), 0);
        for (const { at } of log) {
          const inMinute = log.filter((one) => one.at <= at && one.at > at - 60_000);
          expect(inMinute.reduce((total, one) => total + one.amount, 0)).toBeLessThanOrEqual(100);
        }
        const wait = window.wait(amount, now);
        expect(within(now + wait) + amount).toBeLessThanOrEqual(100);
        if (wait > 0) expect(within(now + wait - 1) + amount).toBeGreaterThan(100);
      }),
      { numRuns: 200 },
    );
  });
});
