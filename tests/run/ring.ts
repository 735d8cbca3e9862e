import type { TreatmentPlan } from "../../designs/plan.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import type { Clock } from "../../src/run/Clock.ts";

/** A clock that stands still. */
export const still: Clock = { elapsed: () => 0, time: () => "2026-01-01T00:00:00.000Z" };

/** n agents in a circle; each hears the two beside it. */
export function ring(n: number): Network {
  return fromEdges(Array.from({ length: n }, (_, i) => [`${i}`, `${(i + 1) % n}`] as const));
}

/** A plan on a network with the given assignments; its hash is a stand-in. */
export function planOf(network: Network, assignments: readonly (readonly number[])[]): TreatmentPlan {
  return {
    format: 1,
    spillway: "0.0.0-test",
    networkHash: networkHash(network),
    design: { name: "fixed", params: {} },
    seed: "7",
    arms: ["control", "treated"],
    agents: network.ids,
    assignments,
    hash: "a".repeat(64),
  };
}
