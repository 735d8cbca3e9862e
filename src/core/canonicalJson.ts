import { SpillwayError } from "./SpillwayError.ts";

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * One text for one value: object keys sorted by code unit, no spaces, numbers as ECMAScript prints them, keys whose
 * value is undefined left out. Equal values give equal bytes on every machine, so the SHA-256 of this text identifies them.
 *
 * @throws SpillwayError for NaN, infinities, functions and anything else that JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new SpillwayError(`canonicalJson: numbers must be finite, got ${value}`);
    return JSON.stringify(value);
  }
  if (ArrayBuffer.isView(value)) return canonicalJson(Array.from(value as Uint8Array));
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object") {
    const object = value as Record<string, unknown>;
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    keys.sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(",")}}`;
  }
  throw new SpillwayError(`canonicalJson: only data can be written, got a ${typeof value}`);
}
