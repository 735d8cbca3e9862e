import { z } from "zod";
import type { VarianceName } from "./chooseVariance.ts";

/** A variance formula by name, or `auto`. */
export type VarianceSettingName = VarianceName | "auto";

const NAMES: { [Name in VarianceSettingName]: Name } = {
  auto: "auto",
  "aronow-samii": "aronow-samii",
  grouped: "grouped",
  "cluster-collapsed": "cluster-collapsed",
  "dependency-bound": "dependency-bound",
  "dependency-eigenvalue": "dependency-eigenvalue",
  "one-hop-further": "one-hop-further",
  "constant-effects": "constant-effects",
  optimised: "optimised",
};

/** The setting `variance` of the estimators by inverse probabilities. Default `auto`, which the design decides, never the data. */
export function varianceSetting(): z.ZodDefault<z.ZodEnum<{ [Name in VarianceSettingName]: Name }>> {
  return z.enum(NAMES).default("auto");
}
