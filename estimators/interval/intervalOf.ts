import { waldDegrees } from "../contrast/effectiveSize.ts";
import type { Estimate } from "../Estimator.ts";
import { calibratedInterval, type RedrawnInterval } from "./calibratedInterval.ts";
import { chebyshevInterval } from "./chebyshevInterval.ts";
import type { IntervalChoice } from "./chooseInterval.ts";
import type { EstimationResult } from "./EstimationResult.ts";
import { randomizationInterval } from "./randomizationInterval.ts";
import { redrawnInterval } from "./redrawnInterval.ts";
import { waldInterval } from "./waldInterval.ts";

/** The interval part of a row, or why there is none. */
export function intervalOf(
  findings: EstimationResult,
  { kind, few }: Pick<IntervalChoice, "kind" | "few">,
): Pick<Estimate, "ci" | "interval" | "degrees" | "redraws" | "withheld"> {
  const { estimate, variance, confidence, effective } = findings;
  switch (kind) {
    case "wald":
      if (few === true) {
        const spread = findings.spread();
        // Degrees that should be 1 may miss it by rounding.
        if (spread.degrees < 1 - 1e-9) return TOGETHER;
        return waldInterval(estimate, spread.variance, spread.degrees, confidence);
      }
      return waldInterval(estimate, variance, waldDegrees(effective[0], effective[1]), confidence);
    case "chebyshev":
      return chebyshevInterval(estimate, variance, confidence);
    case "redrawn":
      return redrawnInterval(findings) ?? nothing();
    case "calibrated":
      return calibratedInterval(findings) ?? nothing();
    case "randomization":
      return bounded(randomizationInterval(findings));
  }
}

/** Why there is no interval when those seen in a condition came into it together. */
const TOGETHER: { readonly withheld: string } = {
  withheld:
    "those seen in a condition are too few, or came into it together as neighbours do: they tell of its mean, but not of the error of that mean",
};

const nothing = (): { withheld: string } => ({
  withheld: "none of the re-randomizations has two agents in each condition and outcomes that vary",
});

function bounded(found: RedrawnInterval | undefined): Partial<RedrawnInterval> & { withheld?: string } {
  return (
    found ?? {
      withheld:
        "the randomization test rejects no effect at this confidence: the design has too few assignments, or too few agents in a condition",
    }
  );
}
