import { doubleOf } from "../../core/doubleOf.ts";
import { labelKey } from "../../core/labelKey.ts";
import { shown } from "../../core/shown.ts";

/** Reads the arms of one table. */
export interface ArmReader {
  /** The index of the arm that a text names, or undefined when it names none. */
  read(text: string): number | undefined;
  /** What was read otherwise than it stands. */
  notes(): string[];
}

/**
 * Arms by name or, when no arm has that name, by index from 0. A name that differs in case or blanks alone, a number such as 1.0, and true
 * and false where there are two arms are understood, with a note.
 *
 * @param arms names of the arms, by index.
 */
export function armReader(arms: readonly string[]): ArmReader {
  const known = new Map<string, number | undefined>();
  const told: string[] = [];
  const find = (text: string): number | undefined => {
    const named = arms.indexOf(text);
    if (named >= 0) return named;
    if (/^\d{1,3}$/.test(text) && Number(text) < arms.length && String(Number(text)) === text)
      return Number(text);
    const key = labelKey(text);
    const double = doubleOf(text, arms);
    const numbered = /^\d{1,3}$/.test(key) && Number(key) < arms.length ? Number(key) : undefined;
    const truth = arms.length === 2 ? ["false", "true"].indexOf(key) : -1;
    const found = double !== undefined ? arms.indexOf(double) : (numbered ?? (truth < 0 ? undefined : truth));
    if (found !== undefined) told.push(`arm ${shown(text)} was read as ${shown(arms[found])}`);
    return found;
  };
  return {
    read(text) {
      if (!known.has(text)) known.set(text, find(text));
      return known.get(text);
    },
    notes: () =>
      told.length > 8
        ? [...told.slice(0, 8), `${told.length - 8} more arms were read by case, blanks or number`]
        : told,
  };
}
