import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { type DoseNetwork, localExposure } from "./localExposure.ts";
import { perNetwork } from "./perNetwork.ts";
import { FAR, NEAR, twoStepDoses } from "./twoStepDoses.ts";

export interface TwoHopSettings {
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
  /**
   * Who is far: `walk`, whoever starts a walk of exactly two edges to the agent, in-neighbours included; `distance`, whoever
   * is two steps away and no in-neighbour. Default walk.
   */
  readonly far?: "walk" | "distance";
}

/** The networks are the same for every focal arm, so they are kept for all mappings together. */
const doses: Readonly<Record<"walk" | "distance", (network: DoseNetwork["network"]) => DoseNetwork>> = {
  walk: perNetwork((network) => twoStepDoses(network, "walk")),
  distance: perNetwork((network) => twoStepDoses(network, "distance")),
};

/**
 * Eight conditions from three questions: is the agent treated, is any in-neighbour (near), and is anybody two steps away
 * (far)? By default far means at the start of a walk of exactly two edges to the agent, so that another agent can be near
 * and far. The agent itself is never far.
 *
 * - `none`, `far`, `near`, `near-far`: the agent is untreated
 * - `direct`, `direct-far`, `direct-near`, `direct-near-far`: the agent is treated
 *
 * Aronow, Eckles, Samii and Zonszein (2021), "Spillover effects in experimental data", the two-hop mapping.
 * Cost: O(Σ over agents of in-neighbours' in-neighbours) time and memory once for a network.
 */
export const twoHop: ExposureKind<TwoHopSettings> = defineKind({
  kind: "two-hop",
  summary: "own treatment × any treated in-neighbour × any treated two steps away: eight conditions",
  settings: z.strictObject({ focal: focalField(), far: z.enum(["walk", "distance"]).default("walk") }),
  make: (params) =>
    withFocalArm(params.focal, (focal) =>
      localExposure(
        "two-hop",
        params,
        ["none", "far", "near", "near-far", "direct", "direct-far", "direct-near", "direct-near-far"],
        {
          focal,
          combine: "bits",
          condition: (own, treated) =>
            (own === focal ? 4 : 0) + (treated & NEAR ? 2 : 0) + (treated & FAR ? 1 : 0),
        },
        doses[params.far],
      ),
    ),
});
