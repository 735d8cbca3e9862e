import { sha256 } from "./sha256.ts";

/**
 * The keys of a stream's children: SHA-256 of the key and a label after it, as {@link sha256} gives it, in a fifth of the
 * time, since every draw of a simulation and every turn of a run makes streams. The key is the first block of the hash and
 * is taken up once, a short label fills the second, and no arrays are made.
 *
 * @param key 64 hexadecimal digits.
 */
export function childKeys(key: string): (label: string) => string {
  const first = new Int32Array(8);
  h.set(START);
  for (let k = 0; k < BLOCK; k++) block[k] = key.charCodeAt(k);
  takeUp();
  first.set(h);
  return (label) => {
    const length = label.length;
    if (length > ROOM) return sha256(key + label);
    for (let k = 0; k < length; k++) {
      const code = label.charCodeAt(k);
      if (code > 127) return sha256(key + label);
      block[k] = code;
    }
    // FIPS 180-4, section 5.1.1: a one after the text, zeros, and its length in bits.
    block[length] = 0x80;
    block.fill(0, length + 1);
    const bits = 8 * (BLOCK + length);
    block[BLOCK - 2] = bits >>> 8;
    block[BLOCK - 1] = bits;
    h.set(first);
    takeUp();
    let hex = "";
    for (let k = 0; k < 8; k++) {
      const word = h[k]!;
      hex += HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
    }
    return hex;
  };
}

/** Bytes that the function of SHA-256 takes up at a time. */
const BLOCK = 64;
/** Bytes of a block beside the one that ends a text and the eight of its length. */
const ROOM = BLOCK - 9;

const HEX: readonly string[] = Array.from({ length: 256 }, (_, k) => k.toString(16).padStart(2, "0"));

/** FIPS 180-4, section 5.3.3: from the square roots of the first 8 primes. */
const START = Int32Array.of(
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
);

/** FIPS 180-4, section 4.2.2: from the cube roots of the first 64 primes. */
const K = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
  ...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
  ...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
  ...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
  ...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
  ...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
  ...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
);

// The hash so far, a block and its schedule: filled and read within one call.
const h = new Int32Array(8);
const block = new Uint8Array(BLOCK);
const w = new Int32Array(BLOCK);

/** FIPS 180-4, section 6.2.2: takes the block up into the hash. */
function takeUp(): void {
  for (let t = 0; t < 16; t++) {
    const k = 4 * t;
    w[t] = (block[k]! << 24) | (block[k + 1]! << 16) | (block[k + 2]! << 8) | block[k + 3]!;
  }
  for (let t = 16; t < BLOCK; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
  }
  let [a, b, c, d] = [h[0]!, h[1]!, h[2]!, h[3]!];
  let [e, f, g, i] = [h[4]!, h[5]!, h[6]!, h[7]!];
  for (let t = 0; t < BLOCK; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (i + s1 + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    i = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  h[0] = h[0]! + a;
  h[1] = h[1]! + b;
  h[2] = h[2]! + c;
  h[3] = h[3]! + d;
  h[4] = h[4]! + e;
  h[5] = h[5]! + f;
  h[6] = h[6]! + g;
  h[7] = h[7]! + i;
}
