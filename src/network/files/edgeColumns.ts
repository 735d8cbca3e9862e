import { few } from "../../core/few.ts";
import { labelKey } from "../../core/labelKey.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { LeftOut } from "./leftOut.ts";

/** Where a table of edges keeps what. */
interface EdgeColumns {
  readonly source: number;
  readonly target: number;
  /** −1 when there is none. */
  readonly weight: number;
  /** The column that says which way an edge goes, −1 when there is none. */
  readonly direction: number;
  /** Whether the first line is an edge already. */
  readonly bare: boolean;
}

/** Names of the two ends, in the order in which they are looked for. All but the first pair are told in a note. */
const PAIRS: readonly (readonly [string, string])[] = [
  ["source", "target"],
  ["from", "to"],
  ["fromnodeid", "tonodeid"],
  ["from_node", "to_node"],
  ["from_id", "to_id"],
  ["source_id", "target_id"],
  ["sourceid", "targetid"],
  ["sender", "receiver"],
  ["sender", "recipient"],
  ["src", "dst"],
  ["src", "dest"],
  ["node1", "node2"],
  ["node_1", "node_2"],
  ["node 1", "node 2"],
  ["id1", "id2"],
  ["id_1", "id_2"],
  ["agent1", "agent2"],
  ["agent_1", "agent_2"],
  ["v1", "v2"],
  ["u", "v"],
  ["i", "j"],
];
/** Pairs whose direction of influence is a question of its own. */
const DOUBTFUL: readonly (readonly [string, string])[] = [
  ["ego", "alter"],
  ["follower", "followee"],
  ["follower_id", "followee_id"],
  ["user", "friend"],
  ["user_id", "friend_id"],
];

/** Names that {@link edgeColumns} understands. */
export const EDGE_NAMES: readonly string[] = [...PAIRS.flat(), "weight", "type", "directed"];

/** Whether a header has the two ends of edges. */
export function knowsEnds(names: readonly string[], asked: readonly string[] | undefined): boolean {
  if (asked?.every((name) => names.includes(labelKey(name)))) return true;
  return [...PAIRS, ...DOUBTFUL].some((pair) => pair.every((name) => names.includes(name)));
}

/**
 * Finds the columns of a table of edges by their names.
 *
 * @param options.columns names of the two ends, or their numbers from 1 where the table has no header.
 * @param options.headless whether the first line may be an edge, as in lists with comments above them.
 * @throws SpillwayError with the line, and the option that names other columns.
 */
export function edgeColumns(
  header: readonly string[],
  left: LeftOut,
  place: Place,
  options: {
    readonly columns?: readonly [string, string] | undefined;
    readonly weight?: string | undefined;
    readonly headless: boolean;
  },
): EdgeColumns {
  const names = header.map(labelKey);
  const at = (name: string): number => names.indexOf(labelKey(name));
  const { columns, weight, headless } = options;
  // A number is a place, unless it is what a column is called; a line of numbers alone calls nothing.
  const called = header.some((name) => !/^[+-]?[\d.]+$/.test(name));
  const numbered = columns?.every((name) => /^[1-9]\d{0,3}$/.test(name) && (!called || at(name) === -1));
  if (numbered || (headless && columns === undefined && !knowsEnds(names, undefined) && header.length >= 2)) {
    const [source, target] = (columns ?? ["1", "2"]).map((name) => Number(name) - 1) as [number, number];
    const third = weight === undefined ? -1 : Number(weight) - 1;
    for (const column of [source, target, third])
      if (!(column >= -1 && column < header.length))
        throw new SpillwayError(
          `network: there is no column ${shown(weight !== undefined && column === third ? weight : String(column + 1))}: the first line has ${header.length}`,
          { place },
        );
    left.say(
      `the edges have no header: columns ${source + 1} and ${target + 1} were read as source and target`,
    );
    return { source, target, weight: third, direction: -1, bare: true };
  }
  const pair = columns ?? PAIRS.find((one) => one.every((name) => at(name) !== -1));
  const [source, target] = (pair ?? ["", ""]).map((name) => (name === "" ? -1 : at(name))) as [
    number,
    number,
  ];
  if (pair === undefined || source === -1 || target === -1) {
    const wanted =
      columns === undefined
        ? "the first line must name the columns source and target (and weight, if there is one)"
        : `the first line must name the columns ${columns.map(shown).join(" and ")}`;
    const got = few(header.map(shown));
    throw new SpillwayError(
      `network: ${wanted}, got ${got}${columns === undefined ? wayOut(header, names) : ""}`,
      {
        place,
      },
    );
  }
  if (columns === undefined && pair !== PAIRS[0])
    left.say(`columns ${shown(header[source])} and ${shown(header[target])} were read as source and target`);
  const weighted = at(weight ?? "weight");
  if (weight !== undefined && weighted === -1)
    throw new SpillwayError(`network: the first line must name the column ${shown(weight)} of weights`, {
      place,
    });
  const direction = ["type", "directed"].map(at).find((column) => column !== -1 && column !== weighted) ?? -1;
  return { source, target, weight: weighted, direction, bare: false };
}

/** What to do about a header without ends. */
function wayOut(header: readonly string[], names: readonly string[]): string {
  const doubtful = DOUBTFUL.find((pair) => pair.every((name) => names.includes(name)));
  if (doubtful !== undefined)
    return `: name them with --edge-columns ${doubtful.join(",")} (in a study: columns), and say with --influence which of the two influences the other`;
  if (/\{.*\}?$/.test(header.at(-1) ?? ""))
    return ": this looks like an edge list with Python dictionaries: write it with a header, and weights in a column of their own";
  const bare =
    header.length >= 2 &&
    header.length <= 4 &&
    header.every((name) => !/[a-z]{2}/i.test(name) || /\d/.test(name));
  if (bare)
    return ": if the first line is an edge already, say so with --edge-columns 1,2 (in a study: columns: [1, 2]), or write a header";
  if (
    header.length > 4 &&
    header.slice(1).every((name) => name === "" || names.includes(labelKey(name))) &&
    header[0] === ""
  )
    return ": this looks like a matrix of who is joined to whom, which is not read: write one edge a line";
  return header.length >= 2
    ? ": other names are given with --edge-columns from,to (in a study: columns)"
    : "";
}
