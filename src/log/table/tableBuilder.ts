import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Column, Table } from "./Table.ts";

/** What a cell may hold; undefined is missing. */
export type Cell = number | string | undefined;

/** Fills a table row by row, as a stream is read. */
export interface TableBuilder {
  /** Adds a row: a cell for each column, in their order. */
  add(cells: readonly Cell[]): void;
  /** The table so far; nothing can be added to it. */
  build(): Table;
}

/** Rows that a builder has room for at first; doubled when they are used up. */
const FIRST_ROOM = 1024;

interface Growing {
  readonly name: string;
  readonly kind: Column["kind"];
  values: Float64Array;
  codes: Uint32Array;
  known: Uint8Array;
  readonly texts: string[];
  readonly code: Map<string, number>;
}

/**
 * A builder of a table with these columns. Cost: O(1) a cell, amortised; memory 9 bytes a number and 5 bytes a text, and each different
 * text once.
 *
 * @param columns names and kinds, in the order of the cells.
 * @throws SpillwayError for two columns of one name; when added to: for a row of another length, a cell of another kind, and a number
 * that is not finite.
 */
export function tableBuilder(columns: readonly Pick<Column, "name" | "kind">[]): TableBuilder {
  wantArgument("tableBuilder", "columns", columns, { fields: ["map"] });
  wantArgument("tableBuilder", "columns", columns);
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new SpillwayError(`table: column ${twice} is named twice`);
  let room = FIRST_ROOM;
  let rows = 0;
  const growing = columns.map(({ name, kind }): Growing => {
    const values = new Float64Array(kind === "number" ? room : 0);
    const codes = new Uint32Array(kind === "text" ? room : 0);
    return { name, kind, values, codes, known: new Uint8Array(room), texts: [], code: new Map() };
  });
  const grow = (): void => {
    room *= 2;
    for (const column of growing) {
      column.known = widened(column.known, new Uint8Array(room));
      if (column.kind === "number") column.values = widened(column.values, new Float64Array(room));
      else column.codes = widened(column.codes, new Uint32Array(room));
    }
  };
  return {
    add(cells) {
      if (cells.length !== growing.length)
        throw new SpillwayError(`table: a row must have ${growing.length} cells, got ${cells.length}`);
      if (rows === room) grow();
      growing.forEach((column, k) => {
        put(column, rows, cells[k]);
      });
      rows++;
    },
    build: () => ({ rows, columns: growing.map((column) => built(column, rows)) }),
  };
}

function widened<A extends { set(from: A): void }>(old: A, wide: A): A {
  wide.set(old);
  return wide;
}

function put(column: Growing, row: number, cell: Cell): void {
  if (cell === undefined) return;
  if (typeof cell !== (column.kind === "number" ? "number" : "string"))
    throw new SpillwayError(
      `table: column ${column.name} holds a ${column.kind} in each row, got ${typeof cell}`,
    );
  if (typeof cell === "number") {
    if (!Number.isFinite(cell))
      throw new SpillwayError(`table: column ${column.name} must hold finite numbers, got ${cell}`);
    column.values[row] = cell;
  } else {
    let code = column.code.get(cell);
    if (code === undefined) {
      code = column.texts.push(cell) - 1;
      column.code.set(cell, code);
    }
    column.codes[row] = code;
  }
  column.known[row] = 1;
}

function built({ name, kind, values, codes, known, texts }: Growing, rows: number): Column {
  const seen = known.slice(0, rows);
  return kind === "number"
    ? { kind, name, values: values.slice(0, rows), known: seen }
    : { kind, name, codes: codes.slice(0, rows), texts: [...texts], known: seen };
}
