import type { Json } from "../core/canonicalJson.ts";

/** Where an object keeps its JSON. */
export const TEXT: unique symbol = Symbol("JSON");

/** Marks an object, for whoever writes it, with its JSON, so that words that many hear are written out once. Invisible to all others. */
export function withText<Value extends object>(value: Value, text: string): Value {
  return Object.defineProperty(value, TEXT, { value: text });
}

/** Names that recur, ready for JSON. */
let names = new Map<string, string>();
const MOST = 100_000;

/** A name (an id, an arm, a key) as JSON: the same few stand in every line, and looking one up is faster than writing it. */
export function quoted(name: string): string {
  const there = names.get(name);
  if (there !== undefined) return there;
  if (names.size === MOST) names = new Map();
  const text = JSON.stringify(name);
  names.set(name, text);
  return text;
}

/** Words as JSON: those marked by {@link withText} are not written again. */
export function wordsText(said: Json): string {
  if (typeof said !== "object" || said === null) return JSON.stringify(said);
  return (said as { readonly [TEXT]?: string })[TEXT] ?? JSON.stringify(said);
}
