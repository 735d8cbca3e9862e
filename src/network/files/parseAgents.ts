import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { csvTable } from "./csvTable.ts";

/** The agents of a file and what is known about each. */
export interface AgentList {
  /** In the order of the file. */
  readonly ids: readonly string[];
  /** Column name → one text per agent, in the order of `ids`. */
  readonly covariates: ReadonlyMap<string, readonly string[]>;
}

const ID_COLUMNS = ["agent", "unit", "id", "node"] as const;

/**
 * The agents of a text table with the header `agent[,covariates…]`, separated by commas or tabs. The column of ids may
 * also be called `unit`, `id` or `node`; the first of these names that occurs counts, in that order. Covariates stay texts.
 *
 * @param options.file name of the file, for error messages; default "(agents)"
 * @param options.delimiter default: tab when the first line holds one, else comma
 * @throws SpillwayError with file and line for an empty file, no column of ids, an empty id, an agent listed twice.
 */
export function parseAgents(
  text: string,
  options: { readonly file?: string; readonly delimiter?: string } = {},
): AgentList {
  const { file = "(agents)", delimiter } = options;
  const { header, rows, place } = csvTable(text, { who: "agents", file, delimiter });
  const names = header.map((name) => name.toLowerCase());
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
  return { ids: [...first.keys()], covariates };
}
