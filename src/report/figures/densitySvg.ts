import { formatCount, formatSignificant } from "../formatNumber.ts";
import { escapeText } from "../html.ts";
import { checkId } from "./checkId.ts";
import {
  cellsOnSide,
  type DensityCell,
  type DensityInput,
  densityCells,
  middleRange,
} from "./densityCells.ts";
import { INK, RAMP } from "./palette.ts";
import { shorten } from "./shorten.ts";

const SIDE = 304;
const GAP = 32;
const TOP = 30;
const BOTTOM = 46;

interface DensityOptions {
  readonly id: string;
  /** Name of the outcome. */
  readonly outcome?: string;
  /** Whether the panels stand below each other, for a phone. Default false. */
  readonly stacked?: boolean;
}

/** What a panel shows, and the numbers at the ends of its colours. */
interface DensityPanel {
  readonly of: "share" | "mean";
  readonly title: string;
  readonly low: number;
  readonly high: number;
}

/**
 * All agents of a large network by where they lie: squares of the layout, the larger the more agents, coloured by the share of them that is treated and, where there are outcomes, beside it by
 * their mean outcome. Same input, same bytes. Cost: O(n); at most 1,024 squares a panel.
 */
export function densitySvg(
  input: DensityInput,
  { id, outcome = "outcome", stacked = false }: DensityOptions,
): string {
  checkId(id);
  const cells = densityCells(input);
  const panels = densityPanels(input, cells, outcome);
  const tall = TOP + SIDE + BOTTOM;
  const width = stacked ? SIDE : panels.length * SIDE + (panels.length - 1) * GAP;
  const height = stacked ? panels.length * tall : tall;
  const most = cells.reduce((top, { agents }) => Math.max(top, agents), 1);
  // A few cells that hold very many, such as agents without any edge, must not make all others dots.
  const full = cells.map(({ agents }) => agents).sort((a, b) => a - b)[Math.floor(0.75 * cells.length)] ?? 1;
  const words = `${formatCount(input.network.n)} agents in ${formatCount(cells.length)} cells, at most ${formatCount(most)} in one.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="${INK.light.text}">`,
    `<title id="${id}-title">Density of the network</title><desc id="${id}-desc">${words}</desc>`,
    `<style>#${id}{height:auto;max-width:100%}@media screen and (prefers-color-scheme: dark){#${id}{fill:${INK.dark.text}}#${id} .paper{fill:${INK.dark.paper}}#${id} .frame,#${id} .cells{stroke:${INK.dark.edge}}}</style>`,
    `<rect class="paper" width="${width}" height="${height}" fill="${INK.light.paper}"/>`,
    ...panels.map((panel, k) => {
      const drawn = panelOf(panel, cells, SIDE / cellsOnSide(input.network.n), full, `${id}-ramp-${k}`);
      return `<g transform="translate(${stacked ? `0 ${k * tall}` : `${k * (SIDE + GAP)} 0`})">${drawn}</g>`;
    }),
    "</svg>",
  ].join("");
}

/** The panels of the picture: the share that is treated, and the mean outcome where there is one. */
export function densityPanels(
  { arms }: Pick<DensityInput, "arms">,
  cells: readonly DensityCell[],
  outcome: string,
): readonly DensityPanel[] {
  const treated =
    arms.length === 2 ? `share in ${shorten(arms[1]!, 24)}` : `share not in ${shorten(arms[0]!, 24)}`;
  const titles = { share: treated, mean: `mean ${shorten(outcome, 24)}` };
  return (["share", "mean"] as const).flatMap((of): DensityPanel[] => {
    const range = middleRange(cells, of);
    return range === undefined ? [] : [{ of, title: titles[of], low: range[0], high: range[1] }];
  });
}

function panelOf(
  { of, title, low, high }: DensityPanel,
  cells: readonly DensityCell[],
  step: number,
  full: number,
  ramp: string,
): string {
  const squares = cells.map((cell) => {
    const value = cell[of];
    // By area, and never too small for its colour to be seen.
    const side = Math.min(1, Math.max(0.35, Math.sqrt(cell.agents / full))) * step;
    const x = (cell.column + 0.5) * step - side / 2;
    const y = TOP + (cell.row + 0.5) * step - side / 2;
    const fill = value === undefined ? "none" : rampColor(high > low ? (value - low) / (high - low) : 0.5);
    return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${side.toFixed(1)}" height="${side.toFixed(1)}" fill="${fill}"/>`;
  });
  const stops = RAMP.map(
    (color, k) => `<stop offset="${((100 * k) / (RAMP.length - 1)).toFixed(0)}%" stop-color="${color}"/>`,
  );
  const bottom = TOP + SIDE + 10;
  return [
    `<text x="0" y="18" font-weight="600">${escapeText(title)}</text>`,
    `<rect class="frame" x="0.5" y="${TOP + 0.5}" width="${SIDE - 1}" height="${SIDE - 1}" fill="none" stroke="${INK.light.edge}" stroke-opacity="0.5"/>`,
    `<g class="cells" stroke="${INK.light.edge}" stroke-width="0.4">${squares.join("")}</g>`,
    `<defs><linearGradient id="${ramp}">${stops.join("")}</linearGradient></defs>`,
    `<rect class="frame" x="0" y="${bottom}" width="${SIDE}" height="9" fill="url(#${ramp})" stroke="${INK.light.edge}" stroke-width="0.4"/>`,
    `<text x="0" y="${bottom + 24}">≤ ${formatSignificant(low)}</text>`,
    `<text x="${SIDE}" y="${bottom + 24}" text-anchor="end">≥ ${formatSignificant(high)}</text>`,
  ].join("");
}

/** A colour between the stops of the ramp, for a share from 0 to 1; beyond the ends, that of the end. */
function rampColor(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const k = Math.min(RAMP.length - 2, Math.floor(at));
  const channel = (color: string, c: number): number =>
    Number.parseInt(color.slice(1 + 2 * c, 3 + 2 * c), 16);
  const mixed = [0, 1, 2].map((c) => {
    const [from, to] = [channel(RAMP[k]!, c), channel(RAMP[k + 1]!, c)];
    return Math.round(from + (at - k) * (to - from))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}
