import { shuffle } from "../../core/numbers/shuffle.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Symbols } from "../Measure.ts";
import { runsOf } from "../series/runsOf.ts";
import type { RedrawVariables } from "./randomizationNull.ts";

/** Settings of {@link exchangeRuns}. */
export interface ExchangeOptions {
  /** Places of the variables whose runs change places, together. Default the first alone. */
  readonly which?: readonly number[];
  /**
   * The world of each run, where a world has several: whole worlds change places, and each run takes that of the same
   * `series` of the other world. Default: each run is a world.
   */
  readonly worlds?: ArrayLike<number>;
  /** Which series of its world each run is, such as the agent. Default: all the same. */
  readonly series?: ArrayLike<number>;
}

/**
 * A null for runs that are exchangeable, such as worlds of one study with the same law: some variables of one run are seen with the others of another. Each run keeps its order in time, so that trends, persistence and learning are the same
 * in every draw.
 *
 * @throws SpillwayError when there are fewer than two worlds, or they are not alike in their series and their numbers of records.
 */
export function exchangeRuns(variables: readonly Symbols[], options: ExchangeOptions = {}): RedrawVariables {
  wantArgument("exchangeRuns", "a list of variables", variables, { fields: ["map"] });
  wantArgument("exchangeRuns", "options", options);
  const { which = [0] } = options;
  const runs = runsOf("exchangeRuns", variables);
  const count = runs.length - 1;
  const worldOf = options.worlds ?? Array.from({ length: count }, (_, run) => run);
  const seriesOf = options.series ?? new Uint8Array(count);
  if (worldOf.length !== count || seriesOf.length !== count)
    throw new SpillwayError(
      `exchangeRuns: wanted a world and a series for each of the ${count} runs, got ${worldOf.length} and ${seriesOf.length}`,
    );
  const worlds = new Map<number, Map<number, number>>();
  for (let run = 0; run < count; run++) {
    const world = worlds.get(worldOf[run]!) ?? new Map<number, number>();
    if (world.has(seriesOf[run]!))
      throw new SpillwayError(
        `exchangeRuns: world ${worldOf[run]} has series ${seriesOf[run]} twice: number the series of each world`,
      );
    worlds.set(worldOf[run]!, world.set(seriesOf[run]!, run));
  }
  const list = [...worlds.values()];
  if (list.length < 2)
    throw new SpillwayError(
      "exchangeRuns: wanted at least 2 worlds to exchange, got 1: give the runs of each variable",
    );
  const length = (run: number): number => runs[run + 1]! - runs[run]!;
  for (const [series, run] of list[0]!)
    for (const world of list) {
      const other = world.get(series);
      if (other === undefined || length(other) !== length(run) || world.size !== list[0]!.size)
        throw new SpillwayError(
          "exchangeRuns: worlds must have the same series with as many records each: leave out those that have not",
        );
    }
  return (rng) => {
    const order = shuffle(
      rng,
      Uint32Array.from({ length: list.length }, (_, k) => k),
    );
    const source = new Uint32Array(runs[count]!);
    list.forEach((world, k) => {
      for (const [series, run] of world) {
        const from = runs[list[order[k]!]!.get(series)!]!;
        for (let step = 0; step < length(run); step++) source[runs[run]! + step] = from + step;
      }
    });
    return variables.map((variable, place) =>
      which.includes(place) ? rearranged(variable, source) : variable,
    );
  };
}

/** A variable whose record r is that of `source[r]`. */
function rearranged(variable: Symbols, source: Uint32Array): Symbols {
  const { codes, known, values } = variable;
  return {
    ...variable,
    codes: Uint32Array.from(source, (r) => codes[r]!),
    known: Uint8Array.from(source, (r) => known[r]!),
    ...(values ? { values: Float64Array.from(source, (r) => values[r]!) } : {}),
  };
}
