import type { TestedOutcomes } from "./testedOutcomes.ts";
import { SMALLEST_SQUARE, type WorldStatistic } from "./WorldStatistic.ts";

/** How two groups of agents are compared. */
export type GroupStatistic = "difference" | "studentized" | "ranks";

/** Agents by group under an assignment: `first`, `second`, or any other number for neither. */
export interface Groups {
  readonly of: (arms: Uint8Array) => Uint8Array;
  readonly first: number;
  readonly second: number;
}

/**
 * The difference of the mean outcomes of two groups; `studentized`, the same over its standard error √(s²/n + s²/n) (Welch), which keeps the size of the test in
 * large samples also where only the means are equal (Wu and Ding 2021); `ranks`, the difference of mean ranks (Wilcoxon). A group of nobody has no
 * difference, which counts as 0. Cost: O(agents) for an assignment.
 */
export function compareGroups(
  statistic: GroupStatistic,
  { agents, value }: TestedOutcomes,
  { of, first, second }: Groups,
): WorldStatistic {
  const y = statistic === "ranks" ? midRanks(agents, value) : value;
  return (arms, sums) => {
    const group = of(arms);
    let [a, b, ya, yb, yya, yyb] = [0, 0, 0, 0, 0, 0];
    for (let k = 0; k < agents.length; k++) {
      const i = agents[k]!;
      const g = group[i];
      const v = y[i]!;
      if (g === first) {
        a++;
        ya += v;
        yya += v * v;
      } else if (g === second) {
        b++;
        yb += v;
        yyb += v * v;
      }
    }
    if (a === 0 || b === 0) return;
    sums[0]! += ya / a - yb / b;
    if (statistic !== "studentized") return;
    // With one agent in a group its variance is unknown: that of the other stands for both.
    const va = a > 1 ? Math.max(0, yya - (ya * ya) / a) / (a - 1) : Number.NaN;
    const vb = b > 1 ? Math.max(0, yyb - (yb * yb) / b) / (b - 1) : Number.NaN;
    const [one, two] = [Number.isNaN(va) ? vb : va, Number.isNaN(vb) ? va : vb];
    const square = Number.isNaN(one) ? 0 : one / a + two / b;
    sums[1]! += square + SMALLEST_SQUARE;
  };
}

/** Ranks from 1, the mean of their ranks for equal outcomes, divided by the number of agents. */
function midRanks(agents: Uint32Array, value: Float64Array): Float64Array {
  const order = Array.from(agents).sort((i, j) => value[i]! - value[j]!);
  const rank = new Float64Array(value.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && value[order[to]!]! - value[order[from]!]! <= SMALLEST_SQUARE) to++;
    for (let k = from; k < to; k++) rank[order[k]!] = (from + to + 1) / 2 / order.length;
    from = to;
  }
  return rank;
}
