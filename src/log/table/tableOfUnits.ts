import { wantArgument } from "../../core/wantArgument.ts";
import type { UnitRow } from "../units/UnitRow.ts";
import type { Table } from "./Table.ts";
import { type Cell, tableBuilder } from "./tableBuilder.ts";

/**
 * A unit table by columns: `world`, `round`, `agent`, `arm`, `outcome`, `status`, then the covariates by name. A covariate whose known
 * values are all numbers is a column of numbers, any other one of texts. An absent value is missing. Cost: linear.
 */
export function tableOfUnits(units: readonly UnitRow[]): Table {
  wantArgument("tableOfUnits", "rows of units", units, { fields: ["map"] });
  wantArgument("tableOfUnits", "rows of units", units);
  const names = [...new Set(units.flatMap(({ covariates }) => Object.keys(covariates ?? {})))];
  const numeric = new Set(
    names.filter((name) => units.every(({ covariates }) => isNumber(given(covariates, name)))),
  );
  const builder = tableBuilder([
    { name: "world", kind: "number" },
    { name: "round", kind: "number" },
    { name: "agent", kind: "text" },
    { name: "arm", kind: "text" },
    { name: "outcome", kind: "number" },
    { name: "status", kind: "text" },
    ...names.map((name) => ({ name, kind: numeric.has(name) ? ("number" as const) : ("text" as const) })),
  ]);
  for (const { world, round, agent, arm, outcome, status, covariates } of units) {
    const more = names.map((name): Cell => {
      const value = given(covariates, name);
      return value === undefined || !numeric.has(name) ? value : Number(value);
    });
    builder.add([world, round, agent, arm, outcome, status, ...more]);
  }
  return builder.build();
}

function given(covariates: UnitRow["covariates"], name: string): string | undefined {
  const value = covariates && Object.hasOwn(covariates, name) ? covariates[name] : undefined;
  return value === "" ? undefined : value;
}

const isNumber = (text: string | undefined): boolean =>
  text === undefined || (text.trim() !== "" && Number.isFinite(Number(text)));
