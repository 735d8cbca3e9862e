import { z } from "zod";
import { seed, wholeNumber } from "../../src/core/fields.ts";

const KINDS = ["auto", "wald", "chebyshev", "redrawn", "calibrated", "randomization"] as const;

/** How an interval is made: a kind alone, or with how often to redraw the design and the seed of these draws. */
export type IntervalSetting =
  | (typeof KINDS)[number]
  | {
      readonly kind: (typeof KINDS)[number];
      readonly draws?: number | undefined;
      readonly seed?: string | number | undefined;
    };

/** The setting `interval` of the estimators by inverse probabilities. Default `auto`, which the design decides, never the data. */
export function intervalSetting(): z.ZodDefault<z.ZodType<IntervalSetting, IntervalSetting>> {
  const kind = z.enum(KINDS);
  const words = `must be one of ${KINDS.join(", ")}, or a mapping with kind, draws and seed`;
  return z
    .union([kind, z.strictObject({ kind, draws: wholeNumber(100).optional(), seed: seed().optional() })], {
      error: words,
    })
    .default("auto");
}
