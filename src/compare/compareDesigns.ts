import type { Design, Law } from "../../designs/Design.ts";
import { effectiveSize } from "../../estimators/contrast/effectiveSize.ts";
import type { Contrast } from "../../estimators/Inquiry.ts";
import { DEFAULT_SIMILARITY, hajekErrors } from "../../estimators/variance/hajekErrors.ts";
import { worstCaseVariance } from "../../estimators/variance/worstCaseVariance.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { describeMechanism } from "../experiment/describeMechanism.ts";
import { DETECTABLE } from "../experiment/predictedError.ts";
import { allTreated } from "../exposure/allTreated.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { wantNetwork } from "../network/wantNetwork.ts";
import { exposureProbabilities } from "../probability/exposureProbabilities.ts";
import { conditionIndex } from "../probability/lookup.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import { edgesCut } from "./edgesCut.ts";

/** A design that is considered, under a name for tables. */
export interface Candidate {
  readonly label: string;
  readonly design: Design;
}

export interface ComparisonRequest {
  readonly exposure: Exposure;
  /** Contrasts of the exposure's conditions. */
  readonly contrasts: readonly Contrast[];
  /** Whether the global average treatment effect (GATE) is compared too, as the contrast `global` of full neighbourhood exposure ({@link allTreated}). Default true. */
  readonly global?: boolean;
  /** Share of the variance of outcomes that neighbours have in common, from 0 to 1. Default 0.5. */
  readonly similarity?: number;
  /** Assignments drawn from each design, at least 2. Default 400. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
  /** Told before each design. */
  readonly onDesign?: (label: string, number: number) => void;
}

/** What a design promises for one contrast. Standard errors are in standard deviations of the outcome between agents. */
export interface Promised {
  readonly contrast: string;
  /** Number of agents that can be in both conditions: those that the contrast is about. */
  readonly population: number;
  /** Agents of the population to be expected in the first and in the second condition. */
  readonly expected: readonly [first: number, second: number];
  /** How many equally weighted observations they are worth: Kish's number over the population, no more than it has blocks. */
  readonly effective: readonly [first: number, second: number];
  /** The smallest probability of either condition in the population. */
  readonly rarest: number;
  /** Share of assignments that leave a condition empty, so that there is no estimate. */
  readonly empty: number;
  /** Standard error of a Hájek estimate under the outcome model, and its Monte Carlo error; absent when no assignment gives an estimate. */
  readonly se?: number;
  readonly mcse?: number;
  /** The smallest effect that a two-sided test at 5 % finds in 80 % of such experiments. */
  readonly detectable?: number;
  /** Largest standard error of a Horvitz–Thompson estimate over all outcomes of mean square 1; absent where probabilities are not exact, or too many pairs are dependent. */
  readonly worst?: number;
}

/** A design on this network. */
export type ComparedDesign = {
  readonly label: string;
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
} & (
  | { readonly cannot: string }
  | {
      readonly structure: string;
      readonly method: "exact" | "monte-carlo";
      /** Share of the edges whose ends are treated separately. */
      readonly cut?: number;
      readonly contrasts: readonly Promised[];
    }
);

export interface DesignComparison {
  readonly network: { readonly n: number; readonly edges: number };
  readonly exposure: string;
  readonly contrasts: readonly Contrast[];
  readonly similarity: number;
  readonly designs: readonly ComparedDesign[];
}

/** The name of the contrast of everybody treated against nobody. */
const GLOBAL = "global";

/**
 * What each design promises on a network before anything is spent: whom each contrast would be about, how many agents to
 * expect in each condition, how precise a Hájek estimate would be under a stated outcome model ({@link hajekErrors}), and the
 * worst case over all outcomes ({@link worstCaseVariance}). A design that cannot be honoured on the network says why.
 *
 * Cost, for each design: exposure probabilities, and `draws` assignments with their conditions.
 * @throws SpillwayError for no candidates, labels used twice, and a contrast named `global` beside the global effect.
 */
