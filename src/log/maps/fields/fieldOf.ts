import { TableRow } from "./TableRow.ts";

/** What a record, or anything in it, holds under a name of its own: nothing is inherited. Rows and spans are maps, so no name of a file is the key of an object that is made here. */
export function fieldOf(value: unknown, name: string): unknown {
  if (value instanceof TableRow) return value.get(name);
  if (value instanceof Map) return value.get(name) as unknown;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** The names that a record, or anything in it, has. */
export function fieldNames(value: unknown): readonly string[] {
  if (value instanceof TableRow) return value.names();
  if (value instanceof Map) return [...(value as ReadonlyMap<string, unknown>).keys()];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.keys(value);
}
