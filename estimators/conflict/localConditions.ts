import type { ConflictScheme } from "../../designs/law/conflictScheme.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { Network } from "../../src/network/Network.ts";

/** Index of the condition that each agent is in under its first and under its second local assignment. */
export interface LocalConditions {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

/** An agent's condition when it is in one arm and all its in-neighbours are in another. */
type ConditionOf = (i: number, own: number, around: number) => number;

/**
 * Which condition the two local assignments of a conflict graph design mean for each agent: its own arm and those of its
 * in-neighbours are given, so they mean one condition when the exposure looks at nothing else.
 *
 * @returns undefined when the exposure looks farther, or does not say how far it looks. Cost: O(n + edges).
 */
export function localConditions(
  { network, target }: ConflictScheme,
  exposure: Exposure,
): LocalConditions | undefined {
  const conditionOf = byDoses(network, exposure) ?? byDependence(network, exposure);
  if (!conditionOf) return undefined;
  const under = (arm: 0 | 1): Uint8Array => {
    const conditions = new Uint8Array(network.n);
    for (let i = 0; i < network.n; i++)
      conditions[i] = conditionOf(i, target === "spillover" ? 0 : arm, target === "direct" ? 0 : arm);
    return conditions;
  };
  return { first: under(1), second: under(0) };
}

function byDoses(network: Network, exposure: Exposure): ConditionOf | undefined {
  const mapping = exposure.local?.(network);
  if (!mapping || mapping.network !== network) return undefined;
  const { rule, doses } = mapping;
  return (i, own, around) => {
    let whole = 0;
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) {
      const dose = doses?.[e] ?? 1;
      whole = rule.combine === "bits" ? whole | dose : whole + dose;
    }
    return rule.condition(own, around === rule.focal ? whole : 0, whole);
  };
}

function byDependence(network: Network, { dependence }: Exposure): ConditionOf | undefined {
  if (!dependence) return undefined;
  const neighbours = (i: number): Uint32Array =>
    network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
  for (let i = 0; i < network.n; i++) {
    const inside = new Set(neighbours(i)).add(i);
    for (const j of dependence.agents(network, i)) if (!inside.has(j)) return undefined;
  }
  const assignment = new Uint8Array(network.n);
  return (i, own, around) => {
    for (const j of neighbours(i)) assignment[j] = around;
    assignment[i] = own;
    const condition = dependence.condition(network, i, assignment);
    for (const j of neighbours(i)) assignment[j] = 0;
    assignment[i] = 0;
    return condition;
  };
}
