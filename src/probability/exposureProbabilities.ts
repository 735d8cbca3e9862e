import type { Design, Law } from "../../designs/Design.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import type { FixedCounts, IndependentBlocks, Mixture } from "../../designs/Structure.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantWhole } from "../core/wantWhole.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { wantNetwork } from "../network/wantNetwork.ts";
import { dependenceProbabilities } from "./dependenceProbabilities.ts";
import { exactProbabilities } from "./exactProbabilities.ts";
import { listedProbabilities } from "./listedProbabilities.ts";
import { mixtureProbabilities } from "./mixtureProbabilities.ts";
import type { ExposureProbabilities, SimulatedConditions } from "./PairProbabilities.ts";
import { sampledProbabilities } from "./sampledProbabilities.ts";
import { simulatedProbabilities } from "./simulatedProbabilities.ts";
import { simulateConditions } from "./simulation/simulateConditions.ts";

export interface ProbabilityOptions {
  /** The law of the design on this network, when it is at hand already. */
  readonly law?: Law;
  /**
   * Number of simulated assignments where exactness is impossible, at least 2. Default 10,000. Where probabilities are averages
   * over clusterings they serve joint probabilities only, and are 10,000 with `auto` too. Else with `auto` there are 2,000
   * at first, and `estimate` doubles them until the Monte Carlo error of each estimate is at most a tenth of its standard
   * error.
   */
  readonly draws?: number | "auto";
  /** At most so many draws with `auto`, and no more than 1 GiB holds. Default 200,000. */
  readonly maxDraws?: number;
  /** Seed of the simulation, where exactness is impossible. Default 1. */
  readonly seed?: string | number;
  /**
   * Whether simulated probabilities are (x + 1)/(R + 1), singly and in pairs, instead of the share x/R of the draws (see
   * {@link simulatedProbabilities}). Default false: shares are unbiased, and what was never seen stays visible as 0.
   */
  readonly smooth?: boolean;
  /** Draws made beforehand, with the same seed (in threads, for example); they take the place of `draws`. */
  readonly simulated?: SimulatedConditions;
}

/** Supports up to this size are listed when no closed form exists. */
const LISTED_SUPPORT = 65_536;
/** Mixtures of more parts than this are listed or simulated. */
const MOST_PARTS = 64;
/** Draws when nothing is said about them. */
export const DEFAULT_DRAWS = 10_000;
/** Draws to begin with, when their number is to be found. */
export const FIRST_DRAWS = 2000;

/**
 * How likely each agent is in each condition under a design, alone and in pairs.
 *
 * Exact whenever the design declares a structure and the exposure a local rule (dynamic programmes over the blocks that
 * touch an agent; averages over the parts of a mixture), or when the design allows at most 65,536 assignments (they are
 * listed). Where the structure is itself drawn from very many (a clustering anew for every assignment), averages of the
 * exact probabilities under a sample of them. Otherwise by simulating the design: shares of the draws, with their standard
 * error, not smoothed unless asked; `method` says which.
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
  wantNetwork("exposureProbabilities", network);
  wantArgument("exposureProbabilities", "a design", design, { fields: ["law"] });
  wantArgument("exposureProbabilities", "an exposure mapping", exposure, { fields: ["of", "conditions"] });
  const { law = design.law(network), seed = 1, smooth = false } = options;
  const { structure } = law;
  const bound = exposure.forArms?.(law.arms) ?? exposure;
  const subject = { network, law, exposure: bound };
  if (structure.kind === "explicit-support") {
    const { assignments, probability } = structure;
    return listedProbabilities(subject, {
      assignments,
      count: assignments.length,
      weights: probability,
    });
  }
  const mapping = bound.local?.(network);
  if (mapping && (structure.kind === "independent-blocks" || structure.kind === "fixed-counts")) {
    return exactProbabilities(subject, mapping, structure);
  }
  if (structure.kind === "independent-blocks" || structure.kind === "fixed-counts") {
    const exact = dependenceProbabilities(subject, structure);
    if (exact) return exact;
  }
  const parts = mapping && structure.kind === "mixture" ? blockParts(structure) : undefined;
  if (mapping && parts) {
    const exact = parts.map(({ weight, structure: part }) => ({
      weight,
      probabilities: exactProbabilities(subject, mapping, part),
    }));
    return mixtureProbabilities(subject, exact);
  }
  if (mapping && structure.kind === "sampled-mixture")
    return sampledProbabilities(subject, mapping, structure, { seed, draws: drawsFor(options) });
  if (law.support && supportSize(structure, law.arms.length) <= LISTED_SUPPORT) {
    const support = [...law.support()];
    const weights = Float64Array.from(support, ([, p]) => p);
    return listedProbabilities(subject, {
      assignments: support.map(([z]) => z),
      count: support.length,
      weights,
    });
  }
  const maxDraws = mostDraws(options);
  const draws = maxDraws === undefined ? drawsFor(options) : Math.min(FIRST_DRAWS, maxDraws);
  const simulated = options.simulated ?? simulateConditions(subject, seed, draws);
  return simulatedProbabilities(subject, simulated, {
    seed,
    smooth,
    ...(maxDraws === undefined ? {} : { maxDraws }),
  });
}

interface BlockPart {
  readonly weight: number;
  readonly structure: IndependentBlocks | FixedCounts;
}

/** The parts of a mixture, and of mixtures in it; undefined when one of them is a list or a sampler, or when they are many. */
function blockParts({ parts }: Mixture): BlockPart[] | undefined {
  const found: BlockPart[] = [];
  for (const { weight, structure } of parts) {
    if (weight <= 0) continue;
    if (structure.kind === "mixture") {
      const inner = blockParts(structure);
      if (inner === undefined) return undefined;
      for (const part of inner) found.push({ ...part, weight: weight * part.weight });
    } else if (structure.kind === "independent-blocks" || structure.kind === "fixed-counts") {
      found.push({ weight, structure });
    } else return undefined;
  }
  return found.length <= MOST_PARTS ? found : undefined;
}

/** Simulated assignments when their number is not to be found. */
function drawsFor({ draws = "auto" }: ProbabilityOptions): number {
  return draws === "auto" ? DEFAULT_DRAWS : draws;
}

/** Up to how many draws an estimate may ask for; undefined when their number is given. */
function mostDraws({ draws, maxDraws = 200_000 }: ProbabilityOptions): number | undefined {
  if (draws !== "auto") return undefined;
  wantWhole("probabilities: maxDraws", maxDraws, 2);
  return maxDraws;
}
