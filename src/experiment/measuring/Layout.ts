import { SpillwayError } from "../../core/SpillwayError.ts";
import { findColumn, numberColumn, type Table, textColumn } from "../../log/table/Table.ts";

/** Which row of a table each record of each variable reads, and how records make runs. */
export interface Layout {
  /** For each variable the row of each record; −1 where there is none. */
  readonly rows: readonly Int32Array[];
  readonly runs: Uint32Array;
  /** World of each run, and which series of its world it is. */
  readonly worlds: Uint32Array;
  readonly series: Uint32Array;
}

/** Rounds that a series may have, at most. */
const MOST_ROUNDS = 1_000_000;

/** Each row a record by itself, for measures that read no history. */
export function recordLayout(table: Table, variables: number): Layout {
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const [world, place] = [numbersOf(table, "world"), placesOf(table)];
  return {
    rows: Array.from({ length: variables }, () => rows),
    runs: Uint32Array.from({ length: table.rows + 1 }, (_, r) => r),
    worlds: Uint32Array.from(rows, (row) => world(row)),
    series: Uint32Array.from(rows, (row) => place(row)),
  };
}

/**
 * Series of each agent of each world, one record a round; with pairs, the first variable is that of the source of each pair and all others those of its target.
 *
 * @throws SpillwayError when the table says nothing of agents and rounds, or has two rows of one agent and round.
 */
export function seriesLayout(
  table: Table,
  variables: number,
  pairs: readonly (readonly [source: string, target: string])[] | undefined,
): Layout {
  const agent = textColumn(table, "agent");
  const round = numberColumn(table, "round");
  const world = numbersOf(table, "world");
  const worlds = [...new Set(Array.from({ length: table.rows }, (_, row) => world(row)))].sort(
    (a, b) => a - b,
  );
  const worldAt = new Map(worlds.map((one, at) => [one, at]));
  const steps = roundsOf(round.values, round.known);
  const stepAt = new Map(steps.map((one, at) => [one, at]));
  const agents = agent.texts.length;
  const rowAt = new Int32Array(worlds.length * agents * steps.length).fill(-1);
  for (let row = 0; row < table.rows; row++) {
    if (agent.known[row] !== 1 || round.known[row] !== 1) continue;
    const at =
      (worldAt.get(world(row))! * agents + agent.codes[row]!) * steps.length +
      stepAt.get(round.values[row]!)!;
    if (rowAt[at] !== -1)
      throw new SpillwayError(
        `measure: agent ${agent.texts[agent.codes[row]!]} has two rows of round ${round.values[row]} in world ${world(row)}: wanted one for each agent, round and world`,
      );
    rowAt[at] = row;
  }
  const code = new Map(agent.texts.map((text, at) => [text, at]));
  const ends = pairs
    ? pairs.map((pair) =>
        pair.map((id) => {
          const found = code.get(id);
          if (found === undefined)
            throw new SpillwayError(
              `measure: agent "${id}" of a pair has no row: wanted an agent of the table`,
            );
          return found;
        }),
      )
    : Array.from({ length: agents }, (_, at) => [at, at]);
  const count = worlds.length * ends.length;
  const rows = Array.from({ length: variables }, (_, variable) => {
    const found = new Int32Array(count * steps.length);
    let at = 0;
    for (let w = 0; w < worlds.length; w++)
      for (const [source, target] of ends) {
        const start = (w * agents + (variable === 0 ? source! : target!)) * steps.length;
        found.set(rowAt.subarray(start, start + steps.length), at);
        at += steps.length;
      }
    return found;
  });
  return {
    rows,
    runs: Uint32Array.from({ length: count + 1 }, (_, run) => run * steps.length),
    worlds: Uint32Array.from({ length: count }, (_, run) => Math.floor(run / ends.length)),
    series: Uint32Array.from({ length: count }, (_, run) => run % ends.length),
  };
}

/** A reader of a column of numbers, or of labels as numbers, by row; 0 where there is none. */
function numbersOf(table: Table, name: string): (row: number) => number {
  const column = findColumn(table, name);
  if (column?.kind === "text") return (row) => (column.known[row] === 1 ? 1 + column.codes[row]! : 0);
  if (column?.kind !== "number") return () => 0;
  return (row) => (column.known[row] === 1 ? column.values[row]! : 0);
}

/** A number for each agent and round. */
function placesOf(table: Table): (row: number) => number {
  const agent = findColumn(table, "agent");
  const round = numbersOf(table, "round");
  if (agent?.kind !== "text") return (row) => row;
  const places = new Map<string, number>();
  return (row) => {
    const key = `${agent.codes[row]}:${round(row)}`;
    const found = places.get(key) ?? places.size;
    places.set(key, found);
    return found;
  };
}

/** Rounds in their order, without gaps where they are whole numbers: a round that nobody has breaks histories. */
function roundsOf(values: Float64Array, known: Uint8Array): number[] {
  const seen = [...new Set(values.filter((_, row) => known[row] === 1))].sort((a, b) => a - b);
  const [first, last] = [seen[0] ?? 0, seen.at(-1) ?? 0];
  if (!seen.every(Number.isInteger) || last - first >= MOST_ROUNDS) return seen;
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}
