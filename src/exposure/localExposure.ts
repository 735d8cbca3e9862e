import type { Network } from "../network/Network.ts";
import type { Exposure, LocalMapping, LocalRule } from "./Exposure.ts";

/** Where the doses of a local rule come from: a network of the same agents, and what each of its edges brings. */
export type DoseNetwork = Pick<LocalMapping, "network" | "doses">;

/**
 * An exposure from its local rule: brings together the doses of the in-neighbours in the focal arm and asks the rule.
 * Cost: O(n + edges).
 *
 * @param around the network whose in-neighbours count, with their doses. Default: the network itself, where each brings 1.
 */
export function localExposure(
  name: string,
  params: Readonly<Record<string, unknown>>,
  conditions: readonly string[],
  rule: LocalRule,
  around: (network: Network) => DoseNetwork = (network) => ({ network }),
): Exposure {
  const local = (network: Network): LocalMapping => ({ ...around(network), rule });
  return { name, params, conditions, local, of: (network, arms) => conditionsOf(local(network), arms) };
}

/** The condition of every agent under a local rule. Cost: O(n + edges). */
export function conditionsOf({ network, doses, rule }: LocalMapping, arms: Uint8Array): Uint8Array {
  const { n, offsets, sources } = network;
  const bits = rule.combine === "bits";
  const conditions = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let treated = 0;
    let total = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const dose = doses ? doses[e]! : 1;
      const counts = arms[sources[e]!] === rule.focal;
      total = bits ? total | dose : total + dose;
      if (counts) treated = bits ? treated | dose : treated + dose;
    }
    conditions[i] = rule.condition(arms[i]!, treated, total);
  }
  return conditions;
}
