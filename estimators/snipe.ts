// Cortez-Rodriguez, Eichhorn and Yu (2023), "Exploiting neighborhood interference with low-order interactions under unit randomized design", Journal of Causal Inference 11, section 3.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { few } from "../src/core/few.ts";
import { finite, wholeNumber } from "../src/core/fields.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import { type FurtherRow, furtherHead } from "./further/furtherHead.ts";
import { baselineOf } from "./global/baselineOf.ts";
import { type BoundInterval, contributionAnswer, type VarianceBound } from "./global/contributionAnswer.ts";
import { lowOrderDesign } from "./global/lowOrderDesign.ts";
import { populationOf } from "./global/populationOf.ts";
import { snipeError } from "./global/snipeError.ts";
import type { GlobalInquiry } from "./Inquiry.ts";

export interface SnipeSettings {
  /** How many agents of a neighbourhood act together at most, from 1 (β). Default 1: effects of neighbours add up. */
  readonly order?: number;
  /** Subtracted from outcomes before they are weighted: a number, or the name of a covariate. Fixed before the assignment. Default 0. */
  readonly baseline?: number | string;
  /** Which bound on the variance. Default `auto`: the one that is smaller under the design. */
  readonly variance?: VarianceBound;
  /** How the interval is made. Default `auto`: `wald` from 10 degrees of freedom on where agents depend on at most one in five others, else `chebyshev`. */
  readonly interval?: BoundInterval;
}

const UNABLE = "not studied, or with somebody in the closed neighbourhood whose arm is certain";
const head = { name: "snipe", claim: "design-based" } as const;

/**
 * The global average treatment effect without an exposure mapping: n⁻¹ Σ (Y_i − b_i) ω_i, where ω_i is a polynomial of the
 * arms in the closed neighbourhood of agent i that is exact when no more than `order` of them interact. Unbiased under independent coins
 * for agents or clusters. The variance grows like (d²/(p (1 − p)))^order/n: the error to be expected is told before outcomes are used.
 * Cost: O(order × edges), and that of the pairs that share a coin.
 */
export const snipe: EstimatorKind<SnipeSettings> = defineEstimator({
  kind: "snipe",
  summary: "global effect from the arms of neighbours, where few of them interact; no exposure mapping",
  settings: z.strictObject({
    order: wholeNumber(1).default(1),
    baseline: z
      .union([finite(), z.string().min(1)], { error: "must be a finite number or the name of a covariate" })
      .default(0),
    variance: z
      .enum(["auto", "degree", "eigenvalue"], { error: "must be auto, degree or eigenvalue" })
      .default("auto"),
    interval: z
      .enum(["auto", "wald", "chebyshev"], { error: "must be auto, wald or chebyshev" })
      .default("auto"),
  }),
  assumes: ["randomized", "neighbors", "low-order", "network"],
  cite: "Cortez-Rodriguez, M., Eichhorn, M. and Yu, C. L. (2023). Exploiting neighborhood interference with low-order interactions under unit randomized design. Journal of Causal Inference 11.",
  refuses: refusal,
  predicts({ order }, network, law) {
    const because = refusal(law);
    if (because !== undefined) return { because };
    const { spread, level } = snipeError(network, law, order);
    return { se: spread, level };
  },
  answers: ["global"],
  needs: ({ baseline }) => (typeof baseline === "string" ? { covariates: [baseline] } : undefined),
  answer(settings, data, inquiry) {
    return answerByWorlds(data, (world, unit) => answerIn(settings, world, unit, inquiry as GlobalInquiry));
  },
});

/** Settings with their defaults. */
type Settings = { readonly [Key in keyof SnipeSettings]-?: NonNullable<SnipeSettings[Key]> };

function answerIn(settings: Settings, world: WorldData, unit: number, inquiry: GlobalInquiry): FurtherRow {
  const { probabilities, observed, outcome, arms } = world;
  const { network, law } = probabilities;
  const base = furtherHead(head, { probabilities }, inquiry);
  const { structure } = law;
  const because = refusal(law);
  if (because !== undefined || structure.kind !== "independent-blocks")
    return { ...base, because: `snipe: ${because}` };
  const baseline = baselineOf(settings.baseline, world);
  if (typeof baseline === "string") return { ...base, because: `snipe: ${baseline}` };
  const design = lowOrderDesign(network, law, { structure, order: settings.order });
  const { able, squares } = design;
  const among = able.map((one, i) => one & observed[i]! & baseline.known[i]!);
  const row = { ...base, ...populationOf(network, { able, among, unable: UNABLE }) };
  if (row.population < 2)
    return {
      ...row,
      because: `snipe: wanted at least two agents with an outcome whose neighbourhood can be treated whole and not at all, got ${row.population}`,
    };
  const weights = design.weightsOf(arms);
  const spread = Math.sqrt(squares.reduce((sum, w, i) => sum + (among[i] === 1 ? w : 0), 0)) / row.population;
  const short = (x: number): number => Number(x.toPrecision(3));
  const predicted = `before outcomes, for order ${settings.order} and no effects: standard error √((${short(design.level)} m)² + (${short(spread)} s)²), where m is the mean of outcomes less the baseline and s their standard deviation`;
  return contributionAnswer({
    head: { ...row, notes: [...row.notes, predicted] },
    world,
    values: weights.map((w, i) => w * (outcome[i]! - baseline.values[i]! / unit)),
    ...{ among, design, variance: settings.variance, interval: settings.interval },
  });
}

function refusal({ structure, arms }: Law): string | undefined {
  if (structure.kind !== "independent-blocks")
    return "the weights are products over independent coins, and this design has none: use bernoulli or cluster with a probability";
  if (arms.length !== 2) return `the design must have two arms, got ${few(arms)}`;
  return undefined;
}
