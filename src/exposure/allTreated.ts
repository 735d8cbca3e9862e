import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { localExposure } from "./localExposure.ts";

export interface AllTreatedSettings {
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
}

/**
 * Full neighbourhood exposure, for the global average treatment effect (GATE).
 *
 * - `all`: the agent and every in-neighbour are treated
 * - `none`: neither the agent nor any in-neighbour is treated
 * - `mixed`: everything else
 *
 * An agent without in-neighbours is `all` or `none`. Ugander, Karrer, Backstrom and Kleinberg (2013), section 2.
 */
export const allTreated: ExposureKind<AllTreatedSettings> = defineKind({
  kind: "all-treated",
  summary: "the agent and all its in-neighbours treated, none of them, or mixed",
  settings: z.strictObject({ focal: focalField() }),
  make: (params) =>
    withFocalArm(params.focal, (focal) =>
      localExposure("all-treated", params, ["none", "mixed", "all"], {
        focal,
        condition(own, treated, degree) {
          if (own === focal) return treated === degree ? 2 : 1;
          return treated === 0 ? 0 : 1;
        },
      }),
    ),
});
