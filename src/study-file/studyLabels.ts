import { labelNotes } from "../core/labelNotes.ts";

/** Keys of settings whose texts are read by people or models, not compared as labels. */
const PROSE: ReadonlySet<string> = new Set(["description", "prompt", "system", "persona", "notes", "args"]);
/** Mappings deeper than this are no study. */
const DEEPEST = 40;

/**
 * What is odd about the labels of a study, wherever they stand: names that are keys of one mapping, and texts of one list, that are likely
 * one thing under two names or usually mark a missing value.
 *
 * @param data the study as plain data.
 */
export function studyLabels(data: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null || path.length > DEEPEST) return;
    const name = path.length === 0 ? "the study" : path.join(".");
    if (Array.isArray(value)) {
      const texts = value.filter((one): one is string => typeof one === "string");
      found.push(...labelNotes(`${name}:`, texts));
      // The labels of records in a list are those at one key: names of contrasts, of questions, ids of agents.
      for (const key of ["name", "agent", "id", "value"]) {
        const column = value.flatMap((one: unknown) => {
          const cell =
            typeof one === "object" && one !== null && Object.hasOwn(one, key)
              ? (one as Record<string, unknown>)[key]
              : undefined;
          return typeof cell === "string" ? [cell] : [];
        });
        found.push(...labelNotes(`${name}, ${key}:`, column));
      }
      value.forEach((one, k) => {
        walk(one, [...path, String(k)]);
      });
      return;
    }
    found.push(...labelNotes(`${name}:`, Object.keys(value)));
    for (const [key, one] of Object.entries(value)) if (!PROSE.has(key)) walk(one, [...path, key]);
  };
  walk(data, []);
  return [...new Set(found)].slice(0, 30);
}
