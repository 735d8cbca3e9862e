import type { Law } from "../../designs/Design.ts";
import { treatedShare } from "../../src/exposure/treatedShare.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { shareMoments } from "../../src/probability/shareMoments.ts";

/** How much treatment reaches each agent, as a number, and what it is on average under the design. */
export interface TreatedInNeighbors {
  readonly value: Float64Array;
  /** Mean over assignments. */
  readonly mean: Float64Array;
  /** 1 for agents for whom some assignment moves it. */
  readonly moved: Uint8Array;
}

/**
 * The share of treated in-neighbours, or their number, of every agent. The treated arm is the second of two.
 *
 * @throws SpillwayError for other numbers of arms, and where the design is known by its sampler only: its mean is then not exact.
 */
export function treatedInNeighbors(
  network: Network,
  law: Law,
  arms: Uint8Array,
  on: "share" | "count",
): TreatedInNeighbors {
  const share = treatedShare().forArms(law.arms);
  const { mean, variance, defined } = shareMoments(network, law, share);
  const times = (i: number): number => (on === "share" ? 1 : degree(network, i));
  return {
    value: share.of(network, arms).map((x, i) => x * times(i)),
    mean: mean.map((x, i) => x * times(i)),
    moved: Uint8Array.from(variance, (v, i) => (defined[i] === 1 && v > 0 ? 1 : 0)),
  };
}
