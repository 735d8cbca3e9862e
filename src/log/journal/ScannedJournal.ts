import type { EndLine, RunLine } from "../Turn.ts";

/** What a journal holds beside its turns and attempts. */
export interface ScannedJournal {
  /** Absent when the file is empty or its first line was torn. */
  readonly run?: RunLine;
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
