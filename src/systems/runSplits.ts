// Exact permutation tests of two groups: Pitman (1937); Wilcoxon (1945) with midranks, conditional on ties: Lehmann (1975), "Nonparametrics", section 1.4.
import type { Rng } from "../core/rng.ts";

/** p-values over the ways to split runs into two groups of their sizes. */
interface RunSplits {
  /** Of the difference of means. */
  readonly p: number;
  /** Of the sum of midranks, two-sided by its distance from its mean. */
  readonly rankP: number;
  /** Splits whose rank sum is at least as far from its mean. */
  readonly asExtreme: number;
  /** Splits that were counted, or drawn. */
  readonly splits: number;
  readonly listed: boolean;
  /** The smallest p that two groups of these sizes allow, without ties. */
  readonly least: number;
  /** Pairs in which the first is larger, ties counting half. */
  readonly u: number;
  /** 2 U/(n m) − 1. */
  readonly rankBiserial: number;
}

const LISTED = 200_000;
const DRAWS = 9_999;
const TIE = 1e-9;

/** Exact up to 200,000 splits, else (1 + #)/(1 + 9,999) over draws, and `asExtreme` counts draws. Cost: splits × runs. */
export function runSplits(first: readonly number[], second: readonly number[], random: Rng): RunSplits {
  const all = [...first, ...second];
  const [n, m] = [first.length, second.length];
  const ranks = midranks(all);
  const total = (values: readonly number[], at: ArrayLike<number>): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += values[at[k]!]!;
    return sum;
  };
  const own = Array.from({ length: n }, (_, k) => k);
  const meanSum = (n * all.reduce((sum, one) => sum + one, 0)) / (n + m);
  const meanRank = (n * (n + m + 1)) / 2;
  const rankSum = total(ranks, own);
  const size = all.reduce((sum, one) => sum + Math.abs(one), 0);
  const far = Math.abs(total(all, own) - meanSum) - TIE * size;
  const farRank = Math.abs(rankSum - meanRank) - TIE;
  const splits = choose(n + m, n);
  const u = rankSum - (n * (n + 1)) / 2;
  let reached = 0;
  let asExtreme = 0;
  const look = (at: ArrayLike<number>): void => {
    if (Math.abs(total(all, at) - meanSum) >= far) reached++;
    if (Math.abs(total(ranks, at) - meanRank) >= farRank) asExtreme++;
  };
  const listed = splits <= LISTED;
  if (listed) eachSubset(n + m, n, look);
  else {
    const order = Uint32Array.from({ length: n + m }, (_, k) => k);
    for (let draw = 0; draw < DRAWS; draw++) {
      for (let k = 0; k < n; k++) {
        const other = k + random.integer(n + m - k);
        [order[k], order[other]] = [order[other]!, order[k]!];
      }
      look(order);
    }
  }
  const share = (found: number): number => (listed ? found / splits : (1 + found) / (1 + DRAWS));
  return {
    p: share(reached),
    rankP: share(asExtreme),
    asExtreme,
    splits: listed ? splits : DRAWS,
    listed,
    least: listed ? (n === m ? 2 : 1) / splits : 1 / (1 + DRAWS),
    u,
    rankBiserial: (2 * u) / (n * m) - 1,
  };
}

/** Ranks from 1; equal values share the mean of theirs. */
function midranks(values: readonly number[]): number[] {
  const order = values.map((_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function choose(n: number, k: number): number {
  let found = 1;
  for (let j = 1; j <= Math.min(k, n - k); j++) found = (found * (n - j + 1)) / j;
  return Math.round(found);
}

/** Calls back with each subset of `size` of the numbers below n, in one array that is used again. */
function eachSubset(n: number, size: number, take: (subset: readonly number[]) => void): void {
  const at = Array.from({ length: size }, (_, k) => k);
  for (;;) {
    take(at);
    let k = size - 1;
    while (k >= 0 && at[k] === n - size + k) k--;
    if (k < 0) return;
    at[k]!++;
    for (let j = k + 1; j < size; j++) at[j] = at[j - 1]! + 1;
  }
}
