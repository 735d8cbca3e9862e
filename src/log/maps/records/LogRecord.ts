import type { Place, SpillwayError } from "../../../core/SpillwayError.ts";

/** One record of a log and where it stands. */
export interface LogRecord {
  readonly fields: unknown;
  readonly place: Place;
  /** Its number in a document or line of several, from 1, for messages. */
  readonly number?: number;
  /** What is wrong with it, where it could not be read; then it has no fields. */
  readonly fault?: SpillwayError;
}

/** Records as they are read, some at a time. */
export type LogRecords = AsyncGenerator<readonly LogRecord[]>;
