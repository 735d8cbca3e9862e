import type { RunChecks } from "../run/checks/runChecks.ts";
import type { QuestionCheck } from "./survey/QuestionCheck.ts";

/** What can be said of the run of a study before anything is estimated. */
export interface StudyChecks extends RunChecks {
  /** Present for a run with every agent under one treatment, and says so. */
  readonly aa?: string;
  /** How questions were answered; absent when none was asked. */
  readonly questions?: readonly QuestionCheck[];
}
