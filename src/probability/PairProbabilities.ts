import type { Law } from "../../designs/Design.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";

/** How likely each agent is in each condition, alone and together with another agent, under a design. */
export interface ExposureProbabilities {
  readonly network: Network;
  readonly law: Law;
  readonly exposure: Exposure;
  readonly conditions: readonly string[];
  readonly method: "exact" | "monte-carlo";
  /** Number of simulated assignments, when the method is monte-carlo. */
  readonly draws?: number;
  /** P(agent i is in the condition). */
  of(i: number, condition: string): number;
  /** P(agent i is in condition c and agent j in condition d). For i = j and c ≠ d it is 0. */
  joint(i: number, c: string, j: number, d: string): number;
  /** Monte Carlo standard error of {@link of}; 0 when exact. */
  mcse(i: number, condition: string): number;
  /** Agents that can never be in the condition, by construction of the design, not because a number came out small. Empty when only simulation could tell. */
  impossible(condition: string): readonly number[];
  /** Agents that were in the condition in none of the simulated assignments, though nothing rules it out: it is rare or impossible. Empty when exact. */
  unseen(condition: string): readonly number[];
  /** P(agent i is in condition c), at index i × conditions + c. */
  readonly marginals: Float64Array;
  readonly pairs: PairProbabilities;
  /** Simulated conditions, for the error of what is computed from them; absent when exact. */
  readonly simulated?: SimulatedConditions;
  /** Present when probabilities are averages over a sample of structures (clusterings); assignments are simulated for joint ones only. */
  readonly averaged?: AveragedParts;
  /** The same with this many draws, the first of which are those at hand: the numbers are as if all had been asked for at once. Absent when exact. */
  more?(draws: number): ExposureProbabilities;
  /** Whom contrasts are about, where agents that are too unlikely in a condition are left out; see `withFloor`. */
  readonly floor?: PopulationFloor;
  /** Whom contrasts are about, where they are about a group; see `amongAgents`. */
  readonly among?: PopulationGroup;
  /** Up to how many draws an estimate may ask for, because draws were wanted as `auto`. */
  readonly maxDraws?: number;
}

/** A population fixed by the design, before any outcome: who is likely enough in every condition that is compared. */
interface PopulationFloor {
  /** Least probability, above 0 and below 1. */
  readonly floor: number;
  /** The conditions that it is asked for in. */
  readonly conditions: readonly string[];
  /** 1 for each agent that has it in all of them. */
  readonly inside: Uint8Array;
}

/** A population that was known before the assignment. */
interface PopulationGroup {
  /** 1 for each agent of it. */
  readonly inside: Uint8Array;
  /** What they have in common, as it follows "agents". */
  readonly words: string;
}

/** A sample of structures over which probabilities are averaged. */
export interface AveragedParts {
  /** How many structures. */
  readonly parts: number;
  /** What they are: "clusterings". */
  readonly name: string;
  /** How many simulated assignments joint probabilities come from, once they are asked for. */
  readonly draws: number;
  /** Visits each structure: its marginals, its weight, and on how many agents a condition may depend. Cost: that of the marginals, where they are too many to keep. */
  forEach(visit: PartVisit): void;
  /** Monte Carlo standard error of Σ weight × marginal, over entries of the marginals. Cost: O(parts × entries) and that of {@link forEach}. */
  errorOf(terms: readonly (readonly [entry: number, weight: number])[]): number;
}

/** Sees the marginals of one structure of a sample, its weight, and, for each agent, on how many agents (itself included) its condition may depend there: upper bounds. */
export type PartVisit = (marginals: Float64Array, weight: number, dependents: () => Uint32Array) => void;

/** Second-order probabilities, and which pairs of agents are dependent at all. */
export interface PairProbabilities {
  /** Visits each unordered pair i < j whose joint law has to be looked up: all others are described by `far`. The law is valid during the visit only. */
  forEachNear(visit: (i: number, j: number, law: PairLaw) => void): void;
  /** Visits each j for which the pair of i and j has to be looked up, or those of them that are wanted (1 at their index); the law's first agent is i, and it is valid during the visit only. */
  forEachNearOf(i: number, visit: (j: number, law: PairLaw) => void, wanted?: Uint8Array): void;
  /** The joint law of two different agents, near or far, to keep. */
  law(i: number, j: number): PairLaw;
  /** An upper bound on the number of agents that {@link forEachNearOf} visits, plus one; also the order of its cost. */
  boundOf(i: number): number;
  /** Number of pairs that {@link forEachNear} visits, or a cheap upper bound on it. */
  readonly nearBound: number;
  /** For each agent, on how many agents (itself included) its condition may depend: exact or an upper bound. */
  dependents(): Uint32Array;
  /** Of the pairs that are not near: `independent`, or a function of the two agents' types. */
  readonly far: "independent" | FarTypes;
}

/** The joint law of two agents' conditions, by index of condition. */
export interface PairLaw {
  /** P(first in c and second in d). */
  joint(c: number, d: number): number;
  /**
   * Whether that can happen, by construction. With simulated probabilities: whether it was seen in some draw. Not seen is
   * rare or impossible, and variances treat such a pair as one that cannot happen, which is conservative for both.
   */
  possible(c: number, d: number): boolean;
}

/** Pairs without a common block under fixed counts: their joint law depends only on the agents' types. */
export interface FarTypes {
  /** Type of each agent: 0 … count − 1. */
  readonly type: Uint32Array;
  readonly count: number;
  /** The part that each type belongs to: agents of two parts are in their conditions independently. Absent where that is not known of any. */
  readonly part?: Uint32Array;
  law(t: number, u: number): PairLaw;
}

/** For each agent and condition, one bit a draw: was the agent in the condition? */
export interface SimulatedConditions {
  readonly draws: number;
  /** Words of 32 draws, draw r at bit r mod 32 of word ⌊r / 32⌋; bits beyond the last draw are 0. */
  readonly words: number;
  /** Bits of agent i in condition c start at word (i × conditions + c) × words. */
  readonly bits: Uint32Array;
}
