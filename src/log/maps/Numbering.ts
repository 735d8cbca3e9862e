import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { compareIds } from "../../network/compareIds.ts";
import { textCodes } from "../table/textCodes.ts";
import { textOf } from "./fields/fieldReader.ts";

/** Rounds or worlds of a log as numbers from 0, once all have been seen. */
export interface Numbering {
  /** The code of a value. */
  code(value: unknown): number;
  /** The number of each code, and what was supposed. */
  numbers(): { readonly of: readonly number[]; readonly notes: readonly string[] };
}

const WHOLE = /^\d{1,9}$/;

/**
 * Rounds: whole numbers as they are; with `rank`, any values in their order (numbers by size, times by time) from 0.
 *
 * @throws SpillwayError for a round that is no whole number, unless they are ranked.
 */
export function roundNumbers(rank: boolean, who: string): Numbering {
  const codes = textCodes();
  let last: unknown;
  let lastCode = 0;
  return {
    code(value) {
      if (typeof value === "string" && value === last) return lastCode;
      const text =
        typeof value === "number" && Number.isInteger(value) ? String(value) : textOf(value).trim();
      if (!rank && !WHOLE.test(text))
        throw new SpillwayError(
          `${who}: round must be a whole number from 0 to 999999999, got ${shown(value)}: for times and names say so in the map, round: { field: …, rank: true }`,
        );
      last = value;
      lastCode = codes.code(text);
      return lastCode;
    },
    numbers() {
      if (!rank) return { of: codes.texts.map(Number), notes: [] };
      const numeric = codes.texts.every((text) => text !== "" && Number.isFinite(Number(text)));
      const order = [...codes.texts].sort((a, b) => (numeric ? Number(a) - Number(b) : compareIds(a, b)));
      const number = new Map(order.map((text, k) => [text, k]));
      return {
        of: codes.texts.map((text) => number.get(text)!),
        notes: [`${order.length} rounds are numbered from 0 in the order of ${shown(order[0])}, …`],
      };
    },
  };
}

/** Worlds: whole numbers as they are where all are; else by the order in which they first occur, with a note. */
export function worldNumbers(): Numbering {
  const codes = textCodes();
  return {
    code: (value) => codes.code(textOf(value)),
    numbers() {
      const { texts } = codes;
      if (texts.every((text) => WHOLE.test(text) && String(Number(text)) === text))
        return { of: texts.map(Number), notes: [] };
      const named = texts.slice(0, 8).map((text, k) => `${k} is ${shown(text)}`);
      return {
        of: texts.map((_, k) => k),
        notes: [
          `worlds are numbered in the order in which they occur: ${named.join(", ")}${texts.length > 8 ? ", …" : ""}`,
        ],
      };
    },
  };
}
