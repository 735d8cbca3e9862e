import { wantArgument } from "../../src/core/wantArgument.ts";

const FIELDS = ["probabilities", "levels", "population"] as const;

/** Makes sure that an argument says of what a variance is wanted, for callers without types. @throws SpillwayError that says what came */
export function wantVarianceSetting(who: string, setting: unknown): void {
  wantArgument(who, "probabilities, levels and a population", setting, { fields: FIELDS });
}
