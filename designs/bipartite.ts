import { z } from "zod";
import { finite, probability, seed } from "../src/core/fields.ts";
import { present } from "../src/core/present.ts";
import { rng } from "../src/core/rng.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { shown } from "../src/core/shown.ts";
import { exposureClusters } from "../src/network/clusters/exposureClusters.ts";
import type { Network } from "../src/network/Network.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { diversionUnits, type UnitNames } from "./law/diversionUnits.ts";
import { lawOf } from "./law/lawOf.ts";
import type { FixedCounts, IndependentBlocks } from "./Structure.ts";
import { armNames } from "./settings/armNames.ts";
import { type GroupLabels, groupLabels, groupNumbers } from "./settings/groupNumbers.ts";

export interface BipartiteSettings {
  /** Diversion units, who can be treated: a list of ids, or `{ prefix }`, what their ids begin with. Default: agents to whom no edge points and from whom one goes. */
  readonly units?: UnitNames;
  /** Cluster of each diversion unit, a mapping from id to cluster or a list in the order of their ids; or `exposure-design`, clusters found for the exposures of outcome units. Default: each by itself. */
  readonly clusters?: GroupLabels | "exposure-design";
  /** φ of `exposure-design`, from 0: how much covariances of exposures count against their variances. Default 1/(n − 1) with n outcome units. */
  readonly phi?: number;
  /** Seed of `exposure-design` alone. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
  /** Chance of treatment of each cluster, from 0 to 1; or a mapping from diversion unit to its chance, without clusters. Default 0.5, unless `treated` is given. */
  readonly probability?: number | Readonly<Record<string, number>>;
  /** Number of treated clusters of diversion units, from 1 to their number − 1, instead of coins. */
  readonly treated?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Bipartite experiments: diversion units (advertisers, listings, tools) are treated, and outcomes are measured on outcome
 * units (users, agents that call the tools), to which weighted edges lead. Outcome units are never treated; their exposure is the share
 * x_i = Σ_k W_ik Z_k of their weight that is treated, with mean Σ_k W_ik p_k and variance Σ_C (Σ_{k in C} W_ik)² p_C (1 − p_C).
 *
 * Zigler and Papadogeorgou (2021), "Bipartite causal inference with interference"; Harshaw, Sävje, Eisenstat, Mirrokni and
 * Pouget-Abadie (2023), "Design and analysis of bipartite experiments under a linear exposure-response model".
 *
 * @throws SpillwayError when the network does not have two sides, or the number of treated clusters cannot be honoured.
 */
export const bipartite: DesignKind<BipartiteSettings> = defineDesign({
  kind: "bipartite",
  summary: "treatment on one side of a two-sided network, outcomes on the other",
  settings: z.strictObject({
    units: z
      .union([z.array(z.string()).readonly(), z.strictObject({ prefix: z.string().min(1) }).readonly()], {
        error: "must be a list of ids, or a mapping with prefix",
      })
      .optional(),
    clusters: z
      .union([z.literal("exposure-design"), groupLabels("cluster")], {
        error: "must be exposure-design, a list of clusters, or a mapping from diversion unit to cluster",
      })
      .optional(),
    phi: finite().min(0, { error: "must be a finite number of at least 0" }).optional(),
    seed: seed().default(1),
    treated: z.number({ error: "must be a whole number" }).optional(),
    arms: armNames(),
    probability: z
      .union([probability(), z.record(z.string(), probability()).readonly()], {
        error: "must be a probability from 0 to 1, or a mapping from diversion unit to one",
      })
      .optional(),
  }),
  law(settings, network) {
    const { units, outcomes } = diversionUnits(network, settings.units);
    const cluster = clusterOf(settings, network, units);
    const clusters = cluster.reduce((most, c) => Math.max(most, c + 1), 0);
    // Clusters of diversion units are the first blocks; every outcome unit has one of its own, never treated.
    const block = new Uint32Array(network.n);
    for (const [k, unit] of units.entries()) block[unit] = cluster[k]!;
    for (const [k, unit] of outcomes.entries()) block[unit] = clusters + k;
    const blocks = clusters + outcomes.length;
    const structure =
      settings.treated === undefined
        ? coins(chancesOf(settings, network, units, clusters), block, blocks)
        : counts(settings, clusters, block, blocks);
    return { ...lawOf(settings.arms, network.n, structure), studied: outcomes, untreatable: outcomes };
  },
});

/** Settings as the schema gives them. */
type Asked = {
  readonly [Key in keyof BipartiteSettings]?: BipartiteSettings[Key] | undefined;
};

function clusterOf(
  { clusters, phi, seed: stream = 1 }: Asked,
  network: Network,
  units: Uint32Array,
): Uint32Array {
  if (clusters === "exposure-design")
    return exposureClusters(network, units, {
      ...present({ phi }),
      rng: rng(stream).fork("clustering"),
    });
  if (phi !== undefined)
    throw new SpillwayError("bipartite: phi belongs to clusters: exposure-design, leave it out otherwise");
  if (clusters === undefined) return Uint32Array.from(units.keys());
  const ids = Array.from(units, (unit) => network.ids[unit]!);
  return groupNumbers("bipartite", clusters, { ...network, n: ids.length, ids }, "cluster").group;
}

function chancesOf(
  { probability: given = 0.5, clusters }: Asked,
  { ids }: Network,
  units: Uint32Array,
  count: number,
): number[] {
  if (typeof given === "number") return new Array<number>(count).fill(given);
  if (clusters !== undefined)
    throw new SpillwayError(
      "bipartite: probability must be one number where there are clusters, because a cluster is treated whole",
    );
  const chance = new Map(Object.entries(given));
  const chances = Array.from(units, (unit) => {
    const id = ids[unit]!;
    const p = chance.get(id);
    if (p === undefined)
      throw new SpillwayError(
        `bipartite: probability must name every diversion unit, but ${shown(id)} has none`,
      );
    chance.delete(id);
    return p;
  });
  for (const id of chance.keys())
    throw new SpillwayError(`bipartite: probability names ${shown(id)}, which is no diversion unit`);
  return chances;
}

function coins(chances: readonly number[], block: Uint32Array, blocks: number): IndependentBlocks {
  const p = Float64Array.from({ length: 2 * blocks }, (_, k) => {
    const chance = chances[k >> 1] ?? 0;
    return k % 2 === 0 ? 1 - chance : chance;
  });
  return { kind: "independent-blocks", block, blocks, probability: p };
}

function counts(
  { treated = 0, probability: chance }: Asked,
  clusters: number,
  block: Uint32Array,
  blocks: number,
): FixedCounts {
  if (chance !== undefined)
    throw new SpillwayError(
      "bipartite: give probability (a coin for each cluster) or treated (a number of clusters), not both",
    );
  if (!Number.isInteger(treated) || treated < 1 || treated > clusters - 1)
    throw new SpillwayError(
      `bipartite: treated must be ${clusters > 1 ? `an integer from 1 to ${clusters - 1} (there are ${clusters} clusters of diversion units)` : "left out, because there is only one cluster of diversion units"}, got ${treated}`,
    );
  const strata = blocks - clusters + 1;
  const rows = Uint32Array.from({ length: 2 * strata }, (_, k) => (k % 2 === 0 ? 1 : 0));
  rows.set([clusters - treated, treated]);
  return {
    kind: "fixed-counts",
    block,
    blocks,
    stratum: Uint32Array.from({ length: blocks }, (_, b) => Math.max(0, b - clusters + 1)),
    strata,
    counts: rows,
  };
}
