import { cluster } from "../../../../designs/cluster.ts";
import { normalDraw } from "../../../core/numbers/normalDraw.ts";
import { rng } from "../../../core/rng.ts";
import { ringLattice } from "../../../network/generators/ringLattice.ts";
import type { Network } from "../../../network/Network.ts";
import { type DrawnNetwork, onCircle } from "./drawnNetwork.ts";
import { meanGap } from "./meanGap.ts";

export const CLUSTER_SIZES: readonly number[] = [1, 2, 3, 4, 6, 10, 15, 20, 30];
const PEOPLE = 120;
const DRAWS = 500;

interface ClusterSize {
  readonly network: DrawnNetwork;
  readonly arms: readonly number[];
  readonly estimates: readonly number[];
  readonly truth: number;
  readonly bias: number;
  readonly sd: number;
  readonly rmse: number;
}

/**
 * Everybody against nobody, estimated by the difference in means when neighbours on a ring are treated together in clusters of a
 * size: what leaks over the borders is the bias, and fewer clusters make the standard deviation. The truth is 3.
 */
export function clusterSizes(asked: string, seed: string): ClusterSize {
  const size = Number(asked);
  const network = ringLattice({ n: PEOPLE, k: 4 }).draw(rng(seed));
  const law = cluster({
    clusters: network.ids.map((_, i) => String(Math.floor(i / size))),
    treated: PEOPLE / size / 2,
  }).law(network);
  const noise = rng(seed).fork("noise");
  // Neighbours are alike, which is what clusters cost.
  const base = network.ids.map(
    (_, i) => 2 * Math.sin((2 * Math.PI * 2 * i) / PEOPLE) + 0.5 * normalDraw(noise),
  );
  const estimates = Array.from({ length: DRAWS }, (_, k) => {
    const arms = law.draw(rng(seed).fork("assign").fork(k));
    return meanGap(
      arms,
      base.map((y, i) => y + 1 * arms[i]! + 2 * shareTreated(network, arms, i)),
    );
  });
  const mean = estimates.reduce((sum, one) => sum + one, 0) / DRAWS;
  const sd = Math.sqrt(estimates.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (DRAWS - 1));
  const bias = mean - 3;
  return {
    network: onCircle(network),
    arms: [...law.draw(rng(seed).fork("assign").fork(0))],
    ...{ estimates, truth: 3, bias, sd, rmse: Math.hypot(bias, sd) },
  };
}

function shareTreated({ offsets, sources }: Network, arms: ArrayLike<number>, i: number): number {
  let treated = 0;
  for (let at = offsets[i]!; at < offsets[i + 1]!; at++) treated += arms[sources[at]!]!;
  return treated / (offsets[i + 1]! - offsets[i]!);
}
