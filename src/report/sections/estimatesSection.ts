import { estimatesSvg } from "../figures/estimatesSvg.ts";
import type { Draw } from "../figures/plotter.ts";
import { type Html, html, trusted } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";
import { byContrast } from "./byContrast.ts";
import { estimatesTable } from "./estimatesTable.ts";

/** The figure of all estimates (once for wide and once for narrow pages) and the table with its footnotes. */
export async function estimatesSection(input: ReportInput, draw: Draw): Promise<Html> {
  const heading = html`<h2 id="estimates">Estimates</h2>`;
  if (input.estimates.length === 0) {
    return html`<section aria-labelledby="estimates">${heading}<p>There are no estimates.</p></section>
`;
  }
  const [wide, narrow] = [
    await estimatesSvg(input, { id: "estimates-wide", width: 852, standalone: false, draw }),
    await estimatesSvg(input, { id: "estimates-narrow", width: 368, standalone: false, draw }),
  ];
  const groups = byContrast(input);
  const naive = input.estimates.some((row) => row.naive === true);
  const truths = groups.some(({ truth }) => truth !== undefined);
  const caption = [
    "Each dot is an estimate, the line through it its confidence interval.",
    truths
      ? "The green vertical line is the truth, known because the agents are synthetic."
      : "The truth is not known.",
    naive
      ? "Hollow orange dots are naive estimators, shown for comparison: they ignore each agent’s probability of its condition."
      : "",
  ];
  return html`<section aria-labelledby="estimates">${heading}
<figure><div class="wide">${trusted(wide)}</div><div class="narrow">${trusted(narrow)}</div>
<figcaption>${caption.filter((sentence) => sentence !== "").join(" ")}</figcaption></figure>
${estimatesTable(groups)}
</section>
`;
}
