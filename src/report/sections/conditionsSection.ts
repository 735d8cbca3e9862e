import { csvText } from "../../core/csvText.ts";
import type { Draw } from "../figures/plotter.ts";
import { probabilitiesSvg } from "../figures/probabilitiesSvg.ts";
import { formatCount, formatNumber, formatProbability, formatSignificant } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import { type FigureBook, figure } from "../parts/figure.ts";
import { heads, table } from "../parts/table.ts";
import type { ReportInput } from "../ReportInput.ts";
import { weightsOf } from "./weightsOf.ts";

/** How many agents ended in each condition, how many were expected to, and how likely it was for each of them. */
export async function conditionsSection(input: ReportInput, draw: Draw, book: FigureBook): Promise<Html> {
  const { probabilities, provenance, world = 0 } = input;
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
${table({ label: "Table of conditions", caption: "Agents in each condition: observed, expected by the design, and each agent’s probability of it. “Impossible” counts agents whose probability is 0 (no positivity).", head: [html`<th scope="col">Condition</th><th scope="col" class="number">${observed}</th><th scope="col" class="number">Expected</th><th scope="col" class="number">Min. prob.</th><th scope="col" class="number">Median prob.</th><th scope="col" class="number">Max. prob.</th><th scope="col" class="number">Impossible</th><th scope="col">Method</th>`], rows: rows })}${await histograms(input, draw, book)}
${weightsTable(input)}
</section>
`;
}

async function histograms(input: ReportInput, draw: Draw, book: FigureBook): Promise<Html> {
  const { probabilities } = input;
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
  return figure(book, {
    name: "probabilities",
    shown: html`<div class="wide">${trusted(wide)}</div><div class="narrow">${trusted(narrow)}</div>`,
    svg: await probabilitiesSvg(probabilities, { id: "probabilities", draw }),
    csv: dataOf(input),
    sentence: sentenceOf(probabilities),
    caption: `How the agents’ probabilities are distributed; heights are relative within a row. Agents near 0 get large weights and make estimates uncertain.${left}`,
  });
}

/** What the figure says: the rarest condition, and for whom one is impossible. */
function sentenceOf(probabilities: ReportInput["probabilities"]): string {
  const possible = probabilities.flatMap(({ condition, values }) => {
    const above = Array.from(values ?? []).filter((p) => p > 0);
    return above.length === 0 ? [] : [{ condition, p: above.reduce((least, p) => Math.min(least, p)) }];
  });
  if (possible.length === 0) return "No agent can be in any of the conditions.";
  const rarest = possible.reduce((least, one) => (one.p < least.p ? one : least));
  const impossible = probabilities.filter((one) => one.impossible > 0);
  const most = impossible.map((one) => `${one.condition} for ${formatCount(one.impossible)}`);
  return `The smallest probability above 0 is ${formatProbability(rarest.p)}, of ${rarest.condition}: such an agent, where it is observed, counts for ${formatSignificant(1 / rarest.p)}. ${
    most.length === 0 ? "Every agent can be in every condition." : `Impossible: ${most.join(", ")} agents.`
  }`;
}

/** One line for each agent and condition. */
function dataOf({ network, probabilities, conditions, condition }: ReportInput): string {
  return csvText(
    ["agent", "observed", ...probabilities.map((one) => `p ${one.condition}`)],
    network.ids.map((id, i) => [
      id,
      conditions[condition[i]!],
      ...probabilities.map(({ values }) => rounded(values?.[i])),
    ]),
  );
}

/** How much the agents that were observed in each condition count for. */
function weightsTable(input: ReportInput): Html | undefined {
  const weights = weightsOf(input);
  if (weights.every((one) => one === undefined)) return undefined;
  return table({
    label: "Table of weights",
    caption:
      "Weights of the agents observed in each condition: an agent counts for 1 over its probability of it. “Worth”: how many agents of equal weight they are worth (Kish).",
    head: heads(["Condition"], ["Observed", "Largest weight", "Worth"]),
    rows: input.probabilities.map(
      ({ condition, observed }, c) =>
        html`<tr><th scope="row"><bdi>${condition}</bdi></th><td class="number">${formatCount(observed)}</td><td class="number">${weights[c] === undefined ? "–" : formatSignificant(weights[c].largest)}</td><td class="number">${weights[c] === undefined ? "–" : formatSignificant(weights[c].worth)}</td></tr>
`,
    ),
  });
}

/** Seven digits: more than a figure can show, and a fraction of the bytes. Full numbers: spillway probabilities. */
const rounded = (p: number | undefined): number | undefined =>
  p === undefined ? undefined : Number(p.toPrecision(7));
