import fc from "fast-check";
import { expect, it } from "vitest";
import { estimate } from "../../estimators/estimate.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { aronowSamii } from "../../estimators/variance/aronowSamii.ts";
import { collapsedBound } from "../../estimators/variance/collapsedBound.ts";
import { dependencyBound } from "../../estimators/variance/dependencyBound.ts";
import { eigenvalueBound } from "../../estimators/variance/eigenvalueBound.ts";
import { exactVariance } from "../../estimators/variance/exactVariance.ts";
import { groupedBound } from "../../estimators/variance/groupedBound.ts";
import type { PreparedVariance, VarianceSetting } from "../../estimators/variance/PreparedVariance.ts";
import { youngBound } from "../../estimators/variance/youngBound.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { allCases, expectation } from "../support/bruteForce.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { everyMapping } from "../support/everyMapping.ts";
import { type RandomWorld, randomWorlds } from "../support/randomWorlds.ts";

/** Every bound that promises to be at least the variance in expectation. */
const bounds: Readonly<Record<string, (setting: VarianceSetting) => PreparedVariance>> = {
  "aronow-samii": (setting) => {
    const formula = aronowSamii(setting);
    return (seen) => formula(seen).total;
  },
  "aronow-samii, soft zeros": (setting) => youngBound(setting, { soft: { below: 0.1 } }),
  grouped: groupedBound,
  "cluster-collapsed": collapsedBound,
  "dependency-bound": dependencyBound,
  "dependency-eigenvalue": eigenvalueBound,
};

/** Over all assignments: Horvitz–Thompson's mean is the effect, its variance is the formula's, and no bound is below it. */
function expectHonest({ network, design }: RandomWorld, exposure: Exposure, y: readonly number[]): number {
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const cases = allCases(network, law, probabilities.exposure);
  const { conditions } = probabilities;
  const outcome = (i: number, c: number): number => y[(i * conditions.length + c) % y.length]!;
  let looked = 0;
  conditions.forEach((first, c) => {
    conditions.forEach((second, d) => {
      if (c <= d) return;
      const population = network.ids
        .map((_, i) => i)
        .filter((i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0);
      if (population.length === 0) return;
      looked++;
      const estimates = cases.map(({ arms, condition }) => {
        const [row] = estimate({
          plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
          probabilities,
          outcomes: network.ids.map((_, i) => outcome(i, condition[i]!)),
          contrasts: { effect: [first, second] },
          estimators: [horvitzThompson({ variance: "aronow-samii", interval: "wald" })],
        });
        if ("because" in row!) throw new Error(row.because);
        return row!.estimate;
      });
      const mean = (value: (k: number) => number): number =>
        expectation(cases, (one) => value(cases.indexOf(one)));
      const effect =
        population.reduce((total, i) => total + outcome(i, c) - outcome(i, d), 0) / population.length;
      const scale = Math.max(1, ...estimates.map(Math.abs));
      expect(Math.abs(mean((k) => estimates[k]!) - effect)).toBeLessThan(1e-12 * scale);
      const variance = mean((k) => (estimates[k]! - effect) ** 2);
      const setting: VarianceSetting = { probabilities, levels: [c, d], population };
      const schedule = [c, d].map((level) => Float64Array.from(network.ids, (_, i) => outcome(i, level)));
      const slack = 1e-9 * Math.max(1, variance);
      expect(Math.abs(exactVariance(setting)(schedule[0]!, schedule[1]!) - variance)).toBeLessThan(slack);
      for (const [name, bound] of Object.entries(bounds)) {
        const formula = bound(setting);
        const expected = mean((k) => {
          const { condition } = cases[k]!;
          return formula({
            condition,
            value: Float64Array.from(network.ids, (_, i) => outcome(i, condition[i]!)),
          });
        });
        expect(expected, name).toBeGreaterThanOrEqual(variance - slack);
      }
    });
  });
  return looked;
}

it("random worlds × every exposure: Horvitz–Thompson unbiased, its variance exact, every bound conservative", () => {
  const outcomes = fc.array(fc.double({ min: -5, max: 10, noNaN: true }), { minLength: 19, maxLength: 19 });
  let looked = 0;
  fc.assert(
    fc.property(randomWorlds, outcomes, fc.nat(), (world, y, pick) => {
      const mappings = everyMapping(world.focal, world.arms);
      for (const offset of [0, 5, 9])
        looked += expectHonest(world, mappings[(pick + offset) % mappings.length]!, y);
    }),
    { numRuns: everyCase ? 400 : 130, seed: 3 },
  );
  expect(looked).toBeGreaterThan(100);
});
