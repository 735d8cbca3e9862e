import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";

/** Numbers of the agents that the design studies and that can be in both conditions: those that a contrast is about. */
export function contrastPopulation(
  probabilities: ExposureProbabilities,
  first: string,
  second: string,
): number[] {
  const studied = studiedBy(probabilities.law);
  const inside: number[] = [];
  for (let i = 0; i < probabilities.network.n; i++) {
    if (studied[i] === 1 && probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0) inside.push(i);
  }
  return inside;
}
