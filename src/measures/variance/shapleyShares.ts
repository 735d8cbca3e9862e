import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";

/** A part of a variance, and the factors whose joint work it is: one for a main effect, several for an interaction. */
export interface VariancePart {
  readonly of: readonly string[];
  readonly variance: number;
}

/** What a factor accounts for, and which share of the whole that is. */
export interface ShapleyShare {
  readonly factor: string;
  readonly variance: number;
  /** Absent where all parts add up to 0 or less. */
  readonly share?: number;
}

/**
 * Divides a variance among factors: each takes its main effect, and an equal part of every interaction it is in. This is the Shapley
 * value of the game in which a set of factors is worth the variance it explains. Owen (2014), "Sobol' indices and Shapley value",
 * SIAM/ASA Journal on Uncertainty Quantification 2, theorem 1. Parts that are not named are 0; negative estimates are taken as they are.
 *
 * @throws SpillwayError for a part of no factor, one that is named twice, and numbers that are not finite.
 */
export function shapleyShares(parts: readonly VariancePart[]): ShapleyShare[] {
  wantArgument("shapleyShares", "parts of a variance", parts, { fields: ["map"] });
  const seen = new Set<string>();
  const sums = new Map<string, number>();
  let total = 0;
  for (const { of, variance } of parts) {
    const key = JSON.stringify([...of].sort());
    if (of.length === 0 || new Set(of).size !== of.length || seen.has(key))
      throw new SpillwayError(
        `shapleyShares: wanted each part once, of one or more different factors, got ${of.length === 0 ? "a part of none" : `${of.join(" × ").slice(0, 200)} ${seen.has(key) ? "twice" : ""}`.trim()}`,
      );
    if (!Number.isFinite(variance))
      throw new SpillwayError(
        `shapleyShares: the variance of ${of.join(" × ").slice(0, 200)} must be a finite number, got ${variance}`,
      );
    seen.add(key);
    total += variance;
    for (const factor of of) sums.set(factor, (sums.get(factor) ?? 0) + variance / of.length);
  }
  return [...sums].map(([factor, variance]) => ({
    factor,
    variance,
    ...(total > 0 ? { share: variance / total } : {}),
  }));
}
