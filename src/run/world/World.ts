import type { Action, View } from "../../agents/Agent.ts";
import type { Turn } from "../../log/Turn.ts";
import type { Moment } from "../Schedule.ts";
import type { Seen } from "./turnView.ts";

/**
 * The state of a world between two moments. What agents see in a moment is a function of the state that the one before
 * left; what they do goes into the next state. So the order in which the agents of a moment act never matters.
 */
export interface WorldState {
  /** Begins a round: who acts in it, moment after moment. Views and what is put down are of this round from here on. */
  moments(round: number): readonly Moment[];
  /** What agent i sees in a round; with `retry`, after an answer that was no good. Each view has the same chance from its beginning. */
  view(i: number, round: number, retry?: View["retry"]): View;
  /** What agent i has when a round has ended, before it sees anything of the next: what it keeps, and its history. */
  kept(i: number): Pick<Seen, "arm" | "state" | "history">;
  /** Puts down what agent i did in this moment: nothing when its turn did not end well. */
  put(i: number, action: Action | undefined): void;
  /** Ends the moment: what was put down is now what others hear. */
  turnPage(): void;
  /** The record of the turn that agent i has just played, with what came to it beside what it heard. Absent where that is nothing. */
  noted?(i: number, turn: Turn): Turn;
}
