import { formatNumber, formatPercent } from "../formatNumber.ts";
import type { ReportInput } from "../ReportInput.ts";
import type { ContrastRows } from "./byContrast.ts";
import { conditionMeaning } from "./conditionMeaning.ts";

/**
 * One contrast in one plain sentence, as its preferred estimator sees it: "Being treated with no treated neighbour
 * raises the outcome by 0.41 (95 % interval 0.25 to 0.57); the truth is 0.45." The comparison is said in words unless
 * it is with the first condition, the reference. Plain text: the caller escapes it.
 */
export function effectSentence(
  input: Pick<ReportInput, "conditions" | "meanings" | "exposure">,
  group: ContrastRows,
): string {
  const { preferred: row, decimals, truth } = group;
  const number = (value: number): string => formatNumber(value, decimals);
  const ending = truth === undefined ? "" : `; the truth is ${number(truth.value)}`;
  if (row.estimate === undefined) {
    const because = (row.because ?? "the estimator gave none and did not say why").replace(/\.$/, "");
    return `No estimate, because ${because}${ending}.`;
  }
  const { subject, comparison } = subjectOf(input, group);
  const size = number(Math.abs(row.estimate));
  // What rests on no assignment is seen, not made.
  if (row.claim === "association")
    return `${subject} goes with an outcome ${size} ${row.estimate < 0 ? "lower" : "higher"}${comparison}${uncertainty(row, number)}${ending}.`;
  const verb =
    Number(row.estimate.toFixed(Math.min(decimals, 100))) === 0
      ? "changes"
      : row.estimate > 0
        ? "raises"
        : "lowers";
  return `${subject} ${verb} the outcome by ${size}${comparison}${uncertainty(row, number)}${ending}.`;
}

function subjectOf(
  input: Pick<ReportInput, "conditions" | "meanings" | "exposure">,
  { first, second }: ContrastRows,
): { subject: string; comparison: string } {
  const being = conditionMeaning(input, first);
  const than = conditionMeaning(input, second);
  if (being === undefined || than === undefined)
    return { subject: `Condition ${first}, against condition ${second},`, comparison: "" };
  return {
    subject: `Being ${being}`,
    comparison: second === input.conditions[0] ? "" : ` compared with being ${than}`,
  };
}

function uncertainty(
  { ci, confidence, se, withheld, estimate }: ContrastRows["preferred"],
  number: (value: number) => string,
): string {
  if (ci === undefined) {
    if (se !== undefined) return ` (standard error ${number(se)})`;
    return withheld === undefined
      ? " (no interval)"
      : ` (no interval, because ${withheld.replace(/\.$/, "")})`;
  }
  const [low, high] = ci;
  const percent = confidence === undefined ? "" : `${formatPercent(confidence)} `;
  const zero = low <= 0 && high >= 0 && estimate !== 0 ? ", which includes no effect" : "";
  // The verb carries the sign of the estimate; the interval and the truth keep their own.
  const of = estimate !== undefined && estimate < 0 ? "of the effect " : "";
  return ` (${percent}interval ${of}${number(low)} to ${number(high)}${zero})`;
}
