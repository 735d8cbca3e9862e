import { closest, distance } from "fastest-levenshtein";
import { doubleOf } from "./doubleOf.ts";
import { few } from "./few.ts";

/** ` (did you mean "hajek"?)` when a known word is near the given one, else a list of the known words, else nothing. */
export function suggest(given: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const double = doubleOf(given, known);
  if (double !== undefined) return ` (did you mean "${double}"?)`;
  const nearest = closest(given.toLowerCase(), [...known]);
  if (distance(given.toLowerCase(), nearest.toLowerCase()) <= Math.ceil(given.length / 3)) {
    return ` (did you mean "${nearest}"?)`;
  }
  return ` (one of ${few(known)})`;
}
