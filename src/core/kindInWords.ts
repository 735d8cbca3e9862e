import { shown } from "./shown.ts";

/** A thing of a catalogue as its data, in words: `feed (rank "recency", top 5)` for a mapping with a kind. */
export function kindInWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return shown(value);
  const { kind, ...settings } = value as { readonly kind?: unknown };
  const told = Object.entries(settings).map(([name, setting]) => `${name} ${shown(setting)}`);
  if (typeof kind !== "string") return told.join(", ");
  return told.length === 0 ? kind : `${kind} (${told.join(", ")})`;
}
