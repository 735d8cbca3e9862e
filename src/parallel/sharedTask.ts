import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { RunSettings } from "../run/runSettings.ts";
import type { SimulatorOptions } from "../truth/studySimulator.ts";
import type { StudyText } from "./worldsOf.ts";

/** What the workers of a run find on the server. */
export interface RunTask extends StudyText {
  readonly kind: "run";
  /** SHA-256 of the study. */
  readonly hash: string;
  readonly plan: TreatmentPlan;
  readonly settings: RunSettings;
}

/** What the workers of a diagnosis find on the server. */
export interface DiagnosisTask extends StudyText {
  readonly kind: "diagnosis";
  readonly options: SimulatorOptions;
  /** Numbers of the simulations of each piece. */
  readonly pieces: readonly (readonly number[])[];
}

export type SharedTask = RunTask | DiagnosisTask;

/** A task as text, for the server. */
export function sharedTask(task: SharedTask): string {
  return JSON.stringify(task);
}

/** The task of a text. @throws SpillwayError for a text that is none. */
export function readTask(text: string): SharedTask {
  const task = JSON.parse(text) as SharedTask | null;
  if (task?.kind === "run" || task?.kind === "diagnosis") return task;
  throw new SpillwayError("worker: wanted a run or a diagnosis, got something else", { kind: "failure" });
}
