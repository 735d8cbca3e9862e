import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { probability } from "../core/fields.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { localExposure } from "./localExposure.ts";

export interface ShareTreatedSettings {
  /** Share of treated in-neighbours, from 0 to 1, that a treated agent needs to count as exposed. Default 0.5. */
  readonly treated?: number;
  /** Share of untreated in-neighbours, from 0 to 1, that an untreated agent needs to count as unexposed. Default: the same as `treated`. */
  readonly control?: number;
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
}

/**
 * Fractional thresholds.
 *
 * - `treated`: the agent is treated and at least a share `treated` of its in-neighbours is
 * - `control`: the agent is untreated and at least a share `control` of its in-neighbours is untreated
 * - `mixed`: everything else
 * - `isolate`: the agent has no in-neighbours, so a share does not exist
 *
 * Shares are compared as counts (T ≥ ⌈q d⌉), so that 3 of 4 is a share of 0.75 exactly.
 * Eckles, Karrer and Ugander (2017), "Design and analysis of experiments in networks".
 */
export const shareTreated: ExposureKind<ShareTreatedSettings> = defineKind({
  kind: "share-treated",
  summary:
    "own treatment with at least a share of in-neighbours in the same state: treated, control, mixed, isolate",
  settings: z
    .strictObject({
      treated: probability().default(0.5),
      control: probability().optional(),
      focal: focalField(),
    })
    .transform((given) => ({ ...given, control: given.control ?? given.treated })),
  make: (params) =>
    withFocalArm(params.focal, (focal) =>
      localExposure("share-treated", params, ["control", "mixed", "treated", "isolate"], {
        focal,
        condition(own, treated, degree) {
          if (degree === 0) return 3;
          if (own === focal) return treated >= least(params.treated, degree) ? 2 : 1;
          return degree - treated >= least(params.control, degree) ? 0 : 1;
        },
      }),
    ),
});

/** The smallest count that is a share q of d; the small number takes back what q × d gains by rounding. */
function least(q: number, d: number): number {
  return Math.ceil(q * d - 1e-9);
}
