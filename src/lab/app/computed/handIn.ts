import { SpillwayError } from "../../../core/SpillwayError.ts";
import { sha256 } from "../../../core/sha256.ts";

/** What a student hands in. */
interface HandIn {
  readonly name: string;
  readonly seed: string;
  readonly answer: string;
}

/** Crockford's thirty-two signs, of which no two look alike. */
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Signs of the check: 40 bits, so that a changed code passes once in 10¹² times. */
const CHECK = 8;

/** A code of groups of five signs, which says who answered what, and whether it was copied without a mistake. It is no signature: who reads this file can make one. */
export function handInCode({ name, seed, answer }: HandIn): string {
  const bytes = new TextEncoder().encode(JSON.stringify([name, seed, answer]));
  const body = signsOf(bytes);
  return grouped(body + checkOf(body));
}

/** Reads a code; undefined when it is none, or was changed anywhere. */
export function readHandIn(code: string): HandIn | undefined {
  const signs = code.trim().replaceAll("-", "");
  if (grouped(signs) !== code.trim() || signs.length <= CHECK) return undefined;
  const body = signs.slice(0, -CHECK);
  if (checkOf(body) !== signs.slice(-CHECK)) return undefined;
  try {
    const told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(body))) as unknown;
    if (!Array.isArray(told) || told.length !== 3 || !told.every((one) => typeof one === "string"))
      return undefined;
    const [name, seed, answer] = told as [string, string, string];
    // One text has one code.
    return handInCode({ name, seed, answer }) === code.trim() ? { name, seed, answer } : undefined;
  } catch {
    return undefined;
  }
}

const grouped = (signs: string): string => signs.replace(/(.{5})(?=.)/g, "$1-");

function checkOf(body: string): string {
  const hash = sha256(`spillway hand-in ${body}`);
  return signsOf(Uint8Array.from({ length: 5 }, (_, k) => Number.parseInt(hash.slice(2 * k, 2 * k + 2), 16)));
}

function signsOf(bytes: Uint8Array): string {
  let signs = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      signs += SIGNS[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? signs + SIGNS[(held << (5 - bits)) & 31] : signs;
}

function bytesOf(signs: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const sign of signs) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) throw new SpillwayError("no sign of a code");
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}
