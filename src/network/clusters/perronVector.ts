import { components } from "../components.ts";
import type { Network } from "../Network.ts";

/** The largest eigenvalue of a network's adjacency matrix with a loop at every agent, and who counts most in it. */
interface Perron {
  /** At least the largest eigenvalue, up to rounding: the largest (Hv)_i/v_i. */
  readonly upper: number;
  /** At most the largest eigenvalue: the largest Rayleigh quotient vᵀHv/vᵀv of a component. */
  readonly lower: number;
  /** For each component, a positive vector close to its eigenvector of the largest eigenvalue; its largest entry is 1. */
  readonly vector: Float64Array;
}

/** Below this, an entry is near the smallest numbers there are, and ratios lose their digits. */
const TINY = 1e-250;

/**
 * Eigenvalue and vector of the matrix H with 1 for each edge of an undirected network and 1 on the diagonal, by power
 * iteration from the vector of ones, each component for itself, until the bounds on every component's eigenvalue are
 * relatively `tolerance` apart. Where there are not enough steps the bounds stay true: for every positive v the largest
 * eigenvalue is at most max (Hv)_i/v_i (Collatz 1942; Wielandt 1950), and at least the Rayleigh quotient of v.
 *
 * @param options `steps` at most, default 2000; `tolerance`, default 1e-13. Cost: O(steps × (n + edges)).
 */
export function perronVector(
  network: Network,
  options: { readonly steps?: number; readonly tolerance?: number } = {},
): Perron {
  const { steps = 2000, tolerance = 1e-13 } = options;
  const { n, offsets, sources } = network;
  const { count, component } = components(network);
  let vector = new Float64Array(n).fill(1);
  let next = new Float64Array(n);
  for (let step = 1; ; step++) {
    const upper = new Float64Array(count);
    const largest = new Float64Array(count);
    const product = new Float64Array(count);
    const square = new Float64Array(count);
    for (let i = 0; i < n; i++) {
      const c = component[i]!;
      let total = vector[i]!;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) total += vector[sources[e]!]!;
      next[i] = total;
      upper[c] = Math.max(upper[c]!, total / vector[i]!);
      largest[c] = Math.max(largest[c]!, total);
      product[c]! += total * vector[i]!;
      square[c]! += vector[i]! ** 2;
    }
    let near = true;
    for (let c = 0; c < count; c++) near &&= upper[c]! * (1 - tolerance) <= product[c]! / square[c]!;
    let smallest = 1;
    for (let i = 0; i < n; i++) {
      next[i]! /= largest[component[i]!]!;
      smallest = Math.min(smallest, next[i]!);
    }
    if (near || step >= steps || smallest < TINY) {
      return {
        upper: upper.reduce((most, one) => Math.max(most, one), 0),
        lower: product.reduce((most, one, c) => Math.max(most, one / square[c]!), 0),
        vector,
      };
    }
    [vector, next] = [next, vector];
  }
}
