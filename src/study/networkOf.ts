import { rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";
import type { NetworkModel } from "../network/NetworkModel.ts";

/** The network of a study: at hand, or a recipe that is drawn. */
export type NetworkSource = Network | NetworkModel;

/** Whether a source is a recipe rather than a network at hand. */
export function isModel(source: NetworkSource): source is NetworkModel {
  return "draw" in source;
}

/** The network of a source: a recipe is drawn from the stream `network` of the study's seed. */
export function networkOf(source: NetworkSource, seed: string): Network {
  return isModel(source) ? source.draw(rng(seed).fork("network")) : source;
}
