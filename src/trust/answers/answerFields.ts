import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { damageAllowed } from "../../log/files/damageAllowed.ts";
import { fieldNames, fieldOf } from "../../log/maps/fields/fieldOf.ts";
import { recordsOf } from "../../log/maps/records/recordsOf.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";

export type Value = string | number | boolean | undefined;

/** Rows of one kind in a log: those of a table, or the entries of all lists at one path of its JSON. */
export interface RowsAtPath {
  /** As in `missions[*].votes[*]`; empty for the records themselves. */
  readonly path: string;
  readonly rows: number;
  /** Values by column; undefined where a row has none. Columns may end before the last row. */
  readonly columns: ReadonlyMap<string, readonly Value[]>;
}

export interface AnswerFieldsOptions {
  readonly dialect?: TableDialect;
  /** Damaged records that may be skipped, each with a note. Default 0. */
  readonly skipDamaged?: number;
}

const DEEPEST = 12;
const MOST_COLUMNS = 2000;

interface Growing {
  readonly path: string;
  rows: number;
  readonly columns: Map<string, Value[]>;
}

/**
 * All scalar values of a log, by where they stand: no map is needed, so that a check sees whatever the log holds. Objects become columns
 * with dots in their names, lists become rows of a path of their own. Cost: linear in the log, which is held by columns.
 *
 * @param files logs in any format that maps read: tables, JSON, JSONL, SQLite, Parquet, gzipped or not. With several, each row has a column `(file)`.
 * @throws SpillwayError with file and line for damaged records, unless some may be skipped, and for more than 2,000 columns.
 */
export async function answerFields(
  files: readonly string[],
  { dialect = {}, skipDamaged = 0 }: AnswerFieldsOptions = {},
): Promise<{ readonly tables: readonly RowsAtPath[]; readonly notes: readonly string[] }> {
  const found = new Map<string, Growing>();
  const damage = damageAllowed(skipDamaged);
  let columns = 0;
  const put = (at: Growing, name: string, value: Value, file: string): void => {
    let column = at.columns.get(name);
    if (!column) {
      if (++columns > MOST_COLUMNS)
        throw new SpillwayError(
          `trust: the log has more than ${MOST_COLUMNS} different fields, the last ${shown(name)}: name a table of its answers, as spillway import makes one`,
          { place: { file } },
        );
      column = [];
      at.columns.set(name, column);
    }
    column[at.rows - 1] = value;
  };
  const rowAt = (path: string, file: number): Growing => {
    let at = found.get(path);
    if (!at) {
      at = { path, rows: 0, columns: new Map() };
      found.set(path, at);
    }
    at.rows++;
    if (files.length > 1) put(at, "(file)", file, files[file]!);
    return at;
  };
  const walk = (
    value: unknown,
    at: Growing,
    name: string,
    path: string,
    file: number,
    depth: number,
  ): void => {
    if (value === null || value === undefined || depth > DEEPEST) return;
    if (Array.isArray(value)) {
      const inner = `${path}[*]`;
      for (const one of value) walk(one, rowAt(inner, file), "", inner, file, depth + 1);
    } else if (typeof value === "object")
      for (const key of fieldNames(value)) {
        const inner = fieldOf(value, key);
        const longer = name === "" ? key : `${name}.${key}`;
        walk(inner, at, longer, path === "" ? key : `${path}.${key}`, file, depth + 1);
      }
    else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      put(at, name === "" ? "(value)" : name, value, files[file]!);
  };
  for (const [file, log] of files.entries())
    for await (const batch of recordsOf(log, {}, { who: "trust", damage, dialect }))
      for (const { fields } of batch) walk(fields, rowAt("", file), "", "", file, 0);
  return { tables: [...found.values()], notes: damage.notes() };
}
