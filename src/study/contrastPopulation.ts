import { inPopulation } from "../probability/inPopulation.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";

/** Numbers of the agents that the design studies, that can be in both conditions and are at or above the floor: those that a contrast is about. */
export function contrastPopulation(
  probabilities: ExposureProbabilities,
  first: string,
  second: string,
): number[] {
  const able = inPopulation(probabilities);
  const inside: number[] = [];
  for (let i = 0; i < probabilities.network.n; i++) {
    if (able[i] === 1 && probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0) inside.push(i);
  }
  return inside;
}
