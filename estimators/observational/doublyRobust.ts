import { sum } from "../../src/core/numbers/sum.ts";
import { contrastData } from "../contrast/contrastData.ts";
import { effectiveSize, waldDegrees } from "../contrast/effectiveSize.ts";
import { emptyPopulation } from "../contrast/emptyPopulation.ts";
import { NO_VARIATION } from "../contrast/weightedContrast.ts";
import type { Estimate, EstimateRow } from "../Estimator.ts";
import type { WorldData } from "../ExperimentData.ts";
import { neighborMean } from "../global/neighborMean.ts";
import type { Contrast } from "../Inquiry.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { noAssociation } from "./byWorlds.ts";
import { covariateColumns } from "./covariateColumns.ts";
import { dependentVariance } from "./dependentVariance.ts";
import { fittedProbabilities } from "./fittedProbabilities.ts";
import { outcomeModel, separatedFolds } from "./outcomeModel.ts";
import { withStrength } from "./withStrength.ts";

/** What doubly robust estimators are given. */
export interface DoublyRobustSettings {
  /** Names of the covariates that treatment and outcomes may have depended on; an empty list for none. */
  readonly covariates: readonly string[];
  /** Agents whose fitted probability of either condition is below this are left out, from 0 to 1. Default 0. */
  readonly trim: number;
  /** Number of folds for the outcome model, from 2; agents are predicted by models of agents in other folds that are no neighbours of theirs. Default 5. */
  readonly folds: number;
  /** Seed of the folds. Default 1. */
  readonly seed: string | number;
}

/** One condition's part: everybody's predicted outcome in it, and the weights 1/π of those seen in it. */
interface ConditionPart {
  readonly predictions: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The prediction of everybody in a condition, corrected by the weighted outcomes; or why there is none. `among` are the agents that count.
 */
export type Correction = (
  part: ConditionPart,
  given: { readonly outcome: Float64Array; readonly among: readonly number[] },
) => Float64Array | string;

/**
 * A contrast by an outcome model and fitted probabilities of conditions: mean of m_i(d) + 1(D_i = d)(Y_i − m_i(d))/π_i(d), which is right if either is. Influence
 * values of agents with common neighbours are taken as dependent. Cost: that of the regressions, of exact probabilities and O(Σ d²).
 */
export function doublyRobust(
  world: WorldData,
  contrast: Contrast,
  {
    name,
    settings,
    correct,
  }: { readonly name: string; readonly settings: DoublyRobustSettings; readonly correct: Correction },
): EstimateRow {
  const { network } = world.probabilities;
  const none = (because: string): EstimateRow => noAssociation(name, world, contrast, because);
  const probabilities = fittedProbabilities(world, { ...settings, contrast });
  if (typeof probabilities === "string") return none(probabilities);
  const own = covariateColumns(
    world,
    settings.covariates,
    network.ids.map((_, i) => i),
  );
  if (typeof own === "string") return none(own);
  const columns =
    network.edges === 0 ? own : [...own, ...own.slice(1).map((column) => neighborMean(network, column))];
  const data = { ...world, probabilities };
  const { head, population, seen, levels } = contrastData(data, contrast);
  const row = { ...head, estimator: name, claim: "association" as const, naive: false };
  if (population.length === 0) return { ...row, because: emptyPopulation(data, contrast) };
  const folds = separatedFolds(network, settings.folds, settings.seed);
  const corrected: Float64Array[] = [];
  const terms = new Float64Array(network.n);
  for (const [a, level] of levels.entries()) {
    const mask = new Uint8Array(network.n);
    const weights = new Float64Array(network.n);
    for (const i of seen[a as 0 | 1]) {
      mask[i] = 1;
      weights[i] = 1 / probabilities.marginals[i * probabilities.conditions.length + level]!;
    }
    const condition = a === 0 ? contrast.first : contrast.second;
    const predictions = outcomeModel(world.outcome, columns, { seen: mask, folds, condition });
    if (typeof predictions === "string") return { ...row, because: `${name}: ${predictions}` };
    const found = correct({ predictions, weights }, { outcome: world.outcome, among: population });
    if (typeof found === "string") return { ...row, because: `${name}: ${found}` };
    corrected.push(found);
    for (const i of population)
      terms[i]! += (a === 0 ? 1 : -1) * (found[i]! + weights[i]! * (world.outcome[i]! - found[i]!));
  }
  const estimate = sum(population.map((i) => terms[i]!)) / population.length;
  const influence = new Float64Array(network.n);
  for (const i of population) influence[i] = terms[i]! - estimate;
  const { variance } = dependentVariance(network, influence, population.length);
  const effective = [0, 1].map((a) => effectiveSize(probabilities, seen[a as 0 | 1], levels[a]!)) as [
    number,
    number,
  ];
  const result: Estimate = {
    ...{ ...row, estimate, confidence: world.confidence, effective },
    notes: [
      ...row.notes,
      `outcome models cross-fitted in ${folds.length} folds that are apart on the network`,
    ],
  };
  if (!(variance > 0)) return withStrength({ ...result, withheld: NO_VARIATION }, world);
  const found = {
    ...result,
    ...{ variance, se: Math.sqrt(variance), varianceMethod: "influence-dependent" },
    ...waldInterval(estimate, variance, waldDegrees(...effective), world.confidence),
  };
  return withStrength(found, world);
}
