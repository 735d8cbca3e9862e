import type { TreatmentPlan } from "../../../designs/plan.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../../network/Network.ts";

/**
 * Name of the arm of each agent of the network in one world of a plan.
 *
 * @throws SpillwayError when the plan has no such world, or its agents are not those of the network.
 */
export function armsOfWorld(plan: TreatmentPlan, network: Network, world: number): string[] {
  const assignment = plan.assignments[world];
  if (!assignment) {
    throw new SpillwayError(
      `run: world must be a number from 0 to ${plan.assignments.length - 1}, got ${world}`,
    );
  }
  const armOf = new Map(plan.agents.map((id, k) => [id, plan.arms[assignment[k] ?? -1]]));
  if (armOf.size !== network.n) {
    throw new SpillwayError(`run: the plan is for ${armOf.size} agents, the network has ${network.n}`);
  }
  return network.ids.map((id) => {
    const arm = armOf.get(id);
    if (arm !== undefined) return arm;
    throw new SpillwayError(
      armOf.has(id)
        ? `run: the plan gives agent ${shown(id)} an arm that it does not name, in world ${world}`
        : `run: the plan has no agent ${shown(id)}: it was drawn for another network`,
    );
  });
}
