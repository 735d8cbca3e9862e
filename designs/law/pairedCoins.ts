import type { FixedCounts } from "../Structure.ts";

/**
 * Clusters treated in pairs: sorted by size (largest first, ties by number), every two neighbours in that order are a pair
 * of which a fair coin treats one. Numbers are priorities of centres, so ties are broken by chance. A cluster left over gets
 * a fair coin of its own, so there are two structures of equal chance then, and one otherwise. Ugander and Yin (2023) call
 * this complete randomization of clusters.
 *
 * @param cluster of each agent, 0 … clusters − 1
 */
export function pairedCoins(cluster: Uint32Array, clusters: number): readonly FixedCounts[] {
  const size = new Uint32Array(clusters);
  for (const c of cluster) size[c]!++;
  const order = Uint32Array.from({ length: clusters }, (_, c) => c).sort(
    (a, b) => size[b]! - size[a]! || a - b,
  );
  const strata = Math.ceil(clusters / 2);
  const stratum = new Uint32Array(clusters);
  order.forEach((c, place) => {
    stratum[c] = place >> 1;
  });
  const counts = new Uint32Array(2 * strata).fill(1);
  const made = { kind: "fixed-counts", block: cluster, blocks: clusters, stratum, strata } as const;
  if (clusters % 2 === 0) return [{ ...made, counts }];
  return [0, 1].map((treated) => {
    const odd = counts.slice();
    odd.set([1 - treated, treated], 2 * (strata - 1));
    return { ...made, counts: odd };
  });
}
