import { sum } from "../../src/core/numbers/sum.ts";
import type { WorldData } from "../ExperimentData.ts";
import type { GroupPropensity } from "./groupPropensity.ts";

/** A group's part of the mean outcome under a policy, and the weight that it is a part of. */
export interface PolicyMean {
  /** n_g⁻¹ Σ_j 1(z_j = a) Y_j π(z_−j; α)/f(z_g), of each group. */
  readonly values: Float64Array;
  /** The same with outcomes of 1. */
  readonly weights: Float64Array;
}

/**
 * Mean outcomes of agents in an arm when all others of their group are treated independently with chance α, or of everybody when all are
 * (`arm` undefined): inverse probability weighting by group. Tchetgen Tchetgen and VanderWeele (2012), section 4. In logarithms, as f underflows
 * in groups of more than about 1,000. Cost: O(n).
 */
export function policyMean(
  { arms, outcome, observed }: WorldData,
  { groups, logs }: GroupPropensity,
  { alpha, arm }: { readonly alpha: number; readonly arm?: 0 | 1 | undefined },
): PolicyMean {
  const values = new Float64Array(groups.length);
  const weights = new Float64Array(groups.length);
  const chance = (z: number): number => Math.log(z === 1 ? alpha : 1 - alpha);
  groups.forEach(({ agents }, g) => {
    const treated = agents.reduce((sum, i) => sum + arms[i]!, 0);
    const others = (own: number | undefined): number => {
      const [ones, zeros] = own === undefined ? [0, 0] : [own, 1 - own];
      const [k, rest] = [treated - ones, agents.length - treated - zeros];
      return (k === 0 ? 0 : k * chance(1)) + (rest === 0 ? 0 : rest * chance(0));
    };
    // Agents without an outcome are left out of the group's mean; their arms still count.
    const known = agents.filter((i) => observed[i] === 1);
    for (const i of known) {
      if (arm !== undefined && arms[i] !== arm) continue;
      const weight = Math.exp(others(arm === undefined ? undefined : arms[i]) - logs[g]!) / known.length;
      weights[g]! += weight;
      values[g]! += weight * outcome[i]!;
    }
  });
  return { values, weights };
}

/**
 * How many equally weighted groups a policy mean is worth to be expected, by the chances of treatment alone: G²/Σ E ω_g², with E ω_g² bounded by the
 * mean over its agents of P(z_j = a)⁻¹ Π_{k ≠ j} [α²/p_k + (1 − α)²/(1 − p_k)]. Where chances of agents are not known, what the weights seen are worth.
 */
export function groupsWorth(
  { chances, groups }: GroupPropensity,
  { weights }: PolicyMean,
  { alpha, arm }: { readonly alpha: number; readonly arm?: 0 | 1 | undefined },
): number {
  if (!chances) return sum(weights) ** 2 / sum(weights.map((w) => w * w));
  const squares = chances.map((inside) => {
    const factors = inside.map((p) => alpha ** 2 / p + (1 - alpha) ** 2 / (1 - p));
    const all = factors.reduce((product, m) => product * m, 1);
    if (arm === undefined) return all;
    return sum(inside.map((p, k) => all / factors[k]! / (arm === 1 ? p : 1 - p))) / inside.length;
  });
  return groups.length ** 2 / sum(squares);
}
