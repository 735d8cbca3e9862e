import { readWeight } from "../readWeight.ts";
import type { TableDialect } from "./TableDialect.ts";

/** Reads the numbers of one table. */
export interface NumberReader {
  /** The number that a field says, or undefined when it says none. */
  read(field: string): number | undefined;
  /** A field whose decimals stand behind a comma, by the dialect, with a point in its place; any other as it is. */
  plain(field: string): string;
  /** What is wrong with a field that says no number, to go behind the field; and what to do. */
  advice(field: string): string;
  notes(): string[];
}

const COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;

/**
 * Numbers in decimal notation, with the decimal sign of the table's dialect. Where semicolons separate the fields and the dialect says
 * nothing, commas before decimals are understood, with a note; a table with both signs is not.
 *
 * @param delimiter what separates the fields.
 */
export function numberReader(delimiter: string, { decimal }: TableDialect): NumberReader {
  // Where commas separate the fields, a decimal comma can only stand in quotes; the table may be another than that meant.
  const only = decimal === "," && delimiter !== ",";
  const found = decimal === "," ? !only : decimal === undefined && delimiter === ";";
  let commas = false;
  let points = false;
  return {
    read(field) {
      const plain = only ? undefined : readWeight(field);
      if (plain !== undefined) {
        if (found && field.includes(".")) points = true;
        return points && commas ? undefined : finite(plain);
      }
      if (only && /^[+-]?\d+$/.test(field)) return finite(Number(field));
      if ((only || found) && COMMA.test(field)) {
        commas = true;
        return points && found ? undefined : finite(Number(field.replace(",", ".")));
      }
      return undefined;
    },
    plain: (field) => ((only || found) && COMMA.test(field) ? field.replace(",", ".") : field),
    advice(field) {
      if (commas && points)
        return ": some numbers have a decimal comma and some a decimal point: write all alike";
      if (/^[+-]?\d{1,3}([.,\u2019' \u00A0\u202F]\d{3})+([.,]\d+)?$/.test(field) && !COMMA.test(field))
        return ": write numbers without signs between the thousands";
      if (COMMA.test(field) && decimal === undefined)
        return ": if the comma stands before decimals, say so with --decimal , (in a study: decimal)";
      if (only && readWeight(field) !== undefined) return ": the decimal sign was said to be a comma";
      return "";
    },
    notes: () => (found && commas ? ["numbers were read with a decimal comma"] : []),
  };
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
