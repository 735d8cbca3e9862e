import type { Grouping } from "../../../estimators/ExperimentData.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";

/**
 * The cluster of every agent in each world, from a column of the unit table.
 *
 * @param numbers the worlds of the table, in their order.
 * @param placeOf where a row stands, or the table.
 * @throws SpillwayError when there is no such column, and when an agent has no value in it.
 */
export function clustersOf(
  units: readonly UnitRow[],
  column: string,
  agents: readonly string[],
  numbers: readonly number[],
  placeOf: (unit?: UnitRow) => Place,
): Grouping[] {
  const columns = columnsOf(units);
  if (!columns.includes(column))
    throw new SpillwayError(
      `--cluster: the unit table has no column ${shown(column)}${suggest(column, columns)}: it has ${columns.slice(0, 10).map(shown).join(", ") || "none beside agent, arm and outcome"}`,
      { place: placeOf() },
    );
  const place = new Map(agents.map((id, i) => [id, i]));
  return numbers.map((world): Grouping => {
    const names: string[] = [];
    const index = new Map<string, number>();
    const of = new Uint32Array(agents.length);
    for (const unit of units) {
      if (unit.world !== world) continue;
      const value = cellOf(unit, column);
      if (value === "")
        throw new SpillwayError(
          `--cluster: column ${shown(column)} must hold the cluster of every agent, and ${shown(unit.agent)} has none`,
          { place: placeOf(unit) },
        );
      const known = index.get(value) ?? names.push(value) - 1;
      index.set(value, known);
      of[place.get(unit.agent)!] = known;
    }
    return { names, of };
  });
}

/** Names under which tables keep what was run, met or lived together. */
const TOGETHER =
  /^(run|world|room|game|session|simulation|sim|group|cluster|block|team|village|school|class|household|episode|replication|replicate|rep|trial|batch|chat|conversation|thread|market|site)(_?(id|no|nr|number|name))?$/i;

/**
 * Columns that split the rows into blocks whose outcomes may depend on one another: with a telling name, or with values that stand in one
 * stretch of rows each. Each gets a warning where standard errors count rows as independent.
 */
export function blockColumns(
  units: readonly UnitRow[],
): { readonly column: string; readonly warning: string }[] {
  return columnsOf(units).flatMap((column) => {
    if (column === "period") return [];
    const values = units.map((unit) => cellOf(unit, column));
    const blocks = new Set(values);
    if (blocks.size < 2 || blocks.size > units.length / 2 || blocks.has("")) return [];
    const stretches = values.filter((value, k) => k === 0 || values[k - 1] !== value).length;
    const together = TOGETHER.test(column) || (blocks.size >= 3 && stretches === blocks.size);
    return together
      ? [
          {
            column,
            warning: `column ${column} splits the ${units.length} rows into ${blocks.size} blocks, and standard errors count rows as independent of each other but for the design: if outcomes of a block depend on one another, give --cluster ${column}`,
          },
        ]
      : [];
  });
}

function columnsOf(units: readonly UnitRow[]): string[] {
  return Object.keys(units[0]?.covariates ?? {});
}

const cellOf = ({ covariates }: UnitRow, column: string): string =>
  covariates && Object.hasOwn(covariates, column) ? covariates[column]! : "";
