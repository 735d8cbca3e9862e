import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import type { Network } from "../src/network/Network.ts";
import type { Law } from "./Design.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { clusterFault } from "./law/clusterFault.ts";
import { lawOf } from "./law/lawOf.ts";
import { everyGramSchmidtSigns, gramSchmidtSigns } from "./methods/gramSchmidtSigns.ts";
import { gramSchmidtSystem } from "./methods/gramSchmidtSystem.ts";
import { armNames } from "./settings/armNames.ts";
import {
  type Covariate,
  type Covariates,
  covariateColumns,
  covariateField,
  whitened,
} from "./settings/covariates.ts";
import { type GroupLabels, groupLabels, groupNumbers } from "./settings/groupNumbers.ts";

export interface GramSchmidtWalkSettings {
  /** What the arms shall have in common: numbers by agent, by name, or the word `degree`. */
  readonly covariates: Covariates;
  /** Weight of robustness against balance, above 0 and at most 1: 1 is a coin for each, near 0 balances as much as possible. Default 0.5. */
  readonly phi?: number;
  /** Whether covariates are centred, made uncorrelated and of equal variance first, so that units do not matter. Default true; false takes the numbers as they are. */
  readonly standardize?: boolean;
  /** Whether a constant is balanced too, so that the arms are of nearly equal size. Default false. */
  readonly equalSizes?: boolean;
  /** Cluster of each agent, treated whole by its mean covariates: a list in the order of the network's ids, or a mapping from id to cluster. */
  readonly clusters?: GroupLabels;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/** Up to so many units every way that the walk can take is tried. */
const LISTED = 7;

/**
 * Random assignment that balances covariates, between independent assignment (`phi` 1) and as much balance as possible (near 0), by a
 * walk from 0 to ±1 in which each unit ends in either arm with probability ½. The covariance of the signs z is at most
 * (φI + (1 − φ)XXᵀ/ξ²)⁻¹, ξ the length of the longest row of X. Harshaw, Sävje, Spielman and Zhang (2024), "Balancing covariates in
 * randomized experiments with the Gram–Schmidt walk design", Journal of the American Statistical Association 119.
 *
 * The assignment mechanism is exact for up to 7 agents (or clusters), whose walks are listed. Beyond, it is known only by its sampler, and P(Z_i = 1) = 1/2.
 *
 * Cost of an assignment of n units by k covariates: O(n² k + n k³).
 * @throws SpillwayError when an agent has no number or no cluster, and for covariates that do not vary or are collinear.
 */
export const gramSchmidtWalk: DesignKind<GramSchmidtWalkSettings> = defineDesign({
  kind: "gram-schmidt-walk",
  summary: "covariates balanced by a random walk, each agent treated with probability 1/2",
  settings: z.strictObject({
    covariates: covariateField(),
    phi: z
      .number({ error: "must be a number above 0 and at most 1" })
      .gt(0, { error: "must be a number above 0 and at most 1" })
      .max(1, { error: "must be a number above 0 and at most 1" })
      .default(0.5),
    standardize: z.boolean().default(true),
    equalSizes: z.boolean().default(false),
    clusters: groupLabels("cluster").optional(),
    arms: armNames(),
  }),
  law({ covariates, phi, standardize, equalSizes, clusters, arms }, network) {
    const { n } = network;
    const group = clusters
      ? groupNumbers("gram-schmidt-walk", clusters, network, "cluster").group
      : Uint32Array.from({ length: n }, (_, i) => i);
    const columns = meansOf(group, covariates, network);
    const chosen = standardize ? whitened("gram-schmidt-walk", columns) : columns.map(({ values }) => values);
    const units = chosen[0]!.length;
    if (equalSizes) chosen.push(new Float64Array(units).fill(1));
    if (chosen.every((column) => column.every((x) => x === 0)))
      throw new SpillwayError(
        "gram-schmidt-walk: covariates must not be 0 for everybody: leave them out, or use bernoulli",
      );
    const points = new Float64Array(units * chosen.length);
    chosen.forEach((column, c) => {
      column.forEach((x, i) => {
        points[i * chosen.length + c] = x;
      });
    });
    const system = gramSchmidtSystem(points, chosen.length, phi);
    const lift = (signs: Uint8Array): Uint8Array => Uint8Array.from(group, (unit) => signs[unit]!);
    if (units > LISTED) {
      return {
        n,
        arms,
        structure: { kind: "sampler-only" },
        draw: (rng) => lift(gramSchmidtSigns(system, rng)),
        marginal: () => 0.5,
        refuses: (assignment, ids) => clusterFault(group, assignment, ids),
      } satisfies Law;
    }
    const list = everyGramSchmidtSigns(system);
    return lawOf(arms, n, {
      kind: "explicit-support",
      assignments: list.map(([signs]) => lift(signs)),
      probability: Float64Array.from(list, ([, p]) => p),
    });
  },
});

/** The mean of each covariate in each cluster; the clusters are numbered without gaps. */
function meansOf(group: Uint32Array, covariates: Covariates, network: Network): Covariate[] {
  const size = new Uint32Array(group.reduce((most, unit) => Math.max(most, unit + 1), 0));
  for (const unit of group) size[unit]!++;
  return covariateColumns("gram-schmidt-walk", covariates, network).map(({ name, values }) => {
    const total = new Float64Array(size.length);
    group.forEach((unit, i) => {
      total[unit]! += values[i]!;
    });
    return { name, values: total.map((all, unit) => all / size[unit]!) };
  });
}
