import { labelKey } from "./labelKey.ts";
import { missingMark } from "./missingMark.ts";
import { shown } from "./shown.ts";

/** Labels, each under the key that it shares with its doubles. */
interface DoubledLabel {
  readonly first: string;
  readonly second: string;
}

/** Labels of one list that are likely one thing under two names: 1 and 1.0, Ann and ann, "a b" and "a  b". Cost: linear. */
export function doubledLabels(labels: Iterable<string>): DoubledLabel[] {
  const first = new Map<string, string>();
  const odd: [key: string, label: string][] = [];
  const all = [...labels];
  // Most labels are their own key and need no entry: only those that are not are kept.
  for (const label of all) {
    const key = labelKey(label);
    if (key === label) continue;
    const there = first.get(key);
    if (there === undefined) first.set(key, label);
    else if (there !== label) odd.push([key, label]);
  }
  if (first.size === 0) return [];
  const found = odd.map(([key, second]): DoubledLabel => ({ first: first.get(key)!, second }));
  for (const label of new Set(all)) {
    const there = first.get(label);
    if (there !== undefined && there !== label) found.push({ first: label, second: there });
  }
  return found;
}

/**
 * What is odd about labels of one sort, as sentences: pairs that are likely one thing under two names, and labels that usually
 * mark a missing value. They are read as they stand all the same.
 *
 * @param what what the labels name, in the plural: agents.
 */
export function labelNotes(what: string, labels: Iterable<string>): string[] {
  const all = [...labels];
  const doubles = doubledLabels(all);
  const marks = [...new Set(all.filter(missingMark))];
  return [
    ...(doubles.length === 0
      ? []
      : [`${what} ${pairs(doubles)} look like one under two names: they count as different ones`]),
    ...(marks.length === 0
      ? []
      : [
          `${what} ${marks.slice(0, 5).map(shown).join(", ")} ${marks.length === 1 ? "is" : "are"} read as a name, and usually ${marks.length === 1 ? "marks" : "mark"} a missing value`,
        ]),
  ];
}

function pairs(doubles: readonly DoubledLabel[]): string {
  const some = doubles.slice(0, 3).map(({ first, second }) => `${shown(first)} and ${shown(second)}`);
  const more = doubles.length > 3 ? ` (and ${doubles.length - 3} more pairs)` : "";
  return `${some.join("; ")}${more}`;
}
