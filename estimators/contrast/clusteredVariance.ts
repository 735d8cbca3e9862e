import { compensatedSum, sum } from "../../src/core/numbers/sum.ts";
import type { Grouping } from "../ExperimentData.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/** A variance by clusters, and how many clusters it is made of. */
interface ClusteredVariance {
  readonly variance: number;
  readonly clusters: number;
}

/**
 * The variance of a sum of contributions to an estimate when contributions of one cluster may depend on one another in any way: the sum over
 * clusters of the squared cluster total, less the mean total where contributions do not add up to 0. Of Hájek's linearised contributions this is
 * Liang and Zeger's (1986) estimator, without a factor for small samples.
 *
 * @param contributions of each agent; 0 of those that have none.
 */
export function clusteredVariance(
  contributions: Float64Array,
  { names, of }: Grouping,
  agents: readonly number[],
): ClusteredVariance {
  const totals = names.map(() => compensatedSum());
  const present = new Uint8Array(names.length);
  for (const i of agents) {
    totals[of[i]!]!.add(contributions[i]!);
    present[of[i]!] = 1;
  }
  const values = totals.flatMap((total, g) => (present[g] === 1 ? [total.value] : []));
  const clusters = values.length;
  const all = sum(values);
  const scale = sum(values.map(Math.abs));
  // Residuals add up to 0 but for rounding; a mean of rounding is not worth a factor.
  if (Math.abs(all) <= 1e-9 * scale) return { variance: sum(values.map((v) => v * v)), clusters };
  const mean = all / clusters;
  const spread = sum(values.map((v) => (v - mean) ** 2));
  return { variance: (spread * clusters) / (clusters - 1), clusters };
}

/** Whether conditions of agents of different clusters depend on one another through the design: common neighbours, clusters of the design. Cost: O(near pairs). */
export function dependsAcross({ probabilities, population }: VarianceSetting, { of }: Grouping): boolean {
  const member = new Uint8Array(probabilities.network.n);
  for (const i of population) member[i] = 1;
  let across = false;
  probabilities.pairs.forEachNear((i, j) => {
    if (member[i] === 1 && member[j] === 1 && of[i] !== of[j]) across = true;
  });
  return across;
}
