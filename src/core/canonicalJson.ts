import { SpillwayError } from "./SpillwayError.ts";

/** Anything that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * One text for one value: object keys sorted by code unit, no spaces, numbers as ECMAScript prints them, keys whose
 * value is undefined left out, typed arrays as lists. Equal values give equal bytes on every machine, so the SHA-256 of this text identifies them.
 *
 * @throws SpillwayError for NaN, infinities, functions, maps, dates and anything else that JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      throw new SpillwayError(`canonicalJson: numbers must be finite, got ${value}`);
    return JSON.stringify(value);
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return canonicalJson(Array.from(value as Uint8Array));
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    keys.sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(",")}}`;
  }
  const what = typeof value === "object" ? value.constructor.name : typeof value;
  throw new SpillwayError(`canonicalJson: only data can be written, got a ${what}`);
}

/** A Map, a Date or any other instance has no own keys that tell two of them apart. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
