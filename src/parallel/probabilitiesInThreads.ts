import type { Design } from "../../designs/Design.ts";
import { wantWhole } from "../core/wantWhole.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import {
  DEFAULT_DRAWS,
  exposureProbabilities,
  FIRST_DRAWS,
  type ProbabilityOptions,
} from "../probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { simulateInThreads } from "./simulateInThreads.ts";

interface ThreadedOptions extends ProbabilityOptions {
  /** Threads that simulate, from 1. Default 1. */
  readonly workers?: number;
  /** Draws × agents from which threads are worth their start. Default 20 million. */
  readonly least?: number;
}

/**
 * Exposure probabilities ({@link exposureProbabilities}), simulated in threads where they have to be simulated, the
 * simulation is large, and design and exposure are catalogue entries. The same numbers whatever the number of workers.
 *
 * @throws SpillwayError as {@link exposureProbabilities}, and when workers is no whole number of at least 1.
 */
export async function probabilitiesInThreads(
  network: Network,
  design: Design,
  exposure: Exposure,
  { workers = 1, least = 2e7, ...options }: ThreadedOptions,
): Promise<ExposureProbabilities> {
  wantWhole("probabilities: workers", workers, 1);
  const { draws = DEFAULT_DRAWS, maxDraws = 200_000, seed = 1, law = design.law(network) } = options;
  const first = draws === "auto" ? Math.min(FIRST_DRAWS, maxDraws) : draws;
  if (workers === 1 || !(first * network.n >= least))
    return exposureProbabilities(network, design, exposure, { ...options, law });
  // Two draws tell whether anything has to be simulated at all.
  const probe = exposureProbabilities(network, design, exposure, { ...options, law, draws: 2 });
  if (probe.method === "exact") return probe;
  // Averages over clusterings simulate nothing until joint probabilities are asked for.
  if (probe.averaged) return probe.more?.(draws === "auto" ? DEFAULT_DRAWS : draws) ?? probe;
  const simulated = await simulateInThreads(network, design, exposure, { draws: first, seed, workers });
  return exposureProbabilities(network, design, exposure, {
    ...options,
    law,
    ...(simulated ? { simulated } : {}),
  });
}
