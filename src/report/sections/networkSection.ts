import { csvText } from "../../core/csvText.ts";
import { ruleWords } from "../../network/changes/ruleWords.ts";
import type { Network } from "../../network/Network.ts";
import { ARM_SHAPES } from "../figures/armShape.ts";
import { densityCells, middleRange } from "../figures/densityCells.ts";
import { densityPanels, densitySvg } from "../figures/densitySvg.ts";
import { NARROW } from "../figures/narrow.ts";
import { networkLegendHtml } from "../figures/networkLegend.ts";
import { MOST_EDGES, MOST_LABELLED, networkSvg } from "../figures/networkSvg.ts";
import { CONDITION_COLORS } from "../figures/palette.ts";
import { formatCount, formatPercent, formatSignificant } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import { type FigureBook, figure } from "../parts/figure.ts";
import { twoWidths } from "../parts/twoWidths.ts";
import type { NetworkPicture, ReportInput } from "../ReportInput.ts";

/** The picture of the network with its legend, or a sentence on why there is none. */
export async function networkSection(input: ReportInput, book: FigureBook): Promise<Html> {
  const { positions, positionsAbsent, sample, provenance, world = 0 } = input;
  const heading = html`<h2 id="network">The network</h2>`;
  const { worlds } = provenance;
  const which =
    worlds === 1
      ? "The one world of this experiment."
      : `World ${world} of ${formatCount(worlds)} is drawn (worlds are numbered from 0).`;
  if (positions === undefined && sample === undefined) {
    const why =
      positionsAbsent === undefined
        ? "no positions of the agents were given"
        : positionsAbsent.replace(/\.$/, "");
    return html`<section aria-labelledby="network">${heading}
${await densityFigure(input, which, book)}<p>${input.places === undefined ? "The network is" : "Single agents are"} not drawn: ${why}. The counts below are of all agents.</p></section>
`;
  }
  const drawn = sample ?? input;
  const sampled =
    sample === undefined
      ? ""
      : `A sample of ${formatCount(sample.network.n)} of the ${formatCount(input.network.n)} agents is drawn, reached by walking outwards along edges from the first agent, with all edges among them; the counts are of all agents. `;
  return html`<section aria-labelledby="network">${heading}
${await densityFigure(input, which, book)}${await figure(book, {
  name: "network",
  shown: html`<div class="network">${trusted(networkSvg(drawn, { id: "network-picture", standalone: false }))}</div>
${networkLegendHtml(input)}`,
  svg: networkSvg(drawn, { id: "network" }),
  csv: dataOf(input),
  sentence: sentenceOf(input),
  caption: `${which} ${sampled}Each mark is an agent, each grey line an edge. ${caveats(drawn, input.network.changes)}`,
})}</section>
`;
}

/** All agents of a network that is too large for a mark each. Nothing where they have no places. */
async function densityFigure(input: ReportInput, which: string, book: FigureBook): Promise<Html | undefined> {
  const { places, outcome = "outcome", network, arms } = input;
  if (places === undefined) return undefined;
  const given = { ...input, places };
  const cells = densityCells(given);
  const said = densityPanels(input, cells, outcome).map(({ of, title }) => {
    const [low, high] = middleRange(cells, of)!;
    return `the ${title} goes from ${formatSignificant(low)} to ${formatSignificant(high)}`;
  });
  const treated = arms.length === 2 ? `in ${arms[1]}` : `not in ${arms[0]}`;
  return figure(book, {
    name: "density",
    shown: await twoWidths("density", ({ id, width }) =>
      densitySvg(given, { id, outcome, stacked: width < NARROW }),
    ),
    svg: densitySvg(given, { id: "density-file", outcome }),
    csv: csvText(
      ["column", "row", "agents", `share ${treated}`, "mean outcome"],
      cells.map(({ column, row, agents, share, mean }) => [column, row, agents, share, mean]),
    ),
    sentence: `All ${formatCount(network.n)} agents lie in ${formatCount(cells.length)} cells; over the cells of nine in ten of them, ${said.join(", and ")}.`,
    caption: `${which} Each square is a part of the network, placed by path lengths (pivot multidimensional scaling, spread out so that all parts have the same room) and larger the more agents lie in it. The row at the bottom, where there is one, has agents outside the largest connected part. Few agents of a cell make its colour a matter of chance.`,
  });
}

function caveats({ network, arms, conditions }: NetworkPicture, changes: Network["changes"]): string {
  const { n, edges, directed } = network;
  return [
    changes
      ? `The edges that are heard change over rounds: ${ruleWords(changes.rule)}. Those drawn are the declared ones.`
      : "",
    n > MOST_LABELLED
      ? `All ${formatCount(n)} agents are drawn, so marks lie over one another, later conditions over earlier ones.`
      : "Point at a mark to read its id.",
    edges > MOST_EDGES
      ? `The ${formatCount(edges)} edges are not drawn: that many would fill the picture with grey.`
      : "",
    directed && edges <= MOST_EDGES ? "Edges have directions, which are not drawn." : "",
    conditions.length > CONDITION_COLORS.length
      ? `There are more conditions than colours: every ${CONDITION_COLORS.length} conditions the colours begin again.`
      : "",
    arms.length > ARM_SHAPES
      ? `There are more arms than shapes: every ${ARM_SHAPES} arms the shapes begin again.`
      : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** What the picture says: how many agents are in each arm and condition, and how often edges join equals. */
function sentenceOf({ network, arms, assignment, conditions, condition }: ReportInput): string {
  const { n, offsets, sources } = network;
  const counts = (names: readonly string[], of: ArrayLike<number>): string => {
    const tally = names.map(() => 0);
    for (let i = 0; i < n; i++) tally[of[i]!]!++;
    return names.map((name, k) => `${formatCount(tally[k]!)} ${name}`).join(", ");
  };
  let [same, all] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      all++;
      if (assignment[sources[k]!] === assignment[i]) same++;
    }
  const joined =
    all === 0 ? "" : ` ${formatPercent(Number((same / all).toFixed(3)))} of edges join agents of one arm.`;
  return `Of ${formatCount(n)} agents: ${counts(arms, assignment)}. Conditions: ${counts(conditions, condition)}.${joined}`;
}

/** One line for each agent. */
function dataOf({
  network,
  arms,
  assignment,
  conditions,
  condition,
  positions,
  values,
}: ReportInput): string {
  return csvText(
    ["agent", "arm", "condition", "outcome", "x", "y"],
    network.ids.map((id, i) => [
      ...[id, arms[assignment[i]!], conditions[condition[i]!], values?.[i]],
      ...[rounded(positions?.x[i]), rounded(positions?.y[i])],
    ]),
  );
}

/** A place to a ten-thousandth of the picture's width: finer than it is drawn. */
const rounded = (place: number | undefined): number | undefined =>
  place === undefined ? undefined : Number(place.toFixed(4));
