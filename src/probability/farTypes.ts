import type { AgentTypes } from "./agentTypes.ts";
import type { LawEngine } from "./LawEngine.ts";
import type { FarTypes } from "./PairProbabilities.ts";
import { lawOver } from "./pairLaws.ts";

/** Joint laws of agents without a common block under fixed counts, which depend on the agents' types alone. */
export function farTypes(
  { type, count, representative }: AgentTypes,
  engine: LawEngine,
  conditions: number,
): FarTypes {
  return {
    type,
    count,
    law(t, u) {
      const { joint, possible } = engine.apart(representative[t]!, representative[u]!);
      return lawOver(conditions)({ joint: joint.slice(), possible: possible.slice() }, 0);
    },
  };
}
