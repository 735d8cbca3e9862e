import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { localExposure } from "./localExposure.ts";

export interface AllTreatedSettings {
  /** Index of the arm that counts as treated. Default 1. */
  readonly focal?: number;
}

/**
 * Full neighbourhood exposure, for the effect of treating everybody against nobody.
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
  settings: z.strictObject({ focal: wholeNumber(0).default(1) }),
  make: (params) =>
    localExposure("all-treated", params, ["none", "mixed", "all"], {
      focal: params.focal,
      condition(own, treated, degree) {
        if (own === params.focal) return treated === degree ? 2 : 1;
        return treated === 0 ? 0 : 1;
      },
    }),
});
