import { chiSquareCdf } from "../../core/numbers/chiSquare.ts";
import type { Value } from "./answerFields.ts";

/** How often durations agree to the last digit, against how often their spread lets them. */
interface RepeatedDurations {
  readonly rows: readonly number[];
  /** Rows whose duration an earlier row has, and how many are expected. */
  readonly repeats: number;
  readonly expected: number;
  readonly p: number;
  /** The duration that occurs most often, and how often. */
  readonly most: readonly [duration: number, times: number];
}

/**
 * Whether durations repeat more often than independent measurements of a smooth law do. The grid on which they are measured is the larger of
 * their last decimal and the smallest gap between two; equal pairs are expected by the number of pairs that are close, times the share of the
 * grid in "close" (a fiftieth of the interquartile range, five steps at least), which takes the law as smooth at that scale and nothing else. Repeats are
 * compared with a Poisson law of that mean (an upper limit of it), and the count of each single duration with those around it, which shows one
 * that was filled in however coarse the clock is. Cost: O(n log n).
 *
 * @returns undefined where durations are too few (below 8) or so coarse that honest ones pile up.
 */
export function repeatedDurations(values: readonly Value[]): RepeatedDurations | undefined {
  const known = values.flatMap((value, row) => {
    const number =
      value === undefined || value === "" || typeof value === "boolean" ? Number.NaN : Number(value);
    return Number.isFinite(number) ? [{ number, row }] : [];
  });
  const n = known.length;
  if (n < 8) return undefined;
  known.sort((a, b) => a.number - b.number || a.row - b.row);
  const x = Float64Array.from(known, ({ number }) => number);
  let gap = Number.POSITIVE_INFINITY;
  let repeats = 0;
  let most: [number, number] = [x[0]!, 1];
  let times = 1;
  for (let k = 1; k < n; k++) {
    const step = x[k]! - x[k - 1]!;
    if (step > 0) {
      gap = Math.min(gap, step);
      times = 1;
    } else {
      repeats++;
      times++;
      if (times > most[1]) most = [x[k]!, times];
    }
  }
  const rows = known.flatMap(({ row, number }, k) =>
    (k > 0 && x[k - 1] === number) || (k + 1 < n && x[k + 1] === number) ? [row] : [],
  );
  if (repeats === 0) return { rows, repeats, expected: 0, p: 1, most };
  if (!Number.isFinite(gap)) return n >= 8 ? { rows, repeats, expected: 0, p: 0, most } : undefined;
  const grid = Math.max(lastDecimal(known), gap);
  const spread = x[Math.floor(0.75 * (n - 1))]! - x[Math.floor(0.25 * (n - 1))]!;
  const close = Math.max(spread / 50, 5 * grid);
  let pairs = 0;
  let first = 0;
  let same = 0;
  for (let k = 0; k < n; k++) {
    while (x[k]! - x[first]! > close) first++;
    same = k > 0 && x[k] === x[k - 1] ? same + 1 : 0;
    pairs += k - first - same;
  }
  const expected = ((pairs + 7) * grid) / (2 * close);
  const fine = expected <= n / 10;
  if (!fine && spread < FINE * grid) return undefined;
  const pooled = fine ? chiSquareCdf(2 * expected, 2 * repeats) : 1;
  const single = spread < FINE * grid ? 1 : mostRepeated(x, grid);
  return { rows, repeats, expected, p: Math.min(1, 2 * Math.min(pooled, single)), most };
}

/** Steps of the grid within the interquartile range from which on neighbouring steps are about equally likely. */
const FINE = 100;
const STEPS = 20;

/**
 * The chance that any one duration is as common as the most telling one, given how many are within 20 steps of it: a step has at most
 * twice its even share of these. Chernoff's bound of the binomial tail (1952), times the number of different durations.
 */
function mostRepeated(x: Float64Array, grid: number): number {
  const share = 2 / (2 * STEPS + 1);
  const reach = (STEPS + 0.5) * grid;
  let least = 0;
  let different = 0;
  for (let start = 0, low = 0, high = 0; start < x.length; different++) {
    let end = start;
    while (end < x.length && x[end] === x[start]) end++;
    while (x[low]! < x[start]! - reach) low++;
    while (high < x.length && x[high]! <= x[start]! + reach) high++;
    const seen = (end - start) / (high - low);
    if (end - start > 1 && seen > share) {
      const divergence =
        seen * Math.log(seen / share) + (seen < 1 ? (1 - seen) * Math.log((1 - seen) / (1 - share)) : 0);
      // One of them is what made us look here.
      least = Math.min(least, -(high - low - 1) * divergence);
    }
    start = end;
  }
  return Math.min(1, different * Math.exp(least));
}

/** One step of the last decimal in which durations are written. */
function lastDecimal(known: readonly { readonly number: number }[]): number {
  let most = 0;
  for (const { number } of known) {
    const text = String(number);
    const at = text.indexOf(".");
    if (at >= 0 && !text.includes("e")) most = Math.max(most, text.length - at - 1);
  }
  return 10 ** -most;
}
