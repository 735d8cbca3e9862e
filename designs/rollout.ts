import { z } from "zod";
import { probability, wholeNumber } from "../src/core/fields.ts";
import type { Law } from "./Design.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { stageLaw } from "./law/stageLaw.ts";
import { type GroupLabels, groupLabels, groupNumbers } from "./settings/groupNumbers.ts";
import { treatedByStage } from "./settings/treatedByStage.ts";

export interface RolloutSettings {
  /** Chance that an agent is treated by each stage, increasing, above 0 and at most 1: a coin for each agent (a die with a side per stage). */
  readonly probability?: readonly number[];
  /** Number of agents treated by each stage, increasing, from 1 to their number. Instead of `probability`. */
  readonly treated?: readonly number[];
  /** Share of the agents treated by each stage, increasing, above 0 and at most 1; each must give a whole number of agents. Instead of `probability`. */
  readonly shares?: readonly number[];
  /** Cluster of each agent, when clusters adopt whole: a list in the order of the network's ids, or a mapping from id to cluster. Then `treated` and `shares` count clusters. */
  readonly clusters?: GroupLabels;
  /** One stage, from 1, to be looked at alone: arms are then untreated and treated at that stage. Default: all stages, an arm each. */
  readonly stage?: number;
  /** Names of the arms: of never adopting, then of each stage; with `stage`, of its two arms. Default never, stage-1, stage-2 …; with `stage`, control, treated. */
  readonly arms?: readonly string[];
}

/**
 * Staggered rollout: treatment spreads in stages and is never taken back; an agent's arm is the stage at which it adopts. With probabilities, u_i is
 * drawn once and agent i is treated at stage t when u_i < p_t; with counts, a random order is drawn once and the first
 * m_t are. Each stage by itself is a `bernoulli` or `complete` design (`cluster`, with clusters); across stages, with
 * probabilities, P(Z_i^s = 1, Z_j^t = 1) = p_s p_t for two agents and min(p_s, p_t) for one.
 *
 * Cortez, Eichhorn and Yu (2022), "Staggered rollout designs enable causal inference under interference without network
 * knowledge".
 *
 * @throws SpillwayError when the numbers do not fit the network, with numbers that do.
 */
export const rollout: DesignKind<RolloutSettings> = defineDesign({
  kind: "rollout",
  summary: "nested stages: an agent treated at one stage stays treated",
  settings: z
    .strictObject({
      probability: stages(above0()).optional(),
      treated: stages(wholeNumber(1)).optional(),
      shares: stages(above0()).optional(),
      clusters: groupLabels("cluster").optional(),
      stage: wholeNumber(1).optional(),
      arms: z.array(z.string().min(1), { error: "must be a list of names" }).readonly().optional(),
    })
    .superRefine(({ stage, arms, ...given }, context) => {
      const complain = (key: string, message: string): void =>
        context.addIssue({ code: "custom", path: [key], message, input: given });
      const named = (["probability", "treated", "shares"] as const).filter((key) => given[key] !== undefined);
      const count = named.length === 1 ? given[named[0]!]!.length : 0;
      if (named.length === 0)
        complain("probability", "must be a list, one chance per stage (or give treated or shares)");
      else if (named.length > 1) complain(named[1]!, `must be left out where ${named[0]!} is given`);
      else if (stage !== undefined && stage > count)
        complain("stage", `must be a whole number from 1 to ${count}`);
      const wanted = stage === undefined ? count + 1 : 2;
      if (arms !== undefined && (arms.length !== wanted || new Set(arms).size !== wanted))
        complain("arms", `must be ${wanted} names, all different, untreated first`);
    })
    .overwrite((given) => {
      const { probability: p, treated, shares, stage } = given;
      const stages = (p ?? treated ?? shares ?? []).length;
      return {
        ...given,
        arms: given.arms ?? (stage === undefined ? stageNames(stages) : ["control", "treated"]),
      };
    }),
  law({ stage, arms, ...asked }, network) {
    const { group, labels } = asked.clusters
      ? groupNumbers("rollout", asked.clusters, network, "cluster")
      : { group: Uint32Array.from({ length: network.n }, (_, i) => i), labels: network.ids };
    const blocks = labels.length;
    const by = asked.probability ?? treatedByStage(asked, blocks, asked.clusters ? "cluster" : "agent");
    const names = stage === undefined ? arms! : stageNames(by.length);
    const law = (asked.probability ? coins : counts)(names, group, blocks, by);
    return stage === undefined ? law : stageLaw(law, stage, [arms![0]!, arms![1]!]);
  },
});

function coins(arms: readonly string[], block: Uint32Array, blocks: number, by: readonly number[]): Law {
  const row = arrivals(by, 1);
  const probability = Float64Array.from({ length: blocks * row.length }, (_, k) => row[k % row.length]!);
  return lawOf(arms, block.length, { kind: "independent-blocks", block, blocks, probability });
}

function counts(arms: readonly string[], block: Uint32Array, blocks: number, by: readonly number[]): Law {
  return lawOf(arms, block.length, {
    kind: "fixed-counts",
    block,
    blocks,
    stratum: new Uint32Array(blocks),
    strata: 1,
    counts: Uint32Array.from(arrivals(by, blocks)),
  });
}

/** What never arrives, and what arrives at each stage, when so much has arrived by each stage out of `all`. */
function arrivals(by: readonly number[], all: number): number[] {
  return [all - by.at(-1)!, ...by.map((now, t) => now - (by[t - 1] ?? 0))];
}

function stageNames(stages: number): string[] {
  return ["never", ...Array.from({ length: stages }, (_, t) => `stage-${t + 1}`)];
}

function above0(): z.ZodNumber {
  const error = "must be a probability above 0, at most 1";
  return probability().gt(0, { error });
}

/** A list of at most 255 numbers, each larger than the one before. */
function stages(number: z.ZodNumber): z.ZodReadonly<z.ZodArray<z.ZodNumber>> {
  return z
    .array(number, { error: "must be a list of numbers, one per stage" })
    .min(1, { error: "must have at least one stage" })
    .max(255, { error: "must have at most 255 stages" })
    .refine((list) => list.every((now, t) => t === 0 || now > list[t - 1]!), {
      error: "must increase from stage to stage (order the stages, and leave out those that add nobody)",
    })
    .readonly();
}
