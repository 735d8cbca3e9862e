// Sävje, F. (2024), "Causal inference with misspecified exposure mappings: separating definitions and assumptions", Biometrika 111, section 5; Sävje, Aronow and Hudgens (2021), Annals of Statistics 49, section 5.
import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { sharedCoins } from "../global/sharedCoins.ts";
import { touchedBlocks } from "../global/touchedBlocks.ts";
import { exposureRadius, knownRadius } from "../regression/exposureRadius.ts";
import type { PreparedVariance, VarianceSetting } from "../variance/PreparedVariance.ts";

/** A bound for outcomes that depend on agents one step farther than the mapping looks. */
interface FurtherBound {
  readonly formula: PreparedVariance;
  /** The largest eigenvalue of the 0/1 matrix of agents that share a coin within that reach. */
  readonly factor: number;
  readonly reach: number;
  /** Whether the factor is the size of the population, as nothing better is known under this law. */
  readonly everybody: boolean;
}

/**
 * The bound n⁻² λ Σ x_i² for outcomes that may depend, in whatever way, on arms one step farther than the exposure mapping looks. x_i = V_i/π_i is then a function of the coins within that reach, and two of them that share no coin are
 * independent, whatever the mapping leaves out: Var(Σ x_i) ≤ λ Σ E x_i², with λ the largest eigenvalue of the 0/1 matrix of agents that share a coin. Its estimate by x_i² is no underestimate on average for
 * Horvitz–Thompson; for Hájek, whose residuals take the place of outcomes, in large samples. Where agents are not assigned independently, or a mapping of one's own may look anywhere, everybody may depend on everybody, and λ is the size of the population.
 *
 * Cost: the agents within the reach of each, and pairs that share a coin × 60 steps to prepare; O(agents) to evaluate.
 */
export function furtherBound({ probabilities, levels, population }: VarianceSetting): FurtherBound {
  const { network, marginals, conditions, exposure } = probabilities;
  const among = new Uint8Array(network.n);
  for (const i of population) among[i] = 1;
  const factor = furtherFactor(probabilities, among);
  const formula: PreparedVariance = ({ condition, value }) => {
    const total = compensatedSum();
    for (const i of population) {
      if (condition[i] !== levels[0] && condition[i] !== levels[1]) continue;
      const x = value[i]! / marginals[i * conditions.length + condition[i]!]!;
      total.add(x * x);
    }
    return (factor * total.value) / population.length ** 2;
  };
  return { formula, factor, reach: exposureRadius(exposure) + 1, everybody: !isKnown(probabilities) };
}

/** Whether it follows from law and mapping who depends on whom. */
const isKnown = ({ law, exposure }: ExposureProbabilities): boolean =>
  law.structure.kind === "independent-blocks" && knownRadius(exposure);

/**
 * The largest eigenvalue of the 0/1 matrix of agents that share a coin one step farther than the mapping looks, among some; their number where nothing better is known.
 *
 * @param among 1 for the agents that count.
 */
export function furtherFactor(probabilities: ExposureProbabilities, among: Uint8Array): number {
  const { network, law, exposure } = probabilities;
  const size = among.reduce((sum, one) => sum + one, 0);
  const { structure } = law;
  if (structure.kind !== "independent-blocks" || !isKnown(probabilities)) return size;
  const touched = touchedBlocks(network, law, structure, exposureRadius(exposure) + 1);
  return Math.min(sharedCoins(touched, among).eigenvalue, size);
}
