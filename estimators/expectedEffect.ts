// Sävje, Aronow and Hudgens (2021), "Average treatment effects in the presence of unknown interference", Annals of Statistics 49; for other conditions Sävje (2024), "Causal inference with misspecified exposure mappings", Biometrika 111.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { wholeNumber } from "../src/core/fields.ts";
import { contrastData } from "./contrast/contrastData.ts";
import { emptyPopulation } from "./contrast/emptyPopulation.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { EstimateRow } from "./Estimator.ts";
import type { Observed } from "./ExperimentData.ts";
import { boundDegrees } from "./global/boundDegrees.ts";
import { type BoundInterval, contributionAnswer, type WeightedDesign } from "./global/contributionAnswer.ts";
import { designPart } from "./global/designPart.ts";
import { sharedCoins } from "./global/sharedCoins.ts";
import { touchedBlocks } from "./global/touchedBlocks.ts";

export interface ExpectedEffectSettings {
  /** How far, along edges, treatment may reach an outcome, from 0. Default 1: the in-neighbours. It must cover the exposure's own reach, too. */
  readonly reach?: number;
  /** By what the variance of independent agents is multiplied: the largest `eigenvalue` of who depends on whom, or the largest `degree`. Default eigenvalue. */
  readonly inflation?: "eigenvalue" | "degree";
  /** How the interval is made. Default `auto`: `wald` from 10 degrees of freedom on where agents depend on at most one in five others, else `chebyshev`. */
  readonly interval?: BoundInterval;
}

const KIND = "expected-effect";

/**
 * The expected average effect under interference of an unknown kind (EATE): the Horvitz–Thompson contrast of own arms, or of any conditions, read as the
 * mean over agents of E[Y_i | first] − E[Y_i | second] over the assignments of everybody else under this very design. No exposure mapping has to be correct; but
 * the number depends on the design, and other designs have others. The variance of independent agents, n⁻² Σ x_i², is multiplied by the largest
 * eigenvalue of the 0/1 matrix of which agents depend on each other, which makes it no underestimate. Cost: O(n), once for a design that of the pairs that share a coin.
 */
export const expectedEffect: EstimatorKind<ExpectedEffectSettings> = defineEstimator({
  kind: KIND,
  summary: "effect on average over the others' assignments, whatever the interference; inflated errors",
  settings: z.strictObject({
    reach: wholeNumber(0).default(1),
    inflation: z
      .enum(["eigenvalue", "degree"], { error: "must be eigenvalue or degree" })
      .default("eigenvalue"),
    interval: z
      .enum(["auto", "wald", "chebyshev"], { error: "must be auto, wald or chebyshev" })
      .default("auto"),
  }),
  assumes: ["randomized", "positivity", "reach"],
  cite: "Sävje, F., Aronow, P. M. and Hudgens, M. G. (2021). Average treatment effects in the presence of unknown interference. Annals of Statistics 49; Sävje, F. (2024). Causal inference with misspecified exposure mappings. Biometrika 111.",
  refuses: refusal,
  estimate(settings, data, contrast): EstimateRow {
    const { head, population, seen, levels } = contrastData(data, contrast);
    const { probabilities } = data;
    const row = {
      ...head,
      estimator: KIND,
      naive: false,
      estimand: `expected effect under this design: mean outcome given condition ${contrast.first} minus given ${contrast.second}, averaged over the others' assignments, over the agents that can be in both`,
    };
    if (population.length === 0) return { ...row, because: emptyPopulation(data, contrast) };
    const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
    if (empty.length === 2) return { ...row, because: `no agent is in condition ${empty.join(" nor in ")}` };
    const among = new Uint8Array(probabilities.network.n);
    for (const i of population) among[i] = 1;
    const design = designOf(settings, data, levels);
    const weights = design.weightsOf(data.condition);
    const given = {
      ...{ among, world: data, interval: settings.interval, variance: "eigenvalue" as const },
      head: {
        ...row,
        notes: [
          ...row.notes,
          `the variance of independent agents is multiplied by ${Number(design.shared.eigenvalue.toPrecision(4))}`,
          ...(empty.length > 0
            ? [
                `no agent is in condition ${empty.join()}, which counts as a mean of 0: only so the estimator is unbiased`,
              ]
            : []),
        ],
      },
      design,
      values: data.outcome.map((y, i) => (among[i] === 1 ? weights[i]! * y : 0)),
    };
    const found = contributionAnswer(given);
    const few = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length < 2);
    if (few.length > 0) {
      // The variance estimate is right on average over assignments, so the row keeps it; in the one at hand it knows nothing of a condition.
      const { se: _, ci: __, interval: ___, degrees: ____, chosen: _____, ...rest } = found;
      return {
        ...rest,
        withheld: `a standard error needs two agents in each condition, and ${few.join(" and ")} has fewer`,
      };
    }
    if (probabilities.law.structure.kind === "independent-blocks") return found;
    return {
      ...row,
      estimate: found.estimate,
      confidence: data.confidence,
      withheld:
        "with fixed numbers of treated every agent depends on every other, and no inflation bounds the error: use a design that assigns independently",
    };
  },
});

/** Settings with their defaults. */
type Settings = {
  readonly [Key in keyof ExpectedEffectSettings]-?: NonNullable<ExpectedEffectSettings[Key]>;
};

/** Weights ±1/π by condition, and who depends on whom. Weights are of conditions, not of assignments. */
function designOf(
  { reach, inflation }: Settings,
  { probabilities }: Observed,
  levels: readonly [number, number],
): WeightedDesign {
  const { network, law, marginals, conditions, exposure } = probabilities;
  const key = `expected effect ${levels.join()} ${reach} ${inflation}`;
  return designPart(probabilities, key, () => {
    const { structure } = law;
    const of = (i: number, level: number): number => marginals[i * conditions.length + level]!;
    const able = Uint8Array.from(network.ids, (_, i) => Number(of(i, levels[0]) > 0 && of(i, levels[1]) > 0));
    const weightsOf = (condition: Uint8Array): Float64Array =>
      Float64Array.from(condition, (level, i) =>
        able[i] === 0
          ? 0
          : level === levels[0]
            ? 1 / of(i, level)
            : level === levels[1]
              ? -1 / of(i, level)
              : 0,
      );
    const squares = Float64Array.from(able, (one, i) =>
      one === 0 ? 0 : 1 / of(i, levels[0]) + 1 / of(i, levels[1]),
    );
    if (structure.kind !== "independent-blocks") {
      const shared = { degree: new Float64Array(network.n), exact: true, eigenvalue: network.n };
      return { able, weightsOf, squares, shared, degrees: 0 };
    }
    const touched = touchedBlocks(network, law, structure, reach);
    const counted = sharedCoins(touched, able);
    const most = counted.degree.reduce((a, b) => Math.max(a, b), 0);
    const shared = inflation === "degree" ? { ...counted, eigenvalue: most } : counted;
    const assigned = (assignment: Uint8Array): Float64Array => weightsOf(exposure.of(network, assignment));
    const { degrees } = boundDegrees(
      law,
      { weightsOf: assigned, shared },
      40 * (network.n + network.sources.length),
    );
    return { able, weightsOf, squares, shared, degrees };
  });
}

function refusal({ structure }: Law): string | undefined {
  if (structure.kind === "independent-blocks" || structure.kind === "fixed-counts") return undefined;
  return `who depends on whom must follow from the design, and this law is of the kind ${structure.kind}: use bernoulli or cluster with a probability`;
}
