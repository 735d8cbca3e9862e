import { readFileSync } from "node:fs";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { formatUnits } from "../log/units/formatUnits.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";

const FIELDS = ["arm", "outcome", "status"] as const;

/**
 * Makes sure that a table of units says what the journal of its run says, so that one that was edited by hand is not taken for
 * it. Further columns are not looked at.
 *
 * @param file the table, for the place in the message. @param journal the units that the journal gives.
 * @throws SpillwayError with the first row that differs.
 */
export function wantUnitsOfJournal(
  file: string,
  units: readonly UnitRow[],
  journal: readonly UnitRow[],
): void {
  const key = ({ world, agent }: UnitRow): string => `${world}:${agent}`;
  const there = new Map(units.map((unit) => [key(unit), unit]));
  const fault = (words: string, unit: UnitRow): SpillwayError =>
    new SpillwayError(
      `units: ${words} of agent ${shown(unit.agent)} in world ${unit.world}: the table was changed after the run wrote it. To have the run's own again, remove it and repeat the spillway run command; to estimate from a changed one, put it into another folder`,
      { place: { file, ...lineOf(file, journal) } },
    );
  for (const unit of journal) {
    const row = there.get(key(unit));
    if (row === undefined) throw fault("the table has no row, and the journal has the turn,", unit);
    const field = FIELDS.find(
      (name) => row[name] !== unit[name] && !(name === "status" && row[name] === undefined),
    );
    if (field !== undefined)
      throw fault(`${field} is ${shown(row[field])}, and the journal has ${shown(unit[field])},`, unit);
    there.delete(key(unit));
  }
  const [more] = there.values();
  if (more) throw fault("the journal has no turn, and the table has a row,", more);
}

/** The first line that is not as the run writes it, where there is one. */
function lineOf(file: string, journal: readonly UnitRow[]): { line?: number } {
  const own = formatUnits(journal).split("\n");
  const given = readFileSync(file, "utf8").split("\n");
  const line = given.findIndex((text, k) => text.trimEnd() !== own[k]) + 1;
  return line === 0 ? {} : { line };
}
