// Tchetgen Tchetgen and VanderWeele (2012), "On causal inference in the presence of interference", Statistical Methods in Medical Research 21, section 4; stabilised: Liu, Hudgens and Becker-Dreps (2016), Biometrika 103.
import { z } from "zod";
import { sum } from "../src/core/numbers/sum.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import { type FurtherRow, furtherHead } from "./further/furtherHead.ts";
import type { PolicyInquiry } from "./Inquiry.ts";
import { waldInterval } from "./interval/waldInterval.ts";
import {
  designedPropensity,
  fittedPropensity,
  type GroupPropensity,
  groupingOf,
} from "./policy/groupPropensity.ts";
import { groupsWorth, type PolicyMean, policyMean } from "./policy/policyMean.ts";

export interface PartialInterferenceSettings {
  /** Covariates by which chances of treatment are fitted (logistic regression), for data that nobody randomized: the result is then an association. Default: the design's own chances. */
  readonly covariates?: readonly string[];
  /** Whether weights are divided by their mean, which removes noise and adds a small bias. Default false. */
  readonly stabilised?: boolean;
}

const NAME = "partial-interference";
/** Fewer groups than this, in effect, say too little about the error of a weighted mean. */
const FEWEST_GROUPS = 16;
/** So many groups, in effect, make one degree of freedom: weights are skewed, and with one for each group intervals covered 0.75 to 0.93. */
const GROUPS_A_DEGREE = 12;

/**
 * Direct, indirect, total and overall effects of treating each agent of a group independently with chance α, for any α within the shares treated that
 * were seen: groups are weighted by how likely their arms are under the policy over how likely they were. Interference stays within groups. With the
 * design's chances it is unbiased; with fitted ones an association. Cost: O(n).
 */
export const partialInterference: EstimatorKind<PartialInterferenceSettings> = defineEstimator({
  kind: NAME,
  summary:
    "direct, indirect, total and overall effects of any share treated in groups, by inverse probability",
  settings: z.strictObject({
    covariates: z
      .array(z.string().min(1), { error: "must be a list of names of covariates" })
      .readonly()
      .optional(),
    stabilised: z.boolean({ error: "must be true or false" }).default(false),
  }),
  assumes: ["partial-interference", "group-positivity", "randomized-or-unconfounded"],
  cite: "Tchetgen Tchetgen, E. J. and VanderWeele, T. J. (2012). On causal inference in the presence of interference. Statistical Methods in Medical Research 21; Liu, L., Hudgens, M. G. and Becker-Dreps, S. (2016). On inverse probability-weighted estimators in the presence of interference. Biometrika 103.",
  needs: ({ covariates }) => (covariates ? { covariates } : undefined),
  answers: ["policy"],
  answer: (settings, data, inquiry) =>
    answerByWorlds(data, (world) => answerIn(settings, world, inquiry as PolicyInquiry)),
});

/** Settings with their defaults. */
interface Settings {
  readonly covariates?: readonly string[] | undefined;
  readonly stabilised: boolean;
}

