import type { Network } from "./Network.ts";

/** Weights of this size can be added up and multiplied with each other without an end of what numbers hold coming near. */
const [SMALL, LARGE] = [2 ** -300, 2 ** 300];

const known = new WeakMap<Float64Array, Float64Array>();

/**
 * Weights of edges for whatever depends on their proportions alone (shares, modularity): where some are so large or all so small that their
 * sums or products would be infinite or 0, all are multiplied by a power of two, which changes no digit and no proportion. Others come back as they are.
 */
export function scaledWeights(weights: Float64Array): Float64Array;
export function scaledWeights(weights: Float64Array | undefined): Float64Array | undefined;
export function scaledWeights(weights: Float64Array | undefined): Float64Array | undefined {
  if (weights === undefined) return undefined;
  const kept = known.get(weights);
  if (kept) return kept;
  const most = weights.reduce((size, weight) => Math.max(size, Math.abs(weight)), 0);
  let scaled = weights;
  if (most > 0 && !(most >= SMALL && most <= LARGE)) {
    // In two steps, as 2^1074 is no number.
    const half = 2 ** Math.round(-Math.log2(most) / 2);
    scaled = weights.map((weight) => weight * half * half);
  }
  known.set(weights, scaled);
  return scaled;
}

/** A network with such weights. */
export function withScaledWeights(network: Network): Network {
  const weights = scaledWeights(network.weights);
  return weights === network.weights || weights === undefined ? network : { ...network, weights };
}
