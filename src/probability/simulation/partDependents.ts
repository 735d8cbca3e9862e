import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";
import type { Network } from "../../network/Network.ts";
import { incidenceSets } from "../laws/incidenceSets.ts";

/**
 * For one structure after another, on how many agents (itself included) an agent's condition may depend: at most the sum,
 * over the blocks around it, of the agents around each. Under fixed counts strata take the place of blocks.
 *
 * @param network the one along which the exposure counts
 * @returns upper bounds, no more than n. Cost of a call: O(n + edges).
 */
export function partDependents(
  network: Network,
): (structure: IndependentBlocks | FixedCounts) => Uint32Array {
  const { n } = network;
  const around = incidenceSets(network);
  return (structure) => {
    const { block } = structure;
    const group = structure.kind === "fixed-counts" ? block.map((b) => structure.stratum[b]!) : block;
    const groups = structure.kind === "fixed-counts" ? structure.strata : structure.blocks;
    const { offsets, blocks } = around(group);
    const size = new Uint32Array(groups);
    for (let k = 0; k < offsets[n]!; k++) size[blocks[k]!]!++;
    return Uint32Array.from({ length: n }, (_, i) => {
      let total = 0;
      for (let k = offsets[i]!; k < offsets[i + 1]!; k++) total += size[blocks[k]!]!;
      return Math.min(n, total);
    });
  };
}
