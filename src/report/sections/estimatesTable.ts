import { CLAIMS } from "../../../estimators/Claim.ts";
import { formatCount, formatNumber, formatPercent, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";
import type { ReportRow, ReportTruth } from "../ReportInput.ts";
import type { ContrastRows } from "./byContrast.ts";

/** The table of estimates, a block for each contrast with the truth on top, and the rows' notes as numbered footnotes. */
export function estimatesTable(groups: readonly ContrastRows[]): Html {
  const footnotes = new Map<string, number>();
  const confidences = new Set(
    groups.flatMap(({ rows }) =>
      rows.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence])),
    ),
  );
  const common = confidences.size === 1 ? [...confidences][0] : undefined;
  const blocks = groups.map(({ contrast, first, second, rows, truth, decimals }) => {
    return html`<tbody class="group"><tr><th class="group" scope="rowgroup" colspan="8"><span><bdi>${contrast}</bdi>: <bdi>${first}</bdi> − <bdi>${second}</bdi></span></th></tr>
${truth === undefined ? undefined : truthRow(truth, decimals)}${rows.map((row) => estimateRow(row, decimals, common, footnotes))}</tbody>
`;
  });
  const interval = common === undefined ? "Interval" : `${formatPercent(common)} interval`;
  return html`${table({ label: "Table of estimates", caption: "Estimates by contrast and estimator. “Observed”: agents observed in the first and in the second condition, with the number expected by the design below; “Population”: agents with a positive probability of both (positivity), about whom the contrast is.", className: "estimates", head: [html`<th scope="col">Estimator</th><th scope="col" class="number">Estimate</th><th scope="col" class="number">Std. error</th><th scope="col" class="number">${interval}</th><th scope="col" class="number">Observed</th><th scope="col" class="number">Population</th><th scope="col">Variance, interval</th><th scope="col">Claim</th>`], bodies: blocks })}${footnotes.size === 0 ? undefined : html`<ol class="footnotes">${[...footnotes].map(([text, number]) => html`<li id="note-${number}">${text}</li>`)}</ol>`}`;
}

function truthRow({ value, mcse, how }: ReportTruth, decimals: number): Html {
  // A simulated truth is shown with its error, or its last digits would be believed.
  const error = mcse === undefined || mcse === 0 ? undefined : html` ± ${formatSignificant(mcse, 1)}`;
  return html`<tr class="truth"><th scope="row">truth</th><td class="number">${formatNumber(value, decimals)}${error}</td><td colspan="6">${how}</td></tr>
`;
}

function estimateRow(
  row: ReportRow,
  decimals: number,
  common: number | undefined,
  footnotes: Map<string, number>,
): Html {
  const { estimator, estimate, se, ci, confidence, n, expected, population, naive, because } = row;
  const name = html`<th scope="row"><bdi>${estimator}</bdi>${naive === true ? " (naive)" : ""}${references(row, footnotes)}</th>`;
  const counts = html`<td class="number">${formatCount(n[0])}, ${formatCount(n[1])}${expected === undefined ? undefined : html`<br><small>${formatSignificant(expected[0], 3)}, ${formatSignificant(expected[1], 3)}</small>`}</td><td class="number">${formatCount(population)}</td>`;
  if (estimate === undefined) {
    return html`<tr>${name}<td colspan="3">No estimate, because ${because ?? "the estimator did not say why"}</td>${counts}<td>–</td><td>${row.claim ?? "–"}</td></tr>
`;
  }
  const number = (value: number): string => formatNumber(value, decimals);
  const level = common === undefined && confidence !== undefined ? ` (${formatPercent(confidence)})` : "";
  const interval = ci === undefined ? "–" : `${number(ci[0])} to ${number(ci[1])}${level}`;
  const made = row.interval === "redrawn" ? "randomization-based" : row.interval;
  const method = [row.varianceMethod, made].filter((part) => part !== undefined).join(", ");
  return html`<tr>${name}<td class="number">${number(estimate)}</td><td class="number">${se === undefined ? "–" : number(se)}</td><td class="number">${interval}</td>${counts}<td class="method">${method === "" ? "–" : method}</td><td class="method">${row.claim ?? "–"}</td></tr>
`;
}

/** Links to the footnotes of a row. A note that several rows share is one footnote. */
function references(
  { notes, warnings = [], chosen = {}, withheld, mcse, simultaneous, adjusted, ...row }: ReportRow,
  footnotes: Map<string, number>,
): Html | undefined {
  const { claim, estimand, reading } = row;
  const texts = [
    ...(estimand === undefined || reading === undefined ? [] : [sentence(estimand)]),
    ...(claim === undefined
      ? []
      : [claim === "association" ? sentence(CLAIMS[claim]) : `${sentence(claim)}: ${CLAIMS[claim]}`]),
    ...(reading === undefined ? [] : [`${sentence(reading.is)}: ${reading.policy}; link: ${reading.link}`]),
    ...(withheld === undefined ? [] : [`No standard error, because ${withheld}`]),
    ...(mcse === undefined || mcse === 0
      ? []
      : [
          `The probabilities are simulated: the Monte Carlo error of the estimate is ${formatSignificant(mcse, 2)}`,
        ]),
    ...(simultaneous === undefined
      ? []
      : [
          `An interval that holds together with those of the other contrasts: ${formatSignificant(simultaneous[0])} to ${formatSignificant(simultaneous[1])}`,
        ]),
    ...(adjusted === undefined
      ? []
      : [`p-value of no effect of anything, adjusted for all contrasts: ${formatSignificant(adjusted)}`]),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...notes,
    ...(chosen.variance === undefined ? [] : [`Variance chosen before the data: ${chosen.variance}`]),
    ...(chosen.interval === undefined ? [] : [`Interval chosen before the data: ${chosen.interval}`]),
  ];
  if (texts.length === 0) return undefined;
  const links = [...new Set(texts)].map((text, k) => {
    const number = footnotes.get(text) ?? footnotes.size + 1;
    footnotes.set(text, number);
    return html`${k === 0 ? "" : ", "}<a href="#note-${number}">${number}</a>`;
  });
  return html`<sup>${links}</sup>`;
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
