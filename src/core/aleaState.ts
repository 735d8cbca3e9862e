/** The state of an Alea generator: three fractions of 2^32 and a carry, which is 1 at the beginning. */
interface AleaState {
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/**
 * The state with which Alea begins for a seed, bit for bit that of seedrandom's. The port keeps the running number in a
 * local variable, and rounds down where the original takes 32 bits of a number that has no more: three times as fast, and
 * there is a generator for each turn of a run and each draw of a simulation.
 *
 * Alea and Mash are by Johannes Baagøe (2010), published under the MIT licence, from the port of seedrandom 3.0.5.
 */
export function aleaState(seed: string): AleaState {
  let n = BLANKS.last;
  n = mash(n, seed);
  const s0 = BLANKS.first - fraction(n);
  n = mash(n, seed);
  const s1 = BLANKS.second - fraction(n);
  n = mash(n, seed);
  const s2 = BLANKS.third - fraction(n);
  return { s0: s0 < 0 ? s0 + 1 : s0, s1: s1 < 0 ? s1 + 1 : s1, s2: s2 < 0 ? s2 + 1 : s2 };
}

/** What Mash's running number becomes by a text. It stays below 2^34, so its multiple stays below 2^32 and is never negative. */
function mash(from: number, text: string): number {
  let n = from;
  for (let k = 0; k < text.length; k++) {
    n += text.charCodeAt(k);
    let x = 0.02519603282416938 * n;
    n = Math.floor(x);
    x -= n;
    x *= n;
    n = Math.floor(x);
    x -= n;
    n += x * 2 ** 32;
  }
  return n;
}

const fraction = (n: number): number => (n >>> 0) * 2 ** -32;

/** Every generator first takes up a blank three times. */
const BLANKS: { first: number; second: number; third: number; last: number } = (() => {
  const a = mash(0xefc8249d, " ");
  const b = mash(a, " ");
  const c = mash(b, " ");
  return { first: fraction(a), second: fraction(b), third: fraction(c), last: c };
})();
