import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Characters from which on pieces are hashed. */
const TOGETHER = 1 << 14;

/** SHA-256 of a text (as UTF-8), as 64 hexadecimal digits. Synchronous, and the same in Node and in a browser. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** SHA-256 of a text that arrives in pieces, so that a large network is never one string. Cost: linear. */
export function sha256Of(pieces: Iterable<string>): string {
  const hash = digest.create();
  // Many short pieces are made bytes of together: each time costs more than the bytes. What is held may end in half of a character.
  let held = "";
  for (const piece of pieces) {
    held += piece;
    if (held.length < TOGETHER) continue;
    const cut = /[\uD800-\uDBFF]$/.test(held) ? held.length - 1 : held.length;
    hash.update(utf8ToBytes(held.slice(0, cut)));
    held = held.slice(cut);
  }
  hash.update(utf8ToBytes(held));
  return bytesToHex(hash.digest());
}
