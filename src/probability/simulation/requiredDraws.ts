import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * How many simulated assignments it takes until the standard deviation of a simulated probability π is the share ε of π:
 * R = (1 − π)/(π ε²), because a share of R draws has standard deviation √(π(1 − π)/R). For π = 0.01 and ε = 0.05, 39,600.
 *
 * @param probability π, above 0, at most 1.
 * @param relativeError ε, above 0; 0.05 is 5 %.
 * @throws SpillwayError for numbers out of range.
 */
export function requiredDraws(probability: number, relativeError: number): number {
  if (!(probability > 0 && probability <= 1)) {
    throw new SpillwayError(
      `requiredDraws: probability must be a number above 0 and at most 1, got ${probability}`,
    );
  }
  if (!(relativeError > 0 && Number.isFinite(relativeError))) {
    throw new SpillwayError(`requiredDraws: relativeError must be a number above 0, got ${relativeError}`);
  }
  const draws = (1 - probability) / (probability * relativeError ** 2);
  // A whole number that rounding put just above itself is that number.
  return Math.ceil(draws * (1 - 1e-12));
}
