import { eigenInto, eigenPlace } from "../../src/core/numbers/eigenInto.ts";
import { largestEigenvalue } from "../../src/core/numbers/largestEigenvalue.ts";
import { remember } from "../../src/core/remember.ts";
import { type Components, components } from "../../src/network/components.ts";
import type { Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";
import { type NetworkBalls, networkBalls } from "./networkBalls.ts";

/** How the uniform kernel is made positive: see {@link networkHac}. */
export type KernelRepair = "eigenvalues" | "shift" | "none";

/** A variance from the contributions of agents to an estimate, and how the kernel was repaired. */
export interface NetworkHac {
  readonly repair: KernelRepair;
  /** Σ_ij K_ij s_i s_j of contributions s, one for each agent; 0 for agents without one. */
  variance(contributions: Float64Array): number;
  /**
   * Degrees of freedom of that variance for independent residuals of one spread, multiplied by m: (Σ m_i²)² / Σ_ij K_ij m_i² m_j², Satterthwaite's rule (1946,
   * Biometrics Bulletin 2) for a quadratic form. With equal multipliers it is the number of agents over their mean number in a ball: a
   * sum over few balls is a rough estimate, however many agents are in each.
   */
  degrees(multipliers: Float64Array): number;
}

/** Up to so many agents in the largest piece of a network all eigenvalues of the kernel are found. */
const DENSE = 1500;
/** Kernels of one network with all their eigenvectors that are kept, as every estimate on it asks for the same. */
const MOST_KEPT = 2;
const kept = new WeakMap<Network, Map<string, NetworkHac>>();

/**
 * The network HAC variance of an estimate that is a sum of agents' contributions: Σ K_ij s_i s_j with the uniform kernel
 * K_ij = 1 where agents i and j are at most `bandwidth` steps apart (Leung 2022, Econometrica 90, section 5; Kojevnikov, Marmer and Song 2021, Journal of Econometrics
 * 222).
 *
 * That kernel has negative eigenvalues: the sum may be negative, and too small on average where unit effects differ. So it is repaired before
 * the outcomes are seen, never because a sum came out negative: up to 1,500 agents in the network's largest piece by leaving the negative eigenvalues out (Gao and Ding 2023,
 * arXiv 2309.07476, section 4), beyond by adding the size of the least eigenvalue to the diagonal, which is larger still and takes no
 * dense matrix.
 *
 * @param bandwidth steps, from 0
 * @param repair default by the size of the largest piece; `none` for comparison with other programs only
 * @returns Cost: up to 1,500 agents in the largest piece, O(size³) for each piece once (5 s for 1,500); beyond, the balls and at most 320 products with them.
 * @throws SpillwayError when the balls are too large for memory.
 */
export function networkHac(network: Network, bandwidth: number, repair?: KernelRepair): NetworkHac {
  wantNetwork("networkHac", network);
  const known = kept.get(network)?.get(`${bandwidth} ${repair}`);
  if (known) return known;
  const balls = networkBalls(network, bandwidth);
  const { n } = network;
  const pieces = components(network);
  const largest = pieces.sizes.reduce((most, size) => Math.max(most, size), 0);
  const found = repair ?? (largest <= DENSE ? "eigenvalues" : "shift");
  if (found === "eigenvalues") {
    const made: NetworkHac = { repair: found, variance: truncated(balls, pieces), degrees: degreesOf(balls) };
    const ofNetwork = kept.get(network) ?? new Map<string, NetworkHac>();
    kept.set(network, ofNetwork);
    return remember(ofNetwork, `${bandwidth} ${repair}`, () => made, MOST_KEPT);
  }
  const least = found === "none" || bandwidth === 0 ? 0 : sizeOfLeast(balls, n);
  const product = new Float64Array(n);
  return {
    repair: found,
    degrees: degreesOf(balls),
    variance(contributions) {
      multiply(balls, contributions, product);
      let total = 0;
      for (let i = 0; i < n; i++) total += contributions[i]! * (product[i]! + least * contributions[i]!);
      return total;
    },
  };
}

/**
 * Sums over the balls, four agents side by side: a sum alone would make each addition wait for the one before. Every sum keeps the
 * order of its own ball, so that results stay the same bit by bit.
 */
function multiply({ offsets, members }: NetworkBalls, x: Float64Array, into: Float64Array): void {
  const n = into.length;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    // Whole numbers of 32 bits: all balls together have at most 300 million members.
    const a = offsets[i]! | 0;
    const b = offsets[i + 1]! | 0;
    const c = offsets[i + 2]! | 0;
    const d = offsets[i + 3]! | 0;
    const end = offsets[i + 4]! | 0;
    const stop = Math.min(b - a, c - b, d - c, end - d) - 1;
    // Each apart: numbers that come out of a list are slower ones to the engine.
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let e = 0;
    for (; e < stop; e += 2) {
      first += x[members[a + e]!]!;
      second += x[members[b + e]!]!;
      third += x[members[c + e]!]!;
      fourth += x[members[d + e]!]!;
      first += x[members[a + e + 1]!]!;
      second += x[members[b + e + 1]!]!;
      third += x[members[c + e + 1]!]!;
      fourth += x[members[d + e + 1]!]!;
    }
    for (let k = a + e; k < b; k++) first += x[members[k]!]!;
    for (let k = b + e; k < c; k++) second += x[members[k]!]!;
    for (let k = c + e; k < d; k++) third += x[members[k]!]!;
    for (let k = d + e; k < end; k++) fourth += x[members[k]!]!;
    into[i] = first;
    into[i + 1] = second;
    into[i + 2] = third;
    into[i + 3] = fourth;
  }
  for (; i < n; i++) {
    let total = 0;
    for (let e = offsets[i]! | 0; e < (offsets[i + 1]! | 0); e++) total += x[members[e]!]!;
    into[i] = total;
  }
}

