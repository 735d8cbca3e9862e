import type { FixedCounts, IndependentBlocks, SampledMixture } from "../../../designs/Structure.ts";
import { rng } from "../../core/rng.ts";

/** The sample of structures that stands for a mixture of very many. */
interface SampledParts {
  /** How many. */
  readonly count: number;
  /** Weight of the m-th: the chance of its stratum, divided among the structures sampled from it. */
  weight(m: number): number;
  /** The m-th structure, the same whenever it is asked for. */
  at(m: number): IndependentBlocks | FixedCounts;
}

/** The m-th structure comes from the stream `parts`, m of the seed; the first `samples` are from the first stratum, and so on. */
export function sampledParts({ part, strata, samples }: SampledMixture, seed: string | number): SampledParts {
  const stream = rng(seed).fork("parts");
  return {
    count: strata.length * samples,
    weight: (m) => strata[Math.floor(m / samples)]! / samples,
    at: (m) => part(stream.fork(m), Math.floor(m / samples)),
  };
}
