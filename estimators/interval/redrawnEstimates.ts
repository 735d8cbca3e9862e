import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";
import type { Schedule } from "./imputeOutcomes.ts";
import { type RedrawnSet, redrawnSets } from "./redrawnSets.ts";
import type { Redraws } from "./redraws.ts";

/** What the estimator would have said on redraws of the design. */
interface RedrawnEstimates {
  readonly estimates: Float64Array;
  /** Probability of each of them; absent when redraws are equally likely. */
  readonly weights?: Float64Array;
  /** Redraws left out, with fewer than two agents in a condition or outcomes that do not vary. */
  readonly leftOut: number;
}

/**
 * The estimates of `eachRedraw`, to the bit, without the values that a variance would be made of, and far faster: who is in
 * which condition is known from other data sets. Cost: O(agents in the two conditions, over all redraws), about a nanosecond each.
 */
export function redrawnEstimates(
  setting: VarianceSetting,
  means: Pick<WeightedMeans, "total" | "centred">,
  redraws: Redraws,
  schedule: Schedule,
): RedrawnEstimates {
  const sets = redrawnSets(setting, redraws);
  const first = sideOf(setting, sets[0], schedule.first);
  const second = sideOf(setting, sets[1], schedule.second);
  const size = setting.population.length;
  const mean = ({ totals, set }: Side, r: number): number => {
    const outcome = totals[r]!;
    return outcome / means.total({ outcome, weight: set.weight[r]! }, size);
  };
  const estimates = new Float64Array(redraws.count);
  const weights = redraws.weights && new Float64Array(redraws.count);
  let kept = 0;
  for (let r = 0; r < redraws.count; r++) {
    if (first.seen(r) < 2 || second.seen(r) < 2) continue;
    if (first.flat(r, means.centred) && second.flat(r, means.centred)) continue;
    if (weights) weights[kept] = redraws.weights![r]!;
    estimates[kept++] = mean(first, r) - mean(second, r);
  }
  return {
    estimates: estimates.subarray(0, kept),
    ...(weights ? { weights: weights.subarray(0, kept) } : {}),
    leftOut: redraws.count - kept,
  };
}

/** The outcomes of one condition, redraw by redraw. */
interface Side {
  readonly set: RedrawnSet;
  seen(r: number): number;
  /** Σ Y/π over the agents in the condition, by redraw. */
  readonly totals: Float64Array;
  /** Whether their outcomes are all the same; for an estimator that does not centre them, all 0. */
  flat(r: number, centred: boolean): boolean;
}

function sideOf({ population }: VarianceSetting, set: RedrawnSet, outcome: Float64Array): Side {
  const { starts, member, inverse } = set;
  const y = Float64Array.from(population, (i) => outcome[i]!);
  const weighted = y.map((value, p) => value * inverse[p]!);
  return {
    set,
    seen: (r) => starts[r + 1]! - starts[r]!,
    totals: totalsOf(set, weighted),
    flat(r, centred) {
      const first = centred ? y[member[starts[r]!]!]! : 0;
      // Nearly always the first two differ, and the loop ends at once.
      let entry = starts[r]!;
      while (entry < starts[r + 1]! && Math.abs(y[member[entry]!]! - first) <= 1e-12 * Math.abs(first))
        entry++;
      return entry === starts[r + 1]!;
    },
  };
}

/**
 * Sums over those who are in each redraw. Four redraws at a time: a sum waits for each of its additions, and four sums wait
 * together. Each is added up in its own order, so the bits are those of one after another.
 */
function totalsOf({ starts, member }: RedrawnSet, weighted: Float64Array): Float64Array {
  const count = starts.length - 1;
  const totals = new Float64Array(count);
  let r = 0;
  for (; r + 4 <= count; r += 4) {
    const a = starts[r]!;
    const b = starts[r + 1]!;
    const c = starts[r + 2]!;
    const d = starts[r + 3]!;
    const end = starts[r + 4]!;
    const least = Math.min(b - a, c - b, d - c, end - d);
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = 0; k < least; k++) {
      first += weighted[member[a + k]!]!;
      second += weighted[member[b + k]!]!;
      third += weighted[member[c + k]!]!;
      fourth += weighted[member[d + k]!]!;
    }
    for (let k = a + least; k < b; k++) first += weighted[member[k]!]!;
    for (let k = b + least; k < c; k++) second += weighted[member[k]!]!;
    for (let k = c + least; k < d; k++) third += weighted[member[k]!]!;
    for (let k = d + least; k < end; k++) fourth += weighted[member[k]!]!;
    totals[r] = first;
    totals[r + 1] = second;
    totals[r + 2] = third;
    totals[r + 3] = fourth;
  }
  for (; r < count; r++)
    for (let k = starts[r]!; k < starts[r + 1]!; k++) totals[r]! += weighted[member[k]!]!;
  return totals;
}
