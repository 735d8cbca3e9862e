import type { Json } from "../../core/canonicalJson.ts";

/** The message itself, or one field of it; undefined when it has no such field. */
export function saidValue(said: Json, field: string | undefined): Json | undefined {
  if (field === undefined) return said;
  if (typeof said !== "object" || said === null || Array.isArray(said) || !Object.hasOwn(said, field))
    return undefined;
  return (said as Readonly<Record<string, Json | undefined>>)[field];
}
