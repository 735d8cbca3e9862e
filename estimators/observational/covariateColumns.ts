import { few } from "../../src/core/few.ts";
import { shown } from "../../src/core/shown.ts";
import type { WorldData } from "../ExperimentData.ts";

/** A constant and covariates as columns, one row for each of some agents; or in words what is missing. */
export function covariateColumns(
  { covariates, probabilities }: Pick<WorldData, "covariates" | "probabilities">,
  names: readonly string[],
  agents: readonly number[],
): Float64Array[] | string {
  const columns = [new Float64Array(agents.length).fill(1)];
  for (const name of names) {
    const found = covariates?.get(name);
    if (!found)
      return `there is no covariate ${shown(name)}: the data have ${covariates && covariates.size > 0 ? few([...covariates.keys()]) : "none"}`;
    const unknown = agents.filter((i) => found.observed[i] === 0);
    if (unknown.length > 0)
      return `covariate ${shown(name)} is not known of ${few(
        unknown.map((i) => probabilities.network.ids[i]!),
        5,
      )}: nothing is filled in, so leave out the covariate or these agents`;
    columns.push(Float64Array.from(agents, (i) => found.values[i]!));
  }
  return columns;
}
