import { complete } from "../../../../designs/complete.ts";
import { rng } from "../../../core/rng.ts";
import { allTreated } from "../../../exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../../exposure/countTreated.ts";
import type { Exposure } from "../../../exposure/Exposure.ts";
import { ownArm } from "../../../exposure/ownArm.ts";
import { smallWorld } from "../../../network/generators/smallWorld.ts";
import type { DrawnNetwork } from "./drawnNetwork.ts";
import { onCircle } from "./drawnNetwork.ts";

export type Mapping = "own-arm" | "any-treated" | "all-treated" | "count-treated";

interface Conditions {
  readonly network: DrawnNetwork;
  readonly arms: readonly number[];
  readonly names: readonly string[];
  /** Of each agent, as an index into `names`. */
  readonly condition: readonly number[];
  /** Agents in each condition. */
  readonly counts: readonly number[];
}

/** One assignment read by four exposure mappings. */
export function conditions(mapping: Mapping, seed: string): Conditions {
  const network = smallWorld({ n: 20, k: 4, rewire: 0.15 }).draw(rng(seed).fork("network"));
  const arms = complete({ treated: 6 }).law(network).draw(rng(seed).fork("assign"));
  const exposures: Record<Mapping, Exposure> = {
    "own-arm": ownArm(),
    "any-treated": anyTreatedNeighbor(),
    "all-treated": allTreated(),
    "count-treated": countTreated({ cap: 2 }),
  };
  const chosen = exposures[mapping];
  const bound = chosen.forArms?.(["control", "treated"]) ?? chosen;
  const condition = [...bound.of(network, arms)];
  return {
    network: onCircle(network),
    arms: [...arms],
    names: bound.conditions,
    condition,
    counts: bound.conditions.map((_, c) => condition.filter((one) => one === c).length),
  };
}
