import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "./Exposure.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { localExposure } from "./localExposure.ts";

export interface OwnArmSettings {
  /** Names of the conditions, one for each arm. Default: the names of the design's arms; without a design control, treated. */
  readonly arms?: readonly string[];
}

/**
 * The agent's own arm and nothing else: the mapping of an experiment without interference. Under interference its
 * contrasts are averages over what happens to the others (Sävje, Aronow and Hudgens 2021), and depend on the design.
 */
export const ownArm: ExposureKind<OwnArmSettings> = defineKind({
  kind: "own-arm",
  summary: "the agent's own arm, whatever its neighbours got",
  settings: z.strictObject({ arms: z.array(z.string().min(1)).min(2).max(256).readonly().optional() }),
  make(params) {
    const named = (conditions: readonly string[]): Exposure => ({
      // No in-neighbour is asked, so any arm will do for the one that is counted.
      ...localExposure("own-arm", params, conditions, { focal: 1, condition: (own) => own }),
      forArms(arms) {
        if (params.arms === undefined) return named(arms);
        if (params.arms.length === arms.length) return named(params.arms);
        throw new SpillwayError(
          `own-arm: arms must have as many names as the design has arms (${arms.join(", ")}), got ${params.arms.length} (${params.arms.join(", ")}): leave arms out to use the design's names`,
        );
      },
    });
    return named(params.arms ?? ["control", "treated"]);
  },
});
