import type { Json } from "../../src/core/canonicalJson.ts";
import type { Rng } from "../../src/core/rng.ts";

/** Values that stand where others are wanted. */
const ODD: readonly Json[] = [
  null,
  0,
  -1,
  1,
  5,
  0.5,
  1e308,
  "",
  "x",
  "999",
  true,
  [],
  [1],
  {},
  { a: 1 },
  [[]],
  "=1+1",
  "\u001b[31m",
  "__proto__",
];

interface Damage {
  readonly what: string;
  readonly lines: readonly string[];
}

/**
 * Journals with one damage each: for every field of every kind of line changed, left out, doubled and swapped with that of
 * another line, and lines left out, doubled, moved and swapped.
 */
export function* damagedLines(lines: readonly string[], random: Rng, most: number): Generator<Damage> {
  const types = lines.map((text) => (JSON.parse(text) as { type: string }).type);
  const all: Damage[] = [];
  for (const type of new Set(types)) {
    const places = types.flatMap((one, k) => (one === type ? [k] : []));
    const fields = Object.keys(JSON.parse(lines[places[0]!]!) as object);
    for (const field of fields) {
      for (const way of ["change", "delete", "double", "swap"]) {
        const at = places[random.integer(places.length)]!;
        const damaged = withField(lines, places, at, field, way, random);
        if (damaged) all.push({ what: `${way} ${field} of ${type} in line ${at + 1}`, lines: damaged });
      }
    }
    // A journal without its end is that of a run that goes on.
    for (const way of type === "end" ? ["double", "move", "swap"] : ["drop", "double", "move", "swap"]) {
      const at = places[random.integer(places.length)]!;
      all.push({ what: `${way} line ${at + 1}, a ${type}`, lines: withLine(lines, at, way, random) });
    }
  }
  // A few at the least of each; all of them when there is time.
  const step = Math.max(1, Math.floor(all.length / most));
  for (let k = random.integer(step); k < all.length; k += step) yield all[k]!;
  for (let k = all.length; k < most; k++) {
    // A last line that cannot be read is a torn one.
    const at = random.integer(lines.length - 1);
    yield {
      what: `text of line ${at + 1}`,
      lines: lines.map((text, i) => (i === at ? changedText(text, random) : text)),
    };
  }
}

function withField(
  lines: readonly string[],
  places: readonly number[],
  at: number,
  field: string,
  way: string,
  random: Rng,
): readonly string[] | undefined {
  const line = JSON.parse(lines[at]!) as Record<string, Json>;
  if (way === "swap") {
    const other = places[random.integer(places.length)]!;
    const there = JSON.parse(lines[other]!) as Record<string, Json>;
    if (other === at || JSON.stringify(there[field]) === JSON.stringify(line[field])) return undefined;
    [line[field], there[field]] = [there[field]!, line[field]!];
    return lines.map((text, k) =>
      k === at ? JSON.stringify(line) : k === other ? JSON.stringify(there) : text,
    );
  }
  if (way === "double") {
    const again = `${lines[at]!.slice(0, -1)},${JSON.stringify(field)}:${JSON.stringify(oddOne(line[field]!, random))}}`;
    return lines.map((text, k) => (k === at ? again : text));
  }
  if (way === "delete") delete line[field];
  else line[field] = oddOne(line[field]!, random);
  return lines.map((text, k) => (k === at ? JSON.stringify(line) : text));
}

function withLine(lines: readonly string[], at: number, way: string, random: Rng): readonly string[] {
  const list = [...lines];
  const other = random.integer(lines.length);
  if (way === "drop") list.splice(at, 1);
  if (way === "double") list.splice(at, 0, lines[at]!);
  if (way === "move") list.splice(other, 0, ...list.splice(at, 1));
  if (way === "swap") [list[at], list[other]] = [list[other]!, list[at]!];
  return list;
}

function oddOne(value: Json, random: Rng): Json {
  if (typeof value === "number" && random.uniform() < 0.5) return value + 1;
  const odd = ODD[random.integer(ODD.length)]!;
  return JSON.stringify(odd) === JSON.stringify(value) ? "another" : odd;
}

/** JSON with one value, somewhere in it, changed, left out or doubled: still JSON. */
export function changedText(text: string, random: Rng): string {
  const whole = JSON.parse(text) as Json;
  let left = random.integer(countOf(whole));
  const walk = (value: Json): Json | undefined => {
    if (left-- === 0) return random.uniform() < 0.2 ? undefined : oddOne(value, random);
    if (Array.isArray(value)) return value.flatMap((one) => walk(one as Json) ?? []);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).flatMap(([key, one]) => {
      const found = walk(one as Json);
      return found === undefined ? [] : [[key, found] as const];
    });
    return Object.fromEntries(entries);
  };
  return JSON.stringify(walk(whole) ?? null);
}

function countOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + countOf(one as Json), 1);
}
