import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { shown } from "../core/shown.ts";

/** Settings of which both values are told. */
const TOLD = 3;

/**
 * What differs between two studies as data, in words: the first few settings with both values, and the names of some more. Empty when
 * nothing does.
 */
export function studyDifferences(there: Json, here: Json): string[] {
  const found: { readonly path: string; readonly there: unknown; readonly here: unknown }[] = [];
  const compare = (path: string, a: Json | undefined, b: Json | undefined): void => {
    if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return;
    if (!isMapping(a) || !isMapping(b)) {
      found.push({ path, ...firstDifference(a, b) });
      return;
    }
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      compare(path === "" ? key : `${path}.${key}`, own(a, key), own(b, key));
  };
  compare("", there, here);
  const told = found
    .slice(0, TOLD)
    .map(({ path, there: a, here: b }) => `${path} is ${shown(a)} there and ${shown(b)} here`);
  const more = found.slice(TOLD).map(({ path }) => path);
  return more.length === 0 ? told : [...told, `other settings that differ are ${few(more, 5)}`];
}

/** Of two long texts, what stands where they part. */
function firstDifference(a: unknown, b: unknown): { readonly there: unknown; readonly here: unknown } {
  if (typeof a !== "string" || typeof b !== "string") return { there: a ?? "absent", here: b ?? "absent" };
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
