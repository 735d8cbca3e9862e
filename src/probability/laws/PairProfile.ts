import type { Chances } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";

/** A block that decides about two agents: its group, and the dose that it brings to each. `count` such blocks. */
export interface SharedBlock {
  readonly group: number;
  readonly wi: number;
  readonly wj: number;
  readonly count: number;
}

/** What the joint law of two agents' conditions depends on. For one agent alone, leave `j` out. */
export interface PairProfile {
  readonly i: { readonly total: number; readonly own: Omit<SharedBlock, "count"> };
  /** `own` is absent when both agents are in one block. */
  readonly j?: { readonly total: number; readonly own?: Omit<SharedBlock, "count"> };
  /** All other blocks that touch either agent, those of one group together, and in a group those that touch both first, then those of i. */
  readonly others: readonly SharedBlock[];
}

/** Joint probabilities of two agents' conditions at index c × conditions + d, and which can happen at all. */
export interface PairTable {
  readonly joint: Float64Array;
  readonly possible: Uint8Array;
}

/** What is the same for all pairs: the chances of blocks, the counted arm, and the tabulated rule by total dose and own arm. */
export interface PairSetting {
  readonly chances: Chances;
  readonly focal: number;
  readonly conditions: number;
  /** Whether doses come together as sets of bits instead of being added up. */
  readonly bits: boolean;
  /** The smallest sum that means the same as a sum, whatever comes on top of it, for a total dose; see the local rule. */
  readonly alike?: (sum: number, total: number) => number;
  readonly run: (total: number, own: number) => ConditionRun;
}
