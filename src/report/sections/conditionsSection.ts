import type { Draw } from "../figures/plotter.ts";
import { probabilitiesSvg } from "../figures/probabilitiesSvg.ts";
import { formatCount, formatNumber, formatProbability } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import { table } from "../parts/table.ts";
import type { ReportInput } from "../ReportInput.ts";

/** How many agents ended in each condition, how many were expected to, and how likely it was for each of them. */
export async function conditionsSection(
  { probabilities, provenance, world = 0 }: ReportInput,
  draw: Draw,
): Promise<Html> {
  const heading = html`<h2 id="conditions">Conditions and their probabilities</h2>`;
  if (probabilities.length === 0) {
    return html`<section aria-labelledby="conditions">${heading}<p>No probabilities of conditions were computed.</p></section>
`;
  }
  const rows = probabilities.map(
    ({ condition, observed, expected, min, median, max, impossible, method, draws }) =>
      html`<tr><th scope="row"><bdi>${condition}</bdi></th><td class="number">${formatCount(observed)}</td><td class="number">${formatNumber(expected, 1)}</td><td class="number">${formatProbability(min)}</td><td class="number">${formatProbability(median)}</td><td class="number">${formatProbability(max)}</td><td class="number">${formatCount(impossible)}</td><td>${method === "exact" ? "exact" : `Monte Carlo${draws === undefined ? "" : `, ${formatCount(draws)} draws`}`}</td></tr>
`,
  );
  const observed = provenance.worlds === 1 ? "Observed" : `Observed in world ${world}`;
  return html`<section aria-labelledby="conditions">${heading}
${table({ label: "Table of conditions", caption: "Agents in each condition: observed, expected by the design, and each agent’s probability of it. “Impossible” counts agents whose probability is 0 (no positivity).", head: [html`<th scope="col">Condition</th><th scope="col" class="number">${observed}</th><th scope="col" class="number">Expected</th><th scope="col" class="number">Min. prob.</th><th scope="col" class="number">Median prob.</th><th scope="col" class="number">Max. prob.</th><th scope="col" class="number">Impossible</th><th scope="col">Method</th>`], rows: rows })}${await figure(probabilities, draw)}
</section>
`;
}

async function figure(probabilities: ReportInput["probabilities"], draw: Draw): Promise<Html> {
  const missing = probabilities.filter(({ values }) => values === undefined).length;
  if (missing === probabilities.length) {
    return html`<p class="small">The distribution of the probabilities is not drawn, because only their summary was given.</p>`;
  }
  const wide = await probabilitiesSvg(probabilities, {
    id: "probabilities-wide",
    width: 852,
    standalone: false,
    draw,
  });
  const narrow = await probabilitiesSvg(probabilities, {
    id: "probabilities-narrow",
    width: 368,
    standalone: false,
    draw,
  });
  const left =
    missing === 0
      ? ""
      : ` ${missing} of ${probabilities.length} conditions are left out, because only their summary was given.`;
  return html`<figure><div class="wide">${trusted(wide)}</div><div class="narrow">${trusted(narrow)}</div>
<figcaption>How the agents’ probabilities are distributed; heights are relative within a row. Agents near 0 get large weights and make estimates uncertain.${left}</figcaption></figure>`;
}
