import type { Law } from "../../designs/Design.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantWhole } from "../../src/core/wantWhole.ts";
import type { Network } from "../../src/network/Network.ts";
import { lowOrderSquares } from "./lowOrderWeights.ts";
import { touchedBlocks } from "./touchedBlocks.ts";

/**
 * The standard error of `snipe` to be expected, as a multiple of the standard deviation of outcomes around the baseline: √(Σ E ω_i²)/n,
 * exact under the design for outcomes that are independent and that nothing has an effect on. To be looked at before order 2 or more is used: it
 * grows like (d²/(p (1 − p)))^(order/2)/√n.
 *
 * @param order β, from 1
 * @returns a number above 0; 0 when nobody's neighbourhood can be treated whole and not at all. Cost: O(order × edges).
 * @throws SpillwayError for a law without independent coins and two arms.
 */
export function snipeError(network: Network, law: Law, order: number): number {
  wantWhole("snipe: order", order, 1);
  const { structure, arms } = law;
  if (structure.kind !== "independent-blocks" || arms.length !== 2)
    throw new SpillwayError(
      `snipe: wanted a law of independent coins with two arms, got ${structure.kind} with ${arms.length}: use bernoulli or cluster with a probability`,
    );
  const touched = touchedBlocks(network, law, structure);
  const size = touched.able.reduce((count, one) => count + one, 0);
  const squares = lowOrderSquares(touched, order).reduce((sum, w) => sum + w, 0);
  return size === 0 ? 0 : Math.sqrt(squares) / size;
}
