import type { EstimateRow } from "../../../estimators/Estimator.ts";
import { present } from "../../core/present.ts";

/** A row of estimates as it stands in JSON. */
interface EstimateData {
  readonly contrast: string;
  readonly estimator: string;
  readonly [field: string]: unknown;
}

/** A row of estimates as plain data: what there is an answer to, or why there is none. Absent fields are left out. */
export function estimateData(row: EstimateRow): EstimateData {
  const { contrast, first, second, estimator, n, expected, population, excluded, naive, notes, warnings } =
    row;
  const { claim, estimand } = row;
  const about = {
    n,
    expected,
    population,
    excluded,
    ...(naive ? { naive } : {}),
    notes,
    warnings,
    claim,
    estimand,
  };
  if ("because" in row) return { contrast, estimator, first, second, because: row.because, ...about };
  const { estimate, se, ci, confidence, variance, varianceMethod, interval, degrees } = row;
  const { redraws, chosen, withheld, mcse, effective, represented, topShare } = row;
  const numbers = {
    ...{ estimate, se, ci, confidence },
    // Without a standard error the variance says nothing of the experiment at hand.
    ...(se === undefined ? {} : { variance, varianceMethod }),
    ...{ interval, degrees },
    ...{ redraws, chosen, withheld, mcse, effective, represented, topShare },
  };
  return { contrast, estimator, first, second, ...present(numbers), ...about };
}
