import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Place } from "../../core/SpillwayError.ts";
import type { Attempt, RunLine, Turn } from "../Turn.ts";
import { journalLines } from "./journalLines.ts";
import type { PlacedLine } from "./PlacedLine.ts";
import type { ScannedJournal } from "./ScannedJournal.ts";

/** Takes the lines of a journal in the order of the file. */
export interface JournalReader {
  run?(run: RunLine, place: Place): void;
  turn?(turn: Turn, place: Place): void;
  attempt?(attempt: Attempt, place: Place): void;
}

/**
 * Goes through a journal line by line and keeps none of them: memory does not grow with its length. A torn last line, as a
 * killed process leaves it (without its line break or not readable as JSON), is dropped; `openJournal` cuts it
 * away before anything is appended. Cost: linear, a megabyte of the file at a time.
 *
 * Every line is held against its check and its shape, what an agent did against its contentHash, and the call of each line
 * against the plan's hash, so that edits, doubled, missing and moved lines are found. Hashes are no signatures: they show
 * accidents and edits by hand.
 *
 * @param plan that of the run, with which arms are compared. Default: it is not known.
 * @throws SpillwayError with file and line for an unreadable line in the middle, a line out of place (the run line is the
 * first, the end line the last), an unknown format, and a file that is no journal at all; whatever the reader throws.
 */
export function scanJournal(path: string, reader: JournalReader = {}, plan?: TreatmentPlan): ScannedJournal {
  let found: ScannedJournal | undefined;
  const lines = (function* (): Generator<PlacedLine, void> {
    found = yield* journalLines(path, plan);
  })();
  for (const { line, place } of lines) {
    if (line.type === "turn") reader.turn?.(line, place);
    else if (line.type === "attempt") reader.attempt?.(line, place);
    else reader.run?.(line, place);
  }
  return found!;
}
