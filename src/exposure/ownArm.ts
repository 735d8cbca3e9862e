import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { localExposure } from "./localExposure.ts";

export interface OwnArmSettings {
  /** Names of the arms, which are the conditions. Default control, treated. */
  readonly arms?: readonly string[];
}

/**
 * The agent's own arm and nothing else: the mapping of an experiment without interference. Under interference its
 * contrasts are averages over what happens to the others (Sävje, Aronow and Hudgens 2021), and depend on the design.
 */
export const ownArm: ExposureKind<OwnArmSettings> = defineKind({
  kind: "own-arm",
  summary: "the agent's own arm, whatever its neighbours got",
  settings: z.strictObject({
    arms: z.array(z.string().min(1)).min(2).readonly().default(["control", "treated"]),
  }),
  make: (params) => localExposure("own-arm", params, params.arms, { focal: 1, condition: (own) => own }),
});
