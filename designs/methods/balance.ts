import type { Network } from "../../src/network/Network.ts";
import { type Covariates, covariateColumns, whitened } from "../settings/covariates.ts";

/**
 * The Mahalanobis distance between the mean covariates of treated and untreated agents, n₁n₀/n · dᵀS⁻¹d, as a function of the
 * assignment: d is the difference in means and S the covariance of the covariates (with n − 1). Under complete
 * randomization it has mean k, the number of covariates, and nearly a χ² law with k degrees of freedom. Infinite when
 * an arm is empty. Swapping the arms gives the same number to the last bit. Morgan and Rubin (2012), equation 1.
 *
 * Cost: O(n k²) once, O(n k) a call.
 * @throws SpillwayError when an agent has no number, and for covariates that do not vary or are collinear.
 */
export function balance(
  who: string,
  covariates: Covariates,
  network: Network,
): (assignment: Uint8Array) => number {
  const scores = whitened(who, covariateColumns(who, covariates, network));
  const { n } = network;
  return (assignment) => {
    let treated = 0;
    for (let i = 0; i < n; i++) treated += assignment[i]!;
    const untreated = n - treated;
    if (treated === 0 || untreated === 0) return Number.POSITIVE_INFINITY;
    let distance = 0;
    for (const score of scores) {
      // Each arm is added up by itself, so that swapping the arms changes the sign of their difference and nothing else.
      let first = 0;
      let second = 0;
      for (let i = 0; i < n; i++) {
        if (assignment[i] === 1) second += score[i]!;
        else first += score[i]!;
      }
      distance += (second / treated - first / untreated) ** 2;
    }
    return (distance * (treated * untreated)) / n;
  };
}
