import { wantText } from "../../core/wantText.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { UnitRow } from "./UnitRow.ts";
import { unitScanner } from "./unitScanner.ts";

export interface ParseUnitsOptions extends TableDialect {
  /** Name of the file, for error messages; default "(units)". */
  readonly file?: string;
  /** Rows with a fault of their own that may be left out, each with a note. Default 0: the first is an error. */
  readonly skipDamaged?: number;
  /** Is told what was supposed, left out or is likely a slip, in sentences. */
  readonly onNote?: (note: string) => void;
}

/**
 * A unit table from CSV (or one of its dialects), TSV or JSONL with the columns `agent,arm,outcome[,world,round,status]`, in any order
 * and case; all others are covariates and stay texts. The agent's column may also be called `unit`, `id` or `node`; the first of
 * these names that occurs counts. An empty outcome is missing; an empty world is 0; outcomes that are all true or false are 1 and 0. Rows
 * come out sorted by world, round and agent.
 *
 * @throws SpillwayError with file and line for a missing column, an empty agent or arm, an outcome that is not a number,
 * a world or round that is not a whole number from 0, an unknown status, an outcome beside a status other than ok, and
 * the same world, round and agent twice; and for logs of other systems, by their name.
 */
export function parseUnits(text: string, options: ParseUnitsOptions = {}): UnitRow[] {
  wantText("parseUnits", "the content of a file", text);
  const { file = "(units)", onNote, skipDamaged = 0, ...dialect } = options;
  const scanner = unitScanner({ file, dialect, skipDamaged, covariates: true, keep: () => true });
  scanner.push(text);
  const { units, notes } = scanner.end();
  for (const note of notes) onNote?.(note);
  return units;
}
