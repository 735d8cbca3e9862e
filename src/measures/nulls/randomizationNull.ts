import { pValue } from "../../../estimators/hypotheses/pValue.ts";
import { type Rng, rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { Measure, NotMeasured, Symbols } from "../Measure.ts";

/** The variables as they might have been: what was randomized is drawn anew, everything else stays. */
export type RedrawVariables = (rng: Rng) => readonly Symbols[];

/** Settings of {@link randomizationNull}. */
export interface NullOptions {
  /** How often to draw, from 1. Default 999. */
  readonly draws?: number;
  /** Seed of the draws. Default 1. */
  readonly seed?: string | number;
}

/** A measure beside what it would be by chance. */
export interface NullResult {
  readonly value: number;
  readonly unit: string;
  /** Of the draws. */
  readonly mean: number;
  readonly sd: number;
  /** The value less the mean of the draws: what is left after chance. */
  readonly effective: number;
  /** (1 + draws at least as large)/(1 + draws): at most α with probability α where the hypothesis holds. */
  readonly p: number;
  /** Monte Carlo standard error of p. */
  readonly mcse: number;
  readonly draws: number;
}

/**
 * A measure and its p-value from the known randomization, for the hypothesis that what was randomized says nothing about the rest. Time shifts are no randomization: series that only share
 * a trend would be found to depend on each other. Cost: draws times that of the measure.
 *
 * @param redraw gives variables drawn as those at hand were: of {@link exchangeRuns}, {@link redrawLaw}, or your own of the study's design.
 * @throws SpillwayError as the measure.
 */
export function randomizationNull(
  measure: Measure,
  variables: readonly Symbols[],
  redraw: RedrawVariables,
  options: NullOptions = {},
): NullResult | NotMeasured {
  wantArgument("randomizationNull", "a measure", measure, { fields: ["of"] });
  wantArgument("randomizationNull", "a list of variables", variables, { fields: ["map"] });
  const { draws = 999, seed = 1 } = options;
  wantWhole("randomizationNull: draws", draws, 1);
  const observed = measure.of(...variables);
  if ("because" in observed) return observed;
  const stream = rng(seed).fork("measure");
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const found = measure.of(...redraw(stream.fork(draw)));
    if ("because" in found)
      return { because: `draw ${draw + 1} of the null gives no number: ${found.because}` };
    values[draw] = found.value;
  }
  return { ...summary(observed.value, values), unit: observed.unit, draws };
}

function summary(value: number, values: Float64Array): Omit<NullResult, "unit" | "draws"> {
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  const squares = values.reduce((all, one) => all + (one - mean) ** 2, 0);
  const sd = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  const { p, mcse = 0 } = pValue(value, { values }, "greater");
  return { value, mean, sd, effective: value - mean, p, mcse };
}
