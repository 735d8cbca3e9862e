import { remember } from "../core/remember.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { conditionIndex } from "./lookup.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

/**
 * The same probabilities with a floor: contrasts are about the agents whose probability is at least `floor` in each of the
 * conditions. The design decides who they are, before any outcome and whatever was drawn, so nothing is selected by the
 * experiment's result; the estimand is another, and rows say so. One population serves all contrasts of a study, so that their
 * effects can be added and compared.
 *
 * Crump, R. K., Hotz, V. J., Imbens, G. W. and Mitnik, O. A. (2009), "Dealing with limited overlap in estimation of average
 * treatment effects", Biometrika 96, for the idea of leaving out by probability. Cost: O(n × conditions).
 *
 * @throws SpillwayError for a floor that is not between 0 and 1, and for an unknown condition.
 */
export function withFloor(
  probabilities: ExposureProbabilities,
  floor: number,
  conditions: readonly string[],
): ExposureProbabilities {
  wantFloor(floor);
  const known = made.get(probabilities) ?? new Map<string, ExposureProbabilities>();
  made.set(probabilities, known);
  const key = JSON.stringify([floor, conditions]);
  return remember(known, key, () => floored(probabilities, floor, conditions), MOST_KEPT);
}

/** The same floor on the same probabilities is the same object, so that what others keep for it serves again. */
const made = new WeakMap<ExposureProbabilities, Map<string, ExposureProbabilities>>();
const MOST_KEPT = 8;

function floored(
  probabilities: ExposureProbabilities,
  floor: number,
  conditions: readonly string[],
): ExposureProbabilities {
  const { marginals, network } = probabilities;
  const all = probabilities.conditions;
  const levels = [...new Set(conditions)].map((name) => conditionIndex(all, name));
  // Sums of products that should be the floor may miss it by rounding.
  const least = floor * (1 - 1e-12);
  const inside = Uint8Array.from({ length: network.n }, (_, i) =>
    levels.every((level) => marginals[i * all.length + level]! >= least) ? 1 : 0,
  );
  const names = levels.map((level) => all[level]!);
  const more = probabilities.more?.bind(probabilities);
  // What is made when first asked for stays so: the copy reads from the original.
  return Object.create(probabilities, {
    floor: { value: { floor, conditions: names, inside }, enumerable: true },
    ...(more
      ? { more: { value: (draws: number) => withFloor(more(draws), floor, conditions), enumerable: true } }
      : {}),
  }) as ExposureProbabilities;
}

/** @throws SpillwayError for a floor that is not between 0 and 1. */
export function wantFloor(floor: number): void {
  if (!(typeof floor === "number" && floor > 0 && floor < 1))
    throw new SpillwayError(
      `population: floor must be a probability above 0 and below 1, such as 0.01, got ${String(floor).slice(0, 40)}`,
    );
}
