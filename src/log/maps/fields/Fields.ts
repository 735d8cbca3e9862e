/**
 * One record of a log: what JSON holds, or the cells of a row by the names of their columns. A name from a file is never the key of a
 * plain object that is made here: rows and spans are maps.
 */
export type Fields = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** What a record, or anything in it, holds under a name of its own: nothing is inherited. */
export function fieldOf(value: unknown, name: string): unknown {
  if (value instanceof Map) return value.get(name) as unknown;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** The names that a record, or anything in it, has. */
export function fieldNames(value: unknown): readonly string[] {
  if (value instanceof Map) return [...(value as ReadonlyMap<string, unknown>).keys()];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.keys(value);
}
