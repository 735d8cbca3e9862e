import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";

/** Numbers of a table, one per row. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** 0 where `known` is 0, and then never read. */
  readonly values: Float64Array;
  /** 1 where there is a number. */
  readonly known: Uint8Array;
}

/** Texts of a table, one per row: each different text is kept once. */
export interface TextColumn {
  readonly kind: "text";
  readonly name: string;
  /** Index into `texts`, by row; 0 where `known` is 0, and then never read. */
  readonly codes: Uint32Array;
  /** The different texts, in the order in which they first occur. */
  readonly texts: readonly string[];
  /** 1 where there is a text. */
  readonly known: Uint8Array;
}

export type Column = NumberColumn | TextColumn;

/**
 * A table by columns: what every reader of logs and unit tables fills, and what measures and estimators read. A million rows of four
 * numbers take 36 MB, not an object each.
 */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A column by its name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  wantArgument("findColumn", "a table", table, { fields: ["columns"] });
  return table.columns.find((column) => column.name === name);
}

/**
 * A column of numbers by its name.
 *
 * @throws SpillwayError when there is none, with the nearest name, and when it holds texts.
 */
export function numberColumn(table: Table, name: string): NumberColumn {
  wantArgument("numberColumn", "a table", table, { fields: ["columns"] });
  const column = wantColumn(table, name);
  if (column.kind === "number") return column;
  throw new SpillwayError(
    `table: column ${name} must hold numbers, got texts such as "${column.texts[0] ?? ""}"`,
  );
}

/**
 * A column of texts by its name.
 *
 * @throws SpillwayError when there is none, with the nearest name, and when it holds numbers.
 */
export function textColumn(table: Table, name: string): TextColumn {
  wantArgument("textColumn", "a table", table, { fields: ["columns"] });
  const column = wantColumn(table, name);
  if (column.kind === "text") return column;
  throw new SpillwayError(`table: column ${name} must hold texts, got numbers`);
}

function wantColumn(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column) return column;
  const names = table.columns.map((one) => one.name);
  throw new SpillwayError(
    `table: there is no column "${name}"${suggest(name, names)}; the columns are ${few(names)}`,
  );
}
