import { meant } from "../../core/doubleOf.ts";
import { few } from "../../core/few.ts";
import { labelKey } from "../../core/labelKey.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { ListedEdge } from "../changes/listed.ts";
import type { Network } from "../Network.ts";
import { directionIn } from "./directionWord.ts";
import { EDGE_NAMES, edgeColumns, knowsEnds } from "./edgeColumns.ts";
import { leftOut } from "./leftOut.ts";
import type { TableDialect } from "./tables/TableDialect.ts";
import { textTable } from "./tables/textTable.ts";

interface ListedEdgesOptions extends TableDialect {
  readonly file: string;
  readonly columns?: readonly [source: string, target: string];
  readonly influence?: "source-to-target" | "target-to-source";
  /** The column with the round in which an edge is heard. Default `round`, where there is one. */
  readonly round?: string;
  /** Where there is none: the columns with the first round and the last. Default `from` and `until`. */
  readonly from?: string;
  readonly until?: string;
}

/**
 * The edges of a table with the rounds in which each is heard: a row for each round (column `round`), or for each stretch of
 * rounds (columns `from` and, where it ends, `until`). Rounds in a row become one stretch.
 *
 * @throws SpillwayError with file and line for a missing column, a round that is none, and an agent that the network has not.
 */
export function listedEdges(text: string, network: Network, options: ListedEdgesOptions): ListedEdge[] {
  const { file, columns, influence, round, from = "from", until = "until", delimiter, decimal } = options;
  const reader = {
    who: "network",
    file,
    columns: [...EDGE_NAMES, "round", "from", "until", ...(columns ?? []).map(labelKey)],
    knows: (names: readonly string[]) => knowsEnds(names, columns),
  };
  const table = textTable(text, reader, {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
  });
  const { header, rows, place } = table;
  const ends = edgeColumns(header, leftOut(), place(-1), { columns, headless: false });
  const names = header.map(labelKey);
  const at = (name: string): number => {
    const column = names.indexOf(labelKey(name));
    return column === ends.source || column === ends.target ? -1 : column;
  };
  const inRound =
    round === undefined && options.from === undefined ? at("round") : round === undefined ? -1 : at(round);
  const [first, last] = inRound === -1 ? [at(from), at(until)] : [inRound, inRound];
  if (first === -1 || (inRound === -1 && options.until !== undefined && last === -1)) {
    const wanted = round ?? (first === -1 ? (options.from ?? "round, or from and until") : until);
    throw new SpillwayError(
      `network: changes: the first line must name the column ${wanted} with the rounds of the edges, got ${few(header.map(shown))}`,
      { place: place(-1) },
    );
  }
  const known = new Set(network.ids);
  const stretches = new Map<string, (readonly [number, number | undefined])[]>();
  rows.forEach((row, k) => {
    const numberAt = (column: number): number => {
      const number = Number(row[column]);
      if (row[column] !== "" && Number.isInteger(number) && number >= 1) return number;
      throw new SpillwayError(
        `network: changes: ${shown(header[column])} must be a round, a whole number of at least 1, got ${shown(row[column])}`,
        { place: place(k) },
      );
    };
    const given = [row[ends.source]!, row[ends.target]!] as const;
    const stranger = given.find((id) => !known.has(id));
    if (stranger !== undefined)
      throw new SpillwayError(
        `network: changes: agent ${shown(stranger)} of an edge is not in the network${meant(stranger, network.ids)}`,
        { place: place(k) },
      );
    const begin = numberAt(first);
    const end = last === -1 || row[last] === "" ? undefined : numberAt(last);
    if (end !== undefined && end < begin)
      throw new SpillwayError(
        `network: changes: ${shown(header[last])} must be ${begin}, the first round, or later, got ${end}`,
        { place: place(k) },
      );
    const [source, target] = influence === "target-to-source" ? [given[1], given[0]] : given;
    const oneWay =
      ends.direction === -1
        ? network.directed
        : directionIn(row[ends.direction]!, header[ends.direction]!) !== false;
    const both = network.directed ? !oneWay : false;
    const sorted = !network.directed && target < source ? [target, source] : [source, target];
    for (const pair of both ? [sorted, [target, source]] : [sorted]) {
      const key = JSON.stringify(pair);
      stretches.set(key, [...(stretches.get(key) ?? []), [begin, end]]);
    }
  });
  return [...stretches].flatMap(([key, list]) => {
    const [source, target] = JSON.parse(key) as [string, string];
    return joined(list).map(
      ([begin, end]): ListedEdge =>
        end === undefined ? [source, target, begin] : [source, target, begin, end],
    );
  });
}

/** The same rounds in as few stretches as possible, in their order. */
function joined(
  list: readonly (readonly [number, number | undefined])[],
): (readonly [number, number | undefined])[] {
  const found: [number, number | undefined][] = [];
  for (const [begin, end] of [...list].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (!last || (last[1] !== undefined && begin > last[1] + 1)) found.push([begin, end]);
    else if (last[1] !== undefined) last[1] = end === undefined ? undefined : Math.max(last[1], end);
  }
  return found;
}
