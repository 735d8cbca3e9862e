import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { threshold } from "../../../src/agents/index.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { outcomesOf, row, settingOf } from "../lineNetwork.ts";

describe("threshold", () => {
  it("spreads one step a round along a row when one adopting neighbour in two is enough", () => {
    const agentOf = threshold({ own: 1, peers: 1, threshold: 0.5 }).create(settingOf(row));
    expect(outcomesOf(row, agentOf, [0, 0, 0, 0], 9)).toEqual([0, 0, 0, 0]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 1)).toEqual([1, 0, 0, 0]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 2)).toEqual([1, 1, 0, 0]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 3)).toEqual([1, 1, 1, 0]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 4)).toEqual([1, 1, 1, 1]);
  });

  it("stops where the share of adopting neighbours is too small, and adopts at equality", () => {
    const above = threshold({ own: 1, peers: 1, threshold: 0.51 }).create(settingOf(row));
    expect(outcomesOf(row, above, [1, 0, 0, 0], 9)).toEqual([1, 0, 0, 0]);
    expect(outcomesOf(row, above, [1, 0, 1, 0], 9)).toEqual([1, 1, 1, 1]);
    const equal = threshold({ own: 0.25, peers: 0.5, threshold: 0.5 }).create(settingOf(row));
    expect(outcomesOf(row, equal, [1, 1, 0, 0], 9)).toEqual([0, 0, 0, 0]);
  });

  // Granovetter's example (1978, p. 1424): 100 people with thresholds 0 … 99 all riot; with 1 replaced by 2 only one does.
  it("reproduces Granovetter's riot, in which one person decides over a hundred", () => {
    const n = 100;
    const ids = Array.from({ length: n }, (_, i) => `${i}`);
    const crowd = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
    const riot = (limits: readonly number[]): number => {
      // The population has one threshold for all, so each agent is made by its own.
      const kinds = limits.map((k) =>
        threshold({ own: 0, peers: n - 1, threshold: k }).create(settingOf(crowd)),
      );
      return outcomesOf(
        crowd,
        (i) => kinds[i]!(i),
        ids.map(() => 0),
        n + 1,
      ).reduce((a, b) => a + b);
    };
    // Half a person below each threshold: a share times 99 may round to just under a whole number.
    const limits = ids.map((_, i) => i - 0.5);
    expect(riot(limits)).toBe(100);
    expect(riot(limits.map((k) => (k === 0.5 ? 1.5 : k)))).toBe(1);
  });

  it("never falls from round to round, nor when more are treated", () => {
    const network = fromEdges([
      ["0", "1"],
      ["1", "2"],
      ["2", "3"],
      ["3", "0"],
      ["1", "4"],
    ]);
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer(), bits, bits, fc.integer({ min: 1, max: 5 }), (seed, fewer, more, rounds) => {
        const agentOf = threshold().create(settingOf(network, seed));
        const joined = fewer.map((z, i) => Math.max(z, more[i]!));
        const now = outcomesOf(network, agentOf, fewer, rounds);
        outcomesOf(network, agentOf, fewer, rounds + 1).forEach((y, i) => {
          expect(y).toBeGreaterThanOrEqual(now[i]!);
        });
        outcomesOf(network, agentOf, joined, rounds).forEach((y, i) => {
          expect(y).toBeGreaterThanOrEqual(now[i]!);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("draws thresholds uniformly, so that a push of 0.3 moves three in ten", () => {
    const network = fromEdges([], { agents: Array.from({ length: 4000 }, (_, i) => `${i}`) });
    const agentOf = threshold({ own: 0.3 }).create(settingOf(network));
    const adopted = outcomesOf(network, agentOf, Array(4000).fill(1), 1).reduce((a, b) => a + b) / 4000;
    expect(Math.abs(adopted - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 4000));
  });

  // Centola and Macy (2007): on a ring lattice with two neighbours on each side and two adjacent seeds, a threshold of two
  // moves the front one agent a round on each side, so N agents adopt in floor(N / 2) − 1 rounds after the seeds.
  it("counts adopters instead of their share, for complex contagion on a ring", () => {
    for (const n of [6, 7, 12, 15]) {
      const ids = Array.from({ length: n }, (_, i) => `${i}`);
      const ring = fromEdges(ids.flatMap((id, i) => [1, 2].map((k) => [id, `${(i + k) % n}`] as const)));
      const agentOf = threshold({ own: 2, peers: 1, threshold: 2, count: true }).create(settingOf(ring));
      const seeds = ids.map((_, i) => (i < 2 ? 1 : 0));
      const adopted = (rounds: number): number =>
        outcomesOf(ring, agentOf, seeds, rounds).reduce((a, b) => a + b);
      const needed = Math.floor(n / 2) - 1;
      expect(adopted(needed)).toBeLessThan(n);
      expect(adopted(1 + needed)).toBe(n);
      const one = ids.map((_, i) => (i === 0 ? 1 : 0));
      expect(outcomesOf(ring, agentOf, one, 20).reduce((a, b) => a + b)).toBe(1);
    }
  });

  it("leaves the settings of earlier studies as they were: count stands there only when it is given", () => {
    expect(Object.keys(threshold().params)).toEqual(["own", "peers", "treatedArm"]);
  });

  it("says what is wrong with its settings", () => {
    expect(() => threshold.from({ own: "big" })).toThrow('threshold: own must be a finite number, got "big"');
    expect(() => threshold.from({ treshold: 1 })).toThrow(
      'threshold: there is no setting "treshold" (did you mean "threshold"?)',
    );
  });
});
