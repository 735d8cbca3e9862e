import type { TreatmentPlan } from "../../designs/plan.ts";
import type { EstimateRow } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { outcomesOf } from "./outcomesOf.ts";
import { type PreparedStudy, prepareStudy } from "./prepareStudy.ts";
import type { Study } from "./study.ts";

/** What estimation needs of a run: whoever ran the agents. */
export interface StudyUnits {
  readonly study: Study;
  readonly plan: TreatmentPlan;
  /** One row per world and agent. */
  readonly units: readonly UnitRow[];
  /** The prepared study, when it is at hand already. */
  readonly prepared?: PreparedStudy;
}

/** The estimates of a study: a row for each contrast and estimator, in the order of the study. */
export function analyze({ study, plan, units, prepared = prepareStudy(study) }: StudyUnits): EstimateRow[] {
  const worlds = outcomesOf(units, plan);
  return estimate({
    plan,
    probabilities: prepared.probabilities,
    outcomes: worlds.length === 1 ? worlds[0]! : { worlds },
    contrasts: Object.fromEntries(
      study.inquiry.map(({ name, first, second }) => [name, [first, second] as const]),
    ),
    estimators: study.answer,
    confidence: study.confidence,
    exposure: study.data.expose,
  });
}
