import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { localExposure } from "./localExposure.ts";

export interface CountTreatedSettings {
  /** Counts from here on are one condition: 2 gives 0, 1 and "2 or more". From 1 to 100, default 2. */
  readonly cap?: number;
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
}

/**
 * Own treatment by the number of treated in-neighbours, up to a cap: `control-0`, `control-1`, `control-2+`, `treated-0`,
 * `treated-1`, `treated-2+` for a cap of 2. With a cap of 1 the four conditions of any-treated under other names.
 * Methods: the dose of treatment as a count, Aronow and Samii (2017), section 2.
 */
export const countTreated: ExposureKind<CountTreatedSettings> = defineKind({
  kind: "count-treated",
  summary: "own treatment × number of treated in-neighbours, up to a cap",
  settings: z.strictObject({
    cap: wholeNumber(1).max(100, { error: "must be a whole number from 1 to 100" }).default(2),
    focal: focalField(),
  }),
  make(params) {
    const { cap } = params;
    const doses = Array.from({ length: cap + 1 }, (_, count) => (count === cap ? `${cap}+` : String(count)));
    const conditions = ["control", "treated"].flatMap((own) => doses.map((dose) => `${own}-${dose}`));
    return withFocalArm(params.focal, (focal) =>
      localExposure("count-treated", params, conditions, {
        focal,
        condition: (own, treated) => (own === focal ? cap + 1 : 0) + Math.min(treated, cap),
      }),
    );
  },
});
