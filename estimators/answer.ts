import { wantArgument } from "../src/core/wantArgument.ts";
import { averageWorlds } from "./contrast/averageWorlds.ts";
import { scaledRow, scaledWorld } from "./contrast/scaledWorld.ts";
import { soundRow } from "./contrast/soundRow.ts";
import { withoutClusters } from "./contrast/withoutClusters.ts";
import type { AnswerRow, EstimateRow, Estimator } from "./Estimator.ts";
import type { ExperimentData } from "./ExperimentData.ts";
import { type Contrast, type FurtherInquiry, type Inquiry, inquiryInWords, inquiryKind } from "./Inquiry.ts";

/**
 * The answer of an estimator to an inquiry: from all worlds together where the estimator has one, else the mean of the worlds'
 * estimates. Every row passes the gate {@link soundRow}. An inquiry of a kind that the estimator does not take has a row with the reason.
 */
export function answer(estimator: Estimator, data: ExperimentData, contrast: Contrast): EstimateRow;
export function answer(estimator: Estimator, data: ExperimentData, inquiry: Inquiry): AnswerRow;
export function answer(estimator: Estimator, data: ExperimentData, inquiry: Inquiry): AnswerRow {
  wantArgument("answer", "an estimator", estimator, { fields: ["name"] });
  wantArgument("answer", "the data of an experiment", data, { fields: ["probabilities", "worlds"] });
  wantArgument("answer", "an inquiry", inquiry, { fields: ["name"] });
  const kind = inquiryKind(inquiry);
  const { answers = ["contrast"] } = estimator;
  if (estimator.answer && answers.includes(kind))
    return soundRow(withoutClusters(estimator.answer(data, inquiry), data.worlds[0]!));
  if ("kind" in inquiry) return unanswered(estimator, data, inquiry, answers.join(", "));
  const rows = data.worlds.map((given) => {
    // What is read beside outcomes has units of its own.
    const { world, scale } = estimator.needs ? { world: given, scale: 1 } : scaledWorld(given);
    return soundRow(withoutClusters(scaledRow(estimator.estimate(world, inquiry), scale), world));
  });
  return rows.length === 1 ? rows[0]! : soundRow(averageWorlds(rows, data.confidence));
}

/** Whether an estimator answers an inquiry: one of this kind and, of tests, of this hypothesis. */
export function takes({ answers = ["contrast"], nulls }: Estimator, inquiry: Inquiry): boolean {
  if (!answers.includes(inquiryKind(inquiry))) return false;
  return !("kind" in inquiry) || inquiry.kind !== "test" || (nulls?.includes(inquiry.hypothesis) ?? true);
}

function unanswered(
  { name, claim, naive }: Estimator,
  { probabilities }: ExperimentData,
  inquiry: FurtherInquiry,
  taken: string,
): AnswerRow {
  return {
    kind: inquiry.kind,
    contrast: inquiry.name,
    estimator: name,
    claim,
    estimand: inquiryInWords(inquiry),
    population: probabilities.network.n,
    excluded: [],
    naive,
    notes: [],
    warnings: [],
    because: `${name} answers inquiries of the kind ${taken}, and this one is of the kind ${inquiry.kind}`,
  };
}
