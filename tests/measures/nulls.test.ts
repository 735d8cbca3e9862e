import { describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import {
  conditionalMutualInformation,
  exchangeRuns,
  informationFlow,
  mutualInformation,
  randomizationNull,
  redrawLaw,
  symbolsOf,
  transferEntropy,
} from "../../src/measures/index.ts";

/** Walks that drift up, each on its own: they share a trend and nothing else. */
function walks(seed: string, runs: number, rounds: number): number[] {
  const stream = rng(seed);
  return Array.from({ length: runs }, () => {
    let at = 0;
    return Array.from({ length: rounds }, () => {
      at += stream.uniform() < 0.3 ? 1 : 0;
      return Math.min(3, at);
    });
  }).flat();
}

const lengths = (runs: number, rounds: number): number[] => Array.from({ length: runs }, () => rounds);

describe("exchanging runs", () => {
  test("keeps each run in its order, and moves whole worlds", () => {
    // Two worlds with two series each.
    const given = symbolsOf([1, 2, 3, 4, 5, 6, 7, 8], { runs: [2, 2, 2, 2] });
    const redraw = exchangeRuns([given, given], { worlds: [0, 0, 1, 1], series: [0, 1, 0, 1] });
    const seen = new Set<string>();
    for (let draw = 0; draw < 20; draw++) {
      const [moved, still] = redraw(rng(draw));
      expect(still).toBe(given);
      seen.add(Array.from(moved!.values!).join(""));
    }
    expect([...seen].sort()).toEqual(["12345678", "56781234"]);
  });

  test("holds its size for series that share a trend, where shifts in time find a transfer", () => {
    let [exchanged, shifted] = [0, 0];
    const samples = 60;
    for (let sample = 0; sample < samples; sample++) {
      const [x, y] = ["x", "y"].map((name) =>
        symbolsOf(walks(`${name}${sample}`, 12, 10), { runs: lengths(12, 10) }),
      );
      const measure = mutualInformation({ estimator: "plug-in" });
      const p = (redraw: Parameters<typeof randomizationNull>[2]): number => {
        const found = randomizationNull(measure, [x!, y!], redraw, { draws: 19, seed: sample });
        if ("because" in found) throw new Error(found.because);
        return found.p;
      };
      if (p(exchangeRuns([x!, y!])) <= 0.05) exchanged++;
      if (sample >= 30) continue;
      const byTime = p((stream) => {
        const codes = x!.codes.slice();
        for (let run = 0; run < 12; run++) {
          const shift = 1 + stream.integer(9);
          for (let t = 0; t < 10; t++) codes[run * 10 + t] = x!.codes[run * 10 + ((t + shift) % 10)]!;
        }
        return [{ ...x!, codes }, y!];
      });
      if (byTime <= 0.05) shifted++;
    }
    expect(exchanged / samples).toBeLessThanOrEqual(0.135);
    expect(shifted / 30).toBeGreaterThan(0.5);
  });

  test("finds a real transfer", () => {
    const stream = rng("real");
    const x = Array.from({ length: 200 }, () => stream.integer(2));
    const y = x.map((_, t) => (t % 10 > 0 && stream.uniform() < 0.7 ? x[t - 1]! : stream.integer(2)));
    const [X, Y] = [x, y].map((one) => symbolsOf(one, { runs: lengths(20, 10) }));
    const found = randomizationNull(transferEntropy(), [X!, Y!], exchangeRuns([X!, Y!]), { draws: 199 });
    expect(found).toMatchObject({ p: 1 / 200, unit: "bits", draws: 199 });
    expect("effective" in found && found.effective).toBeGreaterThan(0.2);
  });

  test("says what cannot be exchanged", () => {
    const one = symbolsOf([1, 2, 3, 4], { runs: [1, 3] });
    expect(() => exchangeRuns([one])).toThrow("as many records each");
    expect(() => exchangeRuns([symbolsOf([1, 2])])).toThrow("at least 2 worlds");
    expect(() => exchangeRuns([symbolsOf([1, 2], { runs: [1, 1] })], { worlds: [0, 0] })).toThrow("twice");
  });
});

describe("drawing anew by the law", () => {
  test("has p at most α with probability α where a delivery does nothing, and finds one that does", () => {
    let alarms = 0;
    for (let sample = 0; sample < 200; sample++) {
      const stream = rng(`d${sample}`);
      // A confounder of the response that the delivery knows nothing of.
      const delivered = symbolsOf(Array.from({ length: 80 }, () => (stream.uniform() < 0.3 ? "yes" : "no")));
      const response = symbolsOf(Array.from({ length: 80 }, (_, r) => (r < 40 ? 0 : stream.integer(3))));
      const law = { yes: 0.3, no: 0.7 };
      const found = randomizationNull(
        informationFlow({ law }),
        [delivered, response],
        redrawLaw([delivered, response], 0, law),
        { draws: 19, seed: sample },
      );
      if ("p" in found && found.p <= 0.05) alarms++;
    }
    expect(alarms / 200).toBeLessThanOrEqual(0.1);
    const stream = rng("effect");
    const drawn = Array.from({ length: 200 }, () => (stream.uniform() < 0.3 ? "yes" : "no"));
    const told = drawn.map((one) => (stream.uniform() < 0.5 ? one : "no"));
    const [X, Y] = [symbolsOf(drawn), symbolsOf(told)];
    const law = { yes: 0.3, no: 0.7 };
    const found = randomizationNull(informationFlow({ law }), [X, Y], redrawLaw([X, Y], 0, law), {
      draws: 99,
    });
    expect(found).toMatchObject({ p: 0.01 });
  });

  test("takes a law for each record, and says what is none", () => {
    const x = symbolsOf(["a", "b", "a"]);
    const redraw = redrawLaw([x], 0, (r) => (r === 0 ? { a: 1 } : { b: 1 }));
    expect(Array.from(redraw(rng(1))[0]!.codes)).toEqual([0, 1, 1]);
    expect(() => redrawLaw([x], 0, { a: 0.4 })).toThrow("add up to 1, got 0.4");
    expect(() => redrawLaw([x], 1, { a: 1 })).toThrow("which must be the place");
  });
});

test("a measure that gives no number has no p-value, and says why", () => {
  const none = symbolsOf([undefined, undefined]);
  const found = randomizationNull(conditionalMutualInformation(), [none, none, none], () => [
    none,
    none,
    none,
  ]);
  expect(found).toEqual({ because: "no record has a value of every variable" });
});
