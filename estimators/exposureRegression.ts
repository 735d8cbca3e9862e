// Lin (2013), "Agnostic notes on regression adjustments to experimental data", Annals of Applied Statistics 7; Gao and Ding (2023), "Causal inference in network experiments: regression-based analysis and design-based properties", arXiv 2309.07476, sections 3 and 4.
import { z } from "zod";
import { finite, wholeNumber } from "../src/core/fields.ts";
import type { WeightedSettings } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { intervalSetting } from "./interval/intervalSetting.ts";
import { adjustedContrast } from "./regression/adjustedContrast.ts";
import { baseline } from "./regression/baseline.ts";
import { knownNumbers } from "./regression/knownNumbers.ts";
import { type RegressionErrors, regressionErrors } from "./regression/regressionErrors.ts";
import { varianceSetting } from "./variance/varianceSetting.ts";

export interface ExposureRegressionSettings extends Partial<WeightedSettings> {
  /** Names of numbers that were known before the assignment. Default none: the estimate is then Hájek's. */
  readonly covariates?: readonly string[];
  /** Rounds before the treatment, whose mean outcome is a covariate (ANCOVA). Default none. */
  readonly baseline?: readonly number[];
  /** Whether each condition has slopes of its own (Lin 2013) or all share them. Default own. */
  readonly slopes?: "own" | "common";
  /** What standard errors count as independent. Default auto: clusters where they are given, else the design. */
  readonly errors?: RegressionErrors;
  /** Steps within which agents may depend on one another, for errors by the network. Default by Leung's rule. */
  readonly bandwidth?: number;
}

/**
 * A contrast by weighted least squares of outcomes on the conditions and on covariates, with inverse probabilities as weights. Without
 * covariates it is Hájek's estimate; with covariates that predict outcomes its error is smaller, and under the design alone it stays consistent
 * whether or not the outcomes are linear in them. Standard errors by the known design, by the network (HAC), by clusters (CR2) or HC2.
 */
export const exposureRegression: EstimatorKind<ExposureRegressionSettings> = defineEstimator({
  kind: "exposure-regression",
  summary:
    "weighted least squares on conditions and covariates; smaller errors where covariates predict outcomes",
  settings: z.strictObject({
    covariates: z.array(z.string()).readonly().default([]),
    baseline: z.array(finite()).readonly().default([]),
    slopes: z.enum(["own", "common"], { error: 'must be "own" or "common"' }).default("own"),
    errors: regressionErrors(),
    bandwidth: wholeNumber(0).optional(),
    variance: varianceSetting(),
    interval: intervalSetting(),
  }),
  assumes: ["randomized", "exposure", "positivity", "network", "many"],
  cite: "Lin, W. (2013). Agnostic notes on regression adjustments to experimental data. Annals of Applied Statistics 7; Gao, M. and Ding, P. (2023). Causal inference in network experiments. arXiv 2309.07476.",
  needs: ({ covariates, baseline: rounds }) =>
    covariates.length + rounds.length === 0 ? undefined : { covariates, rounds },
  estimate(settings, given, contrast) {
    const rounds = settings.baseline;
    const further =
      rounds.length === 0
        ? []
        : [[`baseline of round ${rounds.join(", ")}`, baseline(given, rounds)] as const];
    const { data, numbers } = knownNumbers(given, settings.covariates, further);
    return adjustedContrast(data, contrast, numbers, { ...settings, name: "exposure-regression" });
  },
});
