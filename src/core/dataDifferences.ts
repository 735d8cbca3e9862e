import { canonicalJson, type Json } from "./canonicalJson.ts";
import { few } from "./few.ts";
import { shown } from "./shown.ts";

/** Settings of which both values are told. */
const TOLD = 3;

/**
 * What differs between two sets of settings, in words: the first few with their path and both values, and the names of some more. Empty when
 * nothing does.
 *
 * @param name of the whole, with which paths begin; may be empty.
 */
export function dataDifferences(name: string, there: Json, here: Json): string[] {
  const found: { readonly path: string; readonly there: unknown; readonly here: unknown }[] = [];
  const compare = (path: string, a: Json | undefined, b: Json | undefined): void => {
    if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return;
    if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      a.forEach((one, k) => compare(`${path}.${k}`, one as Json, (b as readonly Json[])[k]));
      return;
    }
    if (!isMapping(a) || !isMapping(b)) {
      found.push({ path, ...firstDifference(a, b) });
      return;
    }
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      compare(path === "" ? key : `${path}.${key}`, own(a, key), own(b, key));
  };
  compare(name, there, here);
  const told = found
    .slice(0, TOLD)
    .map(({ path, there: a, here: b }) => `${path} is ${worded(a)} there and ${worded(b)} here`);
  const more = found.slice(TOLD).map(({ path }) => path);
  return more.length === 0 ? told : [...told, `other settings that differ are ${few(more, 5)}`];
}

/** A value in words: what is not there has no quotes, as the text "absent" would have. */
const worded = (value: unknown): string => (value === undefined ? "absent" : shown(value));

/** Of two long texts, what stands where they part. */
function firstDifference(a: unknown, b: unknown): { readonly there: unknown; readonly here: unknown } {
  if (typeof a !== "string" || typeof b !== "string") return { there: a, here: b };
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  const from = Math.max(0, k - 20);
  const part = (text: string): string => `${from > 0 ? "…" : ""}${text.slice(from, from + 50)}`;
  return { there: part(a), here: part(b) };
}

type Mapping = { readonly [key: string]: Json | undefined };

const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: Mapping, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;
