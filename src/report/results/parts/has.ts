import { objects } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/** Whether a file has all of these fields. */
export const has = (data: ResultData, ...fields: readonly string[]): boolean =>
  fields.every((field) => data[field] !== undefined);
/** Whether a file has rows, each with all of these fields. */
export const rowsHave = (data: ResultData, ...fields: readonly string[]): boolean => {
  const rows = objects(data.rows);
  return rows.length > 0 && rows.every((row) => has(row, ...fields));
};
