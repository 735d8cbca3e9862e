import { quantileSorted } from "simple-statistics";
import { degree, type Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";

/** How many in-neighbours agents have. */
export interface DegreeSummary {
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly max: number;
  readonly mean: number;
  /** Agents who neither influence nor are influenced by anybody. */
  readonly isolates: number;
}

/**
 * The spread of the number of in-neighbours: how many others an agent may be influenced by. Quartiles as in
 * simple-statistics: the p-quantile of n sorted numbers is number ⌈n p⌉, or the mean of numbers n p and n p + 1 when n p is
 * whole. Cost: O(n log n + edges).
 */
export function degreeSummary(network: Network): DegreeSummary {
  wantNetwork("degreeSummary", network);
  const { n, sources } = network;
  const degrees = new Float64Array(n);
  const joined = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    degrees[i] = degree(network, i);
    if (degrees[i]! > 0) joined[i] = 1;
  }
  for (const source of sources) joined[source] = 1;
  let isolates = 0;
  for (const one of joined) if (one === 0) isolates++;
  const sorted = Array.from(degrees.sort());
  return {
    min: sorted[0]!,
    lowerQuartile: quantileSorted(sorted, 0.25),
    median: quantileSorted(sorted, 0.5),
    upperQuartile: quantileSorted(sorted, 0.75),
    max: sorted[n - 1]!,
    mean: sources.length / n,
    isolates,
  };
}
