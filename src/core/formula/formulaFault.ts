import { SpillwayError } from "../SpillwayError.ts";
import { shown } from "../shown.ts";

/** Makes the error for a fault at a column (from 1) of one formula: `formula: "[" is not allowed (column 4 of "own[1]")`. */
export type FormulaFault = (column: number, what: string, remedy?: string) => SpillwayError;

/** The maker of errors for one formula. `who` begins every message. */
export function formulaFault(who: string, text: string): FormulaFault {
  return (column, what, remedy) =>
    new SpillwayError(`${who}: ${what} (column ${column} of ${shown(text)})${remedy ? `: ${remedy}` : ""}`);
}
