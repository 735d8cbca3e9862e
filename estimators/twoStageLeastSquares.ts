// Bramoullé, Djebbari and Fortin (2009), "Identification of peer effects through social networks", Journal of Econometrics 150; Kelejian and Prucha (1998), "A generalized spatial two-stage least squares procedure", Journal of Real Estate Finance and Economics 17.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { few } from "../src/core/few.ts";
import { wholeNumber } from "../src/core/fields.ts";
import { sum } from "../src/core/numbers/sum.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import { type FurtherRow, furtherHead } from "./further/furtherHead.ts";
import { equilibriumEffect } from "./global/equilibriumEffect.ts";
import { neighborMean } from "./global/neighborMean.ts";
import { peerRegression } from "./global/peerRegression.ts";
import type { GlobalInquiry } from "./Inquiry.ts";
import { waldInterval } from "./interval/waldInterval.ts";

export interface TwoStageLeastSquaresSettings {
  /** How many edges away arms are instruments for the outcomes of in-neighbours, from 2. Default 2: in-neighbours of in-neighbours. */
  readonly distance?: number;
}

const NAME = "two-stage-least-squares";
const head = { name: NAME, claim: "modelled" } as const;
/** Instruments with a smaller first-stage F are weak: estimates are biased towards least squares, and intervals do not hold (Staiger and Stock 1997). */
const WEAK = 10;

/**
 * The global average treatment effect under the linear-in-means model Y = a + b Z + c W Z + ρ W Y + e, where W takes means over in-neighbours:
 * (b + c)/(1 − ρ), in equilibrium. Outcomes of in-neighbours are endogenous; randomized arms two edges away (W² Z) are their instruments. The first-stage
 * F statistic stands in every row. Standard errors are robust to unequal variances, and to dependence within clusters where these are given.
 * Cost: O(n + edges).
 */
export const twoStageLeastSquares: EstimatorKind<TwoStageLeastSquaresSettings> = defineEstimator({
  kind: NAME,
  summary: "global effect under the linear-in-means model, by instruments two edges away",
  settings: z.strictObject({ distance: wholeNumber(2).default(2) }),
  assumes: ["randomized", "linear-in-means", "network"],
  cite: "Bramoullé, Y., Djebbari, H. and Fortin, B. (2009). Identification of peer effects through social networks. Journal of Econometrics 150; Kelejian, H. H. and Prucha, I. R. (1998). A generalized spatial two-stage least squares procedure for estimating a spatial autoregressive model with autoregressive disturbances. Journal of Real Estate Finance and Economics 17.",
  claim: "modelled",
  refuses: refusal,
  answers: ["global"],
  answer: ({ distance }, data, inquiry) =>
    answerByWorlds(data, (world) => answerIn(distance, world, inquiry as GlobalInquiry)),
});

function answerIn(distance: number, world: WorldData, inquiry: GlobalInquiry): FurtherRow {
  const { network, law } = world.probabilities;
  const { offsets, sources } = network;
  const base = furtherHead(head, world, inquiry);
  const refused = refusal(law);
  if (refused !== undefined) return { ...base, because: `${NAME}: ${refused}` };
  const agents = network.ids.flatMap((_, i) => {
    const near = sources.subarray(offsets[i]!, offsets[i + 1]!);
    return world.observed[i] === 1 && near.every((j) => world.observed[j] === 1) ? [i] : [];
  });
  const inside = new Set(agents);
  const excluded = network.ids.filter((_, i) => !inside.has(i));
  const row = {
    ...base,
    population: agents.length,
    excluded,
    notes:
      excluded.length > 0
        ? [
            `${excluded.length} agents without an outcome, or with an in-neighbour without one, left out: valid only if treatment does not decide who answers`,
          ]
        : [],
  };
  const arms = Float64Array.from(world.arms);
  const of = (x: Float64Array): Float64Array => Float64Array.from(agents, (i) => x[i]!);
  const powers: Float64Array[] = [arms];
  for (let k = 1; k <= distance; k++) powers.push(neighborMean(network, powers.at(-1)!));
  const exogenous = [new Float64Array(agents.length).fill(1), of(powers[0]!), of(powers[1]!)];
  const found = peerRegression(of(world.outcome), {
    exogenous,
    endogenous: of(neighborMean(network, world.outcome)),
    instruments: powers.slice(2).map(of),
  });
  if (typeof found === "string") return { ...row, because: `${NAME}: ${found}` };
  const [, own, neighbors, peers] = found.coefficients as unknown as [number, number, number, number];
  const shown = `own arm ${own.toPrecision(4)}, in-neighbours' arms ${neighbors.toPrecision(4)}, in-neighbours' outcomes ${peers.toPrecision(4)}`;
  const first = `first-stage F = ${Number(found.strength.toPrecision(4))} of ${distance - 1} instrument${distance === 2 ? "" : "s"}`;
  if (!(Math.abs(peers) < 1))
    return {
      ...row,
      because: `${NAME}: the coefficient of in-neighbours' outcomes is ${peers.toPrecision(3)}, and the model has an equilibrium only between −1 and 1 (${first})`,
    };
  const { effect, gradient } = equilibriumEffect(network, { own, neighbors, peers });
  const influence = found.influenceOf([0, ...gradient]);
  const variance = sumOfSquares(influence, agents, world);
  const result = {
    ...row,
    estimate: effect,
    confidence: world.confidence,
    notes: [
      ...row.notes,
      shown,
      first,
      ...(world.errorClusters ? ["standard error of totals of clusters"] : []),
    ],
    warnings:
      found.strength < WEAK
        ? [
            `the instruments are weak (${first}, below ${WEAK}): the estimate is biased towards that of least squares`,
          ]
        : [],
  };
  if (!(variance > 0)) return { ...result, withheld: NO_VARIATION };
  if (found.strength < WEAK)
    return { ...result, withheld: `no standard error holds with weak instruments (${first}, below ${WEAK})` };
  return {
    ...result,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: world.errorClusters ? "sandwich-clusters" : "sandwich",
    ...waldInterval(effect, variance, degreesOf(agents, world), world.confidence),
  };
}

/** Σ of squared influences, of clusters where errors depend within them. */
function sumOfSquares(
  influence: Float64Array,
  agents: readonly number[],
  { errorClusters }: WorldData,
): number {
  if (!errorClusters) return sum(influence.map((x) => x * x));
  const totals = new Float64Array(errorClusters.names.length);
  influence.forEach((x, k) => {
    totals[errorClusters.of[agents[k]!]!]! += x;
  });
  return sum(totals.map((x) => x * x));
}

function degreesOf(agents: readonly number[], { errorClusters }: WorldData): number {
  if (!errorClusters) return agents.length - 4;
  return Math.max(1, new Set(agents.map((i) => errorClusters.of[i]!)).size - 1);
}

function refusal({ arms }: Law): string | undefined {
  return arms.length === 2 ? undefined : `the design must have two arms, got ${few(arms)}`;
}
