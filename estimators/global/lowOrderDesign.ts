import type { Law } from "../../designs/Design.ts";
import { boundDegrees } from "./boundDegrees.ts";
import { lowOrderSquares, lowOrderWeights } from "./lowOrderWeights.ts";
import { type SharedCoins, sharedCoins } from "./sharedCoins.ts";
import { type TouchedBlocks, treatedBlocks } from "./touchedBlocks.ts";

/** What low-order weights do under a design, whatever the outcomes. */
export interface LowOrderDesign {
  readonly shared: SharedCoins;
  /** E ω_i². */
  readonly squares: Float64Array;
  /** Degrees of freedom of the variance bound. */
  readonly degrees: number;
}

const known = new WeakMap<Law, Map<string, LowOrderDesign>>();

/** The part of the estimate that outcomes have no say in, made once for a law, an order and a population. */
export function lowOrderDesign(
  law: Law,
  touched: TouchedBlocks,
  { among, order }: { readonly among: Uint8Array; readonly order: number },
): LowOrderDesign {
  // Populations that lack somebody for a missing outcome are not kept.
  const whole = among.every((one, i) => one === touched.able[i]);
  const kept = known.get(law) ?? new Map<string, LowOrderDesign>();
  const found = whole ? kept.get(`${order}`) : undefined;
  if (found) return found;
  const shared = sharedCoins(touched, among);
  const boundOf = (assignment: Uint8Array): number =>
    lowOrderWeights(touched, treatedBlocks(touched, assignment), order).reduce(
      (sum, w, i) => sum + (among[i] === 1 ? shared.degree[i]! * w * w : 0),
      0,
    );
  const made = {
    shared,
    squares: lowOrderSquares(touched, order),
    degrees: boundDegrees(law, boundOf, 4 * order * touched.blocks.length),
  };
  if (whole) known.set(law, kept.set(`${order}`, made));
  return made;
}
