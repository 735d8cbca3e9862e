import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Network } from "../../network/Network.ts";
import { escapeText } from "../html.ts";
import type { NetworkPicture } from "../ReportInput.ts";
import { armShape, armStroke } from "./armShape.ts";
import { checkId } from "./checkId.ts";
import { checkPicture } from "./checkPicture.ts";
import { networkLegend } from "./networkLegend.ts";
import { conditionColor, INK } from "./palette.ts";

/** Above this many edges a picture is a grey square, and its file tens of megabytes: edges are left out, and a sentence says so. */
export const MOST_EDGES = 40_000;
/** Up to this many agents, each mark can be pointed at to read its id, arm and condition. */
export const MOST_LABELLED = 3_000;

const SIZE = 640;
const MARGIN = 14;
const LEGEND = 210;

export interface NetworkSvgOptions {
  /** Id of the svg element; figures on one page need different ones. Letters, digits and hyphens. Default `network`. */
  readonly id?: string;
  /** Whether the legend and a background are drawn, as a file of its own needs. Default true. */
  readonly standalone?: boolean;
}

/**
 * The network as an SVG picture: thin grey edges, and for each agent a mark whose fill is its condition and whose shape
 * and outline are its arm. Every agent is drawn, whatever their number. It adapts to light and dark by itself.
 *
 * Same input, same bytes. Cost: O(n + edges); about 100 bytes an agent and 20 an edge.
 * @throws SpillwayError when positions are absent or lengths do not fit.
 */
export function networkSvg(picture: NetworkPicture, options: NetworkSvgOptions = {}): string {
  wantArgument("networkSvg", "a picture", picture, { fields: ["network"] });
  const { id = "network", standalone = true } = options;
  checkId(id);
  checkPicture(picture);
  const { network, positions, arms } = picture;
  if (positions === undefined)
    throw new SpillwayError(
      "networkSvg: wanted positions of the agents, got none: lay the network out first",
    );
  const x = Array.from(positions.x, place);
  const y = Array.from(positions.y, place);
  const radius = Math.min(8, Math.max(1.2, (0.21 * SIZE) / Math.sqrt(network.n)));
  const width = standalone ? SIZE + LEGEND : SIZE;
  const drawEdges = network.edges <= MOST_EDGES;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc" width="${width}" height="${SIZE}" viewBox="0 0 ${width} ${SIZE}" font-family="system-ui, sans-serif" font-size="13" fill="${INK.light.text}">`,
    `<title id="${id}-title">Network of ${network.n} agents</title>`,
    `<desc id="${id}-desc">${escapeText(describe(picture))}</desc>`,
    `<style>@media screen and (prefers-color-scheme: dark){#${id}{fill:${INK.dark.text}}#${id} .paper{fill:${INK.dark.paper}}#${id} .edges{stroke:${INK.dark.edge}}#${id} .arm{stroke:${INK.dark.outline}}}</style>`,
    standalone ? `<rect class="paper" width="${width}" height="${SIZE}" fill="${INK.light.paper}"/>` : "",
    drawEdges
      ? `<path class="edges" d="${edgePath(network, x, y)}" fill="none" stroke="${INK.light.edge}" stroke-width="${edgeWidth(network.n)}" stroke-opacity="0.55"/>`
      : "",
    ...arms.map((_, arm) => marks(picture, arm, x, y, radius)),
    standalone ? networkLegend(picture, SIZE + 8, 40) : "",
    "</svg>",
  ].join("");
}

const place = (unit: number): number => Math.round(10 * (MARGIN + unit * (SIZE - 2 * MARGIN))) / 10;
const edgeWidth = (n: number): number => (n <= 150 ? 1 : n <= 1000 ? 0.7 : 0.4);

function marks(
  { network, conditions, condition, assignment, arms }: NetworkPicture,
  arm: number,
  x: readonly number[],
  y: readonly number[],
  radius: number,
): string {
  const groups = conditions.map((name, c) => {
    const members = network.ids.flatMap((_, i) => (assignment[i] === arm && condition[i] === c ? [i] : []));
    if (members.length === 0) return "";
    const shape = (i: number): string => armShape(arm, x[i]!, y[i]!, radius);
    const inside =
      network.n > MOST_LABELLED
        ? `<path d="${members.map(shape).join("")}"/>`
        : members
            .map(
              (i) =>
                `<path d="${shape(i)}"><title>${escapeText(`${network.ids[i]}: ${arms[arm]}, condition ${name}`)}</title></path>`,
            )
            .join("");
    return `<g fill="${conditionColor(c)}">${inside}</g>`;
  });
  return `<g class="arm" stroke="${INK.light.outline}" stroke-width="${armStroke(arm, radius)}" stroke-linejoin="round">${groups.join("")}</g>`;
}

function edgePath(
  { n, offsets, sources, directed }: Network,
  x: readonly number[],
  y: readonly number[],
): string {
  let path = "";
  for (let target = 0; target < n; target++) {
    for (let k = offsets[target]!; k < offsets[target + 1]!; k++) {
      const source = sources[k]!;
      // An undirected edge stands in both rows; it is drawn from one.
      if (directed || source < target) path += `M${x[source]} ${y[source]}L${x[target]} ${y[target]}`;
    }
  }
  return path;
}

function describe({ network, conditions, condition, arms, assignment }: NetworkPicture): string {
  const count = (names: readonly string[], of: ArrayLike<number>): string =>
    names.map((name, k) => `${network.ids.filter((_, i) => of[i] === k).length} ${name}`).join(", ");
  return `${network.n} agents and ${network.edges} edges. Arms: ${count(arms, assignment)}. Conditions: ${count(conditions, condition)}.`;
}
