import { sum } from "../../src/core/numbers/sum.ts";
import type { Network } from "../../src/network/Network.ts";
import { neighborMean } from "./neighborMean.ts";

/** Coefficients of a linear-in-means model: own arm, neighbours' arms, neighbours' outcomes. */
interface PeerCoefficients {
  readonly own: number;
  readonly neighbors: number;
  readonly peers: number;
}

const STEPS = 5000;
const CLOSE = 1e-12;

/**
 * The mean outcome with everybody treated less that with nobody, in the equilibrium of Y = a + b Z + c W Z + ρ W Y, and its derivatives by b, c and ρ.
 * It is (b + c)/(1 − ρ) where everybody has in-neighbours, and is solved for by repeated substitution where somebody has none.
 * Cost: O(edges × steps), at most 5,000 steps; few unless |ρ| is close to 1.
 */
export function equilibriumEffect(
  network: Network,
  { own, neighbors, peers }: PeerCoefficients,
): { readonly effect: number; readonly gradient: readonly [own: number, neighbors: number, peers: number] } {
  const { n, offsets } = network;
  const solve = (right: Float64Array): Float64Array => {
    let x = right;
    for (let step = 0; step < STEPS; step++) {
      const next = neighborMean(network, x).map((mean, i) => right[i]! + peers * mean);
      const [moved, size] = [
        next.reduce((most, v, i) => Math.max(most, Math.abs(v - x[i]!)), 0),
        next.reduce((most, v) => Math.max(most, Math.abs(v)), 0),
      ];
      x = next;
      if (moved <= CLOSE * size) break;
    }
    return x;
  };
  const ofOwn = solve(new Float64Array(n).fill(1));
  const ofNeighbors = solve(
    Float64Array.from({ length: n }, (_, i) => Number(offsets[i + 1]! > offsets[i]!)),
  );
  const effects = ofOwn.map((u, i) => own * u + neighbors * ofNeighbors[i]!);
  const ofPeers = solve(neighborMean(network, effects));
  return { effect: sum(effects) / n, gradient: [sum(ofOwn) / n, sum(ofNeighbors) / n, sum(ofPeers) / n] };
}
