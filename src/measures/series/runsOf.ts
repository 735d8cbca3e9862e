import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Symbols } from "../Measure.ts";

/**
 * Where each run begins, and the number of records at the end.
 *
 * @throws SpillwayError when variables have different runs, or runs that are none.
 */
export function runsOf(who: string, variables: readonly Symbols[]): Uint32Array {
  const size = variables[0]?.codes.length ?? 0;
  const given = variables.flatMap(({ runs }) => (runs ? [runs] : []));
  const [first] = given;
  if (!first) return Uint32Array.of(0, size);
  if (first[0] !== 0 || first.at(-1) !== size || first.some((start, k) => k > 0 && start < first[k - 1]!))
    throw new SpillwayError(
      `${who}: runs must begin at 0, ascend, and end with the number of records, ${size}`,
    );
  if (given.some((runs) => runs.length !== first.length || runs.some((start, k) => start !== first[k])))
    throw new SpillwayError(
      `${who}: all variables must have the same runs: make them of the same table, or give the runs once`,
    );
  return first;
}
