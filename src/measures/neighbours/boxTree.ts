// Bentley (1975), "Multidimensional binary search trees used for associative searching", Communications of the ACM 18.
import type { Points } from "./Points.ts";

/** Finds neighbours in the maximum norm, and counts points in boxes; both exact. */
interface BoxTree {
  /** The k points nearest to point i, itself left out, the nearest first; of equally near ones those found first. */
  nearest(i: number, k: number): Uint32Array;
  /**
   * How many points other than i are within `reach` of it in every dimension.
   *
   * @param reach one number for each dimension.
   * @param closed whether those exactly that far count, too.
   */
  within(i: number, reach: Float64Array, closed: boolean): number;
}

/** Points in a leaf, at most. */
const LEAF = 12;

/**
 * A k-d tree over points. Cost: O(n log² n) to make, about O(log n) a question in few dimensions.
 */
export function boxTree({ size, dimensions, at }: Points): BoxTree {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  const place = new Uint32Array(size);
  // Children of node v are 2v + 1 and 2v + 2; a node with few points is a leaf.
  const from: number[] = [];
  const to: number[] = [];
  const low: Float64Array[] = [];
  const high: Float64Array[] = [];
  const make = (node: number, first: number, last: number): void => {
    from[node] = first;
    to[node] = last;
    const least = new Float64Array(dimensions).fill(Number.POSITIVE_INFINITY);
    const most = new Float64Array(dimensions).fill(Number.NEGATIVE_INFINITY);
    for (let k = first; k < last; k++)
      for (let d = 0; d < dimensions; d++) {
        const x = at[order[k]! * dimensions + d]!;
        if (x < least[d]!) least[d] = x;
        if (x > most[d]!) most[d] = x;
      }
    low[node] = least;
    high[node] = most;
    if (last - first <= LEAF) return;
    let widest = 0;
    for (let d = 1; d < dimensions; d++)
      if (most[d]! - least[d]! > most[widest]! - least[widest]!) widest = d;
    order
      .subarray(first, last)
      .sort((a, b) => at[a * dimensions + widest]! - at[b * dimensions + widest]! || a - b);
    const middle = (first + last) >> 1;
    make(2 * node + 1, first, middle);
    make(2 * node + 2, middle, last);
  };
  if (size > 0) make(0, 0, size);
  for (let k = 0; k < size; k++) place[order[k]!] = k;
  // Coordinates in the order of the leaves, so that a leaf is read straight on.
  const near = new Float64Array(size * dimensions);
  for (let k = 0; k < size; k++)
    for (let d = 0; d < dimensions; d++) near[k * dimensions + d] = at[order[k]! * dimensions + d]!;

  const away = (node: number, i: number): number => {
    let distance = 0;
    for (let d = 0; d < dimensions; d++) {
      const x = at[i * dimensions + d]!;
      const gap = x < low[node]![d]! ? low[node]![d]! - x : x > high[node]![d]! ? x - high[node]![d]! : 0;
      if (gap > distance) distance = gap;
    }
    return distance;
  };

  const nearest = (i: number, k: number): Uint32Array => {
    const found = new Uint32Array(k);
    const distances = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
    const look = (node: number): void => {
      if (away(node, i) >= distances[k - 1]!) return;
      if (to[node]! - from[node]! <= LEAF) {
        for (let p = from[node]!; p < to[node]!; p++) {
          if (order[p] === i) continue;
          let distance = 0;
          for (let d = 0; d < dimensions; d++) {
            const gap = Math.abs(near[p * dimensions + d]! - at[i * dimensions + d]!);
            if (gap > distance) distance = gap;
          }
          if (distance >= distances[k - 1]!) continue;
          let slot = k - 1;
          while (slot > 0 && distances[slot - 1]! > distance) {
            distances[slot] = distances[slot - 1]!;
            found[slot] = found[slot - 1]!;
            slot--;
          }
          distances[slot] = distance;
          found[slot] = order[p]!;
        }
        return;
      }
      const [left, right] = [2 * node + 1, 2 * node + 2];
      const leftFirst = away(left, i) <= away(right, i);
      look(leftFirst ? left : right);
      look(leftFirst ? right : left);
    };
    look(0);
    return found;
  };

  const within = (i: number, reach: Float64Array, closed: boolean): number => {
    let count = 0;
    // Rounding of a difference keeps the order, so a box whose ends are inside is inside as a whole.
    const inside = (x: number, d: number): boolean => {
      const gap = Math.abs(x - at[i * dimensions + d]!);
      return closed ? gap <= reach[d]! : gap < reach[d]!;
    };
    const look = (node: number): void => {
      let whole = true;
      for (let d = 0; d < dimensions; d++) {
        const x = at[i * dimensions + d]!;
        const [least, most] = [low[node]![d]!, high[node]![d]!];
        if ((x < least && !inside(least, d)) || (x > most && !inside(most, d))) return;
        if (whole && !(inside(least, d) && inside(most, d))) whole = false;
      }
      if (whole) {
        const self = place[i]! >= from[node]! && place[i]! < to[node]! ? 1 : 0;
        count += to[node]! - from[node]! - self;
        return;
      }
      if (to[node]! - from[node]! > LEAF) {
        look(2 * node + 1);
        look(2 * node + 2);
        return;
      }
      for (let p = from[node]!; p < to[node]!; p++) {
        if (order[p] === i) continue;
        let every = true;
        for (let d = 0; every && d < dimensions; d++) every = inside(near[p * dimensions + d]!, d);
        if (every) count++;
      }
    };
    look(0);
    return count;
  };
  return { nearest, within };
}
