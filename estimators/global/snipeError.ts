import type { Law } from "../../designs/Design.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantWhole } from "../../src/core/wantWhole.ts";
import type { Network } from "../../src/network/Network.ts";
import { lowOrderDesign } from "./lowOrderDesign.ts";

/** What standard error of `snipe` is to be expected before there are outcomes: about √(level² mean² + spread² sd²), for outcomes of this mean and standard deviation around the baseline. */
export interface PredictedError {
  /** Part of the mean of outcomes less the baseline that becomes error. A good baseline makes that mean small. */
  readonly level: number;
  /** Part of their standard deviation that becomes error, if they are independent. */
  readonly spread: number;
}

/**
 * The standard error of `snipe` to be expected under a design for outcomes that nothing has an effect on: `spread` is √(Σ E ω_i²)/n, exact, and `level` the standard
 * deviation of the mean weight n⁻¹ Σ ω_i, exact for order 1 and else from drawn assignments (always the same). To be looked at before order 2 or more is used: both grow like (d²/(p (1 − p)))^(order/2).
 *
 * @param order β, from 1
 * @returns numbers from 0; both 0 when nobody's neighbourhood can be treated whole and not at all. Cost: O(order × edges × up to 200 draws).
 * @throws SpillwayError for a law without independent coins and two arms.
 */
export function snipeError(network: Network, law: Law, order: number): PredictedError {
  wantWhole("snipe: order", order, 1);
  const { structure, arms } = law;
  if (structure.kind !== "independent-blocks" || arms.length !== 2)
    throw new SpillwayError(
      `snipe: wanted a law of independent coins with two arms, got ${structure.kind} with ${arms.length}: use bernoulli or cluster with a probability`,
    );
  const { able, squares, level } = lowOrderDesign(network, law, { structure, order });
  const size = able.reduce((count, one) => count + one, 0);
  return size === 0
    ? { level: 0, spread: 0 }
    : { level, spread: Math.sqrt(squares.reduce((sum, w) => sum + w, 0)) / size };
}