const degreesOf =
  (balls: NetworkBalls): NetworkHac["degrees"] =>
  (multipliers) => {
    const squares = multipliers.map((m) => m * m);
    const near = new Float64Array(squares.length);
    multiply(balls, squares, near);
    let all = 0;
    let together = 0;
    for (let i = 0; i < squares.length; i++) {
      all += squares[i]!;
      together += squares[i]! * near[i]!;
    }
    return together > 0 ? (all * all) / together : 0;
  };

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

/** sᵀK⁺s, K⁺ the kernel without its negative eigenvalues: piece by piece of the network, as nothing joins two pieces. */
function truncated(balls: NetworkBalls, { component, sizes }: Components): NetworkHac["variance"] {
  const members = Array.from(sizes, (): number[] => []);
  component.forEach((c, i) => void members[c]!.push(i));
  const pieces = members.map((agents) => pieceOf(balls, agents));
  return (contributions) => {
    let total = 0;
    for (const { agents, values, vectors } of pieces)
      for (let e = 0; e < agents.length; e++) {
        if (!(values[e]! > 0)) continue;
        let part = 0;
        for (let i = 0; i < agents.length; i++)
          part += vectors[e * agents.length + i]! * contributions[agents[i]!]!;
        total += values[e]! * part * part;
      }
    return total;
  };
}

/** Eigenvalues and eigenvectors of the kernel of one piece. */
function pieceOf(
  { offsets, members }: NetworkBalls,
  agents: readonly number[],
): { agents: readonly number[]; values: Float64Array; vectors: Float64Array } {
  const k = agents.length;
  const place = new Map(agents.map((agent, at) => [agent, at]));
  const kernel = new Float64Array(k * k);
  for (const [at, i] of agents.entries())
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) kernel[at * k + place.get(members[e]!)!] = 1;
  const found = eigenPlace(k);
  eigenInto(kernel, k, found);
  return { agents, values: found.values, vectors: found.vectors };
}
