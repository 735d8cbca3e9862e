import type { Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";
import type { Question } from "../survey/Question.ts";

/** What one neighbour said in the round before. */
export interface Heard {
  readonly from: string;
  readonly said: Json;
}

/** A turn that is over, as a history keeps it. */
export interface Play {
  /** In which round; 0 for one that was given before the run. */
  readonly round: number;
  /** What was heard in that turn, before anything was said. */
  readonly heard: readonly Heard[];
  readonly crowd?: Json;
  /** What was then said; absent when it was nothing. */
  readonly said?: Json;
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
  /** What the channel says of all whom the agent hears together, where it sums them up: a mean, counts. Frozen. */
  readonly crowd?: Json;
  /**
   * Past turns, the oldest first, where the study keeps a history: its own, another agent's, or given ones. What is heard
   * in this turn stands in `heard` alone. Absent where the study keeps none; agents that remember then do so in `state`.
   * Frozen.
   */
  readonly history?: readonly Play[];
  /**
   * Present when this turn was asked already. After an answer that was no good: which attempt this is, from 2, why the last one failed, and what the answer
   * was, where it was given in words. After steps of the turn that went well: what each brought, and 1 as the attempt.
   */
  readonly retry?: {
    readonly attempt: number;
    readonly because: string;
    readonly answer?: string;
    /** What the steps of this turn brought so far, in their order, for agents whose turn takes several calls. */
    readonly steps?: readonly Json[];
  };
  /**
   * Present when the agent is not to act but to answer a question outside its turns: then what it says is the answer, and
   * the rest of the view is as of the end of the round, with what was heard in its latest turn. What it does is forgotten.
   */
  readonly question?: AskedQuestion;
  /** Chance of this turn alone: the same for (seed, world, agent, round), whatever else is drawn. */
  readonly rng: Rng;
}

/** A question as an agent is asked it. */
export interface AskedQuestion extends Pick<Question, "name" | "prompt" | "answer"> {
  /** The agent's latest turn: what it saw in it, what it said, and in which words; absent when it has had none. */
  readonly turn?: LatestTurn;
}

export interface LatestTurn {
  readonly view: View;
  /** Absent when it said nothing, or the turn did not end well. */
  readonly said?: Json;
  /** The answer as it came, of agents that are asked in words. */
  readonly text?: string;
}

/** What an agent does in one turn. What it says and keeps is JSON; anything else makes the turn invalid. */
export interface Action {
  /** What its out-neighbours hear in the next round; nothing is heard when absent. */
  readonly said?: Json;
  /** What it keeps for its own next turn. */
  readonly state?: Json;
  /** The measured outcome of this round. The study's outcome is that of the last round. */
  readonly outcome?: number;
  /** How the answer came about, for the journal; nobody hears it. */
  readonly call?: CallRecord;
}

/** What a call to something outside (a language model, a program) cost and said, for the journal. Never holds a key. */
export interface CallRecord {
  /** The model that answered, as it named itself. */
  readonly model?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  /** In the currency of the prices given. */
  readonly cost?: number;
  /** Where usage or cost is not told: the most that the call can have used, as it then counts against budgets. */
  readonly atMost?: { readonly input?: number; readonly output?: number; readonly cost?: number };
  /** What the other side says of the configuration that answered: another one may answer otherwise. */
  readonly fingerprint?: string;
  /** What the other side could not do as it was asked, in words. */
  readonly warnings?: readonly string[];
  /** The answer as it came, before anything was read from it. */
  readonly text?: string;
  /** What was read from it, where it has several fields: each becomes a column of the unit table. */
  readonly answer?: Readonly<Record<string, string | number | boolean>>;
  /** What was drawn to make the prompt, for example the order in which options were shown. */
  readonly drawn?: Json;
  /** Turns that the agent remembers and that were left out of the prompt, because it would have been too long; absent for none. */
  readonly left?: number;
  /** What a step of a turn brought, of calls that are not its last: a summary, the results of tools. It comes back in `retry.steps`. */
  readonly step?: Json;
}

/** What a run tells an agent beside the view: nothing that the answer may depend on. */
export interface AskContext {
  /** Ends calls in flight when a run is stopped for good, or a turn has taken too long. */
  readonly signal?: AbortSignal;
}

/** An agent is a function from what it sees to what it does. It keeps nothing elsewhere, so a run can be resumed. */
export type Agent = (view: View, context?: AskContext) => Action | Promise<Action>;
