import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { components } from "../components.ts";
import type { Network } from "../Network.ts";
import { withScaledWeights } from "../scaledWeights.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";

export interface LabelPropagationOptions {
  /** Most agents in a cluster: a whole number from 1 on. Default: no limit. */
  readonly maxSize?: number;
  /** Most sweeps through the agents, from 1 on; it stops sooner when nobody changes. Default 100. */
  readonly sweeps?: number;
  /** Decides the order of the agents in each sweep, and ties. */
  readonly rng: Rng;
}

/**
 * Clusters by imitation: everybody begins with a label of its own; then, in random order, each agent takes the label that
 * most of its neighbours have (by weight), keeps its own when none has more, and draws among equals; until nobody changes.
 * Raghavan, Albert and Kumara (2007), "Near linear time algorithm to detect community structures in large-scale networks",
 * Physical Review E 76. With `maxSize`, a label that so many agents have is closed to others.
 *
 * A directed network is symmetrised first. Agents with one label that no path of that label joins become clusters of
 * their own, so every cluster is connected. Without a cap, dense networks may end as one cluster.
 *
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges) a sweep.
 * @throws SpillwayError for a size or number of sweeps that is none
 */
export function labelPropagation(
  network: Network,
  options: LabelPropagationOptions,
): Uint32Array<ArrayBuffer> {
  wantNetwork("labelPropagation", network);
  wantArgument("labelPropagation", "options", options, { fields: ["rng"] });
  const { maxSize, sweeps = 100, rng } = options;
  if (maxSize !== undefined) wantWhole("labelPropagation: maxSize", maxSize, 1);
  wantWhole("labelPropagation: sweeps", sweeps, 1);
  const undirected = withScaledWeights(symmetrize(network));
  const { n, offsets, sources, weights } = undirected;
  const most = maxSize ?? n;
  const label = Uint32Array.from({ length: n }, (_, i) => i);
  const size = new Uint32Array(n).fill(1);
  const order = label.slice();
  const toward = new Float64Array(n);
  for (let sweep = 0, changed = true; changed && sweep < sweeps; sweep++) {
    changed = false;
    for (const agent of shuffle(rng, order)) {
      const own = label[agent]!;
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++)
        toward[label[sources[e]!]!]! += weights ? weights[e]! : 1;
      let best = own;
      let weight = toward[own]!;
      let ties = 1;
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) {
        const other = label[sources[e]!]!;
        const there = toward[other]!;
        // Each label is judged at the first neighbour that has it.
        toward[other] = 0;
        if (there < weight || there === 0 || other === own || size[other]! >= most) continue;
        if (there > weight) {
          best = other;
          weight = there;
          ties = 1;
        } else if (best !== own && rng.integer(++ties) === 0) best = other;
      }
      if (best === own) continue;
      size[own]!--;
      size[best]!++;
      label[agent] = best;
      changed = true;
    }
  }
  return components(undirected, (i, j) => label[i] === label[j]).component;
}
