import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Symbols } from "./Measure.ts";

/**
 * The records in which every variable has a value, ascending, and how many have not.
 *
 * @throws SpillwayError when there are not `wanted` variables, or they have different numbers of records.
 */
export function completeRecords(
  who: string,
  wanted: number,
  variables: readonly Symbols[],
): { readonly records: readonly number[]; readonly missing: number } {
  wantArgument("completeRecords", "variables", variables);
  if (variables.length !== wanted)
    throw new SpillwayError(
      `${who}: wanted ${wanted} variable${wanted === 1 ? "" : "s"}, got ${variables.length}`,
    );
  const lengths = variables.map(({ codes }) => codes.length);
  const other = lengths.find((length) => length !== lengths[0]);
  if (other !== undefined)
    throw new SpillwayError(
      `${who}: all variables must have as many records, got ${lengths[0]} and ${other}`,
    );
  const records: number[] = [];
  for (let r = 0; r < (lengths[0] ?? 0); r++)
    if (variables.every(({ known }) => known[r] === 1)) records.push(r);
  return { records, missing: (lengths[0] ?? 0) - records.length };
}
