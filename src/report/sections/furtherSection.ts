import { CLAIMS } from "../../../estimators/Claim.ts";
import { policyReading } from "../../../estimators/contrast/policyReading.ts";
import { formatCount, formatPercent, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";
import type { FurtherRow, ReportInput } from "../ReportInput.ts";

/** What was asked beside contrasts: a line for each question and estimator. Nothing when nothing was. */
export function furtherSection({ further = [] }: ReportInput): Html | undefined {
  if (further.length === 0) return undefined;
  return html`<section aria-labelledby="further"><h2 id="further">Other questions</h2>
${table({ label: "Table of other questions", caption: "Answers that are no difference of two conditions: what is estimated or tested, in words, and what the number rests on.", head: [html`<th scope="col">Question</th><th scope="col">Estimator</th><th scope="col" class="number">Answer</th><th scope="col" class="number">Std. error</th><th scope="col" class="number">Interval or p</th><th scope="col">Rests on, and remarks</th>`], rows: further.map(rowOf) })}</section>
`;
}

function rowOf(row: FurtherRow): Html {
  const { contrast, estimator, estimand, claim, notes, warnings } = row;
  const reading = policyReading(row);
  const remarks = [
    claim === "association" ? CLAIMS[claim] : `${claim}: ${CLAIMS[claim]}`,
    `${reading.is}: ${reading.policy}; link: ${reading.link}`,
    ...warnings.map((warning) => `warning: ${warning}`),
    ...("withheld" in row && row.withheld !== undefined
      ? [`no standard error, because ${row.withheld}`]
      : []),
    ...notes,
  ];
  const head = html`<th scope="row"><bdi>${contrast}</bdi><br><small>${estimand}</small></th><td><bdi>${estimator}</bdi></td>`;
  const tail = html`<td>${remarks.map((text, k) => html`${k === 0 ? undefined : html`<br>`}${text}`)}</td>`;
  if ("because" in row)
    return html`<tr>${head}<td colspan="3">No answer, because ${row.because}</td>${tail}</tr>
`;
  if ("statistic" in row)
    return html`<tr>${head}<td class="number">${formatSignificant(row.statistic)}</td><td class="number">–</td><td class="number">p = ${formatSignificant(row.p)}<br><small>${formatCount(row.assignments)} assignments</small></td>${tail}</tr>
`;
  const { estimate, se, ci, confidence } = row;
  const interval =
    ci === undefined
      ? html`–`
      : html`${formatSignificant(ci[0])} to ${formatSignificant(ci[1])}<br><small>${formatPercent(confidence)}</small>`;
  return html`<tr>${head}<td class="number">${formatSignificant(estimate)}</td><td class="number">${se === undefined ? "–" : formatSignificant(se)}</td><td class="number">${interval}</td>${tail}</tr>
`;
}
