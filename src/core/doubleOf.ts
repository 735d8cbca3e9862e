import { labelKey } from "./labelKey.ts";
import { shown } from "./shown.ts";

/** The known label that is likely meant by one that is not known: 1 for 1.0, treated for Treated. Undefined when none is, or several are. */
export function doubleOf(label: string, known: Iterable<string>): string | undefined {
  const key = labelKey(label);
  let found: string | undefined;
  for (const one of known) {
    if (one === label || labelKey(one) !== key) continue;
    if (found !== undefined) return undefined;
    found = one;
  }
  return found;
}

/** ` (did you mean "1"?)` where {@link doubleOf} finds one, else nothing. */
export function meant(label: string, known: Iterable<string>): string {
  const found = doubleOf(label, known);
  return found === undefined ? "" : ` (did you mean ${shown(found)}?)`;
}
