import { type Design, type Exposure, exposureProbabilities, type Network, ownArm } from "spillway";

/** Chances under a design, exact, of agents by their ids. */
export interface Chances {
  /** That an agent is in a condition: treated, unless another is named. */
  of(id: string, condition?: string): number;
  /** That two agents are both treated. */
  both(a: string, b: string): number;
}

/** The chances of a design on a network; conditions are arms unless an exposure is given. */
export function chances(network: Network, design: Design, exposure: Exposure = ownArm()): Chances {
  const pi = exposureProbabilities(network, design, exposure);
  if (pi.method !== "exact") throw new Error("these chances are simulated");
  const at = (id: string): number => network.ids.indexOf(id);
  return {
    of: (id, condition = "treated") => pi.of(at(id), condition),
    both: (a, b) => pi.joint(at(a), "treated", at(b), "treated"),
  };
}
