import type { Rng } from "../src/core/rng.ts";

/**
 * How the arms of agents hang together. This is the hinge between designs and inference: the probability engine looks
 * only at the structure, so a design that declares one gets exact exposure probabilities, sparse dependent pairs and
 * variance estimates without a line of its own.
 */
export type Structure =
  | IndependentBlocks
  | FixedCounts
  | Mixture
  | SampledMixture
  | ExplicitSupport
  | SamplerOnly;

/** Agents fall into blocks; each block draws one arm for all its agents, independently of the other blocks. */
export interface IndependentBlocks {
  readonly kind: "independent-blocks";
  /** Block of each agent: 0 … blocks − 1. */
  readonly block: Uint32Array;
  readonly blocks: number;
  /** P(block b is in arm a) at index b × arms + a; each block's row sums to 1. */
  readonly probability: Float64Array;
}

/** Agents fall into blocks, blocks into strata; in each stratum a fixed number of blocks is in each arm, every such choice equally likely; strata are independent. */
export interface FixedCounts {
  readonly kind: "fixed-counts";
  /** Block of each agent: 0 … blocks − 1. */
  readonly block: Uint32Array;
  readonly blocks: number;
  /** Stratum of each block: 0 … strata − 1. */
  readonly stratum: Uint32Array;
  readonly strata: number;
  /** Number of blocks of stratum s in arm a at index s × arms + a; each row sums to the size of the stratum. */
  readonly counts: Uint32Array;
  /** What the strata are called, for messages. */
  readonly names?: readonly string[];
}

/** One of several structures is drawn, then an assignment from it. */
export interface Mixture {
  readonly kind: "mixture";
  readonly parts: readonly { readonly weight: number; readonly structure: Structure }[];
}

/**
 * A mixture of too many structures to list: a fresh one is drawn for each assignment. Probabilities are averages, over a
 * sample of structures, of the exact ones under each; only the choice of structures is left to Monte Carlo.
 */
export interface SampledMixture {
  readonly kind: "sampled-mixture";
  /** What the parts are, for sentences: "clusterings". */
  readonly name: string;
  /** A structure drawn from the mixture, or from one of its strata (0 … strata − 1). */
  part(rng: Rng, stratum?: number): IndependentBlocks | FixedCounts;
  /** Chances of strata, which divide the mixture so that a sample can be spread evenly over it; they sum to 1. Often one of chance 1. */
  readonly strata: Float64Array;
  /** How many structures are sampled from each stratum for probabilities. */
  readonly samples: number;
  /** P(agent i is in the arm), where it is known without sampling. */
  marginal(i: number, arm: number): number | undefined;
}

/** A list of assignments with their probabilities, which sum to 1. */
export interface ExplicitSupport {
  readonly kind: "explicit-support";
  readonly assignments: readonly Uint8Array[];
  readonly probability: Float64Array;
}

/** Nothing but a sampler: probabilities come from Monte Carlo. */
interface SamplerOnly {
  readonly kind: "sampler-only";
}
