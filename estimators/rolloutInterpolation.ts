// Cortez, Eichhorn and Yu (2022), "Staggered rollout designs enable causal inference under interference without network knowledge", Advances in Neural Information Processing Systems 35, section 3.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { stageLaw } from "../designs/law/stageLaw.ts";
import { wholeNumber } from "../src/core/fields.ts";
import { sum } from "../src/core/numbers/sum.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { FurtherEstimate, NoAnswer } from "./Estimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { averageAnswers } from "./further/averageAnswers.ts";
import { furtherHead } from "./further/furtherHead.ts";
import { rolloutWeights } from "./global/rolloutWeights.ts";
import { sharedCoins } from "./global/sharedCoins.ts";
import { type StageOutcomes, stageOutcomes } from "./global/stageOutcomes.ts";
import { touchedBlocks } from "./global/touchedBlocks.ts";
import type { GlobalInquiry } from "./Inquiry.ts";
import { chebyshevInterval } from "./interval/chebyshevInterval.ts";
import { waldInterval } from "./interval/waldInterval.ts";

export interface RolloutInterpolationSettings {
  /** How many agents (or clusters that adopt whole) interact at most, from 1: the degree of the polynomial. Default 1. */
  readonly order?: number;
  /** The stage that each round of the data shows, in the order of the rounds; 0 before anybody adopts. Default: one round for each stage, with or without one before the first. */
  readonly stages?: readonly number[];
  /** Name of the outcome in the rounds. Default: the only one there is, else `outcome`. */
  readonly outcome?: string;
}

const NAME = "rollout-interpolation";
const head = { name: NAME, claim: "modelled" } as const;
/** Weights that add up to more than this, without their signs, magnify the error of stage means so much that it is said. */
const FAR = 10;
/** With agents that share coins with more than this part of all, the mean cannot be taken off before the bound. */
const FEW_OTHERS = 0.5;
/** A normal law is trusted when there are so many times more agents than one depends on. */
const ENOUGH_GROUPS = 10;

/**
 * The global average treatment effect from a staggered roll-out, without the network: mean outcomes of the stages are a polynomial in the
 * share treated, of the degree to which agents interact, and the effect is its value at 1 minus at 0. Needs a measurement for each of
 * order + 1 stages, and outcomes that do not drift by themselves. The sum of the absolute weights says how far it extrapolates. Unbiased under
 * these assumptions. The variance bound needs the network: n⁻² Σ g_i (x_i − τ̂)², with x_i = Σ_t w_t Y_i^t.
 * Cost: O(n × stages), and that of the pairs that share a coin.
 */
export const rolloutInterpolation: EstimatorKind<RolloutInterpolationSettings> = defineEstimator({
  kind: NAME,
  summary: "global effect from the stages of a roll-out, by a polynomial in the share treated",
  settings: z.strictObject({
    order: wholeNumber(1).default(1),
    stages: z
      .array(wholeNumber(0), { error: "must be a list of whole numbers, one for each round" })
      .readonly()
      .optional(),
    outcome: z.string().min(1).optional(),
  }),
  assumes: ["randomized", "low-order", "no-drift"],
  cite: "Cortez, M., Eichhorn, M. and Yu, C. L. (2022). Staggered rollout designs enable causal inference under interference without network knowledge. Advances in Neural Information Processing Systems 35.",
  claim: "modelled",
  refuses: refusal,
  answers: ["global"],
  needs: () => ({ rounds: "all" }),
  answer(settings, data, inquiry) {
    const rows = data.worlds.map((world) => answerIn(settings, world, inquiry as GlobalInquiry));
    return rows.length === 1 ? rows[0]! : averageAnswers(rows, data.confidence);
  },
});

/** Settings with their defaults. */
type Settings = {
  readonly order: number;
  readonly stages?: readonly number[] | undefined;
  readonly outcome?: string | undefined;
};

