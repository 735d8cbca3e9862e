import type { Turn } from "../../log/Turn.ts";

/** Mean outcome of the agents of an arm after a round, over all worlds. */
export interface RoundMean {
  readonly round: number;
  readonly arm: string;
  readonly mean: number;
  /** Outcomes that the mean is of. */
  readonly n: number;
}

/** An agent of the first world that came to have outcome 1, and from whom it can have it. */
export interface Adoption {
  readonly agent: string;
  readonly arm: string;
  /** First round with outcome 1. */
  readonly round: number;
  /** Whom it heard in that round or before, of those with outcome 1 in an earlier round: the earliest. Absent where there is none. */
  readonly from?: string;
}

/** What a journal shows beyond the last round. */
export interface RunStory {
  readonly trajectories: readonly RoundMean[];
  /** Present where every outcome is 0 or 1, and agents came to have 1 after another: who after whom, in the order of rounds. */
  readonly cascade?: readonly Adoption[];
  /** A few turns, whole: the first of each arm in the first round and in the last. */
  readonly turns: readonly Turn[];
}
