import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { ballNetwork } from "../network/ballNetwork.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { type DoseNetwork, localExposure } from "./localExposure.ts";
import { perNetwork } from "./perNetwork.ts";

export interface AnyTreatedNeighborSettings {
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
  /** How far treatment reaches, in steps along edges. Default 1: in-neighbours. */
  readonly hops?: number;
}

/**
 * Four conditions from two questions: is the agent treated, and is any in-neighbour treated?
 *
 * - `none`: untreated, no treated in-neighbour
 * - `indirect`: untreated, at least one treated in-neighbour
 * - `direct`: treated, no treated in-neighbour ("isolated direct")
 * - `both`: treated, at least one treated in-neighbour
 *
 * An agent without in-neighbours is always `none` or `direct`. Aronow and Samii (2017), section 2.
 */
export const anyTreatedNeighbor: ExposureKind<AnyTreatedNeighborSettings> = defineKind({
  kind: "any-treated",
  summary: "own treatment × whether any in-neighbour is treated: none, indirect, direct, both",
  settings: z.strictObject({ focal: focalField(), hops: wholeNumber(1).default(1) }),
  make(params) {
    const { hops } = params;
    const around =
      hops > 1 ? perNetwork((network): DoseNetwork => ({ network: ballNetwork(network, hops) })) : undefined;
    return withFocalArm(params.focal, (focal) =>
      localExposure(
        "any-treated",
        params,
        ["none", "indirect", "direct", "both"],
        { focal, condition: (own, treated) => (own === focal ? 2 : 0) + (treated > 0 ? 1 : 0) },
        around,
      ),
    );
  },
});
