import type { TreatmentPlan } from "../../designs/plan.ts";
import type { AnswerRow } from "../../estimators/Estimator.ts";
import { type InquireRequest, inquireOutcomes } from "../../estimators/inquire.ts";
import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { chosenOutcome } from "../log/units/chosenOutcome.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { inquiryOfOutcome, outcomeColumn } from "./furtherOutcomes.ts";
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

/**
 * The answers of a study: a row for each inquiry and each estimator that takes it, contrasts first, in the order of the study. Those of
 * further outcomes follow, outcome by outcome, named `mood: direct`.
 */
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
  const inquiries = [...study.inquiry, ...(study.further ?? [])];
  const more = Object.entries(study.data.outcomes ?? {}).map(([name, one]) => {
    const { points, inquiry = inquiries.map(({ name }) => name) } = one;
    // Where nobody answered there is no column, and no outcome.
    const reading = { column: outcomeColumn(one), mayLack: true, ...present({ points }) };
    const found = outcomesOf(chosenOutcome(units, reading), plan);
    return {
      outcomes: found.length === 1 ? found[0]! : { worlds: found },
      inquiries: inquiries.flatMap((own) =>
        inquiry.includes(own.name) ? [{ ...own, name: inquiryOfOutcome(name, own.name) }] : [],
      ),
    };
  });
  const asked: InquireRequest = {
    plan,
    probabilities,
    outcomes: worlds.length === 1 ? worlds[0]! : { worlds },
    inquiries,
    pairs: "taken",
    estimators: study.answer,
    confidence: study.confidence,
    exposure: study.data.expose,
    ...present({ context, simultaneous: study.simultaneous, adjust: study.adjust }),
  };
  return inquireOutcomes(asked, more);
}
