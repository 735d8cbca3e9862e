import type { TreatmentPlan } from "../../designs/plan.ts";
import type { AnswerRow } from "../../estimators/Estimator.ts";
import { formatJson } from "../core/formatJson.ts";
import { present } from "../core/present.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import type { Adherence } from "../preregister/Adherence.ts";
import { analyze } from "../study/analyze.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import type { Truths } from "../truth/Truth.ts";
import { truths } from "../truth/truths.ts";
import { estimateData } from "./estimates/estimateData.ts";
import { estimatesCsv } from "./estimates/estimatesCsv.ts";
import { markedRow, registeredColumns } from "./estimates/markedRow.ts";
import { runFolder } from "./runFolder.ts";

/** What a finished run says. */
export interface StudyResult {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  /** One row per world and agent, of the last round. */
  readonly units: readonly UnitRow[];
  /** Contrasts first, then what else was asked. */
  readonly rows: readonly AnswerRow[];
  /** Present when the agents are synthetic. */
  readonly truths?: Truths;
  /** How far the study and its run follow their preregistration; absent when they have none. */
  readonly preregistration?: Adherence;
}

/**
 * Estimates from the units of a run, and the truth where the agents are synthetic. Writes `estimates.json` and
 * `estimates.csv` into the run's folder.
 *
 * @param allRounds rows of every round, where estimators read several
 * @param adhere says how far these answers follow a preregistration, where there is one
 */
export function finishStudy(
  prepared: PreparedStudy,
  plan: TreatmentPlan,
  units: readonly UnitRow[],
  out: string,
  allRounds?: readonly UnitRow[],
  adhere?: (rows: readonly AnswerRow[]) => Adherence,
): StudyResult {
  const rows = analyze({ study: prepared.study, plan, units, prepared, ...present({ allRounds }) });
  const known = truths(prepared);
  const preregistration = adhere?.(rows);
  const files = runFolder(out);
  const data = {
    studyHash: prepared.hash,
    planHash: plan.hash,
    rows: rows.map((row) => markedRow(estimateData(row), row, preregistration)),
    ...(known ? { truths: known.contrasts, global: known.global } : {}),
    ...present({ preregistration }),
  };
  writeFileWhole(files.estimates, formatJson(data), { own: true });
  writeFileWhole(files.estimatesCsv, estimatesCsv(rows, { after: registeredColumns(preregistration) }), {
    own: true,
  });
  return {
    prepared,
    plan,
    units,
    rows,
    ...(known ? { truths: known } : {}),
    ...present({ preregistration }),
  };
}
