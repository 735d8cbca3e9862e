import type { AgentTypes } from "./agentTypes.ts";
import type { FarTypes, PairLaw } from "./PairProbabilities.ts";

/** Joint laws of agents without a common block under fixed counts, which depend on the agents' types alone. */
export function farTypes(
  { type, count, representative }: AgentTypes,
  apart: (i: number, j: number) => PairLaw,
): FarTypes {
  return { type, count, law: (t, u) => apart(representative[t]!, representative[u]!) };
}
