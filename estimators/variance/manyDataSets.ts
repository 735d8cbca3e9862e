import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";

const known = new WeakSet<ExposureProbabilities>();

/**
 * Says that many data sets of one design will be evaluated, as a simulation does: variance formulas then keep their work on
 * the design also where it takes up to a gigabyte of memory. Numbers stay the same but for rounding.
 */
export function manyDataSets(probabilities: ExposureProbabilities): void {
  known.add(probabilities);
}

/** Whether {@link manyDataSets} was said of these probabilities. */
export function expectsManyDataSets(probabilities: ExposureProbabilities): boolean {
  return known.has(probabilities);
}
