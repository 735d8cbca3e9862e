import { canonicalJson } from "../src/core/canonicalJson.ts";
import { present } from "../src/core/present.ts";
import { rng } from "../src/core/rng.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { sha256 } from "../src/core/sha256.ts";
import { version } from "../src/core/version.ts";
import { wantArgument } from "../src/core/wantArgument.ts";
import type { Network } from "../src/network/Network.ts";
import { networkHash } from "../src/network/networkHash.ts";
import { wantNetwork } from "../src/network/wantNetwork.ts";
import type { Design, Law } from "./Design.ts";
import type { TreatmentPlan } from "./plan.ts";

export interface DrawOptions {
  /** Seed of the whole plan: any text or number. */
  readonly seed: string | number;
  /** Number of independent assignments, one for each complete run of the population. Default 1. */
  readonly worlds?: number;
  /** SHA-256 of the study that the plan belongs to. */
  readonly studyHash?: string;
  /** How the probabilities of conditions will be computed, to be kept in the plan. */
  readonly probabilities?: NonNullable<TreatmentPlan["probabilities"]>;
  /** The law of the design on this network, when it is at hand already. */
  readonly law?: Law;
}

/**
 * Draws a treatment plan: the assignment of every world w comes from the stream `assign`, `w` of the seed, so more
 * worlds never change the earlier ones. The plan carries hashes of the network and of itself.
 *
 * Cost: one draw of the design per world.
 */
export function draw(design: Design, network: Network, options: DrawOptions): TreatmentPlan {
  wantArgument("draw", "a design", design, { fields: ["law"] });
  wantNetwork("draw", network);
  wantArgument("draw", "options", options, { fields: ["seed"] });
  const { seed, worlds = 1, studyHash, probabilities, law = design.law(network) } = options;
  if (!Number.isInteger(worlds) || worlds < 1) {
    throw new SpillwayError(`draw: worlds must be a whole number of at least 1, got ${worlds}`);
  }
  const stream = rng(seed).fork("assign");
  const { structure } = law;
  const clustered = "block" in structure && structure.blocks < network.n;
  const plan: Omit<TreatmentPlan, "hash"> = {
    format: 1,
    spillway: version,
    ...present({ studyHash }),
    networkHash: networkHash(network),
    design: { name: design.name, params: design.params },
    seed: String(seed),
    arms: law.arms,
    agents: network.ids,
    assignments: Array.from({ length: worlds }, (_, world) => Array.from(law.draw(stream.fork(world)))),
    ...(law.desires
      ? {
          desires: Array.from({ length: worlds }, (_, world) => Array.from(law.desires!(stream.fork(world)))),
        }
      : {}),
    ...(law.acceptance ? { acceptance: law.acceptance() } : {}),
    ...(clustered ? { clusters: Array.from(structure.block) } : {}),
    ...(probabilities ? { probabilities } : {}),
  };
  return { ...plan, hash: planHash(plan) };
}

/** SHA-256 of the canonical form of a plan without its hash. */
export function planHash(plan: Omit<TreatmentPlan, "hash">): string {
  return sha256(canonicalJson({ ...plan, hash: undefined }));
}
