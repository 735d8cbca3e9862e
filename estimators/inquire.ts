import { answer, takes } from "./answer.ts";
import { averageWorlds } from "./contrast/averageWorlds.ts";
import { contrastData } from "./contrast/contrastData.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import { soundRow } from "./contrast/soundRow.ts";
import type { AnswerRow, EstimateRow } from "./Estimator.ts";
import type { ExperimentData, WorldContext } from "./ExperimentData.ts";
import type { Contrast, Inquiry } from "./Inquiry.ts";
import { missingBounds, type OutcomeRange } from "./missing/missingBounds.ts";

export interface InquireRequest extends Omit<EstimateRequest, "contrasts"> {
  /** Whatever is asked: contrasts and other inquiries, in the order of the rows. */
  readonly inquiries: readonly Inquiry[];
  /** What is known of each world beside its outcomes, in the order of the worlds. */
  readonly context?: readonly WorldContext[];
  /** Which pairs of inquiry and estimator have a row: `all`, with the reason where the estimator does not take the inquiry, or only those that are `taken`. Default all. */
  readonly pairs?: "all" | "taken";
}

/**
 * Answers every inquiry with every estimator: one row each, in the order of the inquiries, then of the estimators. Contrasts have the
 * rows that {@link estimate} gives them, with bounds where outcomes are missing. An inquiry that an estimator does not take has a row with the reason,
 * unless only pairs that are taken are wanted.
 *
 * @throws SpillwayError as {@link estimate}, and when the context is not that of these worlds and agents.
 */
export function inquire({ inquiries, context, pairs = "all", ...request }: InquireRequest): AnswerRow[] {
  const own = inquiries.flatMap((one) =>
    "kind" in one ? [] : [[one.name, [one.first, one.second]] as const],
  );
  const contrasts: EstimateRequest["contrasts"] = Object.fromEntries(own);
  const { estimators, outcomeRange } = request;
  return withExperimentData(
    { ...request, contrasts },
    (data) =>
      inquiries.flatMap((inquiry): AnswerRow[] => {
        const asked = pairs === "all" ? estimators : estimators.filter((one) => takes(one, inquiry));
        const rows = asked.map((estimator): AnswerRow => answer(estimator, data, inquiry));
        if ("kind" in inquiry || asked.every(({ naive }) => naive)) return rows;
        return [...rows, ...bounds(data, inquiry, outcomeRange)];
      }),
    context,
  );
}

/** Rows that bound a contrast, where outcomes of its agents are missing. */
function bounds(
  { worlds, confidence }: ExperimentData,
  contrast: Contrast,
  range: OutcomeRange | undefined,
): EstimateRow[] {
  if (!worlds.some((world) => contrastData(world, contrast).missing > 0)) return [];
  return missingBounds(worlds, contrast, range).map((boundOf) => {
    const rows = worlds.map((world) => soundRow(boundOf(world)));
    return rows.length === 1 ? rows[0]! : soundRow(averageWorlds(rows, confidence));
  });
}
