import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { contrastData } from "../contrast/contrastData.ts";
import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import { weightedContrast } from "../contrast/weightedContrast.ts";
import type { EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";

/**
 * What a contrast may be at least (`lower`) or at most, whatever the missing outcomes are: Hájek's means with the least possible outcome for those missing
 * in one condition and the largest for those in the other, with the design's own errors. An interval from the lower end of the one row to the upper
 * end of the other holds the effect on everybody with at least the confidence stated.
 *
 * Manski (1990), "Nonparametric bounds on treatment effects", American Economic Review 80; Horowitz and Manski (2000).
 *
 * @param range the smallest and the largest possible outcome.
 * @throws SpillwayError when an outcome that was seen lies outside the range.
 */
export function manskiBound(
  data: Observed,
  contrast: Contrast,
  side: "lower" | "upper",
  range: readonly [number, number] | undefined,
): EstimateRow {
  const { outcome, observed, condition } = data;
  const everybody: Observed = { ...data, observed: new Uint8Array(observed.length).fill(1) };
  const { head, levels, population } = contrastData(everybody, contrast);
  const estimator = `manski-${side}`;
  const estimand = `${side === "lower" ? "least" : "largest"} value that the ${head.estimand} can have, whatever the missing outcomes are`;
  if (range === undefined)
    return {
      ...{ ...head, estimand, estimator, naive: false },
      because:
        "worst-case bounds need the smallest and the largest possible outcome: declare them with outcomeRange (--outcome-range 0,10)",
    };
  const outside = population.find(
    (i) => observed[i] === 1 && !(outcome[i]! >= range[0] && outcome[i]! <= range[1]),
  );
  if (outside !== undefined)
    throw new SpillwayError(
      `estimate: outcomeRange must hold every outcome, and ${outcome[outside]} is outside ${range[0]} to ${range[1]}`,
    );
  const filled = outcome.map((y, i) => {
    if (observed[i] === 1) return y;
    return (condition[i] === levels[0]) === (side === "lower") ? range[0] : range[1];
  });
  const means: WeightedMeans = {
    name: estimator,
    total: ({ weight }) => weight,
    centred: true,
    emptyIsZero: false,
  };
  const missing = population.reduce((count, i) => count + Number(observed[i] === 0), 0);
  const row = weightedContrast({ ...everybody, outcome: filled }, contrast, means);
  return {
    ...{ ...row, estimand },
    notes: [
      ...row.notes,
      `${missing} missing outcomes taken to lie anywhere from ${range[0]} to ${range[1]}`,
    ],
  };
}
