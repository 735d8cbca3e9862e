import { chiSquareCdf } from "../../core/numbers/chiSquare.ts";
import type { Value } from "./answerFields.ts";

/**
 * The chance that independent answers are spread over their alternatives as evenly as these, or more: the lower tail of Pearson's χ², which is
 * largest where all alternatives are equally likely, so the null is the widest there is. Counts are whole numbers: the distance is taken
 * from the far corner of their cell, so that a tie by chance is none. Cost: linear.
 *
 * @returns undefined for one alternative, or fewer than 20 answers for each.
 */
export function evenChoices(
  values: readonly Value[],
): { readonly p: number; readonly counts: ReadonlyMap<string, number> } | undefined {
  const counts = new Map<string, number>();
  let n = 0;
  for (const value of values) {
    if (value === undefined || value === "") continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    n++;
  }
  const k = counts.size;
  if (k < 2 || n < 20 * k) return undefined;
  const distance = Math.sqrt([...counts.values()].reduce((total, count) => total + (count - n / k) ** 2, 0));
  const far = distance + Math.sqrt(k) / 2;
  return { p: chiSquareCdf((far * far * k) / n, k - 1), counts };
}
