import { few } from "../../src/core/few.ts";
import { shown } from "../../src/core/shown.ts";
import type { WorldData } from "../ExperimentData.ts";

/** What is subtracted from each outcome, and for whom it is known (1). */
interface Baseline {
  readonly values: Float64Array;
  readonly known: Uint8Array;
}

/** The baseline of each agent: one number for all, or a covariate; or in words why there is none. */
export function baselineOf(
  baseline: number | string,
  { covariates, probabilities }: WorldData,
): Baseline | string {
  const { n } = probabilities.network;
  if (typeof baseline === "number")
    return { values: new Float64Array(n).fill(baseline), known: new Uint8Array(n).fill(1) };
  const found = covariates?.get(baseline);
  if (!found)
    return `baseline names the covariate ${shown(baseline)}, and the data have ${covariates && covariates.size > 0 ? `only ${few([...covariates.keys()])}` : "no covariates"}`;
  return { values: found.values, known: found.observed };
}
