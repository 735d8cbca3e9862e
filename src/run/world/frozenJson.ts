import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { quoted, withText } from "../../log/journal/wordsText.ts";

/** A value as a journal can hold it. */
interface FrozenJson {
  /** A frozen copy, which nobody else holds. Undefined where JSON has nothing. */
  readonly value: Json | undefined;
  /** Its canonical JSON; `null` for undefined. */
  readonly text: string;
}

/** Deeper values, circles among them, go the long way, which knows what to say of them. */
const DEEP = 20;

/**
 * A value through canonical JSON and back, frozen all through: what is gone on with from memory is exactly what would be
 * read from the file. Cost: one pass over plain data, several times as fast as writing and parsing.
 *
 * @throws SpillwayError for what JSON cannot hold.
 */
export function frozenJson(given: unknown): FrozenJson {
  if (given === undefined) return { value: undefined, text: "null" };
  numbered = false;
  const value = copied(given, 0);
  if (value !== UNUSUAL) return { value, text: written };
  const text = canonicalJson(given);
  return { value: freeze(JSON.parse(text) as Json), text };
}

/** Stands for what {@link copied} leaves to canonical JSON. */
const UNUSUAL: unique symbol = Symbol("unusual");

/** Canonical JSON of what was copied last; a second return value without an object for it. */
let written = "";

/** Whether what was copied has a key like "10", which JSON.stringify puts before others: its canonical JSON is not what a line has. */
let numbered = false;

function copied(value: unknown, depth: number): Json | typeof UNUSUAL {
  switch (typeof value) {
    case "boolean":
      written = value ? "true" : "false";
      return value;
    case "number":
      if (!Number.isFinite(value)) return UNUSUAL;
      written = `${value}`;
      // Minus nothing is written as 0.
      return value === 0 ? 0 : value;
    case "string":
      written = JSON.stringify(value);
      return value;
    case "object":
      if (value === null) {
        written = "null";
        return null;
      }
      if (depth === DEEP) return UNUSUAL;
      return Array.isArray(value) ? copiedList(value, depth) : copiedObject(value, depth);
    default:
      return UNUSUAL;
  }
}

function copiedList(value: readonly unknown[], depth: number): Json | typeof UNUSUAL {
  const list: Json[] = [];
  let text = "[";
  for (let k = 0; k < value.length; k++) {
    const item = copied(value[k] ?? null, depth + 1);
    if (item === UNUSUAL) return UNUSUAL;
    list.push(item);
    text += k === 0 ? written : `,${written}`;
  }
  written = `${text}]`;
  return Object.freeze(list);
}

function copiedObject(value: object, depth: number): Json | typeof UNUSUAL {
  if (Object.getPrototypeOf(value) !== Object.prototype) return UNUSUAL;
  const given = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(given);
  if (!inOrder(keys)) keys.sort();
  const copy: Record<string, Json> = {};
  let text = "{";
  for (const key of keys) {
    if (key === "__proto__") return UNUSUAL;
    if (isDigit(key.charCodeAt(0))) numbered = true;
    const own = given[key];
    if (own === undefined) continue;
    const item = copied(own, depth + 1);
    if (item === UNUSUAL) return UNUSUAL;
    copy[key] = item;
    text += `${text === "{" ? "" : ","}${quoted(key)}:${written}`;
  }
  written = `${text}}`;
  return Object.freeze(depth === 0 && !numbered ? withText(copy, written) : copy);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function inOrder(keys: readonly string[]): boolean {
  for (let k = 1; k < keys.length; k++) if (keys[k - 1]! > keys[k]!) return false;
  return true;
}

/** Freezes what JSON.parse made: plain lists and objects, and no circles. */
function freeze(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  for (const item of Array.isArray(value) ? value : Object.values(value)) freeze(item as Json);
  return Object.freeze(value);
}
