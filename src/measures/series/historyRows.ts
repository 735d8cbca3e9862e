import type { Rows } from "../cells/entropic.ts";
import { joinCodes } from "../cells/joinCodes.ts";
import { completeRecords } from "../completeRecords.ts";
import type { Symbols } from "../Measure.ts";
import { runsOf } from "./runsOf.ts";

/** One value that a row reads: of which variable, and how many records before the present one. */
export type Lagged = readonly [variable: number, lag: number];

/** So many values of a variable, the latest of them `from` records back. */
export function history(variable: number, from: number, length: number): readonly Lagged[] {
  return Array.from({ length }, (_, k) => [variable, from + k] as const);
}

/**
 * The rows of a series: for each record, columns of joint values of it and of records before it in the same run. A record without enough
 * of its run before it makes no row; one where any value that it reads is missing counts as missing.
 *
 * @throws SpillwayError as {@link completeRecords}, and when variables have different runs.
 */
export function historyRows(
  who: string,
  variables: readonly Symbols[],
  wanted: number,
  columns: readonly (readonly Lagged[])[],
): Rows {
  // Counts and lengths of the variables are looked at there.
  completeRecords(who, wanted, variables);
  const runs = runsOf(who, variables);
  const all = columns.flat();
  const longest = Math.max(...all.map(([, lag]) => lag));
  const records: number[] = [];
  let missing = 0;
  for (let run = 0; run + 1 < runs.length; run++)
    for (let r = runs[run]! + longest; r < runs[run + 1]!; r++)
      if (all.every(([variable, lag]) => variables[variable]!.known[r - lag] === 1)) records.push(r);
      else missing++;
  return {
    columns: columns.map(
      (lagged) =>
        joinCodes(
          lagged.map(([variable, lag]) =>
            Uint32Array.from(records, (r) => variables[variable]!.codes[r - lag]!),
          ),
          records.length,
        ).codes,
    ),
    records,
    missing,
    empty: `no run has ${longest + 1} records in a row that all have values`,
  };
}
