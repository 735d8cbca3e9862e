import type { Estimator, NoEstimate } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import { type Contrast, inquiryInWords } from "../Inquiry.ts";

/** The row of a contrast that an estimator of other inquiries was asked for. */
export function noContrast(
  { name, claim, naive, answers = [] }: Pick<Estimator, "name" | "claim" | "naive" | "answers">,
  { probabilities }: Pick<Observed, "probabilities">,
  contrast: Contrast,
): NoEstimate {
  return {
    contrast: contrast.name,
    estimator: name,
    claim,
    estimand: inquiryInWords(contrast),
    first: contrast.first,
    second: contrast.second,
    n: [0, 0],
    expected: [0, 0],
    population: probabilities.network.n,
    excluded: [],
    naive,
    notes: [],
    warnings: [],
    because: answers.includes("contrast")
      ? `${name} needs all that is known of a world, covariates and rounds among it: use estimate or inquire`
      : `${name} answers no contrast of two conditions, but inquiries of the kind ${answers.join(", ")}: ask one, or name another estimator`,
  };
}