function answerIn(
  { covariates, stabilised }: Settings,
  world: WorldData,
  inquiry: PolicyInquiry,
): FurtherRow {
  const { effect, saturation, reference = 0 } = inquiry;
  const { network } = world.probabilities;
  const missing = network.ids.filter((_, i) => world.observed[i] === 0);
  const base = {
    ...furtherHead({ name: NAME, claim: covariates ? "association" : "design-based" }, world, inquiry),
    population: network.n - missing.length,
    excluded: missing,
    notes: [
      covariates
        ? `chances of treatment fitted on ${covariates.join(", ") || "a constant"}: assumes no unmeasured confounding`
        : "chances of treatment are those of the design",
      ...(missing.length > 0
        ? [
            `${missing.length} agents without an outcome left out: valid only if treatment does not decide who answers`,
          ]
        : []),
    ],
  };
  const none = (because: string): FurtherRow => ({ ...base, because: `${NAME}: ${because}` });
  const grouping = groupingOf(world);
  if (!grouping)
    return none("wanted a group for each agent: give the column of the cluster, or use the design two-stage");
  const groups = grouping.names.map((name) => ({ name, agents: [] as number[] }));
  grouping.of.forEach((g, i) => {
    groups[g]!.agents.push(i);
  });
  const filled = groups.filter(({ agents }) => agents.some((i) => world.observed[i] === 1));
  if (filled.length < 2) return none(`wanted at least two groups with outcomes, got ${filled.length}`);
  const shares = filled.map(
    ({ agents }) => agents.reduce((count, i) => count + world.arms[i]!, 0) / agents.length,
  );
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const asked = effect === "direct" ? [saturation] : [saturation, reference];
  const outside = asked.find((alpha) => alpha < least - 1e-12 || alpha > most + 1e-12);
  if (outside !== undefined)
    return none(
      `a share of ${outside} is outside the shares treated that were seen in groups, ${Number(least.toPrecision(3))} to ${Number(most.toPrecision(3))}: nothing tells what would happen there`,
    );
  const propensity = covariates
    ? fittedPropensity(world, filled, covariates)
    : designedPropensity(world, filled);
  if (typeof propensity === "string") return none(propensity);
  const [one, other] = armsOf(effect);
  const policies = [
    { alpha: saturation, arm: one },
    { alpha: effect === "direct" ? saturation : reference, arm: other },
  ] as const;
  const sides = [
    policyMean(world, propensity, policies[0]),
    policyMean(world, propensity, policies[1]),
  ] as const;
  if (sides.some(({ weights }) => !(sum(weights) > 0)))
    return none("no agent of any group has an outcome in an arm that is compared");
  const { estimate, influence } = differenceOf(sides, propensity, stabilised);
  const size = Math.min(...policies.map((policy, k) => groupsWorth(propensity, sides[k]!, policy)));
  const parameters = 1 + (propensity.fitted?.parameters ?? 0);
  const row = { ...base, estimate, confidence: world.confidence, groups: { groups: filled.length } };
  const variance = sum(influence.map((x) => x * x)) / filled.length ** 2;
  if (!(variance > 0)) return { ...row, withheld: NO_VARIATION };
  const error = {
    ...{ variance, se: Math.sqrt(variance) },
    varianceMethod: propensity.fitted ? "groups-sandwich" : "between-groups",
  };
  if (size < FEWEST_GROUPS || filled.length <= parameters)
    return {
      ...row,
      ...error,
      withheld: `no interval: the weights of ${filled.length} groups are worth ${Number(size.toPrecision(2))} equal ones, and below ${FEWEST_GROUPS} they tell too little of the error: ask for a share nearer to those of the design`,
    };
  return {
    ...row,
    ...error,
    ...waldInterval(
      estimate,
      variance,
      Math.min(filled.length - parameters, size / GROUPS_A_DEGREE),
      world.confidence,
    ),
  };
}

/** The arms whose means are compared; undefined for everybody. */
function armsOf(effect: PolicyInquiry["effect"]): readonly [0 | 1 | undefined, 0 | undefined] {
  if (effect === "overall") return [undefined, undefined];
  return effect === "indirect" ? [0, 0] : [1, 0];
}

/**
 * The difference of two policy means, and what each group contributes to its error: its value less the mean, and less what it would have been
 * had the fitted chances been known (stacked estimating equations).
 */
function differenceOf(
  [first, second]: readonly [PolicyMean, PolicyMean],
  { groups, fitted }: GroupPropensity,
  stabilised: boolean,
): { estimate: number; influence: Float64Array } {
  const meanOf = ({ values, weights }: PolicyMean): { mean: number; values: Float64Array } => {
    const count = groups.length;
    if (!stabilised) {
      const mean = sum(values) / count;
      return { mean, values: values.map((x) => x - mean) };
    }
    const mean = sum(values) / sum(weights);
    return { mean, values: values.map((x, g) => ((x - mean * weights[g]!) * count) / sum(weights)) };
  };
  const [a, b] = [meanOf(first), meanOf(second)];
  const difference = a.values.map((x, g) => x - b.values[g]!);
  const estimate = a.mean - b.mean;
  if (!fitted) return { estimate, influence: difference };
  // f is the product of fitted chances, so the derivative of a weighted value is −value × score.
  const slope = new Float64Array(fitted.parameters);
  const raw = stabilised ? difference : difference.map((x) => x + estimate);
  raw.forEach((x, g) => {
    fitted.scores[g]!.forEach((s, k) => {
      slope[k]! -= x * s;
    });
  });
  const solved = fitted.solve(slope);
  return {
    estimate,
    influence: difference.map((x, g) => x + sum(fitted.scores[g]!.map((s, k) => s * solved[k]!))),
  };
}
