// Robins, Hernán and Brumback (2000), "Marginal structural models and causal inference in epidemiology", Epidemiology 11.
import { z } from "zod";
import { few } from "../../src/core/few.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { shown } from "../../src/core/shown.ts";
import { waldDegrees } from "../contrast/effectiveSize.ts";
import { NO_VARIATION } from "../contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { EstimateRow } from "../Estimator.ts";
import type { WorldData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { byWorlds, noAssociation } from "./byWorlds.ts";
import { covariateColumns } from "./covariateColumns.ts";
import { dependentVariance } from "./dependentVariance.ts";
import { sequenceWeights } from "./sequenceWeights.ts";
import { withStrength } from "./withStrength.ts";

export interface SequentialWeightingSettings {
  /** Names of covariates known before the first round; an empty list for none. */
  readonly covariates: readonly string[];
  /** Names of the outcomes of a round that treatment in the next may have depended on. Default: all. */
  readonly history?: readonly string[];
  /** Weights above this quantile of those in the arm are cut down to it, from above 0.5 to 1; the untruncated estimate stands in a note. Default 1: none. */
  readonly truncate?: number;
}

const NAME = "sequential-weighting";

/**
 * The outcome of the last round when always in the first arm less when always in the second, in data where each round's treatment may depend on what came before: means weighted by the inverse probability of the
 * sequence. Adjusting for what treatment itself changed, as a regression would, is avoided. An association, which is an effect if treatment depends on nothing else that moves outcomes. Cost: that of a logistic regression for each arm and round.
 */
export const sequentialWeighting: EstimatorKind<SequentialWeightingSettings> = defineEstimator({
  kind: NAME,
  summary:
    "for logs over rounds: always in one arm against always in another, by sequential weights; an association",
  settings: z.strictObject({
    covariates: z.array(z.string().min(1), { error: "must be a list of names of covariates" }).readonly(),
    history: z
      .array(z.string().min(1), { error: "must be a list of names of outcomes" })
      .readonly()
      .optional(),
    truncate: z
      .number({ error: "must be a number above 0.5, at most 1" })
      .gt(0.5, { error: "must be a number above 0.5, at most 1" })
      .max(1, { error: "must be a number above 0.5, at most 1" })
      .default(1),
  }),
  assumes: ["sequentially-unconfounded", "positivity"],
  cite: "Robins, J. M., Hernán, M. A. and Brumback, B. (2000). Marginal structural models and causal inference in epidemiology. Epidemiology 11.",
  claim: "association",
  needs: ({ covariates }) => ({ covariates, rounds: "all" }),
  answers: ["contrast"],
  answer: (settings, data, inquiry) =>
    byWorlds(data, (world) => answerIn(settings, world, inquiry as Contrast)),
});

/** Settings with their defaults. */
interface Settings {
  readonly covariates: readonly string[];
  readonly history?: readonly string[] | undefined;
  readonly truncate: number;
}

function answerIn(
  { covariates, truncate, ...asked }: Settings,
  world: WorldData,
  contrast: Contrast,
): EstimateRow {
  const { network, law } = world.probabilities;
  const none = (because: string): EstimateRow => noAssociation(NAME, world, contrast, because);
  const { rounds = [] } = world;
  if (rounds.length === 0)
    return none("arms and outcomes of each round are needed, and the data have no rounds");
  const names = [contrast.first, contrast.second];
  const stranger = names.find((name) => !law.arms.includes(name));
  if (stranger !== undefined)
    return none(
      `a contrast of arms is wanted (${few(law.arms)}), kept in all rounds, got ${shown(stranger)}`,
    );
  const earlier = rounds.slice(0, -1);
  const history = asked.history ?? [...new Set(earlier.flatMap(({ outcomes }) => [...outcomes.keys()]))];
  const unknown = history.find((name) => !earlier.some(({ outcomes }) => outcomes.has(name)));
  if (unknown !== undefined) return none(`no round before the last has an outcome ${shown(unknown)}`);
  const agents = network.ids.flatMap((_, i) => {
    const past = earlier.every(({ outcomes }) =>
      history.every((name) => outcomes.get(name)?.observed[i] !== 0),
    );
    return world.observed[i] === 1 && past ? [i] : [];
  });
  if (agents.length === 0)
    return none("no agent has an outcome in this round and all that treatment may have depended on before");
  const columns = covariateColumns(
    world,
    covariates,
    network.ids.map((_, i) => i),
  );
  if (typeof columns === "string") return none(columns);
  const arms = names.map((name) => law.arms.indexOf(name));
  const given = { network, rounds, covariates: columns.slice(1), history, agents };
  const [first, second] = arms.map((arm) => sequenceWeights(given, arm));
  if (typeof first === "string") return none(`for ${contrast.first}, ${first}`);
  if (typeof second === "string") return none(`for ${contrast.second}, ${second}`);
  const raw = [first!.weights, second!.weights] as const;
  const means = (weights: Float64Array): number =>
    sum(weights.map((w, i) => w * world.outcome[i]!)) / sum(weights);
  const cut = raw.map((weights) => truncated(weights, truncate));
  const [a, b] = cut.map(means);
  const influence = new Float64Array(network.n);
  for (const [k, weights] of cut.entries()) {
    const whole = sum(weights);
    for (const i of agents)
      influence[i]! +=
        ((k === 0 ? 1 : -1) * agents.length * weights[i]! * (world.outcome[i]! - (k === 0 ? a! : b!))) /
        whole;
  }
  const { variance } = dependentVariance(network, influence, agents.length);
  const effective = cut.map((weights) => sum(weights) ** 2 / sum(weights.map((w) => w * w))) as [
    number,
    number,
  ];
  const count = raw.map((weights) => weights.filter((w) => w > 0).length) as [number, number];
  const excluded = network.ids.length - agents.length;
  const inside = new Set(agents);
  const base = {
    contrast: contrast.name,
    ...{
      estimator: NAME,
      claim: "association" as const,
      naive: false,
      first: contrast.first,
      second: contrast.second,
    },
    estimand: `mean outcome of the last round when always in arm ${contrast.first} minus when always in ${contrast.second}`,
    population: agents.length,
    excluded: network.ids.filter((_, i) => !inside.has(i)),
    ...{ n: count, expected: count, estimate: a! - b!, confidence: world.confidence, effective },
    notes: [
      `largest weights ${raw.map((weights) => Number(weights.reduce((most, w) => Math.max(most, w), 0).toPrecision(3))).join(" and ")}`,
      ...(truncate < 1
        ? [
            `weights cut at their quantile ${truncate}; untruncated the estimate is ${Number((means(raw[0]) - means(raw[1])).toPrecision(6))}`,
          ]
        : []),
      ...(excluded > 0
        ? [`${excluded} agents with an unknown outcome or history left out: nothing is filled in`]
        : []),
      ...(first!.dropped + second!.dropped > 0
        ? [
            `${first!.dropped + second!.dropped} columns of histories are combinations of others and were left out of the models`,
          ]
        : []),
    ],
    warnings: [],
  };
  if (!(variance > 0)) return withStrength({ ...base, withheld: NO_VARIATION }, world);
  const found = {
    ...base,
    ...{ variance, se: Math.sqrt(variance), varianceMethod: "influence-dependent" },
    ...waldInterval(base.estimate, variance, waldDegrees(...effective), world.confidence),
  };
  return withStrength(found, world);
}

/** Weights with those above a quantile of the positive ones cut down to it. */
function truncated(weights: Float64Array, quantile: number): Float64Array {
  if (quantile === 1) return weights;
  const positive = weights.filter((w) => w > 0).sort();
  const most = positive[Math.min(positive.length - 1, Math.floor(quantile * positive.length))]!;
  return weights.map((w) => Math.min(w, most));
}
