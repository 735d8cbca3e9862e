import type { Law } from "../../designs/Design.ts";
import type { IndependentBlocks } from "../../designs/Structure.ts";
import type { Network } from "../../src/network/Network.ts";
import { boundDegrees } from "./boundDegrees.ts";
import type { WeightedDesign } from "./contributionAnswer.ts";
import { designPart } from "./designPart.ts";
import { lowOrderSquares, lowOrderWeights } from "./lowOrderWeights.ts";
import { sharedCoins } from "./sharedCoins.ts";
import { touchedBlocks, treatedBlocks } from "./touchedBlocks.ts";

/** The weights of {@link lowOrderWeights} under a law, and what they do whatever the outcomes; kept for the law. */
export function lowOrderDesign(
  network: Network,
  law: Law,
  { structure, order }: { readonly structure: IndependentBlocks; readonly order: number },
): WeightedDesign {
  return designPart(law, `low order ${order}`, () => {
    const touched = touchedBlocks(network, law, structure);
    const shared = sharedCoins(touched, touched.able);
    const weightsOf = (assignment: Uint8Array): Float64Array =>
      lowOrderWeights(touched, treatedBlocks(touched, assignment), order);
    const squares = lowOrderSquares(touched, order);
    const degrees = boundDegrees(law, { weightsOf, shared }, 4 * order * touched.blocks.length);
    return { able: touched.able, weightsOf, shared, squares, degrees };
  });
}
