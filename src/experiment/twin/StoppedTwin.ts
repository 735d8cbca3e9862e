import { SpillwayError } from "../../core/SpillwayError.ts";
import type { RunResult } from "../../run/runPlan.ts";

/** A run of twin worlds ended before its last turn: a budget was used up, somebody stopped it, or too much failed. Asking the same again resumes it. */
export class StoppedTwin extends SpillwayError {
  /** `base`, or the name of the branch. */
  readonly branch: string;
  /** How it ended, and how far it came. */
  readonly run: RunResult;

  constructor(branch: string, run: RunResult) {
    super(
      `twin: the run "${branch}" ended after ${run.turns} of ${run.total} turns${run.halted ? `: ${run.halted.because}` : ""}; asking the same again resumes it, with a larger budget where it was used up`,
      { kind: "failure" },
    );
    this.branch = branch;
    this.run = run;
  }
}

/** The error of a run of twin worlds that has ended before its last turn. */
export function stoppedTwin(branch: string, run: RunResult): SpillwayError {
  return new StoppedTwin(branch, run);
}
