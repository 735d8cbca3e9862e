import type { Law } from "../../designs/Design.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import type { Network } from "../../src/network/Network.ts";
import { boundDegrees } from "./boundDegrees.ts";
import type { WeightedDesign } from "./contributionAnswer.ts";
import { designPart } from "./designPart.ts";
import { linearWeights } from "./linearWeights.ts";
import { sharedCoins } from "./sharedCoins.ts";
import { touchedBlocks } from "./touchedBlocks.ts";

/** The weights of {@link linearWeights} under a law, and what they do whatever the outcomes; kept for the law. Under fixed counts every agent depends on every other. */
export function linearDesign(
  network: Network,
  law: Law,
  asked: { readonly structure: IndependentBlocks | FixedCounts; readonly asks: "global" | "slope" },
): WeightedDesign {
  return designPart(law, `linear ${asked.asks}`, () => {
    const weights = linearWeights(network, law, asked);
    const { structure } = asked;
    if (structure.kind === "fixed-counts") {
      const size = weights.able.reduce((count, one) => count + one, 0);
      const degree = Float64Array.from(weights.able, (one) => one * size);
      return { ...weights, shared: { degree, exact: true, eigenvalue: size }, degrees: 0 };
    }
    const touched = touchedBlocks(network, law, structure);
    const shared = sharedCoins(touched, weights.able);
    const { degrees } = boundDegrees(law, { ...weights, shared }, 8 * touched.blocks.length);
    return { ...weights, shared, degrees };
  });
}
