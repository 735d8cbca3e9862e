import type { Table } from "../table/Table.ts";

/** How a foreign log becomes a table: the one contract of every reader of logs. */
export interface LogMap {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether a file that begins like this is likely one of its logs. Never throws. */
  recognises(head: string): boolean;
  /**
   * The log as a table.
   *
   * @param file name for messages.
   * @throws SpillwayError with file and line for what is not such a log.
   */
  table(text: string, file: string): Table;
}
