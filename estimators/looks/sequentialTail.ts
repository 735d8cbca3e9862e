/** Values of a statistic over a reference at each look, paths being redraws of all worlds. */
interface StatisticPaths {
  /** By look, the value of each path. */
  readonly values: readonly Float64Array[];
  /** Weight of each path; they need not add up to 1. */
  readonly weights: Float64Array;
}

/** Values this close, relative to the largest of all, count as equal. */
const TIE = 1e-12;
/** Sums of probabilities may exceed a level by this share of it: rounding. */
const ROUNDING = 1e-9;

/** What a look says of one path. */
interface TailAtLook {
  /** Share of paths that are rejected before, or whose value now is at least that of this path: the level it takes to reject it. */
  readonly needed: number;
  /** Share of paths that are rejected at this look or before. */
  readonly spent: number;
  /** Whether this path is rejected at this look. */
  readonly rejected: boolean;
}

/**
 * At each look, rejects the largest values of paths not rejected before, as many as keep the share of all paths rejected so far within the look's level.
 * A look uses only values at it and before it, so that it can be made before the next worlds are there.
 *
 * @param path the path that is asked about. It is rejected at one look at most.
 * Cost: O(looks × paths × log paths).
 */
export function sequentialTail(
  { values, weights }: StatisticPaths,
  levels: readonly number[],
  path: number,
): TailAtLook[] {
  const count = weights.length;
  const out = new Uint8Array(count);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return values.map((value, look) => {
    let largest = 0;
    for (const one of value) largest = Math.max(largest, Math.abs(one));
    const tie = TIE * largest;
    const order = Array.from({ length: count }, (_, r) => r)
      .filter((r) => out[r] === 0)
      .sort((a, b) => value[b]! - value[a]!);
    const wasOut = out[path] === 1;
    const most = levels[look]! * (1 + ROUNDING);
    let reached = before;
    let spent = before;
    let needed = wasOut ? before / total : undefined;
    let end = 0;
    for (const r of order) {
      for (; end < order.length && value[order[end]!]! >= value[r]! - tie; end++)
        reached += weights[order[end]!]!;
      if (r === path) needed = reached / total;
      const within = reached / total <= most;
      if (within) {
        out[r] = 1;
        spent += weights[r]!;
      } else if (needed !== undefined) break;
    }
    before = spent;
    return { needed: needed!, spent: spent / total, rejected: !wasOut && out[path] === 1 };
  });
}
