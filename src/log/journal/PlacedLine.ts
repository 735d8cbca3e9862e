import type { Place } from "../../core/SpillwayError.ts";
import type { Attempt, RunLine, Turn } from "../Turn.ts";

/** A line of a journal, and where it stands. */
export interface PlacedLine {
  readonly line: RunLine | Turn | Attempt;
  readonly place: Place;
}
