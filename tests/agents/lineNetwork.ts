import type { Agent, ConditionOf, PopulationSetting } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { replay } from "../../src/run/world/replay.ts";

export const armNames: readonly string[] = ["control", "treated"];

/** Aronow and Samii's four conditions. */
export const anyTreated: ConditionOf = {
  conditions: ["none", "indirect", "direct", "both"],
  focal: "treated",
  of: (arm, treated) => (arm === "treated" ? (treated ? "both" : "direct") : treated ? "indirect" : "none"),
};

/** a – b – c – d in a row. */
export const row: Network = fromEdges([
  ["a", "b"],
  ["b", "c"],
  ["c", "d"],
]);

export function settingOf(network: Network, seed = 1): PopulationSetting {
  return { network, arms: armNames, rng: rng(seed), conditionOf: anyTreated };
}

/** Outcomes of the last round. */
export function outcomesOf(
  network: Network,
  agentOf: (i: number) => Agent,
  arms: readonly number[],
  rounds: number,
): number[] {
  const { outcomes, present, because } = replay({
    network,
    agentOf,
    arms,
    armNames,
    rounds,
    world: 0,
    rng: rng(2),
  });
  if (because !== undefined) throw new Error(because);
  if (present.includes(0)) throw new Error("an outcome is absent");
  return [...outcomes];
}
