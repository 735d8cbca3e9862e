import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { forEachUnobservable, jointOf, type PairForm, pairForm, type SoftZeros, signs } from "./pairForm.ts";
import { quadraticForm, type Slack } from "./quadraticForm.ts";
import { type NodeGroup, nodeGroup, unobservableGroups } from "./unobservableGroups.ts";

/** Choices of {@link groupedBound}. */
export interface GroupedSettings {
  /** Treat rare pairs as unobservable too, each by itself. Default: only those that cannot be seen together. */
  readonly soft?: SoftZeros;
  /** Groups to use instead of those found, as lists of nodes 2p + a (p: place in the population, a: 0 first or 1 second condition). */
  readonly groups?: readonly (readonly number[])[];
}

/**
 * A bound like that of Aronow and Samii which treats potential outcomes that cannot be seen together in groups: for a group g
 * the slack is (Σ_{k ∈ g} v_k θ_k)² with v = s, in place of Σ (s_k θ_k + s_l θ_l)² over its unobservable pairs. Because
 * Σ_{k<l} (x_k + x_l)² = (K − 2) Σ x² + (Σ x)², it is never larger. A case of the bounds of Harshaw, Middleton and Sävje (2021),
 * "Optimized variance estimation under interference and complex experimental designs".
 *
 * Cost: as `youngBound`, and O(unobservable pairs × their neighbours) once for the groups.
 * @throws SpillwayError for more pairs than `pairForm` keeps, and for given groups that do not cover each unobservable pair exactly once.
 */
export function groupedBound(setting: VarianceSetting, given: GroupedSettings = {}): PreparedVariance {
  wantArgument("groupedBound", "settings", given);
  const { soft, groups } = given;
  wantVarianceSetting("groupedBound", setting);
  const form = pairForm(setting, soft);
  const found =
    groups === undefined
      ? unobservableGroups(form, setting.probabilities.law.structure)
      : groups.map((nodes) => nodeGroup(form, nodes));
  return quadraticForm(form, groupedSlack(form, found));
}

/** The slack of groups: Σ_g v_g v_gᵀ. Rare pairs that are not impossible are bounded one by one beside it. */
export function groupedSlack(form: PairForm, groups: readonly NodeGroup[]): Slack {
  const diagonal = new Float64Array(form.pi.length);
  const between = new Map<number, number>();
  const key = (k: number, l: number): number => Math.min(k, l) * form.pi.length + Math.max(k, l);
  for (const { nodes, weights } of groups) {
    nodes.forEach((k, x) => {
      diagonal[k]! += weights[x]! ** 2;
      for (let y = x + 1; y < nodes.length; y++) {
        const at = key(k, nodes[y]!);
        between.set(at, (between.get(at) ?? 0) + weights[x]! * weights[y]!);
      }
    });
  }
  forEachUnobservable(form, (k, l, a) => {
    if (jointOf(form, k, l) !== 0) {
      diagonal[k]! += Math.abs(a);
      diagonal[l]! += Math.abs(a);
      if (between.has(key(k, l)))
        throw new SpillwayError("groupedBound: wanted groups without rare pairs, got one that holds some");
    } else if (Math.abs((between.get(key(k, l)) ?? 0) - signs(k, l)) > 1e-12) {
      throw new SpillwayError(
        `groupedBound: wanted groups that cover each pair of nodes that cannot occur together exactly once, got ${between.get(key(k, l)) ?? 0} for nodes ${k} and ${l}`,
      );
    }
  });
  const nodes = form.pi.length;
  const pairs = Array.from(between, ([at, value]) => [Math.floor(at / nodes), at % nodes, value] as const);
  return { diagonal, pairs };
}
