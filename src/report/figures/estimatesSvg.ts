import { wantArgument } from "../../core/wantArgument.ts";
import { formatNumber, formatPercent, formatTick } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import type { ReportInput, ReportRow } from "../ReportInput.ts";
import { byContrast, type ContrastRows } from "../sections/byContrast.ts";
import { INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

export interface EstimatesSvgOptions {
  /** Id of the svg element; figures on one page need different ones. Letters, digits and hyphens. Default `estimates`. */
  readonly id?: string;
  /** Width in pixels. Below 500 the names of estimators stand above their lines. Default 760. */
  readonly width?: number;
  /** Whether a background is drawn, as a file of its own needs. Default true. */
  readonly standalone?: boolean;
  /** @internal A drawing function made before with `plotter()`; several figures then share its document. */
  readonly draw?: Draw;
}

type Figure = Pick<ReportInput, "estimates" | "truths">;

/** Width of a letter in a wide font of 13 pixels: what room a text may need. */
const LETTER = 7.2;

/** A line of the figure and its height, counted in rows from the top. */
interface Line {
  readonly y: number;
  readonly row: ReportRow;
}

/**
 * Estimates as dots with their intervals, contrast by contrast and estimator by estimator, the truth as a vertical line
 * where it is known, naive estimators hollow. All contrasts share one axis, since all are in units of the outcome.
 *
 * Same input, same bytes.
 */
export async function estimatesSvg(figure: Figure, options: EstimatesSvgOptions = {}): Promise<string> {
  wantArgument("estimatesSvg", "a figure", figure, { fields: ["estimates"] });
  const { id = "estimates", width = 760, standalone = true, draw = await plotter() } = options;
  const groups = byContrast(figure);
  const stacked = width < 500;
  const most = stacked ? 38 : 30;
  const letters = Math.max(
    0,
    ...figure.estimates.map((row) => Array.from(shorten(labelOf(row), most)).length),
  );
  const marginLeft = stacked ? 12 : 24 + Math.round(letters * LETTER);
  const marginRight = 22;
  const rowHeight = 26;
  const domain = domainOf(figure);
  const shareOf = (x: number): number => (x - domain[0]) / (domain[1] - domain[0]);
  // Text near an end of the axis is set inwards, so that nothing is cut off.
  const anchor = (x: number): "start" | "middle" | "end" =>
    shareOf(x) < 0.15 ? "start" : shareOf(x) > 0.85 ? "end" : "middle";
  // The truth's label shares the line of the heading where the two cannot touch, and has its own line elsewhere.
  const besides = (heading: string, x: number, text: string): boolean => {
    const middle = marginLeft + shareOf(x) * (width - marginLeft - marginRight);
    return middle - text.length * LETTER > 24 + Array.from(heading).length * LETTER * 1.2;
  };
  // Lines that pass behind a text must not be read as part of it.
  const halo = { stroke: INK.light.paper, strokeWidth: 4, fill: "currentColor", className: "halo" };
  const { lines, headings, truths, rows } = layout(groups, stacked, besides);
  const estimated = lines.filter(({ row }) => row.estimate !== undefined);
  const confidences = new Set(
    estimated.flatMap(({ row }) => (row.ci && row.confidence !== undefined ? [row.confidence] : [])),
  );
  const percent = confidences.size === 1 ? `${formatPercent([...confidences][0]!)} ` : "";
  return draw(
    (plot) => ({
      width,
      height: Math.round(rows * rowHeight) + 56,
      marginLeft,
      marginRight,
      marginTop: 6,
      marginBottom: 50,
      x: { domain, label: null, ticks: Math.max(3, Math.round((width - marginLeft) / 90)) },
      y: { domain: [rows, 0], axis: null },
      marks: [
        plot.gridX({ strokeOpacity: 0.12 }),
        plot.ruleX([0], { strokeOpacity: 0.6 }),
        plot.axisX({
          tickSize: 4,
          tickFormat: formatTick,
          label: `effect on the outcome, with ${percent}intervals`,
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 42,
        }),
        plot.text(headings, {
          x: () => domain[0],
          y: "y",
          text: "text",
          dx: 10 - marginLeft,
          textAnchor: "start",
          fontWeight: 600,
        }),
        plot.ruleX(truths, {
          x: "x",
          y1: "from",
          y2: "to",
          stroke: INK.light.truth,
          strokeWidth: 2.5,
          className: "truth",
        }),
        ...(["start", "middle", "end"] as const).map((textAnchor) =>
          plot.text(
            truths.filter(({ x }) => anchor(x) === textAnchor),
            { x: "x", y: "from", dy: -8, text: "text", textAnchor, fontStyle: "italic", ...halo },
          ),
        ),
        plot.text(lines, {
          x: () => domain[0],
          y: ({ y }: Line) => (stacked ? y - 0.72 : y),
          text: ({ row }: Line) => shorten(labelOf(row), most),
          textAnchor: stacked ? "start" : "end",
          dx: stacked ? 0 : -12,
          ...halo,
        }),
        ...[false, true].flatMap((naive) => {
          const color = naive ? INK.light.naive : INK.light.estimate;
          const className = naive ? "naive" : "estimate";
          const some = estimated.filter(({ row }) => (row.naive === true) === naive);
          return [
            plot.ruleY(
              some.filter(({ row }) => row.ci),
              {
                y: "y",
                x1: ({ row }: Line) => row.ci![0],
                x2: ({ row }: Line) => row.ci![1],
                stroke: color,
                strokeWidth: 2,
                strokeLinecap: "round",
                className,
              },
            ),
            plot.dot(some, {
              x: ({ row }: Line) => row.estimate,
              y: "y",
              r: 5,
              stroke: color,
              strokeWidth: 2,
              fill: naive ? INK.light.paper : color,
              className: `${className}-dot`,
            }),
          ];
        }),
        plot.text(
          lines.filter(({ row }) => row.estimate === undefined),
          {
            x: () => domain[0],
            y: "y",
            dx: 6,
            text: () => "no estimate",
            textAnchor: "start",
            fontStyle: "italic",
          },
        ),
      ],
    }),
    {
      id,
      standalone,
      title: "Estimates with intervals",
      desc: groups.map(describe).join(" "),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.truth{stroke:${INK.dark.truth}}`,
        `.estimate{stroke:${INK.dark.estimate}}`,
        `.estimate-dot{stroke:${INK.dark.estimate};fill:${INK.dark.estimate}}`,
        `.halo{stroke:${INK.dark.paper}}`,
        `.naive{stroke:${INK.dark.naive}}`,
        `.naive-dot{stroke:${INK.dark.naive};fill:${INK.dark.paper}}`,
      ],
    },
  );
}

interface Layout {
  readonly lines: readonly Line[];
  readonly headings: readonly { readonly y: number; readonly text: string }[];
  readonly truths: readonly {
    readonly x: number;
    readonly from: number;
    readonly to: number;
    readonly text: string;
  }[];
  /** Height of everything, in rows. */
  readonly rows: number;
}

function layout(
  groups: readonly ContrastRows[],
  stacked: boolean,
  besides: (heading: string, x: number, text: string) => boolean,
): Layout {
  const lines: Line[] = [];
  const headings: { y: number; text: string }[] = [];
  const truths: { x: number; from: number; to: number; text: string }[] = [];
  let y = 0;
  for (const { contrast, first, second, rows, truth, decimals } of groups) {
    // Some results compare no conditions, or are called by what they compare.
    const bare = (first === "" && second === "") || contrast === `${first} − ${second}`;
    const name = shorten(contrast, stacked ? 22 : 48);
    const heading = cleanText(bare ? name : `${name}: ${shorten(first, 12)} − ${shorten(second, 12)}`);
    headings.push({ y: y + 0.65, text: heading });
    const text = truth === undefined ? "" : `truth ${formatNumber(truth.value, decimals)}`;
    y += truth === undefined || besides(heading, truth.value, text) ? 1.05 : 1.85;
    const from = y;
    for (const row of rows) {
      y += stacked ? 1.7 : 1;
      lines.push({ y: y - 0.45, row });
    }
    if (truth) truths.push({ x: truth.value, from, to: y, text });
    y += 0.5;
  }
  return { lines, headings, truths, rows: Math.max(1, y) };
}

function labelOf({ estimator, naive }: ReportRow): string {
  return cleanText(`${estimator}${naive === true ? " (naive)" : ""}`);
}

function domainOf({ estimates, truths = [] }: Figure): [number, number] {
  const values = [
    0,
    ...truths.map(({ value }) => value),
    ...estimates.flatMap(({ estimate, ci = [] }) => (estimate === undefined ? [] : [estimate, ...ci])),
  ];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = 0.05 * (high - low) || 1;
  return [low - room, high + room];
}

function describe({ contrast, rows, truth, decimals }: ContrastRows): string {
  const number = (value: number): string => formatNumber(value, decimals);
  const parts = rows.map(({ estimator, estimate, ci }) => {
    if (estimate === undefined) return `${estimator} no estimate`;
    return `${estimator} ${number(estimate)}${ci ? ` (${number(ci[0])} to ${number(ci[1])})` : ""}`;
  });
  return `${contrast}: ${truth ? `truth ${number(truth.value)}, ` : ""}${parts.join(", ")}.`;
}
