import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import type { Network } from "../src/network/Network.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import type { FixedCounts } from "./Structure.ts";
import { armCounts, armNumbers, armShares, checkArmCounts } from "./settings/armCounts.ts";
import { armList } from "./settings/armList.ts";
import { type GroupLabels, groupLabels, groupNumbers } from "./settings/groupNumbers.ts";

export interface BlockedSettings {
  /** Block of each agent: a list in the order of the network's ids, or a mapping from id to block. */
  readonly blocks: GroupLabels;
  /** Number of treated agents in every block, or a mapping from block to it; from 0 to the size of the block. For two arms. */
  readonly treated?: number | Readonly<Record<string, number>>;
  /** Number of agents in each arm, in the order of `arms`, in every block, or a mapping from block to them. Instead of `treated`. */
  readonly counts?: readonly number[] | Readonly<Record<string, readonly number[]>>;
  /** Share of each block's agents in each arm, in the order of `arms`, with sum 1. Each must give a whole number in each block. Instead of `treated`. */
  readonly shares?: readonly number[];
  /** Names of the arms, untreated first. Default control, treated. */
  readonly arms?: readonly string[];
}

/**
 * Blocked (stratified) randomization: in each block a fixed number of agents is in each arm, every such assignment equally likely,
 * independently of the other blocks. Agents of two blocks: P(Z_i = Z_j = 1) is the product; of one block with m of b
 * treated, m(m − 1)/(b(b − 1)). Fisher (1935), "The Design of Experiments", chapter IV.
 *
 * @throws SpillwayError when an agent has no block, a block is not mentioned, or a block cannot be divided as asked.
 */
export const blocked: DesignKind<BlockedSettings> = defineDesign({
  kind: "blocked",
  summary: "a fixed number of agents in each of given blocks",
  settings: z
    .strictObject({
      blocks: groupLabels("block"),
      treated: z
        .union([whole(), z.record(z.string(), whole()).readonly()], {
          error: "must be a whole number, or a mapping from block to one",
        })
        .optional(),
      counts: z
        .union([armNumbers(), z.record(z.string(), armNumbers()).readonly()], {
          error: "must be whole numbers, one per arm, or a mapping from block to such a list",
        })
        .optional(),
      shares: armShares().optional(),
      arms: armList(),
    })
    .superRefine(checkArmCounts),
  law: (settings, network) => lawOf(settings.arms, network.n, blockedStructure("blocked", settings, network)),
});

/** Settings of {@link blocked} as its schema gives them. */
interface Asked {
  readonly blocks: GroupLabels;
  readonly treated?: BlockedSettings["treated"] | undefined;
  readonly counts?: BlockedSettings["counts"] | undefined;
  readonly shares?: readonly number[] | undefined;
  readonly arms: readonly string[];
}

/** Strata of agents with fixed counts. `who` is the design that speaks in messages. */
function blockedStructure(
  who: string,
  { blocks, treated, counts, shares, arms }: Asked,
  network: Network,
): FixedCounts {
  const { group, labels } = groupNumbers(who, blocks, network, "block");
  const size = new Uint32Array(labels.length);
  for (const b of group) size[b]!++;
  const treatedIn = perBlock(who, "treated", typeof treated === "number" ? undefined : treated, labels);
  const countsIn = perBlock(who, "counts", isList(counts) ? undefined : counts, labels);
  const rows = new Uint32Array(labels.length * arms.length);
  labels.forEach((label, b) => {
    const name = `block ${JSON.stringify(label)} of ${size[b]} agent${size[b] === 1 ? "" : "s"}`;
    const asked = {
      treated: treatedIn?.get(label) ?? (typeof treated === "number" ? treated : undefined),
      counts: countsIn?.get(label) ?? (isList(counts) ? counts : undefined),
      shares,
      arms,
    };
    if (asked.counts && asked.counts.length !== arms.length)
      throw new SpillwayError(
        `${who}: counts must have ${arms.length} entries, one per arm, got ${asked.counts.length} for ${name}`,
      );
    rows.set(armCounts(who, asked, { size: size[b]!, name, least: 0 }), b * arms.length);
  });
  const empty = arms.findIndex((_, a) => labels.every((__, b) => rows[b * arms.length + a] === 0));
  if (empty >= 0)
    throw new SpillwayError(`${who}: arm ${arms[empty]} gets no agent in any block: leave the arm out`);
  const block = Uint32Array.from(group.keys());
  return {
    kind: "fixed-counts",
    block,
    blocks: network.n,
    stratum: group,
    strata: labels.length,
    names: labels,
    counts: rows,
  };
}

function whole(): z.ZodNumber {
  return z.number({ error: "must be a whole number" });
}

function isList(counts: BlockedSettings["counts"]): counts is readonly number[] {
  return Array.isArray(counts);
}

/** Blocks named in a message. */
const MOST_LISTED = 8;

/** What is given for each block, when it is given block by block. */
function perBlock<Value>(
  who: string,
  key: string,
  given: Readonly<Record<string, Value>> | undefined,
  labels: readonly string[],
): ReadonlyMap<string, Value> | undefined {
  if (given === undefined) return undefined;
  const map = new Map(Object.entries(given));
  const known = new Set(labels);
  const some = labels.slice(0, MOST_LISTED).map((label) => JSON.stringify(label));
  const listed = labels.length > MOST_LISTED ? `${some.join(", ")}, …` : some.join(", ");
  for (const label of labels)
    if (!map.has(label))
      throw new SpillwayError(
        `${who}: ${key} must name every block (${listed}), got none for ${JSON.stringify(label)}`,
      );
  for (const label of map.keys())
    if (!known.has(label))
      throw new SpillwayError(`${who}: ${key} must name blocks (${listed}), got ${JSON.stringify(label)}`);
  return map;
}
