import type { Estimand } from "./Estimand.ts";

/** The true value of a contrast, known because the agents are synthetic. */
export interface Truth {
  readonly contrast: string;
  readonly value: number;
  /** Monte Carlo standard error of the value, when it is simulated. */
  readonly mcse?: number;
  /** How the value is known, in words. */
  readonly how: string;
}

/** What is known of synthetic agents without estimating anything. */
export interface Truths {
  readonly contrasts: readonly Truth[];
  /** The global average treatment effect: mean outcome when all are treated minus when none is; absent when there are not two arms. */
  readonly global?: Omit<Truth, "contrast">;
}

/** What truths are asked for, and by how much work. */
export interface TruthsWanted {
  /** What each inquiry is judged by: contrasts first, then what else is asked; others may follow. `exposure` is for contrasts only. */
  readonly estimands: readonly Estimand[];
  /** Replays, where a truth takes them. */
  readonly replays: number;
}