function answerIn(
  { order, ...asked }: Settings,
  world: WorldData,
  inquiry: GlobalInquiry,
): FurtherEstimate | NoAnswer {
  const { law, network } = world.probabilities;
  const base = furtherHead(head, world, inquiry);
  const none = (because: string): NoAnswer => ({ ...base, because: `${NAME}: ${because}` });
  const refused = refusal(law);
  if (refused !== undefined) return none(refused);
  const found = stageOutcomes(world, asked);
  if (typeof found === "string") return none(found);
  const { shares, among, values } = found;
  const weights = rolloutWeights(shares, order);
  if (!weights)
    return none(
      `a polynomial of degree ${order} needs ${order + 1} stages with different shares treated, and outcomes of the shares ${shares.map((p) => Number(p.toPrecision(4))).join(", ")} are known: measure more stages, the one before anybody adopts among them, or take a lower order`,
    );
  const excluded = network.ids.filter((_, i) => among[i] === 0);
  const size = network.n - excluded.length;
  if (size < 2) return none(`wanted at least two agents with an outcome at every stage, got ${size}`);
  const contribution = values.reduce(
    (x, stage, t) => x.map((so, i) => so + weights[t]! * stage[i]!),
    new Float64Array(network.n),
  );
  const estimate = sum(contribution.filter((_, i) => among[i] === 1)) / size;
  const reach = sum(weights.map(Math.abs));
  const row: FurtherEstimate = {
    ...base,
    estimate,
    confidence: world.confidence,
    population: size,
    excluded,
    notes: [
      `weights of the stages ${shares.map((p, t) => `${Number(p.toPrecision(4))}: ${Number(weights[t]!.toPrecision(4))}`).join(", ")}; extrapolation weight Σ|w| = ${Number(reach.toPrecision(4))}`,
      ...(excluded.length > 0
        ? [
            `${excluded.length} agents without an outcome at some stage left out: valid only if treatment does not decide who answers`,
          ]
        : []),
    ],
    warnings:
      reach > FAR
        ? [
            `the largest share treated is ${Number(Math.max(...shares).toPrecision(4))}, and the polynomial is followed to 1: errors of stage means are magnified ${Number(reach.toPrecision(3))} times`,
          ]
        : [],
  };
  return { ...row, ...errorOf({ law, world, among, size, estimate, contribution }) };
}

function errorOf({
  law,
  world,
  among,
  size,
  estimate,
  contribution,
}: Pick<StageOutcomes, "among"> & {
  readonly law: Law;
  readonly world: WorldData;
  readonly size: number;
  readonly estimate: number;
  readonly contribution: Float64Array;
}): Partial<FurtherEstimate> {
  if (law.structure.kind !== "independent-blocks")
    return {
      withheld:
        "with fixed numbers of adopters every agent depends on every other: use several worlds, or a roll-out with probabilities",
    };
  const stage = stageLaw(law, 1);
  const { structure } = stage;
  if (structure.kind !== "independent-blocks") return {};
  const { degree } = sharedCoins(touchedBlocks(world.probabilities.network, stage, structure), among);
  const most = degree.reduce((a, b) => Math.max(a, b), 0);
  // Taking off the estimated mean takes off a part of the spread, at most the share that one agent depends on.
  const [centre, inflation] = most <= FEW_OTHERS * size ? [estimate, size / (size - most)] : [0, 1];
  const squares = contribution.map((x, i) => (among[i] === 1 ? degree[i]! * (x - centre) ** 2 : 0));
  const variance = (inflation * sum(squares)) / size ** 2;
  if (!(variance > 0)) return { withheld: NO_VARIATION };
  const enough = size / most >= ENOUGH_GROUPS;
  return {
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "dependency-bound",
    ...(enough
      ? waldInterval(estimate, variance, Number.POSITIVE_INFINITY, world.confidence)
      : chebyshevInterval(estimate, variance, world.confidence)),
    chosen: {
      interval: `an agent depends on at most ${most} of ${size}, ${enough ? "few" : "many"} enough for ${enough ? "a normal law" : "Chebyshev's inequality alone"}`,
    },
  };
}

function refusal({ arms, structure }: Law): string | undefined {
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts")
    return `stages must come from the design rollout, and this law is of the kind ${structure.kind}: use that design`;
  if (unequal(structure, arms.length))
    return "every agent must have the same chances to adopt at each stage, as in the design rollout";
  return undefined;
}

/** Whether some block or stratum has other chances of adopting than the first. */
function unequal(structure: Law["structure"], arms: number): boolean {
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts") return false;
  const rows = structure.kind === "independent-blocks" ? structure.probability : structure.counts;
  const chance = (k: number): number => {
    const row = k - (k % arms);
    return rows[k]! / sum(rows.subarray(row, row + arms));
  };
  return rows.some((_, k) => Math.abs(chance(k) - chance(k % arms)) > 1e-12);
}
