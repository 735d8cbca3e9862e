// Fisher (1935), "The design of experiments", section 21: all signs of the differences; two halves of the list as in Pagano and Tritchler (1983), JASA 78.
import type { Rng } from "../rng.ts";

/** A p-value over the signs of some numbers. */
interface SignFlips {
  readonly p: number;
  /** The smallest p that these numbers allow, whatever their signs. */
  readonly least: number;
  /** Whether all signs were counted; else so many were drawn. */
  readonly listed: boolean;
  readonly count: number;
}

/** Numbers other than 0 up to which all signs are counted: two lists of 2^17 sums. */
const LISTED = 34;
const DRAWS = 9_999;
const TIE = 1e-12;

/**
 * The share of all signs of the numbers whose sum is at least as far from 0: exact for up to 34 numbers other than 0, else (1 + #)/(1 + draws) over
 * `draws` (default 9,999). Ties within 1e-12 of the largest sum count as reached. Cost: O(2^(n/2) n), or draws × n.
 */
export function signFlips(numbers: readonly number[], random: Rng, draws: number = DRAWS): SignFlips {
  const own = numbers.filter((one) => one !== 0);
  const n = own.length;
  if (n === 0) return { p: 1, least: 1, listed: true, count: 1 };
  let total = 0;
  let size = 0;
  for (const one of own) {
    total += one;
    size += Math.abs(one);
  }
  const limit = Math.abs(total) - TIE * size;
  if (n <= LISTED) {
    const [first, second] = [own.slice(0, n >> 1), own.slice(n >> 1)].map((half) => signedSums(half).sort());
    const reached = (least: number): number => {
      // Of each sum of the first half, how many of the second bring it at least as far, to either side.
      let low = second!.length;
      let high = second!.length;
      let found = 0;
      for (let k = 0; k < first!.length; k++) {
        while (high > 0 && first![k]! + second![high - 1]! >= least) high--;
        while (low > 0 && first![k]! + second![low - 1]! > -least) low--;
        found += second!.length - high + low;
      }
      return least <= 0 ? 2 ** n : found;
    };
    return {
      p: Math.min(1, reached(limit) / 2 ** n),
      least: Math.min(1, reached(size * (1 - TIE)) / 2 ** n),
      listed: true,
      count: 2 ** n,
    };
  }
  let found = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (const one of own) sum += random.uniform() < 0.5 ? one : -one;
    if (Math.abs(sum) >= limit) found++;
  }
  return { p: (1 + found) / (1 + draws), least: 1 / (1 + draws), listed: false, count: draws };
}

/** The sums of the numbers under all signs. */
function signedSums(numbers: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** numbers.length);
  let filled = 1;
  for (const one of numbers) {
    for (let k = 0; k < filled; k++) {
      sums[filled + k] = sums[k]! - one;
      sums[k]! += one;
    }
    filled *= 2;
  }
  return sums;
}
