import type { Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";

/** What one neighbour said in the round before. */
export interface Heard {
  readonly from: string;
  readonly said: Json;
}

/** What an agent sees in one turn: h_i(t + 1) = f_i(e_i, d_i), with d_i = `heard` and everything else e_i. */
export interface View {
  /** Which complete run of the population this is, from 0. */
  readonly world: number;
  /** From 1. */
  readonly round: number;
  readonly rounds: number;
  /** The agent's own id. */
  readonly agent: string;
  /** Name of the arm that it was assigned. */
  readonly arm: string;
  /**
   * What its in-neighbours said in the round before, in the order of their ids. Empty in round 1. A neighbour whose last
   * turn did not end well, or that said nothing, is absent. Frozen: copy what you want to change.
   */
  readonly heard: readonly Heard[];
  /**
   * What the agent kept for itself in the round before; absent in round 1. After a turn that did not end well, what it
   * kept in the last one that did. Frozen like `heard`.
   */
  readonly state?: Json;
  /** Chance of this turn alone: the same for (seed, world, agent, round), whatever else is drawn. */
  readonly rng: Rng;
}

/** What an agent does in one turn. What it says and keeps is JSON; anything else makes the turn invalid. */
export interface Action {
  /** What its out-neighbours hear in the next round; nothing is heard when absent. */
  readonly said?: Json;
  /** What it keeps for its own next turn. */
  readonly state?: Json;
  /** The measured outcome of this round. The study's outcome is that of the last round. */
  readonly outcome?: number;
}

/** An agent is a function from what it sees to what it does. It keeps nothing elsewhere, so a run can be resumed. */
export type Agent = (view: View) => Action | Promise<Action>;
