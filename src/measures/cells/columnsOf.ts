import type { Symbols } from "../Measure.ts";

/** The codes of some records of each variable, one column each. */
export function columnsOf(variables: readonly Symbols[], records: readonly number[]): Uint32Array[] {
  return variables.map(({ codes }) => Uint32Array.from(records, (r) => codes[r]!));
}
