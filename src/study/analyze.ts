import type { TreatmentPlan } from "../../designs/plan.ts";
import type { AnswerRow } from "../../estimators/Estimator.ts";
import { inquire } from "../../estimators/inquire.ts";
import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { knownOfAgents } from "./knownOfAgents.ts";
import { outcomesOf } from "./outcomesOf.ts";
import { type PreparedStudy, prepareStudy } from "./prepareStudy.ts";
import type { Study } from "./study.ts";
import { studyContexts } from "./studyContexts.ts";

/** What estimation needs of a run: whoever ran the agents. */
export interface StudyUnits {
  readonly study: Study;
  readonly plan: TreatmentPlan;
  /** One row per world and agent. */
  readonly units: readonly UnitRow[];
  /** Rows of every round, for estimators that read several. Default: those of `units`. */
  readonly allRounds?: readonly UnitRow[];
  /** The prepared study, when it is at hand already. */
  readonly prepared?: PreparedStudy;
}

/** The answers of a study: a row for each inquiry and each estimator that takes it, contrasts first, in the order of the study. */
export function analyze(request: StudyUnits): AnswerRow[] {
  wantArgument("analyze", "a request", request, { fields: ["study", "plan", "units"] });
  const { study, plan, units, allRounds, prepared = prepareStudy(study) } = request;
  const worlds = outcomesOf(units, plan);
  const { network, probabilities } = prepared;
  const context = studyContexts(study.answer, {
    network,
    plan,
    exposure: probabilities.exposure,
    units: allRounds ?? units,
    known: knownOfAgents(study.model.agents),
  });
  return inquire({
    plan,
    probabilities,
    outcomes: worlds.length === 1 ? worlds[0]! : { worlds },
    inquiries: [...study.inquiry, ...(study.further ?? [])],
    pairs: "taken",
    estimators: study.answer,
    confidence: study.confidence,
    exposure: study.data.expose,
    ...present({ context, simultaneous: study.simultaneous, adjust: study.adjust }),
  });
}
