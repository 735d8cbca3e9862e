import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text (as UTF-8), as 64 hexadecimal digits. Synchronous, and the same in Node and in a browser. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** SHA-256 of a text that arrives in pieces, so that a large network is never one string. Cost: linear. */
export function sha256Of(pieces: Iterable<string>): string {
  const hash = digest.create();
  // The first half of a character that a piece boundary cuts in two waits for the second.
  let held = "";
  for (const piece of pieces) {
    const text = held + piece;
    const cut = /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
    held = text.slice(cut);
    hash.update(utf8ToBytes(text.slice(0, cut)));
  }
  hash.update(utf8ToBytes(held));
  return bytesToHex(hash.digest());
}
