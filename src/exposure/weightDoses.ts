import type { Network } from "../network/Network.ts";
import type { DoseNetwork } from "./localExposure.ts";

/** Edge weights as whole numbers: a dose of 1 is a weight of `unit` / `scale`. */
interface WeightDoses extends DoseNetwork {
  readonly scale: number;
  readonly unit: number;
}

/** Weights with more decimals than this have no doses. */
const DECIMALS = 6;

/** An agent whose in-neighbours bring more than this together has no doses: its table of conditions would be as long. */
const MOST = 10_000;

/**
 * The weights of a network as doses: the smallest power of ten, up to 10⁶, that makes all of them whole numbers (to
 * 1e-9), divided by what divides all of them. Edges of weight 0 are left out, because they bring nothing.
 *
 * Undefined when a weight is negative or has more decimals, and when an agent's weights add up to more than 10,000
 * doses. Cost: O(edges).
 */
export function weightDoses(network: Network): WeightDoses | undefined {
  const { weights } = network;
  if (weights === undefined) return { network, scale: 1, unit: 1 };
  const scale = decimalScale(weights);
  if (scale === undefined) return undefined;
  const whole = Float64Array.from(weights, (weight) => Math.round(weight * scale));
  const unit = whole.reduce(greatestDivisor, 0) || 1;
  const heard = withoutZeros(network, whole);
  const doses = new Uint32Array(heard.weights.length);
  for (let i = 0; i < network.n; i++) {
    let total = 0;
    for (let e = heard.network.offsets[i]!; e < heard.network.offsets[i + 1]!; e++) {
      total += heard.weights[e]! / unit;
      if (total > MOST) return undefined;
      doses[e] = heard.weights[e]! / unit;
    }
  }
  return { network: heard.network, doses, scale, unit };
}

function decimalScale(weights: Float64Array): number | undefined {
  for (let k = 0; k <= DECIMALS; k++) {
    const scale = 10 ** k;
    const fits = weights.every((weight) => {
      const whole = Math.round(weight * scale);
      // A weight that is nearly 0 is not 0.
      return weight >= 0 && Math.abs(weight * scale - whole) <= 1e-9 && (whole > 0 || weight === 0);
    });
    if (fits) return scale;
  }
  return undefined;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function withoutZeros(network: Network, weights: Float64Array): { network: Network; weights: Float64Array } {
  if (weights.every((weight) => weight > 0)) return { network, weights };
  const { n, directed, ids, notes } = network;
  const offsets = new Uint32Array(n + 1);
  const kept: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) if (weights[e] !== 0) kept.push(e);
    offsets[i + 1] = kept.length;
  }
  const sources = Uint32Array.from(kept, (e) => network.sources[e]!);
  const edges = directed ? kept.length : kept.length / 2;
  return {
    network: { n, edges, directed, ids, offsets, sources, notes },
    weights: Float64Array.from(kept, (e) => weights[e]!),
  };
}
