import { eigenInto, eigenPlace } from "../../src/core/numbers/eigenInto.ts";
import { largestEigenvalue } from "../../src/core/numbers/largestEigenvalue.ts";
import type { Network } from "../../src/network/Network.ts";
import { type NetworkBalls, networkBalls } from "./networkBalls.ts";

/** How the uniform kernel is made positive: see {@link networkHac}. */
export type KernelRepair = "eigenvalues" | "shift" | "none";

/** A variance from the contributions of agents to an estimate, and how the kernel was repaired. */
export interface NetworkHac {
  readonly repair: KernelRepair;
  /** Σ_ij K_ij s_i s_j of contributions s, one for each agent; 0 for agents without one. */
  variance(contributions: Float64Array): number;
}

/** Up to so many agents all eigenvalues of the kernel are found. */
const DENSE = 1500;

/**
 * The network HAC variance of an estimate that is a sum of agents' contributions: Σ K_ij s_i s_j with the uniform kernel
 * K_ij = 1 where agents i and j are at most `bandwidth` steps apart (Leung 2022, Econometrica 90, section 5; Kojevnikov, Marmer and Song 2021, Journal of Econometrics
 * 222).
 *
 * That kernel has negative eigenvalues: the sum may be negative, and too small on average where unit effects differ. So it is repaired before
 * the outcomes are seen, never because a sum came out negative: up to 1,500 agents by leaving the negative eigenvalues out (Gao and Ding 2023,
 * arXiv 2309.07476, section 4), beyond by adding the size of the least eigenvalue to the diagonal, which is larger still and takes no
 * dense matrix.
 *
 * @param bandwidth steps, from 0
 * @param repair default by the number of agents; `none` for comparison with other programs only
 * @returns Cost: up to 1,500 agents O(n³) once (5 s for 1,500); beyond, the balls and at most 320 products with them.
 * @throws SpillwayError when the balls are too large for memory.
 */
export function networkHac(network: Network, bandwidth: number, repair?: KernelRepair): NetworkHac {
  const balls = networkBalls(network, bandwidth);
  const { n } = network;
  const found = repair ?? (n <= DENSE ? "eigenvalues" : "shift");
  if (found === "eigenvalues") return { repair: found, variance: truncated(balls, n) };
  const least = found === "none" || bandwidth === 0 ? 0 : sizeOfLeast(balls, n);
  const product = new Float64Array(n);
  return {
    repair: found,
    variance(contributions) {
      multiply(balls, contributions, product);
      let total = 0;
      for (let i = 0; i < n; i++) total += contributions[i]! * (product[i]! + least * contributions[i]!);
      return total;
    },
  };
}

function multiply({ offsets, members }: NetworkBalls, x: Float64Array, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) {
    let total = 0;
    for (let e = offsets[i]!, end = offsets[i + 1]!; e < end; e++) total += x[members[e]!]!;
    into[i] = total;
  }
}

/** The size of the least eigenvalue, erring upwards by up to a thousandth: the largest eigenvalue of −K. */
function sizeOfLeast(balls: NetworkBalls, n: number): number {
  const largest = largestEigenvalue(
    (x, into) => {
      multiply(balls, x, into);
      for (let i = 0; i < n; i++) into[i] = -into[i]!;
    },
    n,
    1e-3,
  );
  return Math.max(0, largest);
}

/** sᵀK⁺s, K⁺ the kernel without its negative eigenvalues. */
function truncated({ offsets, members }: NetworkBalls, n: number): NetworkHac["variance"] {
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) kernel[i * n + members[e]!] = 1;
  const place = eigenPlace(n);
  eigenInto(kernel, n, place);
  const { values, vectors } = place;
  return (contributions) => {
    let total = 0;
    for (let e = 0; e < n; e++) {
      if (!(values[e]! > 0)) continue;
      let part = 0;
      for (let i = 0; i < n; i++) part += vectors[e * n + i]! * contributions[i]!;
      total += values[e]! * part * part;
    }
    return total;
  };
}
