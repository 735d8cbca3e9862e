import type { Structure } from "../../designs/Structure.ts";
import { rng } from "../core/rng.ts";
import { cutShare } from "../network/clusters/partition.ts";
import type { Network } from "../network/Network.ts";

/** Structures sampled where a design draws a new one for each assignment. */
const SAMPLED = 30;

/**
 * Share of the edges whose two ends are treated separately: 1 when each agent has a coin of its own, 0 when whole components
 * are treated together. Averaged over the structures of a mixture, over a sample of 30 of them where they are very many.
 * Undefined for a network without edges, and for designs that have no blocks. Cost: O(edges) a structure.
 */
export function edgesCut(network: Network, structure: Structure): number | undefined {
  if (network.edges === 0) return undefined;
  const cutBy = (block: Uint32Array): number => cutShare(network, block);
  switch (structure.kind) {
    case "independent-blocks":
    case "fixed-counts":
      return cutBy(structure.block);
    case "mixture": {
      let total = 0;
      for (const part of structure.parts) {
        const cut = edgesCut(network, part.structure);
        if (cut === undefined) return undefined;
        total += part.weight * cut;
      }
      return total;
    }
    case "sampled-mixture": {
      const stream = rng(1).fork("edges-cut");
      let total = 0;
      for (let m = 0; m < SAMPLED; m++) total += cutBy(structure.part(stream.fork(m)).block);
      return total / SAMPLED;
    }
    case "explicit-support":
    case "sampler-only":
      return undefined;
  }
}
