import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";

/**
 * The outcomes of each world of a plan, by agent, from a unit table with at most one row per world and agent.
 *
 * @throws SpillwayError for a world or an agent that the plan has not, an arm that differs from the plan's, and two rows
 * for one agent in one world.
 */
export function outcomesOf(
  units: readonly UnitRow[],
  plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">,
): Map<string, number>[] {
  const number = new Map(plan.agents.map((id, i) => [id, i]));
  const seen = plan.assignments.map(() => new Set<string>());
  const outcomes = plan.assignments.map(() => new Map<string, number>());
  for (const { world, agent, arm, outcome } of units) {
    const assignment = plan.assignments[world];
    if (assignment === undefined) {
      throw new SpillwayError(
        `units: world ${world} is not in the plan, which has worlds 0 to ${plan.assignments.length - 1}`,
      );
    }
    const i = number.get(agent);
    if (i === undefined) throw new SpillwayError(`units: agent ${shown(agent)} is not in the plan`);
    const planned = plan.arms[assignment[i]!]!;
    if (arm !== planned)
      throw new SpillwayError(
        `units: agent ${shown(agent)} is in arm ${shown(arm)} in world ${world}, but the plan put it in ${shown(planned)}`,
      );
    if (seen[world]!.has(agent))
      throw new SpillwayError(`units: agent ${shown(agent)} stands twice in world ${world}: keep one round`);
    seen[world]!.add(agent);
    if (outcome !== undefined) outcomes[world]!.set(agent, outcome);
  }
  return outcomes;
}
