import { csvText } from "../../core/csvText.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { UnitRow } from "./UnitRow.ts";

const COLUMNS = ["world", "round", "agent", "arm", "outcome", "status"];

/**
 * A unit table as CSV with the header `world,round,agent,arm,outcome,status` and one more column for each covariate, in
 * the order in which they first occur. What is absent is an empty field. {@link parseUnits} reads it back.
 *
 * @throws SpillwayError when a covariate has the name of one of the columns.
 */
export function formatUnits(rows: readonly UnitRow[]): string {
  wantArgument("formatUnits", "rows of units", rows, { fields: ["map"] });
  wantArgument("formatUnits", "rows of units", rows);
  const names = new Set<string>();
  for (const { covariates } of rows) for (const name of Object.keys(covariates ?? {})) names.add(name);
  for (const name of names) {
    if (COLUMNS.includes(name))
      throw new SpillwayError(
        `units: a covariate may not be called "${name}": that is a column of the table`,
      );
  }
  const lines = rows.map(({ world, round, agent, arm, outcome, status, covariates }) => {
    const more = covariates ? new Map(Object.entries(covariates)) : undefined;
    return [world, round, agent, arm, outcome, status, ...[...names].map((name) => more?.get(name))];
  });
  return csvText([...COLUMNS, ...names], lines, "programs");
}
