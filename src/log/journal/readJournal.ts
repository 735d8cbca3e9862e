import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Attempt, Turn } from "../Turn.ts";
import type { ScannedJournal } from "./ScannedJournal.ts";
import { scanJournal } from "./scanJournal.ts";

/** What a journal holds. */
export interface Journal extends Omit<ScannedJournal, "turns" | "turnsIn"> {
  /** In the order of the file. */
  readonly turns: readonly Turn[];
  /** Attempts that were not the last of their turn, in the order of the file. */
  readonly attempts: readonly Attempt[];
}

/**
 * Reads a whole journal into memory; {@link scanJournal} goes through one line by line.
 *
 * @param plan that of the run, with which arms are compared. Default: it is not known.
 * @throws SpillwayError as {@link scanJournal}.
 */
export function readJournal(path: string, plan?: TreatmentPlan): Journal {
  const turns: Turn[] = [];
  const attempts: Attempt[] = [];
  const { turnsIn: _, ...scanned } = scanJournal(
    path,
    { turn: (turn) => void turns.push(turn), attempt: (attempt) => void attempts.push(attempt) },
    plan,
  );
  return { ...scanned, turns, attempts };
}
