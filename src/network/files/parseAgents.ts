import { few } from "../../core/few.ts";
import { labelKey } from "../../core/labelKey.ts";
import { labelNotes } from "../../core/labelNotes.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantText } from "../../core/wantText.ts";
import type { TableDialect } from "./tables/TableDialect.ts";
import { textTable } from "./tables/textTable.ts";

/** The agents of a file and what is known about each. */
export interface AgentList {
  /** In the order of the file. */
  readonly ids: readonly string[];
  /** Column name → one text per agent, in the order of `ids`. */
  readonly covariates: ReadonlyMap<string, readonly string[]>;
  /** What the reader supposed or left out, and ids that are likely a slip. */
  readonly notes: readonly string[];
}

/** What the column with the ids of agents may be called, in the order in which it is looked for. */
export const ID_COLUMNS: readonly string[] = ["agent", "unit", "id", "node"];

/**
 * The agents of a text table with the header `agent[,covariates…]`, or of JSONL. The column of ids may also be called `unit`, `id` or
 * `node`; the first of these names that occurs counts, in that order. Covariates stay texts.
 *
 * @param options.file name of the file, for error messages; default "(agents)"
 * @param options.delimiter default: what makes the header understood
 * @throws SpillwayError with file and line for an empty file, no column of ids, an empty id, an agent listed twice.
 */
export function parseAgents(
  text: string,
  options: TableDialect & { readonly file?: string } = {},
): AgentList {
  wantText("parseAgents", "the content of a file", text);
  const { file = "(agents)", ...dialect } = options;
  const reader = {
    who: "agents",
    file,
    columns: ID_COLUMNS,
    knows: (names: readonly string[]) => names.some((name) => ID_COLUMNS.includes(name)),
  };
  const { header, rows, place, notes } = textTable(text, reader, dialect);
  const names = header.map(labelKey);
  const at = ID_COLUMNS.map((name) => names.indexOf(name)).find((column) => column !== -1);
  if (at === undefined) {
    throw new SpillwayError(
      `agents: the first line must name a column agent (or unit, id, node), got ${few(header.map(shown))}`,
      { place: place(-1) },
    );
  }
  const first = new Map<string, number>();
  rows.forEach((row, k) => {
    const id = row[at]!;
    if (id === "")
      throw new SpillwayError("agents: an agent needs an id, got an empty field", { place: place(k) });
    const earlier = first.get(id);
    if (earlier !== undefined) {
      throw new SpillwayError(
        `agents: agent ${shown(id)} is listed twice, first in line ${place(earlier).line}`,
        { place: place(k) },
      );
    }
    first.set(id, k);
  });
  if (rows.length === 0)
    throw new SpillwayError("agents: there are no agents below the header", { place: { file } });
  const covariates = new Map<string, readonly string[]>();
  header.forEach((name, c) => {
    if (c !== at)
      covariates.set(
        name,
        rows.map((row) => row[c]!),
      );
  });
  const ids = [...first.keys()];
  return { ids, covariates, notes: [...notes, ...labelNotes("agents", ids)] };
}
