import type { Law } from "../../../designs/Design.ts";
import type { Dependence } from "../../exposure/Exposure.ts";
import type { Network } from "../../network/Network.ts";

/** An agent whose condition depends on more states than this is not looked into. */
const MOST_STATES = 4096;
/** Nor are more than this looked at in all. */
const MOST_IN_ALL = 2e7;

/**
 * Which conditions an agent can be in, as far as construction tells, for an exposure that names the agents it looks at: 1
 * at index agent × conditions + condition unless no arms that these agents can be in, each taken alone, lead there. Agents
 * that too many states decide can be in any condition as far as is known.
 *
 * Cost: one call of the mapping for each state of the agents that an agent depends on.
 */
export function reachableStates(
  network: Network,
  law: Law,
  dependence: Dependence,
  conditions: number,
): Uint8Array {
  const { n } = network;
  const found = new Uint8Array(n * conditions);
  const armsOf = Array.from({ length: n }, (_, i) =>
    law.arms.flatMap((_name, arm) => (law.marginal(i, arm) === 0 ? [] : [arm])),
  );
  const arms = new Uint8Array(n);
  let left = MOST_IN_ALL;
  for (let i = 0; i < n; i++) {
    const around = Array.from(dependence.agents(network, i));
    const states = around.reduce((product, j) => product * armsOf[j]!.length, 1);
    if (states > MOST_STATES || states > left) {
      found.fill(1, i * conditions, (i + 1) * conditions);
      continue;
    }
    left -= states;
    for (let state = 0; state < states; state++) {
      let rest = state;
      for (const j of around) {
        const choices = armsOf[j]!;
        arms[j] = choices[rest % choices.length]!;
        rest = Math.floor(rest / choices.length);
      }
      found[i * conditions + dependence.condition(network, i, arms)] = 1;
    }
  }
  return found;
}
