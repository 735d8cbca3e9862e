import type { TreatmentPlan } from "../../../designs/plan.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Network } from "../../network/Network.ts";
import { networkHash } from "../../network/networkHash.ts";
import { requirePlannedArms } from "./deliveredArms.ts";

/** What the plan says beside arms: desires, and its seed. That desires fit the assignment is checked by `estimate`. */
export function plannedOf(
  drawn: TreatmentPlan,
  plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">,
  numbers: readonly number[],
  network: Network,
  file: string,
): Partial<Pick<TreatmentPlan, "desires" | "seed">> {
  const { networkHash: hash, desires, assignments, seed } = drawn;
  const place = { file };
  if (hash !== networkHash(network))
    throw new SpillwayError("plan: the plan was drawn for another network than that of --network", { place });
  const absent = numbers.find((world) => assignments[world] === undefined);
  if (absent !== undefined)
    throw new SpillwayError(
      `plan: the unit table has a world ${absent}, the plan has ${assignments.length}`,
      { place },
    );
  requirePlannedArms(drawn, plan, numbers, file);
  return {
    ...(numbers.every((world, w) => world === w) ? { seed } : {}),
    ...(desires ? { desires: numbers.map((world) => desires[world] ?? []) } : {}),
  };
}
