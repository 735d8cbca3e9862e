import type { EditLine, EndLine, RunLine } from "../Turn.ts";

/** What a journal holds beside its turns and attempts. */
export interface ScannedJournal {
  /** Absent when the file is empty or its first line was torn. */
  readonly run?: RunLine;
  /** Edits of the study while it was run, in their order; `run` is as it holds after them. Absent when there are none. */
  readonly edits?: readonly EditLine[];
  /** Present when the run is complete. */
  readonly end?: EndLine;
  /** Length in bytes of the lines that count; whatever follows is a torn line. */
  readonly bytes: number;
  /** Number of lines. */
  readonly lines: number;
  /** Number of turns. */
  readonly turns: number;
  /** How many of them each world has. */
  turnsIn(world: number): number;
}
