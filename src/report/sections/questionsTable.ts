import { measureName, PURPOSE_WORDS } from "../../experiment/survey/describeQuestion.ts";
import type {
  MeasureCheck,
  QuestionCheck,
  QuestionDifference,
} from "../../experiment/survey/QuestionCheck.ts";
import { formatCount, formatPercent, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";

/** How questions were answered: means and shares by arm, and what arms differ by. Nothing when none was asked. */
export function questionsTable(questions: readonly QuestionCheck[]): Html {
  if (questions.length === 0) return html``;
  return html`<h3 style="margin-top:1.6rem">What agents were asked</h3>
${table({ label: "Table of questions", caption: "Questions asked outside the agents’ turns; the answers reach no other agent and no memory. Means, and shares of options, among those who answered; differences are Hájek estimates by own arm.", className: "questions", head: [html`<th scope="col">question</th><th scope="col">after round</th><th scope="col">answered</th><th scope="col">by arm</th><th scope="col">difference</th>`], rows: questions.flatMap(rowsOf) })}`;
}

function rowsOf(question: QuestionCheck): Html[] {
  const { name, purpose, round, arms, measures } = question;
  const answered = arms.map(
    ({ arm, answered: n, asked }) => html`<bdi>${arm}</bdi> ${formatCount(n)} of ${formatCount(asked)}`,
  );
  const what = purpose === "other" ? "" : `, ${PURPOSE_WORDS[purpose]}`;
  const row = (measure: MeasureCheck | undefined): Html => {
    const part = measure ? measureName(measure) : "";
    const head = html`<th scope="row"><bdi>${name}</bdi>${what}${part === "" ? undefined : html`: <bdi>${part}</bdi>`}</th>`;
    const values = measure?.arms.map(
      ({ arm, value }) => html`<bdi>${arm}</bdi> ${value === undefined ? "–" : formatSignificant(value)}`,
    );
    return html`<tr>${head}<td>${formatCount(round)}</td><td>${lines(answered)}</td><td>${values ? lines(values) : "–"}</td><td>${measure ? lines(measure.differences.map(differenceOf)) : "–"}</td></tr>
`;
  };
  return measures.length === 0 ? [row(undefined)] : measures.map(row);
}

const lines = (parts: readonly Html[]): Html =>
  html`${parts.map((part, k) => (k === 0 ? part : html`<br>${part}`))}`;

function differenceOf(difference: QuestionDifference): Html {
  const { first, second, estimate, ci, confidence, because, truth } = difference;
  const pair = html`<bdi>${first}</bdi> − <bdi>${second}</bdi>`;
  const known = truth === undefined ? "" : ` (truth ${formatSignificant(truth)})`;
  const reason = because ?? "the estimator did not say why";
  if (estimate === undefined) return html`${pair}: no estimate, because ${reason}${known}`;
  const interval =
    ci === undefined
      ? `, no interval, because ${reason}`
      : `, ${formatPercent(confidence ?? 0.95)} interval ${formatSignificant(ci[0])} to ${formatSignificant(ci[1])}`;
  return html`${pair}: ${formatSignificant(estimate)}${interval}${known}`;
}
