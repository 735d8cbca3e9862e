// Gerber and Green (2012), "Field Experiments", section 4.1 (rescaling the outcome); weights as in Aronow and Samii (2017), section 6.
import { z } from "zod";
import { finite } from "../src/core/fields.ts";
import { type WeightedSettings, weightedContrast } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { intervalSetting } from "./interval/intervalSetting.ts";
import { baseline } from "./regression/baseline.ts";
import { knownNumbers } from "./regression/knownNumbers.ts";
import { varianceSetting } from "./variance/varianceSetting.ts";

export interface ChangeFromBaselineSettings extends Partial<WeightedSettings> {
  /** Numbers of the rounds before the treatment, at least one: the change is from their mean. */
  readonly baseline: readonly number[];
}

/**
 * Hájek's estimate of a contrast of changes: each agent's outcome less its mean outcome in rounds before the treatment. What differs between
 * agents and stays the same over time drops out, so the error is small where outcomes persist; where they hardly do it is larger than that of
 * outcomes, and `exposure-regression` with a baseline is better.
 */
export const changeFromBaseline: EstimatorKind<ChangeFromBaselineSettings> = defineEstimator({
  kind: "change-from-baseline",
  summary: "weighted means of changes since rounds before the treatment",
  settings: z.strictObject({
    baseline: z
      .array(finite(), { error: "must be a list of rounds before the treatment" })
      .min(1, { error: "must name at least one round before the treatment" })
      .readonly(),
    variance: varianceSetting(),
    interval: intervalSetting(),
  }),
  assumes: ["randomized", "exposure", "positivity", "network", "many"],
  cite: "Gerber, A. S. and Green, D. P. (2012). Field Experiments. Norton, section 4.1; Aronow, P. M. and Samii, C. (2017). Annals of Applied Statistics 11, section 6.",
  needs: (settings) => ({ rounds: settings.baseline }),
  estimate(settings, given, contrast) {
    const before = baseline(given, settings.baseline);
    const { data } = knownNumbers(given, [], [[`baseline of round ${settings.baseline.join(", ")}`, before]]);
    const outcome = data.outcome.map((y, i) =>
      data.observed[i] === 1 && before.observed[i] === 1 ? y - before.values[i]! : 0,
    );
    return weightedContrast(
      { ...data, outcome },
      contrast,
      { name: "change-from-baseline", total: ({ weight }) => weight, centred: true, emptyIsZero: false },
      settings,
    );
  },
});
