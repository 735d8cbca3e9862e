import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text (as UTF-8), as 64 hexadecimal digits. Synchronous, and the same in Node and in a browser. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** SHA-256 of a text that arrives in pieces, so that a large network is never one string. Cost: linear. */
export function sha256Of(pieces: Iterable<string>): string {
  const hash = digest.create();
  for (const piece of pieces) hash.update(utf8ToBytes(piece));
  return bytesToHex(hash.digest());
}
