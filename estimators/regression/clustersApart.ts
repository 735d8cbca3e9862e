import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { exposureRadius, knownRadius } from "./exposureRadius.ts";

/**
 * Whether conditions of agents in different clusters are independent by the design, as errors by clusters suppose: `apart` where no unit that the design assigns as
 * a whole lies within reach of the exposure of agents in two clusters, `joined` where one does, `unknown` where the exposure may look anywhere or the
 * design has no such units. Fixed counts, which bind all units a little, do not count: they make such errors larger than needed.
 *
 * @param agents whose conditions are compared
 * @param clusterOf cluster of an agent
 * Cost: the agents within reach of each.
 */
export function clustersApart(
  { network, law, exposure }: ExposureProbabilities,
  agents: readonly number[],
  clusterOf: (i: number) => number,
): "apart" | "joined" | "unknown" {
  const { structure } = law;
  if (!("block" in structure) || !knownRadius(exposure)) return "unknown";
  const { block, blocks } = structure;
  const { offsets, sources } = network;
  const radius = exposureRadius(exposure);
  // The first agent's cluster that reaches each unit; −1 for none yet.
  const reachedBy = new Float64Array(blocks).fill(-1);
  const seenBy = new Int32Array(network.n).fill(-1);
  for (const i of agents) {
    const cluster = clusterOf(i);
    let ring = [i];
    seenBy[i] = i;
    for (let step = 0; ring.length > 0; step++) {
      const next: number[] = [];
      for (const j of ring) {
        const unit = block[j]!;
        if (reachedBy[unit] === -1) reachedBy[unit] = cluster;
        else if (reachedBy[unit] !== cluster) return "joined";
        if (step === radius) continue;
        for (let e = offsets[j]!; e < offsets[j + 1]!; e++) {
          const source = sources[e]!;
          if (seenBy[source] === i) continue;
          seenBy[source] = i;
          next.push(source);
        }
      }
      ring = next;
    }
  }
  return "apart";
}
