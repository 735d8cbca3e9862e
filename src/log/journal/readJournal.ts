import type { Attempt, Turn } from "../Turn.ts";
import type { ScannedJournal } from "./ScannedJournal.ts";
import { scanJournal } from "./scanJournal.ts";

/** What a journal holds. */
export interface Journal extends Omit<ScannedJournal, "turns"> {
  /** In the order of the file. */
  readonly turns: readonly Turn[];
  /** Attempts that were not the last of their turn, in the order of the file. */
  readonly attempts: readonly Attempt[];
}

/**
 * Reads a whole journal into memory; {@link scanJournal} goes through one line by line.
 *
 * @throws SpillwayError as {@link scanJournal}.
 */
export function readJournal(path: string): Journal {
  const turns: Turn[] = [];
  const attempts: Attempt[] = [];
  const scanned = scanJournal(path, {
    turn: (turn) => void turns.push(turn),
    attempt: (attempt) => void attempts.push(attempt),
  });
  return { ...scanned, turns, attempts };
}
