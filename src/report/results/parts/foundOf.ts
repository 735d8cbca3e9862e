import { formatCount, formatSignificant } from "../../formatNumber.ts";
import { interval, number, text } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/** The first answer that is not naive, in words; why there is none where no row has one. */
export function foundOf(rows: readonly ResultData[], value: string): string {
  const shown = rows.filter((row) => number(row[value]) !== undefined);
  const row = shown.find((one) => one.naive !== true) ?? shown[0];
  if (row === undefined) {
    const because = [
      ...new Set(rows.flatMap((one) => (typeof one.because === "string" ? [one.because] : []))),
    ];
    return `There is no estimate${because.length === 0 ? "" : `: ${because.slice(0, 3).join("; ")}`}.`;
  }
  const ci = interval(row.ci);
  const range = ci === undefined ? "" : ` (${formatSignificant(ci[0])} to ${formatSignificant(ci[1])})`;
  const first = text(row.first);
  const pair = first === "" ? "" : `, ${first} less ${text(row.second)}`;
  const rest = shown.length - 1;
  return `${text(row.contrast) || text(row.about)}${pair}, by ${text(row.estimator) || text(row.score)}: ${formatSignificant(number(row[value])!)}${range}${rest > 0 ? `, the first of ${formatCount(rest + 1)} estimates` : ""}.`;
}
