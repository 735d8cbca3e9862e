import type { TestedOutcomes } from "./testedOutcomes.ts";
import type { Shells } from "./treatedShare.ts";
import type { WorldStatistic } from "./WorldStatistic.ts";

/**
 * The edge-level contrast of Athey, Eckles and Imbens (2018): over pairs of a focal agent and one of its shell that is not held, the mean outcome of the focal agent where
 * the other is treated minus where it is not. Cost: O(sizes of shells) for an assignment.
 */
export function focalEdges(
  agents: Uint32Array,
  { value }: Pick<TestedOutcomes, "value">,
  { offsets, sources }: Shells,
  held: Uint8Array,
): WorldStatistic {
  return (arms, sums) => {
    let [treated, untreated, above, below] = [0, 0, 0, 0];
    for (let p = 0; p < agents.length; p++) {
      const y = value[agents[p]!]!;
      for (let e = offsets[p]!; e < offsets[p + 1]!; e++) {
        const j = sources[e]!;
        if (held[j] === 1) continue;
        if (arms[j] === 0) {
          untreated++;
          below += y;
        } else {
          treated++;
          above += y;
        }
      }
    }
    if (treated > 0 && untreated > 0) sums[0]! += above / treated - below / untreated;
  };
}