export function compareDesigns(
  network: Network,
  candidates: readonly Candidate[],
  request: ComparisonRequest,
): DesignComparison {
  wantNetwork("compareDesigns", network);
  const { exposure, contrasts, global = true, similarity = DEFAULT_SIMILARITY } = request;
  if (candidates.length === 0) throw new SpillwayError("compare: wanted at least one design, got none");
  const labels = candidates.map(({ label }) => label);
  const twice = labels.find((label, k) => labels.indexOf(label) !== k);
  if (twice !== undefined)
    throw new SpillwayError(`compare: wanted a label of its own for each design, got "${twice}" twice`);
  if (global && contrasts.some(({ name }) => name === GLOBAL))
    throw new SpillwayError(
      `compare: "${GLOBAL}" is the name of the effect of treating everybody: give the contrast another one`,
    );
  if (!(similarity >= 0 && similarity <= 1))
    throw new SpillwayError(`compare: similarity must be a share from 0 to 1, got ${similarity}`);
  const whole = { name: GLOBAL, first: "all", second: "none" };
  return {
    network: { n: network.n, edges: network.edges },
    exposure: exposure.name,
    contrasts: global ? [...contrasts, whole] : contrasts,
    similarity,
    designs: candidates.map(({ label, design }, number) => {
      request.onDesign?.(label, number);
      const head = { label, name: design.name, params: design.params };
      try {
        const law = design.law(network);
        return {
          ...head,
          ...promisesOf(network, design, law, { ...request, similarity, ...(global ? { whole } : {}) }),
        };
      } catch (error) {
        if (error instanceof SpillwayError) return { ...head, cannot: error.message };
        throw error;
      }
    }),
  };
}

type Wanted = ComparisonRequest & { readonly similarity: number; readonly whole?: Contrast };

function promisesOf(
  network: Network,
  design: Design,
  law: Law,
  { exposure, contrasts, whole, similarity, draws, seed = 1 }: Wanted,
): Pick<Extract<ComparedDesign, { structure: string }>, "structure" | "method" | "cut" | "contrasts"> {
  const chances = exposureProbabilities(network, design, exposure, { law, draws: "auto", seed });
  const asked = contrasts.map((contrast) => settingOf(contrast, chances));
  if (whole && law.arms.length === 2)
    asked.push(
      settingOf(whole, exposureProbabilities(network, design, allTreated(), { law, draws: "auto", seed })),
    );
  const possible = asked.filter(({ population }) => population.length > 0);
  const options = { similarity, seed, ...present({ draws }) };
  const errors = new Map(hajekErrors(possible, options).map((error, k) => [possible[k]!, error]));
  const cut = edgesCut(network, law.structure);
  return {
    structure: describeMechanism(law),
    method: chances.method,
    ...present({ cut }),
    contrasts: asked.map((setting): Promised => {
      const { contrast, population, probabilities, levels } = setting;
      const error = errors.get(setting);
      if (!error)
        return { contrast, population: 0, expected: [0, 0], effective: [0, 0], rarest: 0, empty: 1 };
      const { se, mcse, empty } = error;
      const worst = probabilities.method === "exact" ? worstCaseVariance(setting) : undefined;
      const { marginals, conditions } = probabilities;
      const pi = levels.map((level) => population.map((i) => marginals[i * conditions.length + level]!));
      const expected = pi.map((list) => list.reduce((total, p) => total + p, 0));
      return {
        contrast,
        population: population.length,
        expected: [expected[0]!, expected[1]!],
        effective: [
          effectiveSize(probabilities, population, levels[0]),
          effectiveSize(probabilities, population, levels[1]),
        ],
        rarest: pi.flat().reduce((least, p) => Math.min(least, p), 1),
        empty,
        ...(se === undefined ? {} : { se, mcse, detectable: DETECTABLE * se }),
        ...(worst === undefined ? {} : { worst: Math.sqrt(worst) }),
      };
    }),
  };
}

interface Asked {
  readonly contrast: string;
  readonly probabilities: ExposureProbabilities;
  readonly levels: readonly [number, number];
  readonly population: readonly number[];
}

function settingOf({ name, first, second }: Contrast, probabilities: ExposureProbabilities): Asked {
  const { conditions } = probabilities;
  return {
    contrast: name,
    probabilities,
    levels: [conditionIndex(conditions, first), conditionIndex(conditions, second)],
    population: contrastPopulation(probabilities, first, second),
  };
}
