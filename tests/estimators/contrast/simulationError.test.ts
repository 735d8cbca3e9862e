import { expect, it } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { complete } from "../../../designs/index.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { everyCase } from "../../support/enumeration/inTurn.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const ring = tiny(
  12,
  Array.from({ length: 12 }, (_, i) => [i, (i + 1) % 12] as const),
);
const known = complete({ treated: 4 });
const opaque: Design = {
  ...known,
  law: (on) => {
    const { n, arms, draw } = known.law(on);
    return { n, arms, draw, structure: { kind: "sampler-only" }, marginal: () => undefined };
  },
};
const request = {
  plan: {
    arms: ["control", "treated"],
    agents: ring.ids,
    assignments: [[1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0]],
  },
  outcomes: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
  contrasts: { spillover: ["indirect", "none"] },
  estimators: [horvitzThompson({ interval: "wald" }), hajek({ interval: "wald" })],
} as const;
const simulated = (draws: number, seed: number, smooth = false): Estimate[] =>
  estimate({
    ...request,
    probabilities: exposureProbabilities(ring, opaque, anyTreatedNeighbor(), { draws, seed, smooth }),
  }) as Estimate[];

it.each([
  ["shares", 2000, false],
  ["smoothed shares", 500, true],
] as const)(
  "the Monte Carlo error of an estimate is how much it moves from one simulation of the probabilities to the next: %s",
  (_, draws, smooth) => {
    const repeats = Array.from({ length: everyCase ? 300 : 100 }, (_, seed) =>
      simulated(draws, seed, smooth),
    );
    for (const k of [0, 1]) {
      const values = repeats.map((rows) => rows[k]!.estimate);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const spread = Math.sqrt(
        values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1),
      );
      const claimed = Math.sqrt(
        repeats.reduce((total, rows) => total + rows[k]!.mcse! ** 2, 0) / repeats.length,
      );
      // A standard deviation from 300 repeats has a relative error of 1/√600 = 4 %, from 100 one of 7 %; five of those.
      expect(Math.abs(claimed / spread - 1)).toBeLessThan(5 / Math.sqrt(2 * repeats.length));
    }
  },
);

it("is absent when probabilities are exact, and a note tells of probabilities seen too seldom", () => {
  const exact = estimate({
    ...request,
    probabilities: exposureProbabilities(ring, known, anyTreatedNeighbor()),
  }) as Estimate[];
  for (const row of exact) {
    expect(row.mcse).toBeUndefined();
    expect(row.notes).toEqual([]);
  }
  // P(none) = P(indirect and 1 of 2) ≈ 0.25 and up: 20 draws show some agent fewer than 10 times in either.
  expect(
    simulated(20, 1)[0]!.notes.some((note) =>
      /with a probability seen in fewer than 10 simulated assignments: use more draws$/.test(note),
    ),
  ).toBe(true);
});
