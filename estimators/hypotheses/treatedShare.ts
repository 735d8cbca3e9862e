import { searcher } from "../../src/network/ball.ts";
import type { Network } from "../../src/network/Network.ts";
import { SMALLEST_SQUARE, type WorldStatistic } from "./WorldStatistic.ts";

/** Agents at one distance, row by row: those of position p are `sources[offsets[p]] … sources[offsets[p + 1] − 1]`. */
export interface Shells {
  readonly offsets: Uint32Array;
  readonly sources: Uint32Array;
}

/** For each of some agents, those from whom it is reached in `distance` + 1 steps and no fewer: the nearest whose treatment does not matter under the hypothesis. */
export function shellsOf(network: Network, agents: Uint32Array, distance: number): Shells {
  const around = searcher(network);
  const rows = Array.from(agents, (i) => {
    // Breadth first: those who are nearer come first.
    const far = around(i, distance + 1);
    return distance === 0 ? far : far.subarray(around(i, distance).length);
  });
  const offsets = new Uint32Array(agents.length + 1);
  rows.forEach((row, p) => {
    offsets[p + 1] = offsets[p]! + row.length;
  });
  const sources = new Uint32Array(offsets[agents.length]!);
  rows.forEach((row, p) => {
    sources.set(row, offsets[p]!);
  });
  return { offsets, sources };
}

/**
 * The correlation of outcomes with the share of the shell that is treated (in any arm but the first): Σ r(x − E x), over the root of Σr² Σ(x − E x)². Only agents that are not
 * held count as treated, and E x is the share that would be expected of an agent with so many of them, so that the degree plays no part.
 *
 * @param value residual of each agent, by its number.
 * Cost: O(sizes of shells) for an assignment.
 */
export function treatedShare(
  agents: Uint32Array,
  value: Float64Array,
  { offsets, sources }: Shells,
  held?: Uint8Array,
): WorldStatistic {
  const size = agents.length;
  const free = new Float64Array(size);
  const kept: number[] = [];
  const starts = new Uint32Array(size + 1);
  let all = 0;
  for (let p = 0; p < size; p++) {
    for (let e = offsets[p]!; e < offsets[p + 1]!; e++)
      if (held === undefined || held[sources[e]!] === 0) kept.push(sources[e]!);
    starts[p + 1] = kept.length;
    const degree = offsets[p + 1]! - offsets[p]!;
    free[p] = degree === 0 ? 0 : (starts[p + 1]! - starts[p]!) / degree;
    all += starts[p + 1]! - starts[p]!;
  }
  const member = Uint32Array.from(kept);
  const share = new Float64Array(size);
  return (arms, sums) => {
    let treated = 0;
    for (let p = 0; p < size; p++) {
      let count = 0;
      for (let e = starts[p]!; e < starts[p + 1]!; e++) if (arms[member[e]!] !== 0) count++;
      treated += count;
      const degree = offsets[p + 1]! - offsets[p]!;
      share[p] = degree === 0 ? 0 : count / degree;
    }
    const chance = all === 0 ? 0 : treated / all;
    let [n, top, x, xx, rr, r] = [0, 0, 0, 0, 0, 0];
    for (let p = 0; p < size; p++) {
      if (free[p] === 0) continue;
      const off = share[p]! - chance * free[p]!;
      const v = value[agents[p]!]!;
      n++;
      top += v * off;
      x += off;
      xx += off * off;
      r += v;
      rr += v * v;
    }
    if (n < 2) return;
    sums[0]! += top - (r * x) / n;
    sums[1]! += Math.max(0, xx - (x * x) / n) * Math.max(0, rr - (r * r) / n) + SMALLEST_SQUARE;
  };
}
