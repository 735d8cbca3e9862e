import { degree, type Network } from "../../src/network/Network.ts";

/** How the agents that a design studies compare with all agents, in a sentence: how many they are, and their mean degree. */
export function likeness(network: Network, studied: Uint32Array, noun: string): string {
  const mean = (agents: readonly number[]): string =>
    (agents.reduce((total, i) => total + degree(network, i), 0) / agents.length).toFixed(2);
  const everybody = network.ids.map((_, i) => i);
  return `${studied.length} of ${network.n} agents are ${noun}, with a mean of ${mean([...studied])} in-neighbours; all agents have ${mean(everybody)}`;
}
