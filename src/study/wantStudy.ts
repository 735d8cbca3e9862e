import { wantArgument } from "../core/wantArgument.ts";

const FIELDS = ["seed", "model", "inquiry", "data", "answer"] as const;

/** Makes sure that an argument is a study, for callers without types. @throws SpillwayError that says what came */
export function wantStudy(who: string, study: unknown): void {
  wantArgument(who, "a study", study, { fields: FIELDS, way: "study, parseStudy or readStudy makes one" });
}
