import type { Network } from "../../src/network/Network.ts";

/**
 * Share of each agent's in-neighbours that have adopted by each stage from 1 on; 0 for agents without. Each edge counts the same.
 *
 * @param cohort stage at which each agent adopts, 0 for never. Cost: O(edges + agents × stages).
 */
export function stageShares(
  { n, offsets, sources }: Network,
  cohort: Uint8Array,
  stages: number,
): Float64Array[] {
  const shares = Array.from({ length: stages }, () => new Float64Array(n));
  const counts = new Uint32Array(stages + 1);
  for (let i = 0; i < n; i++) {
    const [from, to] = [offsets[i]!, offsets[i + 1]!];
    if (from === to) continue;
    counts.fill(0);
    for (let e = from; e < to; e++) counts[cohort[sources[e]!]!]!++;
    let treated = 0;
    for (let k = 0; k < stages; k++) {
      treated += counts[k + 1]!;
      shares[k]![i] = treated / (to - from);
    }
  }
  return shares;
}
