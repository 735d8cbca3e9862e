import type { AnswerRow } from "../../../estimators/Estimator.ts";
import { present } from "../../core/present.ts";
import type { Adherence } from "../../preregister/Adherence.ts";
import type { LoadedRun } from "../loadRun.ts";
import { runFolder } from "../runFolder.ts";
import { readManifest } from "../runManifest.ts";
import { type ChecklistItem, checklist } from "./checklist.ts";

/** The reporting checklist of a run, filled from the files of its folder. */
export function runChecklist(
  out: string,
  { prepared, plan, checks, units }: Pick<LoadedRun, "prepared" | "plan" | "checks" | "units">,
  said: { readonly rows?: readonly AnswerRow[]; readonly preregistration?: Adherence } = {},
): ChecklistItem[] {
  const manifest = readManifest(runFolder(out).manifest);
  return checklist({ prepared, plan, units, ...present({ manifest, checks }), ...said });
}
