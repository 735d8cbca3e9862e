import { largestEigenvalue } from "../../src/core/numbers/largestEigenvalue.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";
import { formPairs, type PairForm, pairForm, signs } from "./pairForm.ts";

/** Most pairs of agents: some seconds of work. */
const MOST_PAIRS = 5e5;

/**
 * The largest variance that a Horvitz–Thompson contrast can have over all outcomes whose mean square, over agents and both
 * conditions, is 1: 2n λ_max(A), with A the matrix of the variance θᵀAθ (see {@link exactVariance}). What the design
 * guarantees whatever the outcomes are; λ is found by Lanczos' method on the dependent pairs.
 *
 * Aronow and Samii (2017), equation 4, for A; the eigenvalue as in Harshaw, Sävje, Spielman and Zhang (2024), section 3.
 *
 * @returns the variance, or undefined for more than 500,000 pairs of agents that may be dependent. Cost: O(pairs) memory, up to 320 × O(pairs) time.
 */
export function worstCaseVariance(setting: VarianceSetting): number | undefined {
  wantVarianceSetting("worstCaseVariance", setting);
  if (formPairs(setting) > MOST_PAIRS) return undefined;
  const form = pairForm(setting);
  const nodes = form.pi.length;
  return (nodes * largestEigenvalue(product(form), nodes)) / setting.population.length ** 2;
}

/** Multiplies n²A by a vector of nodes. */
function product(form: PairForm): (vector: Float64Array, into: Float64Array) => void {
  const { pi, starts, partner } = form;
  const weight = new Float64Array(4 * partner.length);
  for (let p = 0; p + 1 < starts.length; p++)
    for (let e = starts[p]!; e < starts[p + 1]!; e++)
      for (let m = 0; m < 4; m++) {
        const k = 2 * p + (m >> 1);
        const l = 2 * partner[e]! + (m & 1);
        weight[4 * e + m] = signs(k, l) * (form.joint[4 * e + m]! / (pi[k]! * pi[l]!) - 1);
      }
  return (vector, into) => {
    for (let p = 0; p + 1 < starts.length; p++) {
      // An agent's two outcomes are never seen together: their entry is +1.
      into[2 * p] = (1 / pi[2 * p]! - 1) * vector[2 * p]! + vector[2 * p + 1]!;
      into[2 * p + 1] = (1 / pi[2 * p + 1]! - 1) * vector[2 * p + 1]! + vector[2 * p]!;
    }
    for (let p = 0; p + 1 < starts.length; p++)
      for (let e = starts[p]!; e < starts[p + 1]!; e++) {
        const q = 2 * partner[e]!;
        for (let m = 0; m < 4; m++) {
          const k = 2 * p + (m >> 1);
          const l = q + (m & 1);
          into[k]! += weight[4 * e + m]! * vector[l]!;
          into[l]! += weight[4 * e + m]! * vector[k]!;
        }
      }
  };
}
