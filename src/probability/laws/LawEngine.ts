import type { PairTable } from "./PairProfile.ts";

/** Computes exact laws of conditions, one agent or one pair at a time, for one way in which blocks are treated. */
export interface LawEngine {
  /** The law of one agent's condition. Valid until the next call. */
  single(i: number): PairTable;
  /** The joint law of two different agents' conditions. Valid until the next call. */
  pair(i: number, j: number): PairTable;
  /** The same as if the two agents had no block in common; also for an agent and itself. Valid until the next call. */
  apart(i: number, j: number): PairTable;
}
