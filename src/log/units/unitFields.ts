import { missingMark } from "../../core/missingMark.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { NumberReader } from "../../network/files/tables/numberReader.ts";
import type { UnitRow } from "./UnitRow.ts";

const STATUSES = ["ok", "refused", "invalid", "failed", "timeout", "missing"] as const;
const TRUTHS: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
]);

/** What the fields of a row may say. */
interface UnitFields {
  /** A whole number of at least 0; undefined where it is missing. */
  whole(name: string, text: string, line: number): number | undefined;
  /** A number, or true and false throughout the table; undefined where it is missing. */
  outcome(text: string, line: number): number | undefined;
  status(text: string, line: number): UnitRow["status"];
  /** Whether outcomes were true and false. */
  truths(): boolean;
}

/** Readers of fields, which say with file and line what they wanted. */
export function unitFields(numbers: NumberReader, missing: ReadonlySet<string>, file: string): UnitFields {
  // The first lines with outcomes of either form; 0 for none.
  let truths = 0;
  let plain = 0;
  const fault = (message: string, line: number): SpillwayError =>
    new SpillwayError(`units: ${message}`, { place: { file, line } });
  return {
    whole(name, text, line) {
      if (text === "" || missing.has(text)) return undefined;
      if (text === "0") return 0;
      const value = numbers.read(text);
      if (value === undefined || !Number.isSafeInteger(value) || value < 0)
        throw fault(
          `${name} must be a whole number of at least 0, got ${shown(text)}${markHint(text)}`,
          line,
        );
      return value;
    },
    outcome(text, line) {
      if (text === "" || missing.has(text)) return undefined;
      const value = numbers.read(text);
      const truth = value === undefined ? TRUTHS.get(text.toLowerCase()) : undefined;
      if (truth === undefined && value === undefined)
        throw fault(
          `outcome must be a number, got ${shown(text)}${numbers.advice(text) || outcomeHint(text)}`,
          line,
        );
      const other = truth === undefined ? truths : plain;
      if (other > 0)
        throw fault(
          `outcome must be a number or true and false throughout, got ${shown(text)} beside the other in line ${other}`,
          line,
        );
      if (truth !== undefined) truths ||= line;
      else plain ||= line;
      return value ?? truth;
    },
    status(text, line) {
      if (text === "" || missing.has(text)) return undefined;
      const status = STATUSES.find((one) => one === text);
      if (status === undefined)
        throw fault(
          `status must be one of ${STATUSES.join(", ")}, got ${shown(text)}${markHint(text)}`,
          line,
        );
      return status;
    },
    truths: () => truths > 0,
  };
}

const markHint = (text: string): string =>
  missingMark(text) ? `: if it marks a missing value, say so: --missing ${text.slice(0, 20)}` : "";

/** What to do about an outcome that is no number. */
export const outcomeHint = (text: string): string =>
  `: write an empty field for a missing outcome${missingMark(text) ? `, or say what marks one: --missing ${text.slice(0, 20)}` : ""}`;
