import alea from "seedrandom/lib/alea.js";
import { childKeys } from "./childKeys.ts";
import { SpillwayError } from "./SpillwayError.ts";
import { sha256 } from "./sha256.ts";
import { shown } from "./shown.ts";
import { wantSeed } from "./wantSeed.ts";

/**
 * A stream of random numbers that can be split by name. A child's numbers depend on the seed and on the names that
 * lead to it, never on how many numbers anybody has drawn: adding a draw in one place changes nothing elsewhere,
 * and work can be divided among any number of workers without changing a byte.
 */
export interface Rng {
  /** 64 hexadecimal digits that identify the stream. */
  readonly key: string;
  /** A uniform number in [0, 1) with 53 random bits. Call it on the stream: methods do not work apart from it. */
  uniform(): number;
  /** Fills an array with the numbers that as many calls of {@link uniform} would give, several times as fast. */
  uniforms(into: Float64Array): void;
  /** A uniform integer from 0 to `below` − 1, without modulo bias. `below` is an integer from 1 to 2^32. */
  integer(below: number): number;
  /** The stream with this name below this one. Text and number labels differ: `fork("1")` is not `fork(1)`. */
  fork(label: string | number): Rng;
}

/**
 * The root stream of a seed. Streams are Baagøe's Alea generator (seedrandom) keyed by the SHA-256 of the path of
 * names, so that seeds 1, 2, 3 … and neighbouring labels are unrelated. Alea uses only exact double arithmetic:
 * the same seed gives the same numbers in every engine.
 *
 * @param seed any text, or a finite number below 2^53; 7 and "7" are the same seed.
 * @throws SpillwayError for anything else, a forgotten seed too.
 */
export function rng(seed: string | number): Rng {
  wantSeed("rng", seed);
  return new Stream(sha256(`spillway:${seed}`));
}

const WORD = 2 ** 32;

/** A stream as a class with private fields, where its state is overwritten in place: numbers that a closure keeps are new objects at each draw. */
class Stream implements Rng {
  readonly key: string;
  #keyOf: ((label: string) => string) | undefined;
  // The generator is made at the first draw: most streams in a tree of names are only passed through.
  #made = false;
  #s0 = 0.5;
  #s1 = 0.5;
  #s2 = 0.5;
  #c = 1;

  constructor(key: string) {
    this.key = key;
  }

  #make(): void {
    // seedrandom sets the state; its own step costs three times as much as the one below.
    const { s0, s1, s2, c } = alea(this.key, { state: true }).state();
    this.#s0 = s0;
    this.#s1 = s1;
    this.#s2 = s2;
    this.#c = c;
    this.#made = true;
  }

  /** Alea's step: 32 random bits. */
  #word(): number {
    if (!this.#made) this.#make();
    const t = 2091639 * this.#s0 + this.#c * 2 ** -32;
    const c = Math.floor(t);
    this.#s0 = this.#s1;
    this.#s1 = this.#s2;
    this.#s2 = t - c;
    this.#c = c;
    return (t - c) * WORD;
  }

  uniform(): number {
    return (this.#word() * 2 ** 21 + Math.floor(this.#word() / 2048)) * 2 ** -53;
  }

  uniforms(into: Float64Array): void {
    if (!this.#made) this.#make();
    // The two steps of a uniform number, with the state in registers.
    let a = this.#s0;
    let b = this.#s1;
    let d = this.#s2;
    let e = this.#c;
    for (let k = 0; k < into.length; k++) {
      let t = 2091639 * a + e * 2 ** -32;
      e = Math.floor(t);
      const high = t - e;
      t = 2091639 * b + e * 2 ** -32;
      e = Math.floor(t);
      const low = t - e;
      a = d;
      b = high;
      d = low;
      into[k] = (high * WORD * 2 ** 21 + Math.floor((low * WORD) / 2048)) * 2 ** -53;
    }
    this.#s0 = a;
    this.#s1 = b;
    this.#s2 = d;
    this.#c = e;
  }

  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > WORD) {
      throw new SpillwayError(`rng: below must be an integer from 1 to 4294967296, got ${below}`);
    }
    // Words past the last whole multiple of `below` are drawn again; otherwise small values would be likelier.
    let drawn = this.#word();
    // The limit is above WORD − below, so it need be known only for the few words from there on.
    while (drawn >= WORD - below && drawn >= WORD - (WORD % below)) drawn = this.#word();
    // Exact: neither number has more than 32 bits, so the quotient cannot round up to the next whole number.
    return drawn - Math.floor(drawn / below) * below;
  }

  fork(label: string | number): Rng {
    if (typeof label !== "string" && !Number.isFinite(label))
      throw new SpillwayError(`rng: label must be a text or a finite number, got ${shown(label)}`);
    this.#keyOf ??= childKeys(this.key);
    return new Stream(this.#keyOf(`/${typeof label}:${label}`));
  }
}
