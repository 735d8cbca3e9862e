import type { Json } from "../../core/canonicalJson.ts";

/** Makes nothing: gives back the object that it is given, so that what extends it marks that object instead of a new one. */
function itself(value: object): object {
  return value;
}

/** The JSON of an object, in a private field of it: seen by nobody else and not copied; four times as fast as a hidden property. */
class Marked extends (itself as unknown as new (value: object) => object) {
  readonly #text: string;

  constructor(value: object, text: string) {
    super(value);
    this.#text = text;
  }

  static textOf(value: object): string | undefined {
    return #text in value ? value.#text : undefined;
  }
}

/** Marks an object, once, for whoever writes it, with its JSON, so that words that many hear are written out once. Invisible to all others. */
export function withText<Value extends object>(value: Value, text: string): Value {
  new Marked(value, text);
  return value;
}

/** The JSON that an object was marked with. */
export const textOf: (value: object) => string | undefined = Marked.textOf;

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
  return textOf(said) ?? JSON.stringify(said);
}
