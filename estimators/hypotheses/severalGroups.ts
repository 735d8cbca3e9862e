import type { TestedOutcomes } from "./testedOutcomes.ts";
import { SMALLEST_SQUARE, type WorldStatistic } from "./WorldStatistic.ts";

/** The variance between groups over that within them (Fisher's F): large when any groups differ. Groups are numbered from 0. Cost: O(agents) for an assignment. */
export function severalGroups(
  { agents, value }: TestedOutcomes,
  of: (arms: Uint8Array) => Uint8Array,
): WorldStatistic {
  const count = new Float64Array(256);
  const sum = new Float64Array(256);
  let squares = 0;
  for (const i of agents) squares += value[i]! ** 2;
  return (arms, sums) => {
    count.fill(0);
    sum.fill(0);
    const group = of(arms);
    let total = 0;
    for (const i of agents) {
      count[group[i]!]!++;
      sum[group[i]!]! += value[i]!;
      total += value[i]!;
    }
    let between = -(total * total) / Math.max(1, agents.length);
    let groups = 0;
    for (let g = 0; g < 256; g++) {
      if (count[g] === 0) continue;
      groups++;
      between += sum[g]! ** 2 / count[g]!;
    }
    const within = Math.max(0, squares - (total * total) / Math.max(1, agents.length) - between);
    if (groups < 2) return;
    sums[0]! += between / (groups - 1);
    sums[1]! += (within / Math.max(1, agents.length - groups)) ** 2 + SMALLEST_SQUARE;
  };
}
