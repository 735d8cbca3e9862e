import { type Html, html } from "../html.ts";
import { table } from "../parts/table.ts";
import type { ReportInput } from "../ReportInput.ts";

/** The reporting checklist for studies with language models: what the run says, and what is left as questions. Nothing where agents are synthetic. */
export function checklistSection({ checklist }: Pick<ReportInput, "checklist">): Html | undefined {
  if (checklist === undefined) return undefined;
  const open = checklist.filter(({ question }) => question !== undefined).length;
  return html`<section aria-labelledby="checklist"><h2 id="checklist">Reporting checklist</h2>
<p>${checklist.length - open} of ${checklist.length} points are filled from the run; the others hold a question for the authors. After Baltes et al. (arXiv 2508.15503, llm-guidelines.org).</p>
${table({
  label: "Table of the reporting checklist",
  head: [
    html`<th scope="col">Guideline</th><th scope="col">What to report</th><th scope="col">What the run says</th><th scope="col">Left to the authors</th>`,
  ],
  rows: checklist.map(
    ({ guideline, level, asks, answer, question }) =>
      html`<tr><th scope="row">${guideline}</th><td>${asks} <small>(${level})</small></td><td>${answer ?? "–"}</td><td>${question ?? "–"}</td></tr>
`,
  ),
})}</section>
`;
}
