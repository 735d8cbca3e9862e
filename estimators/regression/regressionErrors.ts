import { z } from "zod";

const KINDS = ["auto", "design", "network", "clusters", "hc2"] as const;

/** What the standard errors of a regression count as independent. */
export type RegressionErrors = (typeof KINDS)[number];

/** The setting of the standard errors of a regression. Default `auto`: clusters where they are given, else the design. */
export function regressionErrors(): z.ZodDefault<z.ZodType<RegressionErrors, RegressionErrors>> {
  return z.enum(KINDS, { error: `must be one of ${KINDS.join(", ")}` }).default("auto");
}
