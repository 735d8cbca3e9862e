import { describe, expect, it } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { cluster } from "../../../designs/index.ts";
import { aronowSamii } from "../../../estimators/variance/aronowSamii.ts";
import { collapsedBound } from "../../../estimators/variance/collapsedBound.ts";
import { dependencyBound } from "../../../estimators/variance/dependencyBound.ts";
import { eigenvalueBound } from "../../../estimators/variance/eigenvalueBound.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import { groupedBound } from "../../../estimators/variance/groupedBound.ts";
import { optimisedBound } from "../../../estimators/variance/optimisedBound.ts";
import type { PreparedVariance } from "../../../estimators/variance/PreparedVariance.ts";
import { youngBound } from "../../../estimators/variance/youngBound.ts";
import { rng } from "../../../src/core/rng.ts";
import { allTreated } from "../../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../../src/exposure/countTreated.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { shareTreated } from "../../../src/exposure/shareTreated.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { allCases } from "../../support/bruteForce.ts";
import { inTurn } from "../../support/enumeration/inTurn.ts";
import { manyChecks } from "../../support/manyChecks.ts";
import { rememberedPairs } from "../../support/rememberedPairs.ts";
import { tinyDesigns, tinyNetworks } from "../../support/tinyWorlds.ts";

const mappings = [ownArm(), anyTreatedNeighbor(), shareTreated(), allTreated(), countTreated({ cap: 1 })];

/** The catalogue, and clusters of unequal size, whose outcomes do not fall into pairs. */
function designsOn(n: number): Readonly<Record<string, Design>> {
  const clusters = Array.from({ length: n }, (_, i) => (i < 3 ? "large" : i < 5 ? "small" : "alone"));
  const unequal = n < 5 ? {} : { "unequal clusters": cluster({ clusters, treated: 1 }) };
  return { ...tinyDesigns(n), ...unequal };
}

/** Potential outcomes of both signs, different for everybody: by condition, then agent. */
function potentialOutcomes(n: number, conditions: number): number[][] {
  const stream = rng("bounds");
  return Array.from({ length: conditions }, (_, c) =>
    Array.from({ length: n }, (_, i) => 10 * stream.fork(i).fork(c).uniform() - 4 + 2 * c),
  );
}

// Over every assignment of every design: each bound is at least the variance in expectation, and the true variance is exact.
for (const [turn, [networkName, network]] of Object.entries(tinyNetworks).entries()) {
  for (const [next, [designName, design]] of Object.entries(designsOn(network.n)).entries()) {
    describe(`${designName} on ${networkName}`, () => {
      it.each(inTurn(mappings, turn + next))("$name", (exposure) => {
        const law = design.law(network);
        const probabilities = rememberedPairs(exposureProbabilities(network, design, exposure, { law }));
        const cases = allCases(network, law, exposure);
        const y = potentialOutcomes(network.n, exposure.conditions.length);
        const seen = cases.map(({ condition }) => ({
          condition,
          value: Float64Array.from(condition, (c, i) => y[c]![i]!),
        }));
        const mean = (value: (k: number) => number): number => {
          let total = 0;
          for (let k = 0; k < cases.length; k++) total += cases[k]!.p * value(k);
          return total;
        };
        const { holds, end } = manyChecks();
        let compared = false;
        for (let c = 1; c < exposure.conditions.length; c++) {
          for (let d = 0; d < c; d++) {
            const levels = [c, d] as const;
            const pi = (i: number, level: number): number => probabilities.of(i, exposure.conditions[level]!);
            const population = y[0]!.map((_, i) => i).filter((i) => pi(i, c) > 0 && pi(i, d) > 0);
            if (population.length === 0) continue;
            const setting = { probabilities, levels, population };
            compared = true;
            const estimate = ({ condition, value }: (typeof seen)[number]): number =>
              population.reduce((sum, i) => {
                if (condition[i] !== c && condition[i] !== d) return sum;
                return sum + ((condition[i] === c ? 1 : -1) * value[i]!) / pi(i, condition[i]!);
              }, 0) / population.length;
            const centre = mean((k) => estimate(seen[k]!));
            const variance = mean((k) => (estimate(seen[k]!) - centre) ** 2);
            const slack = 1e-9 * Math.max(1, variance);
            const exact = exactVariance(setting);
            const outcomes = [Float64Array.from(y[c]!), Float64Array.from(y[d]!)] as const;
            expect(Math.abs(exact(...outcomes) - variance)).toBeLessThanOrEqual(slack);
            expect(exact(...outcomes)).toBe(exact(...outcomes));

            const expected = (formula: PreparedVariance): number => mean((k) => formula(seen[k]!));
            const young = youngBound(setting);
            for (const settings of [{}, { soft: { below: 0.15 } }]) {
              const streamed = aronowSamii(setting, settings);
              const kept = youngBound(setting, settings);
              for (const one of seen) {
                const total = streamed(one).total;
                const apart = Math.abs(kept(one) - total);
                holds(apart <= 1e-12 * Math.max(1, Math.abs(total)), () => `${levels}: streamed ${total}`);
              }
            }
            const reference = expected(young);
            const grouped = expected(groupedBound(setting));
            const collapsed = expected(collapsedBound(setting));
            for (const [name, bound] of [
              ["aronow-samii", reference],
              ["soft zeros", expected(youngBound(setting, { soft: { below: 0.15 } }))],
              ["grouped", grouped],
              ["grouped, soft zeros", expected(groupedBound(setting, { soft: { below: 0.15 } }))],
              ["collapsed", collapsed],
              ["dependency", expected(dependencyBound(setting))],
              ["eigenvalue", expected(eigenvalueBound(setting))],
              ["optimised", expected(optimisedBound(setting))],
              // The search is the slow part: one contrast of each is enough here.
              ...(c === 1
                ? ([
                    ["optimised, soft", expected(optimisedBound(setting, { soft: { below: 0.15 } }))],
                  ] as const)
                : []),
            ] as const)
              expect(bound, name).toBeGreaterThanOrEqual(variance - slack);
            // Whatever the outcomes, so for these too.
            expect(grouped).toBeLessThanOrEqual(reference + slack);
            expect(collapsed).toBeLessThanOrEqual(reference + slack);
          }
        }
        if (compared) end();
      });
    });
  }
}
