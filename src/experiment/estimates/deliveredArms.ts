import type { TreatmentPlan } from "../../../designs/plan.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";

/** Columns in which a table says what arm an agent was really given, beside `arm`, the one assigned. */
const DELIVERED = ["delivered", "received", "arm_delivered", "arm_received"];

/**
 * What a table of units says of arms delivered against arms assigned: a warning for every row when a column {@link DELIVERED} holds arms and some
 * of them are not those of the column `arm`. A column of that name that holds something else is not looked at.
 */
export function deliveredArms(units: readonly UnitRow[], arms: readonly string[]): string[] {
  return DELIVERED.flatMap((column) => {
    const given = units.map(({ covariates }) =>
      covariates && Object.hasOwn(covariates, column) ? covariates[column]! : "",
    );
    const known = given.filter((arm) => arm !== "");
    if (known.length === 0 || !known.every((arm) => arms.includes(arm))) return [];
    const wrong = units.map(({ arm }, k) => given[k] !== "" && given[k] !== arm);
    const count = wrong.filter(Boolean).length;
    if (count === 0) return [];
    const by = arms.map((arm) => {
      const own = units.flatMap((unit, k) => (unit.arm === arm ? [wrong[k]!] : []));
      return `${own.filter(Boolean).length} of ${own.length} ${arm}`;
    });
    return [
      `column ${column} holds another arm than arm in ${count} of ${units.length} rows (${by.join(", ")}): estimates compare agents by the arm assigned, whatever was delivered`,
    ];
  });
}

/**
 * Arms of a table that are not those of the plan, as an error: the plan says what was assigned, and only that was randomized.
 *
 * @param numbers the plan's number of each world of the table.
 * @param file the plan's file.
 */
export function requirePlannedArms(
  drawn: TreatmentPlan,
  { arms, agents, assignments }: Pick<TreatmentPlan, "arms" | "agents" | "assignments">,
  numbers: readonly number[],
  file: string,
): void {
  const place = new Map(drawn.agents.map((id, k) => [id, k]));
  let wrong = 0;
  let first = "";
  assignments.forEach((assignment, w) => {
    const planned = drawn.assignments[numbers[w]!]!;
    assignment.forEach((arm, i) => {
      const wanted = drawn.arms[planned[place.get(agents[i]!) ?? -1] ?? -1];
      if (wanted === arms[arm]) return;
      if (wrong++ === 0)
        first = `agent ${shown(agents[i])} in world ${numbers[w]}: ${arms[arm]}, planned ${wanted ?? "nothing"}`;
    });
  });
  if (wrong > 0)
    throw new SpillwayError(
      `plan: ${wrong} of ${assignments.length * agents.length} arms in the unit table are not those of the plan (${first}): give the arms that were assigned, and those delivered in a column delivered`,
      { place: { file } },
    );
}
