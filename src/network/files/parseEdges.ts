import { labelKey } from "../../core/labelKey.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { directionIn } from "./directionWord.ts";
import { EDGE_NAMES, edgeColumns, knowsEnds } from "./edgeColumns.ts";
import { type LeftOut, leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, weightHint } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";
import { numberReader } from "./tables/numberReader.ts";
import type { TableDialect } from "./tables/TableDialect.ts";
import { textTable } from "./tables/textTable.ts";

export interface ParseEdgesOptions extends GivenNetworkOptions, TableDialect {
  /** Names of the columns of a table with the two ends of an edge, or their numbers from 1 where there is no header. */
  readonly columns?: readonly [source: string, target: string];
}

/**
 * A network from a text table with the header `source,target` or `source,target,weight` (in any order and case), one edge
 * a line, or from JSONL. Other usual names of the ends are read with a note, a column `type` or `directed` says which way each edge goes. Other
 * columns are left out, and the network's notes say so. See {@link fromEdges} for direction, duplicates and self-loops, csvTable for
 * quoting and dialects.
 *
 * @throws SpillwayError with file and line for an empty file, a missing column, a row with more or fewer fields, a weight
 * that is not a number above 0, an empty id, and an agent that is not among `agents`.
 */
export function parseEdges(text: string, options: ParseEdgesOptions = {}): Network {
  const { file = "(edges)", columns, weight: weightName } = options;
  const left = leftOut();
  const reader = {
    who: "network",
    file,
    columns: [...EDGE_NAMES, ...(columns ?? []).map(labelKey), labelKey(weightName ?? "weight")],
    knows: (names: readonly string[]) => knowsEnds(names, columns),
  };
  const table = textTable(text, reader, { ...blanksIn(text), ...dialectOf(options) });
  const { header, delimiter, comments } = table;
  const about = publicList(comments);
  const at = edgeColumns(header, left, table.place(-1), {
    columns,
    weight: weightName ?? (about.weight ? "3" : undefined),
    headless: comments.length > 0,
  });
  for (const note of table.notes) left.say(note);
  const rows = at.bare ? [header, ...table.rows] : table.rows;
  const place = (k: number): Place => table.place(at.bare ? k - 1 : k);
  if (rows.length === 0 && options.agents === undefined) {
    throw new SpillwayError(
      "network: there are no agents: no edges stand below the header and no agents are named",
      { place: { file } },
    );
  }
  const numbers = numberReader(delimiter, options);
  const edges = rows.map((row, k): Edge => {
    const [source, target] = [row[at.source]!, row[at.target]!];
    if (at.weight === -1) return [source, target];
    const text = row[at.weight]!;
    const value = numbers.read(text);
    // Numbers beyond a double's range are told as what they become.
    if (value === undefined && Number(text) === Number.POSITIVE_INFINITY)
      return [source, target, Number(text)];
    if (value === undefined)
      throw new SpillwayError(
        `network: weight must be a finite number above 0, got ${shown(text)}${numbers.advice(text)}`,
        { place: place(k) },
      );
    return [source, target, value];
  });
  for (const note of numbers.notes()) left.say(note);
  const oneWay = at.direction === -1 ? undefined : directions(rows, at.direction, header, place);
  noteRest(rows, header, { ...at, direction: oneWay ? at.direction : -1 }, place, left);
  return networkOfFile({ edges, oneWay, directed: about.directed, place, whole: { file }, left }, options);
}

function dialectOf({ delimiter, decimal, missing }: TableDialect): TableDialect {
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(missing === undefined ? {} : { missing }),
  };
}

/** Blanks, where a list without a header is written with them: the first line that is no comment has nothing else between its fields. */
function blanksIn(text: string): TableDialect {
  const first = /^(?:[ \t]*[#%][^\n]*\n|[ \t]*\r?\n)*([^\r\n]*)/.exec(text.slice(0, 1 << 16))?.[1] ?? "";
  return /^[#%]/.test(text) && /^\s*[^\s,;|"]+[ \t]+[^\s,;|"]+/.test(first) && !/[,;|"]/.test(first)
    ? { delimiter: " " }
    : {};
}

/** What public collections of networks say above their lists of edges: SNAP in words, KONECT in two words. */
function publicList(comments: readonly string[]): { directed?: boolean; weight?: boolean } {
  for (const comment of comments) {
    const konect = /^(sym|asym|bip)\s+(\w+)/.exec(comment);
    if (konect) {
      if (konect[1] === "bip")
        throw new SpillwayError(
          "network: the list says that it joins two sorts of nodes (bip): give its projection on one of them",
        );
      if (/signed/.test(konect[2]!))
        throw new SpillwayError(
          `network: the list says that its edges are ${konect[2]}: weights must be above 0`,
        );
      return {
        directed: konect[1] === "asym",
        weight: /weighted$|^positive$/.test(konect[2]!) && konect[2] !== "unweighted",
      };
    }
    const snap = /^(directed|undirected) graph\b/i.exec(comment);
    if (snap) return { directed: snap[1]!.toLowerCase() === "directed" };
  }
  return {};
}

/** Which edges go one way only, where a column says it: in words for all edges, or as true and false. Undefined when it says something else. */
function directions(
  rows: readonly (readonly string[])[],
  column: number,
  header: readonly string[],
  place: (k: number) => Place,
): boolean[] | undefined {
  const boolean = labelKey(header[column]!) === "directed";
  const read = (text: string): boolean | undefined => directionIn(text, header[column]!);
  const found = rows.map((row) => read(row[column]!));
  // A column "type" may hold anything; once it speaks of directions, it must do so throughout.
  if (!boolean && found.every((one) => one === undefined)) return undefined;
  const odd = found.indexOf(undefined);
  if (odd === -1) return found as boolean[];
  const wanted = boolean ? "true or false" : "directed, undirected or mutual";
  throw new SpillwayError(
    `network: ${shown(header[column])} must be ${wanted}, got ${shown(rows[odd]![column])}`,
    { place: place(odd) },
  );
}

/** Columns that are not read: how many values each has, and where the first stands. */
function noteRest(
  rows: readonly (readonly string[])[],
  header: readonly string[],
  at: { source: number; target: number; weight: number; direction: number; bare: boolean },
  place: (k: number) => Place,
  left: LeftOut,
): void {
  const used = [at.source, at.target, at.weight, at.direction];
  header.forEach((name, c) => {
    if (used.includes(c)) return;
    const what = `column ${at.bare ? c + 1 : shown(name)} of the edges`;
    let any = false;
    rows.forEach((row, k) => {
      if ((row[c] ?? "") === "") return;
      any = true;
      left.add(what, place(k), at.bare ? undefined : weightHint(name).hint);
    });
    if (!any) left.add(what, place(-1));
  });
}
