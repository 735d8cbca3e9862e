import type { Place } from "../../../core/SpillwayError.ts";

/** One record of a log and where it stands. */
export interface LogRecord {
  readonly fields: unknown;
  readonly place: Place;
  /** Its number in a document of several, from 1, for messages. */
  readonly number?: number;
}

/** Records as they are read, some at a time. */
export type LogRecords = AsyncGenerator<readonly LogRecord[]>;
