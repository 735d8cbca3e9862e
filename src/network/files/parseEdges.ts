import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { type Edge, type FromEdgesOptions, fromEdges } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { csvTable } from "./csvTable.ts";
import { readWeight } from "./readWeight.ts";

export interface ParseEdgesOptions extends Pick<FromEdgesOptions, "directed" | "influence" | "agents"> {
  /** Name of the file, for error messages. Default "(edges)". */
  readonly file?: string;
  /** What stands between fields. Default: tab when the first line holds one, else comma. */
  readonly delimiter?: string;
}

/**
 * A network from a text table with the header `source,target` or `source,target,weight` (in any order and case), one edge
 * a line, separated by commas or tabs. Other columns are left out, and the network's notes say so. See {@link fromEdges}
 * for direction, duplicates and self-loops, {@link csvTable} for quoting.
 *
 * @throws SpillwayError with file and line for an empty file, a missing column, a row with more or fewer fields, a weight
 * that is not a number above 0, an empty id, and an agent that is not among `agents`.
 */
export function parseEdges(text: string, options: ParseEdgesOptions = {}): Network {
  const { file = "(edges)", delimiter, ...rest } = options;
  const { header, rows, place } = csvTable(text, { who: "network", file, delimiter });
  const names = header.map((name) => name.toLowerCase());
  const [source, target, weight] = ["source", "target", "weight"].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (source === -1 || target === -1) {
    const wanted = "the first line must name the columns source and target (and weight, if there is one)";
    throw new SpillwayError(`network: ${wanted}, got ${few(header.map(shown))}`, { place: place(-1) });
  }
  if (rows.length === 0 && rest.agents === undefined) {
    throw new SpillwayError(
      "network: there are no agents: no edges stand below the header and no agents are named",
      {
        place: { file },
      },
    );
  }
  const edges = rows.map((row, k): Edge => {
    if (weight === -1) return [row[source]!, row[target]!];
    const value = readWeight(row[weight]!);
    if (value === undefined) {
      throw new SpillwayError(`network: weight must be a finite number above 0, got ${shown(row[weight])}`, {
        place: place(k),
      });
    }
    return [row[source]!, row[target]!, value];
  });
  const network = fromEdges(edges, { ...rest, place });
  const ignored = header.filter((_, c) => c !== source && c !== target && c !== weight);
  if (ignored.length === 0) return network;
  const note = `column${ignored.length === 1 ? "" : "s"} ${few(ignored.map(shown))} of the edges ${ignored.length === 1 ? "was" : "were"} left out`;
  return { ...network, notes: [...network.notes, note] };
}
