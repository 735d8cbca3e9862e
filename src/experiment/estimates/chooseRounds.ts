import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { ScannedUnits } from "../../log/units/ScannedUnits.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";

/** The unit rows of one round. */
export interface RoundOfUnits {
  /** Absent when the table has no rounds. */
  readonly round?: number;
  /** Name of the period, when the table has a column `period`. */
  readonly period?: string;
  readonly units: readonly UnitRow[];
}

/**
 * The rounds of a unit table to estimate: the one that is chosen, by its number or the name of its period, or all of
 * them. A table with one round needs no choice.
 *
 * @param scanned rows that were kept, and all rounds of the table with their periods.
 * @param choice a number, a period, or "all".
 * @throws SpillwayError when several rounds are there and none is chosen, and when the chosen one is not there.
 */
export function chooseRounds(
  { units, rounds: known, placeOf }: Pick<ScannedUnits, "units" | "rounds" | "placeOf">,
  choice: string | undefined,
): RoundOfUnits[] {
  const byRound = new Map<number | undefined, UnitRow[]>([...known.keys()].map((round) => [round, []]));
  for (const unit of units) {
    const rows = byRound.get(unit.round);
    if (rows) rows.push(unit);
    else byRound.set(unit.round, [unit]);
  }
  const rounds = [...byRound].map(([round, rows]): RoundOfUnits => {
    const period = known.get(round);
    return {
      ...present({ round, period }),
      units: rows,
    };
  });
  rounds.sort((a, b) => (a.round ?? -1) - (b.round ?? -1));
  if (choice === "all") return rounds;
  const names = (): string =>
    listOf(
      rounds.map(({ round, period }) => `${round ?? "(empty)"}${period === undefined ? "" : ` (${period})`}`),
    );
  if (choice === undefined) {
    if (rounds.length === 1) return rounds;
    throw new SpillwayError(
      `units: the table has ${rounds.length} rounds (${names()}): choose one with --round, or --round all`,
      { place: placeOf() },
    );
  }
  // A period's own name counts before the number of a round.
  const named =
    rounds.find(({ period }) => period === choice) ??
    rounds.find(({ round }) => round !== undefined && String(round) === choice);
  if (named) return [named];
  if (rounds.length === 1 && rounds[0]!.round === undefined) {
    throw new SpillwayError(
      `units: the table has no column round, so --round ${shown(choice)} cannot be chosen`,
      { place: placeOf() },
    );
  }
  throw new SpillwayError(`units: there is no round ${shown(choice)}: the table has ${names()}`, {
    place: placeOf(),
  });
}

function listOf(names: readonly string[]): string {
  return names.length <= 12 ? names.join(", ") : `${names.slice(0, 10).join(", ")}, … ${names.at(-1)}`;
}
