import { canonicalJson, type Json } from "../../../core/canonicalJson.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { sha256 } from "../../../core/sha256.ts";
import { shown } from "../../../core/shown.ts";
import { suggest } from "../../../core/suggest.ts";
import type { Tool } from "./Tool.ts";
import type { LookupSettings } from "./toolSettings.ts";

/** Keys that the model is told beforehand. */
const FEW = 20;
/** Keys among which one is looked for that a wrong one may have meant. */
const NEAR = 1000;
/** Characters of a key at most. */
const LONGEST = 200;

/**
 * Rows of a table of the study, by a key. The key is compared with those of the table and nothing else: it is no path and no pattern.
 *
 * @throws SpillwayError for a table that was not read, rows without the key or with one twice, and columns that no row has.
 */
export function lookupTool({
  table,
  key,
  columns,
}: LookupSettings): Pick<Tool, "description" | "arguments" | "sees" | "open"> {
  if ("file" in table)
    throw new SpillwayError(
      `the file "${table.file}" is read with the study file that names it: here, give the rows themselves`,
    );
  const known = [...new Set(table.flatMap((row) => Object.keys(row)))];
  for (const column of [key, ...(columns ?? [])])
    if (!known.includes(column))
      throw new SpillwayError(`the table has no column ${shown(column)}${suggest(column, known)}`);
  const rows = new Map<string, Json>();
  table.forEach((row, k) => {
    const value = Object.hasOwn(row, key) ? String(row[key]).trim() : "";
    if (value === "" || value.length > LONGEST)
      throw new SpillwayError(
        `row ${k + 1} of the table needs a key of 1 to ${LONGEST} characters in ${shown(key)}, got ${shown(row[key] ?? "")}`,
      );
    if (rows.has(value))
      throw new SpillwayError(
        `the key ${shown(value)} stands in two rows of the table, the second is ${k + 1}`,
      );
    rows.set(value, columns ? Object.fromEntries(columns.map((one) => [one, row[one] ?? null])) : { ...row });
  });
  const keys = [...rows.keys()];
  const some = keys.slice(0, FEW).map((one) => JSON.stringify(one).slice(0, 60));
  const more = keys.length > FEW ? ` and ${keys.length - FEW} more` : "";
  const hash = sha256(canonicalJson([...rows] as Json));
  return {
    description: `Gives what is known of a ${key}, one of ${some.join(", ")}${more}.`,
    arguments: [{ name: "key", kind: "text", most: LONGEST, description: `the ${key}` }],
    sees: () => hash,
    open:
      () =>
      ({ arguments: given }) => {
        const wanted = String(given.key).trim();
        const row = rows.get(wanted);
        if (row === undefined)
          throw new SpillwayError(`there is no ${shown(wanted)}${suggest(wanted, keys.slice(0, NEAR))}`);
        return row;
      },
  };
}
