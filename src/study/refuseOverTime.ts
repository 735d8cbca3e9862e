import { SpillwayError } from "../core/SpillwayError.ts";
import { agentTimes } from "../network/agentTimes.ts";
import type { Network } from "../network/Network.ts";

/**
 * Refuses to run agents that would live through all periods of a network over time at once: a run plays rounds with one
 * arm each, and knows nothing of periods. Agents of the kind exposure-response may run, because their outcome depends on
 * their condition alone, which already says what was met in earlier periods.
 *
 * @param agents kind of the agents
 */
export function refuseOverTime(network: Network, agents: string): void {
  if (agents === "exposure-response") return;
  const times = agentTimes(network);
  // Ids such as bot@1 may also be names; over time means that agents come back.
  if (times === undefined || times.agents.length * times.periods !== network.n || times.periods === 1) return;
  throw new SpillwayError(
    `run: the network is over ${times.periods} periods, and agents of kind ${agents} would live through all of them at once: take the plan (spillway plan), let agents act in one period after the other, and give their outcomes to spillway estimate; agents of kind exposure-response can be run`,
  );
}
