import { type Html, html } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";

/** How far study and run follow their preregistration: every deviation, what is exploratory, and what was not answered. Nothing when there is none. */
export function preregistrationSection({
  preregistration,
}: Pick<ReportInput, "preregistration">): Html | undefined {
  if (preregistration === undefined) return undefined;
  const { hash, deviations, exploratory, unanswered, notes } = preregistration;
  const list = (title: string, items: readonly Html[]): Html | undefined =>
    items.length === 0
      ? undefined
      : html`<h3>${title}</h3>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`;
  return html`<section aria-labelledby="preregistration"><h2 id="preregistration">Preregistration</h2>
<p>Sealed before as <code>${hash}</code>. ${
    deviations.length === 0
      ? "Study and run are as they were sealed: there is no deviation."
      : `There ${deviations.length === 1 ? "is 1 deviation" : `are ${deviations.length} deviations`}.`
  }</p>
${list(
  "Deviations",
  deviations.map(({ words, path }) => html`${words} <small><code>${path}</code></small>`),
)}${list(
  "Exploratory: not preregistered",
  exploratory.map(({ contrast, estimator }) => html`<bdi>${contrast}</bdi> by <bdi>${estimator}</bdi>`),
)}${list(
  "Preregistered and not answered",
  unanswered.map(({ question, because }) => html`<bdi>${question}</bdi>, because ${because}`),
)}${list(
  "Notes",
  notes.map((note) => html`${note}`),
)}</section>
`;
}
