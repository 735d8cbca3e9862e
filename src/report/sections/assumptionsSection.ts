import { type Html, html } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";

/** The assumptions of the estimates, in words, and the references behind them. */
export function assumptionsSection({ assumptions, cites }: ReportInput): Html {
  const list = assumptions.map(
    ({ name, text }) => html`<dt>${name}</dt><dd>${text}</dd>
`,
  );
  return html`<section aria-labelledby="assumptions"><h2 id="assumptions">What is assumed</h2>
${list.length === 0 ? html`<p>No assumptions were recorded.</p>` : html`<dl>${list}</dl>`}
${cites.length === 0 ? undefined : html`<h3 style="margin-top:1.6rem">References</h3><ul class="plain small">${cites.map((text) => html`<li>${text}</li>`)}</ul>`}
</section>
`;
}
