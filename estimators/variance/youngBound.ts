import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { forEachUnobservable, type PairForm, pairForm, type SoftZeros } from "./pairForm.ts";
import { quadraticForm, type Slack } from "./quadraticForm.ts";

/** Choices of {@link youngBound}. */
export interface YoungSettings {
  /** Treat rare pairs as unobservable too. Default: only those that cannot be seen together. */
  readonly soft?: SoftZeros;
}

/**
 * The variance estimator of Aronow and Samii (2017), equations 6 to 10, made ready for many evaluations: the total of
 * `aronowSamii`, which visits the pairs anew for every data set and needs no memory for them. For each pair of potential
 * outcomes that cannot be seen together, |2 θ_k θ_l| ≤ θ_k² + θ_l² (Young's inequality).
 *
 * With `soft`, pairs that are merely rare are bounded in the same way, S_kl = −A_kl and S_kk = Σ |A_kl|: conservative
 * whatever the outcomes, as long as the limit is chosen before them. It spares the estimate weights 1/π_kl that simulation
 * cannot measure.
 *
 * Cost: O(pairs) to prepare, O(pairs of agents seen) to evaluate. @throws SpillwayError for more pairs than `pairForm` keeps.
 */
export function youngBound(setting: VarianceSetting, given: YoungSettings = {}): PreparedVariance {
  wantArgument("youngBound", "settings", given);
  const { soft } = given;
  wantVarianceSetting("youngBound", setting);
  const form = pairForm(setting, soft);
  return quadraticForm(form, youngSlack(form));
}

/** The slack of Young's inequality for each unobservable pair by itself. */
export function youngSlack(form: PairForm): Slack {
  const diagonal = new Float64Array(form.pi.length);
  forEachUnobservable(form, (k, l, a) => {
    diagonal[k]! += Math.abs(a);
    diagonal[l]! += Math.abs(a);
  });
  return { diagonal };
}
