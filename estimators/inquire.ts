import { wantArgument } from "../src/core/wantArgument.ts";
import { answer, takes } from "./answer.ts";
import { changingRows } from "./contrast/changingRows.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import { soundRow } from "./contrast/soundRow.ts";
import type { AnswerRow, EstimateRow, Estimator } from "./Estimator.ts";
import type { ExperimentData, WorldContext } from "./ExperimentData.ts";
import { type Adjustment, adjustP } from "./hypotheses/adjustP.ts";
import { simultaneousRows } from "./hypotheses/simultaneousRows.ts";
import type { Contrast, Inquiry } from "./Inquiry.ts";
import { boundRows } from "./missing/boundRows.ts";

export interface InquireRequest extends Omit<EstimateRequest, "contrasts"> {
  /** Whatever is asked: contrasts and other inquiries, in the order of the rows. */
  readonly inquiries: readonly Inquiry[];
  /** What is known of each world beside its outcomes, in the order of the worlds. */
  readonly context?: readonly WorldContext[];
  /** Which pairs of inquiry and estimator have a row: `all`, with the reason where the estimator does not take the inquiry, or only those that are `taken`. Default all. */
  readonly pairs?: "all" | "taken";
  /** How p-values of tests are adjusted for their number: all tests asked are one family. Default: not at all. */
  readonly adjust?: Adjustment;
}

/**
 * Answers every inquiry with every estimator: one row each, in the order of the inquiries, then of the estimators. Contrasts have the
 * rows that {@link estimate} gives them, with bounds where outcomes are missing. An inquiry that an estimator does not take has a row with the reason,
 * unless only pairs that are taken are wanted.
 *
 * @throws SpillwayError as {@link estimate}, and when the context is not that of these worlds and agents.
 */
export function inquire(given: InquireRequest): AnswerRow[] {
  wantArgument("inquire", "a request", given, {
    fields: ["plan", "probabilities", "outcomes", "inquiries", "estimators"],
  });
  return inquireOutcomes(given, []);
}

/** Another outcome of the same experiment, with what is asked of it. */
interface OutcomeAsked {
  readonly outcomes: InquireRequest["outcomes"];
  /** With names of their own. */
  readonly inquiries: readonly Inquiry[];
}

/**
 * The rows of {@link inquire}, then those of further outcomes of the same experiment. Rows that hold simultaneously, and p-values that are
 * adjusted, are one family over all outcomes.
 *
 * @throws SpillwayError as {@link inquire}.
 */
export function inquireOutcomes(given: InquireRequest, more: readonly OutcomeAsked[]): AnswerRow[] {
  const { adjust, simultaneous = false, ...request } = given;
  const blocks = [
    answersOf(request),
    ...more.map(({ outcomes, inquiries }) => answersOf({ ...request, outcomes, inquiries })),
  ];
  if (simultaneous !== false) {
    const all = blocks.flatMap(({ rows, found }) =>
      found.map(({ at, ...one }) => ({ ...one, row: rows[at] as EstimateRow })),
    );
    const wider = simultaneousRows(all, simultaneous === true ? {} : simultaneous);
    let next = 0;
    for (const { rows, found } of blocks) for (const { at } of found) rows[at] = soundRow(wider[next++]!);
  }
  const rows = blocks.flatMap((block) => block.rows);
  return adjust === undefined ? rows : withAdjustedP(rows, adjust);
}

interface Found {
  readonly at: number;
  readonly data: ExperimentData;
  readonly contrast: Contrast;
  readonly estimator: Estimator;
}

/** The rows of one outcome, and of those that are contrasts with what they were made. */
function answersOf(given: Omit<InquireRequest, "adjust" | "simultaneous">): {
  readonly rows: AnswerRow[];
  readonly found: readonly Found[];
} {
  const { inquiries, context, pairs = "all", ...request } = given;
  const own = inquiries.flatMap((one) =>
    "kind" in one ? [] : [[one.name, [one.first, one.second]] as const],
  );
  const contrasts: EstimateRequest["contrasts"] = Object.fromEntries(own);
  const { estimators, outcomeRange } = request;
  let found: Found[] = [];
  const rows = withExperimentData(
    { ...request, contrasts },
    (data) => {
      // Computed again where more draws are needed: the last time counts.
      found = [];
      const made: AnswerRow[] = [];
      for (const inquiry of inquiries) {
        const asked = pairs === "all" ? estimators : estimators.filter((one) => takes(one, inquiry));
        for (const estimator of asked) {
          if (!("kind" in inquiry)) found.push({ at: made.length, data, contrast: inquiry, estimator });
          made.push(answer(estimator, data, inquiry));
        }
        if (!("kind" in inquiry) && !asked.every(({ naive }) => naive))
          made.push(...boundRows(data, inquiry, outcomeRange));
      }
      return made;
    },
    context,
  );
  return { rows: changingRows(rows, request.probabilities), found };
}

/** The same rows with adjusted p-values for those of tests that have a result. */
function withAdjustedP(rows: readonly AnswerRow[], adjust: Adjustment): AnswerRow[] {
  const tests = rows.flatMap((row) => ("p" in row ? [row.p] : []));
  const adjusted = adjustP(tests, adjust);
  let next = 0;
  return rows.map((row) => ("p" in row ? { ...row, adjusted: adjusted[next++]! } : row));
}
