import type { Json } from "../../src/core/canonicalJson.ts";
import type { Rng } from "../../src/core/rng.ts";

/** Values that stand where others are wanted. */
const ODD: readonly Json[] = [
  ...[null, 0, -0, -1, 1, 2, 0.5, -0.5, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 53 + 2, 1e21, 4294967296],
  ...[
    "",
    " ",
    "x",
    "0",
    "1e400",
    "NaN",
    "Infinity",
    "-",
    "null",
    "true",
    "=1+1",
    "\u001b[31m",
    "\u202e",
    "\ud800",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "{{ agent }}",
    "../x",
    "/dev/null",
    "-",
    "http://",
    "a".repeat(3000),
  ],
  ...[
    true,
    false,
    [],
    [1],
    [[]],
    [[[]]],
    [null],
    {},
    { a: 1 },
    { kind: "x" },
    { file: "x" },
    { __proto__: 1 },
  ],
];
/** Pieces of text that parsers trip over. */
const PIECES: readonly string[] = [
  ...[
    "\0",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\u2028",
    "\r",
    "\n\n",
    "\t",
    " ",
    '"',
    "'",
    ",",
    ";",
    ":",
    "-",
    "#",
    "%",
    "&",
    "<",
    ">",
  ],
  ...[
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "<!--",
    "]]>",
    "&lt;",
    "&#0;",
    "<![CDATA[",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
  ],
  ...[
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    "1e308",
    "5e-324",
  ],
  ...[
    "9".repeat(400),
    "0x10",
    "1_000",
    "٣",
    "９",
    "null",
    "undefined",
    "true",
    "~",
    "*a",
    "&a",
    "!!js/function",
    "<<: *a",
  ],
];

const one = <Item>(list: readonly Item[], random: Rng): Item => list[random.integer(list.length)]!;

/** A text with some of its characters changed, left out, doubled, moved, nested or cut. */
export function mutatedText(text: string, random: Rng): string {
  let changed = text;
  const times = random.uniform() < 0.7 ? 1 : 2;
  for (let k = 0; k < times; k++) changed = CHANGES[random.integer(CHANGES.length)]!(changed, random);
  return changed;
}

const CHANGES: readonly ((text: string, random: Rng) => string)[] = [
  (text, random) => text.slice(0, random.integer(text.length + 1)),
  (text, random) => text.slice(random.integer(text.length + 1)),
  (text, random) => inserted(text, one(PIECES, random), random),
  (text, random) => inserted(text, one(PIECES, random), random),
  (text, random) => {
    const at = random.integer(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.integer(8));
  },
  (text, random) => {
    const at = random.integer(text.length + 1);
    const sign = String.fromCharCode(text.charCodeAt(at) ^ (1 << random.integer(8)));
    return text.slice(0, at) + sign + text.slice(at + 1);
  },
  (text, random) => {
    const [from, length] = [random.integer(text.length + 1), random.integer(60)];
    return inserted(text, text.slice(from, from + length), random);
  },
  (text, random) => replaced(text, /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi, one(NUMBERS, random), random),
  (text, random) => replaced(text, /[\p{L}_][\p{L}\d_-]*/gu, one(PIECES, random), random),
  (text, random) => lines(text, random),
  (text) => `\ufeff${text}`,
  (text, random) => {
    const depth = 10 ** (1 + random.integer(4));
    const [open, close] = one(NESTS, random);
    return inserted(text, open.repeat(depth) + close.repeat(random.uniform() < 0.5 ? depth : 0), random);
  },
];
const NUMBERS = [
  "-1",
  "0",
  "1e9",
  "1e400",
  "-1e400",
  "0.5",
  "1e-320",
  "NaN",
  "99999999999999999999",
  "2147483648",
  "1.5",
  "",
];
const NESTS: readonly (readonly [string, string])[] = [
  ["[", "]"],
  ["{", "}"],
  ["(", ")"],
  ['{"a":', "}"],
  ["<g>", "</g>"],
  ["- ", ""],
  ["{% if true %}", "{% endif %}"],
  ["not ", ""],
  ["-", ""],
];

function inserted(text: string, piece: string, random: Rng): string {
  const at = random.integer(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

function replaced(text: string, what: RegExp, by: string, random: Rng): string {
  const found = [...text.matchAll(what)];
  if (found.length === 0) return text;
  const { 0: word, index } = one(found, random);
  return text.slice(0, index) + by + text.slice(index + word.length);
}

function lines(text: string, random: Rng): string {
  const list = text.split("\n");
  const [from, to] = [random.integer(list.length), random.integer(list.length)];
  const way = random.integer(3);
  if (way === 0) list.splice(from, 1);
  else if (way === 1) list.splice(to, 0, list[from]!);
  else [list[from], list[to]] = [list[to]!, list[from]!];
  return list.join("\n");
}

/** A value with one of its parts, at any depth, changed, left out, renamed, doubled or swapped with another's. */
export function mutatedValue(value: Json, random: Rng): Json {
  const places: (() => void)[] = [];
  const copy = structuredClone(value) as Json;
  const walk = (holder: Record<string, Json> | Json[], key: string | number): void => {
    const at = holder as Record<string | number, Json>;
    places.push(
      () => {
        at[key] = one(ODD, random);
      },
      () => {
        const now = at[key];
        at[key] =
          typeof now === "number" ? now * one([-1, 0, 1e9, 1e300, 1e-300, 1.5], random) : one(ODD, random);
      },
      () => {
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key as string];
      },
      () => {
        if (Array.isArray(holder)) holder.push(holder[Number(key)]!);
        else {
          const kept = at[key]!;
          delete holder[key as string];
          // As a parser would: a key of its own, never the prototype.
          Object.defineProperty(holder, one(["__proto__", "kind", "file", "x", `${key}s`, ""], random), {
            value: kept,
            enumerable: true,
            configurable: true,
            writable: true,
          });
        }
      },
    );
    const inner = at[key];
    if (Array.isArray(inner)) inner.forEach((_, k) => walk(inner as Json[], k));
    else if (typeof inner === "object" && inner !== null)
      for (const name of Object.keys(inner)) walk(inner as Record<string, Json>, name);
  };
  const root: Json[] = [copy];
  walk(root, 0);
  one(places, random)();
  return root[0] ?? null;
}
