import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** What was seen of one world, or of one agent of it, under one combination of levels. */
export interface FactorialRecord {
  /** A level of each factor, in the order of the factors. */
  readonly levels: readonly string[];
  /** Name of the world. All records of one world in one cell count as one: their mean. */
  readonly world: string | number;
  /** Absent when it was not observed. */
  readonly value?: number;
}

/** Outcomes of a factorial study. */
export interface Factorial {
  /** Names of the factors, such as persona and situation. */
  readonly factors: readonly string[];
  readonly records: readonly FactorialRecord[];
  /**
   * What a name of a world means. `separate`, the default: each world is in one cell, and a name in two cells is a world that the
   * cells share, which is refused. `within`: names count anew in each cell. `paired`: worlds of one name are different worlds with the same
   * draws (a seed, a task), one in each cell.
   */
  readonly worlds?: "separate" | "within" | "paired";
}

/** A combination of levels with the values of its worlds. */
interface FactorialCell {
  /** Place of the level of each factor. */
  readonly at: readonly number[];
  readonly worlds: readonly string[];
  readonly values: readonly number[];
}

/** The cells that have a value. */
export interface FactorialCells {
  readonly factors: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly cells: readonly FactorialCell[];
  /** Combinations without any value. */
  readonly empty: readonly (readonly string[])[];
  /** Records without a value. */
  readonly missing: number;
  readonly notes: readonly string[];
}

/** More factors would have more interactions than anybody reads. */
const MOST_FACTORS = 6;
const MOST_CELLS = 1500;

/**
 * The worlds of each cell of a factorial study, each with the mean of its records.
 *
 * @throws SpillwayError for factors that do not vary, records that do not fit, and a world that several cells share.
 */
export function factorialCells({ factors, records, worlds = "separate" }: Factorial): FactorialCells {
  if (factors.length < 2 || factors.length > MOST_FACTORS || new Set(factors).size !== factors.length)
    throw refusal(
      `wanted from 2 to ${MOST_FACTORS} factors of different names, got ${factors.length === 0 ? "none" : few(factors)}`,
    );
  const levels = factors.map(() => new Map<string, number>());
  const cells = new Map<string, { at: number[]; worlds: Map<string, number[]> }>();
  const cellOf = new Map<string, string>();
  let missing = 0;
  for (const record of records) {
    const { value, world } = record;
    if (record.levels.length !== factors.length)
      throw refusal(
        `wanted a level of each of ${few(factors)}, got ${record.levels.length} levels for world ${shown(world)}`,
      );
    const at = record.levels.map((level, k) => placeIn(levels[k]!, level));
    const key = at.join(" ");
    const name = String(world);
    if (worlds === "separate") {
      const other = cellOf.get(name) ?? key;
      if (other !== key)
        throw refusal(
          `world ${shown(world)} is in two cells (${wordsOf(factors, levels, other)}; ${wordsOf(factors, levels, key)}): agents that share a world may influence each other, so what is due to a factor cannot be told from what they pass on. Wanted worlds with one combination of levels each, or, where these are different worlds whose names count anew in each cell, worlds: within, and where they were drawn alike, worlds: paired`,
        );
      cellOf.set(name, key);
    }
    if (value === undefined) {
      missing++;
      continue;
    }
    if (!Number.isFinite(value))
      throw refusal(`wanted finite numbers, got ${value} for world ${shown(world)}`);
    const cell = cells.get(key) ?? { at, worlds: new Map<string, number[]>() };
    cells.set(key, cell);
    const rest = cell.worlds.get(name) ?? [];
    cell.worlds.set(name, rest);
    rest.push(value);
  }
  const named = factors.map((name, k) => ({ name, levels: [...levels[k]!.keys()] }));
  const alone = named.find((one) => one.levels.length < 2);
  if (alone)
    throw refusal(
      `the factor ${shown(alone.name)} must have at least two levels, got ${alone.levels.length === 0 ? "none" : shown(alone.levels[0])}: leave it out, or vary it`,
    );
  const whole = named.reduce((product, one) => product * one.levels.length, 1);
  if (whole > MOST_CELLS)
    throw refusal(`wanted at most ${MOST_CELLS} combinations of levels, got ${whole}: leave a factor out`);
  const notes: string[] = [];
  let kept = [...cells.values()];
  if (worlds === "paired" && kept.length > 0) {
    const shared = [...kept[0]!.worlds.keys()].filter((name) => kept.every((cell) => cell.worlds.has(name)));
    const dropped = new Set(kept.flatMap((cell) => [...cell.worlds.keys()])).size - shared.length;
    if (shared.length === 0)
      throw refusal("no world is in every cell, so none are paired: worlds: within takes them unpaired");
    if (dropped > 0)
      notes.push(`${dropped} worlds are not in every cell and are left out, because worlds are paired`);
    kept = kept.map(({ at, worlds: all }) => ({
      at,
      worlds: new Map(shared.map((name) => [name, all.get(name)!])),
    }));
  }
  if (kept.length < 2) throw refusal("wanted values in at least two cells, got fewer");
  const empty = emptyCells(named, new Set(cells.keys()));
  const lost = named.find(({ levels: all }, k) =>
    all.some((_, level) => kept.every((cell) => cell.at[k] !== level)),
  );
  if (lost) notes.push(`a level of ${shown(lost.name)} has no value in any cell`);
  return {
    factors: named,
    cells: kept.map(({ at, worlds: all }) => ({
      at,
      worlds: [...all.keys()],
      values: [...all.values()].map((some) => some.reduce((a, b) => a + b, 0) / some.length),
    })),
    empty,
    missing,
    notes,
  };
}

const refusal = (text: string): SpillwayError => new SpillwayError(`personSituation: ${text}`);

function placeIn(levels: Map<string, number>, level: string): number {
  const place = levels.get(level) ?? levels.size;
  levels.set(level, place);
  return place;
}

function wordsOf(factors: readonly string[], levels: readonly Map<string, number>[], key: string): string {
  return few(
    key.split(" ").map((place, k) => `${factors[k]} ${[...levels[k]!.keys()][Number(place)]}`),
    6,
  );
}

function emptyCells(
  factors: FactorialCells["factors"],
  there: ReadonlySet<string>,
): readonly (readonly string[])[] {
  let all: number[][] = [[]];
  for (const { levels } of factors) all = all.flatMap((at) => levels.map((_, level) => [...at, level]));
  return all
    .filter((at) => !there.has(at.join(" ")))
    .map((at) => at.map((level, k) => factors[k]!.levels[level]!));
}
