import type { Design, Law } from "../../designs/Design.ts";
import { supportSize } from "../../designs/supportOf.ts";
import { type Rng, rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { exactProbabilities } from "./exactProbabilities.ts";
import { listedProbabilities } from "./listedProbabilities.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

export interface ProbabilityOptions {
  /** The law of the design on this network, when it is at hand already. */
  readonly law?: Law;
  /** Number of simulated assignments where exactness is impossible, at least 2. Default 10,000. */
  readonly draws?: number;
  /** Seed of the simulation, where exactness is impossible. Default 1. */
  readonly seed?: string | number;
}

/** Supports up to this size are listed when no closed form exists. */
const LISTED_SUPPORT = 65_536;

/**
 * How likely each agent is in each condition under a design, alone and in pairs.
 *
 * Exact whenever the design declares a structure and the exposure a local rule (dynamic programmes over the blocks that
 * touch an agent), or when the design allows at most 65,536 assignments (they are listed). Otherwise by simulating the
 * design: shares of the draws, with their standard error, never smoothed; `method` says which.
 *
 * Aronow and Samii (2017), "Estimating average causal effects under general interference", section 4.
 * @throws SpillwayError when the design cannot be honoured on the network, or a simulation is too large for memory.
 */
export function exposureProbabilities(
  network: Network,
  design: Design,
  exposure: Exposure,
  options: ProbabilityOptions = {},
): ExposureProbabilities {
  const { law = design.law(network), draws = 10_000, seed = 1 } = options;
  const { structure } = law;
  const bound = exposure.forArms?.(law.arms) ?? exposure;
  const subject = { network, law, exposure: bound };
  if (structure.kind === "explicit-support") {
    const { assignments, probability } = structure;
    return listedProbabilities(subject, {
      assignments,
      count: assignments.length,
      weights: probability,
      simulated: false,
    });
  }
  const mapping = bound.local?.(network);
  if (mapping && (structure.kind === "independent-blocks" || structure.kind === "fixed-counts")) {
    return exactProbabilities(subject, mapping, structure);
  }
  if (law.support && supportSize(structure, law.arms.length) <= LISTED_SUPPORT) {
    const support = [...law.support()];
    const weights = Float64Array.from(support, ([, p]) => p);
    return listedProbabilities(subject, {
      assignments: support.map(([z]) => z),
      count: support.length,
      weights,
      simulated: false,
    });
  }
  if (!Number.isInteger(draws) || draws < 2) {
    throw new SpillwayError(`probabilities: draws must be a whole number of at least 2, got ${draws}`);
  }
  return listedProbabilities(subject, {
    assignments: simulate(law, draws, rng(seed).fork("probabilities")),
    count: draws,
    simulated: true,
  });
}

function* simulate(law: Law, draws: number, stream: Rng): Generator<Uint8Array> {
  for (let r = 0; r < draws; r++) yield law.draw(stream.fork(r));
}
