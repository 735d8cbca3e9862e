import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

/** How strong a confounder must be to explain an association away. */
export interface EValue {
  /** Least risk ratio that an unmeasured confounder must have with treatment and with the outcome, each: 1 when nothing has to be explained. */
  readonly estimate: number;
  /** The same for the end of the interval that is nearer to no association; 1 when the interval contains it. Absent without an interval. */
  readonly limit?: number;
}

/** An association: a ratio of risks; or a difference over the standard deviation of the outcome, with its standard error. */
export type Association =
  | { readonly riskRatio: number; readonly ci?: readonly [low: number, high: number] }
  | { readonly standardizedDifference: number; readonly se?: number };

/** Chinn (2000): a standardized difference d is a risk ratio of about exp(0.91 d), with limits at 1.78 standard errors. */
const [LOG_RATIO, LIMIT] = [0.91, 1.78];

/**
 * The E-value: RR + √(RR (RR − 1)), for ratios below 1 of their inverse. VanderWeele and Ding (2017), "Sensitivity analysis in observational
 * research: introducing the E-value", Annals of Internal Medicine 167.
 *
 * @throws SpillwayError for ratios that are not finite numbers above 0, differences that are not finite, and limits in the wrong order.
 */
export function eValue(association: Association): EValue {
  wantArgument("eValue", "an association", association);
  if ("standardizedDifference" in association) {
    const { standardizedDifference: d, se } = association;
    if (!Number.isFinite(d) || (se !== undefined && !(Number.isFinite(se) && se >= 0)))
      throw new SpillwayError(
        `e-value: wanted a finite difference and a standard error of at least 0, got ${shown(association)}`,
      );
    return eValue({
      riskRatio: Math.exp(LOG_RATIO * d),
      ...(se === undefined
        ? {}
        : { ci: [Math.exp(LOG_RATIO * d - LIMIT * se), Math.exp(LOG_RATIO * d + LIMIT * se)] }),
    });
  }
  const { riskRatio, ci } = association;
  const [low, high] = ci ?? [riskRatio, riskRatio];
  if (![riskRatio, low, high].every((ratio) => Number.isFinite(ratio) && ratio > 0) || low > high)
    throw new SpillwayError(
      `e-value: wanted ratios above 0, the lower limit first, got ${shown(association)}`,
    );
  const estimate = ofRatio(riskRatio);
  if (!ci) return { estimate };
  const limit = low <= 1 && high >= 1 ? 1 : ofRatio(riskRatio >= 1 ? low : high);
  return { estimate, limit };
}

function ofRatio(ratio: number): number {
  const above = ratio >= 1 ? ratio : 1 / ratio;
  return above + Math.sqrt(above * (above - 1));
}
