import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { type Column, findColumn } from "../../log/table/Table.ts";
import { type WorldValue, worldQuantity } from "../../measures/variance/worldQuantity.ts";
import type { MeasuredData } from "../measuring/MeasuredData.ts";
import { askedQuantity } from "./askedQuantity.ts";

/** Which number of each world is asked. */
export interface AskedQuantity {
  /** Name of a quantity, for a share with its value behind a colon: `share:1`. Default mean. */
  readonly quantity?: string;
  /** Column of what agents did. Default outcome; in a table that has none, the only column beside factors, worlds and rounds. */
  readonly value?: string;
}

/** One world under one combination of levels. */
export interface WorldRow {
  readonly levels: readonly string[];
  readonly world: string;
  readonly value?: number;
  /** Mean of the column in each round, where there are several rounds and it holds numbers. */
  readonly rounds?: readonly { readonly round: number; readonly mean: number }[];
}

/**
 * The quantity of each world of a table, by the levels that its rows have in some columns.
 *
 * @param who the command that asks, for messages.
 * @throws SpillwayError with the file for columns and quantities that there are not, and rows without a level.
 */
export function worldsOfTable(
  { file, table }: MeasuredData,
  factors: readonly string[],
  { quantity = "mean", value: asked }: AskedQuantity,
  who = "decompose",
): WorldRow[] {
  const { kind, of } = askedQuantity(who, quantity);
  const column = (wanted: string): Column => {
    const found = findColumn(table, wanted);
    if (found) return found;
    const names = table.columns.map((one) => one.name);
    throw new SpillwayError(
      `${who}: there is no column "${wanted.slice(0, 100)}"${suggest(wanted, names)}; the columns are ${few(names)}`,
      { place: { file } },
    );
  };
  const left = table.columns.filter(
    ({ name }) => ![...factors, "world", "round", "agent", "arm", "status"].includes(name),
  );
  const name = asked ?? (findColumn(table, "outcome") || left.length !== 1 ? "outcome" : left[0]!.name);
  if (asked === undefined && name === "outcome" && !findColumn(table, name))
    throw new SpillwayError(
      `${who}: there is no column outcome, and ${left.length === 0 ? "no column" : `several columns (${few(left.map((one) => one.name))})`} beside the factors: name that of the values with --value`,
      { place: { file } },
    );
  const [values, round] = [column(name), findColumn(table, "round")];
  // Without worlds and agents a row is a world; agents without worlds are those of one.
  const world = findColumn(table, "world");
  const apart = world === undefined && findColumn(table, "agent") === undefined;
  const levels = factors.map(column);
  const worlds = new Map<string, { levels: string[]; world: string; values: WorldValue[] }>();
  for (let row = 0; row < table.rows; row++) {
    const at = levels.map((one) => {
      const level = cellOf(one, row);
      if (level === undefined)
        throw new SpillwayError(
          `${who}: row ${row + 1} of the table has no ${one.name}: wanted a level of each factor in every row`,
          { place: { file } },
        );
      return String(level);
    });
    const named = apart ? `row ${row + 1}` : String((world && cellOf(world, row)) ?? 0);
    const key = JSON.stringify([at, named]);
    const rest = worlds.get(key) ?? { levels: at, world: named, values: [] };
    worlds.set(key, rest);
    const value = cellOf(values, row);
    if (value === undefined) continue;
    rest.values.push({ round: Number((round && cellOf(round, row)) ?? 0), value });
  }
  return [...worlds.values()].map((one) => {
    const found = worldQuantity(kind, one.values, of);
    const rounds = roundMeans(one.values);
    return {
      levels: one.levels,
      world: one.world,
      ...(found === undefined ? {} : { value: found }),
      ...(rounds.length < 2 ? {} : { rounds }),
    };
  });
}

function cellOf(column: Column, row: number): number | string | undefined {
  if (column.known[row] !== 1) return undefined;
  return column.kind === "number" ? column.values[row]! : column.texts[column.codes[row]!]!;
}

/** Means by round, in the order of rounds; none where a value is a text. */
function roundMeans(values: readonly WorldValue[]): { readonly round: number; readonly mean: number }[] {
  const sums = new Map<number, { sum: number; n: number }>();
  for (const { round, value } of values) {
    if (typeof value === "string") return [];
    const cell = sums.get(round) ?? { sum: 0, n: 0 };
    sums.set(round, { sum: cell.sum + value, n: cell.n + 1 });
  }
  return [...sums].map(([round, { sum, n }]) => ({ round, mean: sum / n })).sort((a, b) => a.round - b.round);
}
