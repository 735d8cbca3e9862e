import type { Json } from "../core/canonicalJson.ts";
import { rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";
import type { NetworkModel } from "../network/NetworkModel.ts";

/** The network of a study: at hand, or a recipe that is drawn. */
export type NetworkSource = Network | NetworkModel;

/** Whether a source is a recipe rather than a network at hand. */
export function isModel(source: NetworkSource): source is NetworkModel {
  return "draw" in source;
}

/** The rule by which the edges of a source change over rounds, as a study file says it; undefined where they stay. */
export function changesOf(source: NetworkSource): Json | undefined {
  return (isModel(source) ? source.params.changes : source.changes?.rule) as Json | undefined;
}

/** The network of a source: a recipe is drawn from the stream `network` of the study's seed. */
export function networkOf(source: NetworkSource, seed: string): Network {
  return isModel(source) ? source.draw(rng(seed).fork("network")) : source;
}
