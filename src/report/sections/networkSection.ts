import { ARM_SHAPES } from "../figures/armShape.ts";
import { networkLegendHtml } from "../figures/networkLegend.ts";
import { MOST_EDGES, MOST_LABELLED, networkSvg } from "../figures/networkSvg.ts";
import { CONDITION_COLORS } from "../figures/palette.ts";
import { formatCount } from "../formatNumber.ts";
import { type Html, html, trusted } from "../html.ts";
import type { ReportInput } from "../ReportInput.ts";

/** The picture of the network with its legend, or a sentence on why there is none. */
export function networkSection(input: ReportInput): Html {
  const { positions, positionsAbsent, provenance, world = 0 } = input;
  const heading = html`<h2 id="network">The network</h2>`;
  if (positions === undefined) {
    const why =
      positionsAbsent === undefined
        ? "no positions of the agents were given"
        : positionsAbsent.replace(/\.$/, "");
    return html`<section aria-labelledby="network">${heading}
<p>The network is not drawn: ${why}. The counts below are of all agents.</p></section>
`;
  }
  const { worlds } = provenance;
  const which =
    worlds === 1
      ? "The one world of this experiment."
      : `World ${world} of ${formatCount(worlds)} is drawn (worlds are numbered from 0).`;
  return html`<section aria-labelledby="network">${heading}
<figure><div class="network">${trusted(networkSvg(input, { id: "network-picture", standalone: false }))}</div>
${networkLegendHtml(input)}
<figcaption>${which} Each mark is an agent, each grey line an edge. ${caveats(input)}</figcaption></figure>
</section>
`;
}

function caveats({ network, arms, conditions }: ReportInput): string {
  const { n, edges, directed } = network;
  return [
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
