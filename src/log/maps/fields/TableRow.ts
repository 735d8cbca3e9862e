import { unescapeControls } from "../../../core/escapeControls.ts";

/** A row of a text table: its texts by the names of the columns, which all rows share. A map for each row would take most of the time and memory of a long log. */
export class TableRow {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(columns: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#columns = columns;
    this.#cells = cells;
  }

  /** The text in a column, or undefined where the table has no such column. */
  get(name: string): string | undefined {
    const at = this.#columns.get(name);
    return at === undefined ? undefined : unescapeControls(this.#cells[at]!);
  }

  names(): string[] {
    return [...this.#columns.keys()];
  }
}
