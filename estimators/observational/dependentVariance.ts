import type { Network } from "../../src/network/Network.ts";

/**
 * The variance of a mean of influence values, where agents with a common agent in their closed neighbourhoods depend on each other: n⁻² Σ φ_i φ_j over
 * such pairs, or n⁻² Σ φ_i² where that is larger, as a sum over pairs may come out too small, or negative. Cost: O(Σ d²).
 *
 * @param influence φ of each agent, 0 for those not in the mean
 */
export function dependentVariance(
  { n, offsets, sources }: Pick<Network, "n" | "offsets" | "sources">,
  influence: Float64Array,
  size: number,
): { readonly dependent: number; readonly independent: number; readonly variance: number } {
  const reached: number[][] = influence.reduce<number[][]>((lists) => {
    lists.push([]);
    return lists;
  }, []);
  const closed = (i: number): number[] => [i, ...sources.subarray(offsets[i]!, offsets[i + 1]!)];
  for (let i = 0; i < n; i++) for (const j of closed(i)) reached[j]!.push(i);
  const stamp = new Int32Array(n).fill(-1);
  let [dependent, independent] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (influence[i] === 0) continue;
    independent += influence[i]! ** 2;
    for (const b of closed(i))
      for (const j of reached[b]!) {
        if (stamp[j] === i) continue;
        stamp[j] = i;
        dependent += influence[i]! * influence[j]!;
      }
  }
  const scale = size ** 2;
  return {
    dependent: dependent / scale,
    independent: independent / scale,
    variance: Math.max(dependent, independent) / scale,
  };
}
