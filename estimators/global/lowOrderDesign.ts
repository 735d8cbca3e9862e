import type { Law } from "../../designs/Design.ts";
import type { IndependentBlocks } from "../../designs/Structure.ts";
import type { Network } from "../../src/network/Network.ts";
import { boundDegrees } from "./boundDegrees.ts";
import type { WeightedDesign } from "./contributionAnswer.ts";
import { designPart } from "./designPart.ts";
import { lowOrderSquares, lowOrderWeights } from "./lowOrderWeights.ts";
import { sharedCoins } from "./sharedCoins.ts";
import { type TouchedBlocks, touchedBlocks, treatedBlocks } from "./touchedBlocks.ts";

/** Low-order weights under a law. */
interface LowOrderDesign extends WeightedDesign {
  /** Standard deviation of the mean weight. */
  readonly level: number;
}

/** The weights of {@link lowOrderWeights} under a law, and what they do whatever the outcomes; kept for the law. */
export function lowOrderDesign(
  network: Network,
  law: Law,
  { structure, order }: { readonly structure: IndependentBlocks; readonly order: number },
): LowOrderDesign {
  return designPart(law, `low order ${order}`, () => {
    const touched = touchedBlocks(network, law, structure);
    const shared = sharedCoins(touched, touched.able);
    const weightsOf = (assignment: Uint8Array): Float64Array =>
      lowOrderWeights(touched, treatedBlocks(touched, assignment), order);
    const squares = lowOrderSquares(touched, order);
    const { degrees, level: drawn } = boundDegrees(
      law,
      { weightsOf, shared },
      4 * order * touched.blocks.length,
    );
    const size = touched.able.reduce((count, one) => count + one, 0);
    const level = order === 1 && size > 0 ? levelOfSingles(touched) / size : drawn;
    return { able: touched.able, weightsOf, shared, squares, degrees, level };
  });
}

/** The standard deviation of Σ ω_i for order 1: each coin counts for all that touch it. */
function levelOfSingles({ offsets, blocks, chance, able }: TouchedBlocks): number {
  const count = new Float64Array(chance.length);
  for (let i = 0; i < able.length; i++)
    if (able[i] === 1) for (let e = offsets[i]!; e < offsets[i + 1]!; e++) count[blocks[e]!]!++;
  return Math.sqrt(
    count.reduce((sum, c, b) => (c === 0 ? sum : sum + c ** 2 / (chance[b]! * (1 - chance[b]!))), 0),
  );
}
