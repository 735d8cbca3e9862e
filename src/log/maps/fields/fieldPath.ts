import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { fieldNames, fieldOf } from "./fieldOf.ts";

/** A path into records. */
interface FieldPath {
  readonly text: string;
  /** The first value that is there, or undefined; null and "" are not there. */
  first(record: unknown): unknown;
  /** All values: more than one where the path has `[*]` or a `*` in a name. */
  all(record: unknown): Generator<unknown>;
  /** The names that a path with a `*` found, with their values. */
  found(record: unknown): Generator<readonly [name: string, value: unknown]>;
}

type Part = { readonly names: readonly string[] } | { readonly index: number | "*" };

/** Names and lists in a path, at most: each name may be joined with those after it. */
const MOST_PARTS = 16;
/** Characters of a text in a record that is read as JSON, at most. */
const LONGEST_JSON = 1 << 26;

/**
 * Reads a path such as `metadata.round`, `messages[*].name`, `posts[0].id`, `answer.*`; `.` is the record itself. A name with points in
 * it (`gen_ai.agent.name`) needs nothing: a record that has it as one name is asked first. Where a path leads into a text that holds
 * JSON, the text is read as JSON.
 *
 * @throws SpillwayError for what is no path.
 */
export function fieldPath(text: string, who: string): FieldPath {
  const parts = partsOf(text, who);
  const read = jsonTexts();
  function* walk(
    value: unknown,
    part: number,
    name: number,
    label: string,
  ): Generator<readonly [string, unknown]> {
    const here = parts[part];
    if (here === undefined) {
      if (value !== undefined && value !== null && value !== "") yield [label, value];
      return;
    }
    const held = read(value);
    if ("index" in here) {
      if (!Array.isArray(held)) return;
      if (here.index !== "*") yield* walk(held[here.index], part + 1, 0, label);
      else for (const one of held) yield* walk(one, part + 1, 0, label);
      return;
    }
    const { names } = here;
    for (let end = names.length; end > name; end--) {
      const like = names.slice(name, end).join(".");
      const keys = like.includes("*") ? fieldNames(held).filter((key) => likeName(key, like)) : [like];
      for (const key of keys) {
        const inner = fieldOf(held, key);
        if (inner === undefined) continue;
        const longer = label === "" ? key : `${label}.${key}`;
        if (end === names.length) yield* walk(inner, part + 1, 0, longer);
        else yield* walk(inner, part, end, longer);
      }
    }
  }
  const [only] = parts;
  const plain =
    parts.length === 1 && only !== undefined && "names" in only && !text.includes("*") ? text : undefined;
  const first = (record: unknown): unknown => {
    if (plain !== undefined) {
      const value = fieldOf(record, plain);
      if (value !== undefined) return value === null || value === "" ? undefined : value;
    }
    for (const [, value] of walk(record, 0, 0, "")) return value;
    return undefined;
  };
  return {
    text,
    first,
    *all(record) {
      for (const [, value] of walk(record, 0, 0, "")) yield value;
    },
    found: (record) => walk(record, 0, 0, ""),
  };
}

function partsOf(text: string, who: string): Part[] {
  const fault = (): SpillwayError =>
    new SpillwayError(`${who}: wanted a path such as metadata.round or messages[*].name, got ${shown(text)}`);
  if (text === ".") return [];
  const parts: Part[] = [];
  for (const piece of text.split(/(\[(?:\d{1,9}|\*)\])/)) {
    const inside = /^\[(\d+|\*)\]$/.exec(piece)?.[1];
    if (inside !== undefined) parts.push({ index: inside === "*" ? "*" : Number(inside) });
    else if (piece !== "") {
      const names = (parts.length > 0 && piece.startsWith(".") ? piece.slice(1) : piece).split(".");
      if (names.includes("")) throw fault();
      parts.push({ names });
    }
  }
  const count = parts.reduce((sum, part) => sum + ("names" in part ? part.names.length : 1), 0);
  if (parts.length === 0 || count > MOST_PARTS) throw fault();
  return parts;
}

/** Reads texts that hold JSON, the same text once for several paths in a row. */
function jsonTexts(): (value: unknown) => unknown {
  let last: string | undefined;
  let held: unknown;
  return (value) => {
    if (typeof value !== "string") return value;
    if (value === last) return held;
    if (!/^\s*[[{"]/.test(value) || value.length > LONGEST_JSON) return value;
    last = value;
    try {
      held = JSON.parse(value) as unknown;
    } catch {
      held = value;
    }
    return held;
  };
}

/** Whether a name is like one with stars, each of which stands for any characters. Cost: linear in the name for each star. */
export function likeName(name: string, like: string): boolean {
  const [head = "", ...rest] = like.split("*");
  const tail = rest.pop();
  if (tail === undefined) return name === like;
  if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
  let at = head.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > name.length - tail.length) return false;
    at = found + piece.length;
  }
  return true;
}
