import { createHash } from "node:crypto";
import type { SealedFile } from "./Seal.ts";

/** Offset and prime of FNV-1a with 32 bits (Fowler, Noll and Vo). */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const NEWLINE = 10;

/** What is known of a file when all its bytes were taken. */
export type Fingerprint = Omit<SealedFile, "path">;

/** Takes the bytes of a file in pieces. SHA-256 says whether it is the same, a digest of each line where it is not. Cost: linear, 4 bytes a line. */
export function fingerprint(): { take(bytes: Uint8Array): void; end(): Fingerprint } {
  const hash = createHash("sha256");
  let size = 0;
  let line = OFFSET;
  let open = false;
  let digests = new Uint32Array(64);
  let count = 0;
  const close = (): void => {
    if (count === digests.length) {
      const more = new Uint32Array(2 * count);
      more.set(digests);
      digests = more;
    }
    digests[count++] = line >>> 0;
    line = OFFSET;
    open = false;
  };
  return {
    take(bytes) {
      hash.update(bytes);
      size += bytes.length;
      for (const byte of bytes) {
        line = Math.imul(line ^ byte, PRIME);
        open = true;
        if (byte === NEWLINE) close();
      }
    },
    end() {
      if (open) close();
      const packed = Buffer.alloc(4 * count);
      for (let k = 0; k < count; k++) packed.writeUInt32LE(digests[k]!, 4 * k);
      return { bytes: size, sha256: hash.digest("hex"), lines: packed.toString("base64") };
    },
  };
}

/** The first line in which two files differ, from 1; undefined when all digests of lines are equal. */
export function firstDifference(one: string, other: string): number | undefined {
  const [a, b] = [Buffer.from(one, "base64"), Buffer.from(other, "base64")];
  const most = Math.max(a.length, b.length);
  for (let k = 0; k < most; k += 4)
    if (k >= a.length || k >= b.length || a.readUInt32LE(k) !== b.readUInt32LE(k)) return k / 4 + 1;
  return undefined;
}
