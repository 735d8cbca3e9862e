import { formatCount } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import type { ReportProbability } from "../ReportInput.ts";
import { conditionColor, INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

interface ProbabilitiesSvgOptions {
  /** Id of the svg element; figures on one page need different ones. Letters, digits and hyphens. Default `probabilities`. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** Whether a background is drawn, as a file of its own needs. Default true. */
  readonly standalone?: boolean;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

const BINS = 50;
const DOMAINS = [0.02, 0.05, 0.1, 0.2, 0.5, 1];

/**
 * How the agents' probabilities of each condition are distributed: one histogram a condition, on one axis. Heights are
 * relative to the tallest bar of their own row. Agents for whom the condition is impossible are counted in words.
 * Conditions without `values` are left out; the caller says so.
 */
export async function probabilitiesSvg(
  summaries: readonly ReportProbability[],
  options: ProbabilitiesSvgOptions = {},
): Promise<string> {
  const { id = "probabilities", width = 760, standalone = true, draw = await plotter() } = options;
  const stacked = width < 500;
  const shown = summaries.flatMap((summary, k) =>
    summary.values ? [{ ...summary, color: conditionColor(k), values: Array.from(summary.values) }] : [],
  );
  const highest = Math.max(
    0,
    ...shown.map(({ values }) => values.reduce((most, value) => Math.max(most, value), 0)),
  );
  const top = DOMAINS.find((end) => end >= highest) ?? 1;
  const bars = shown.flatMap(({ values }, row) =>
    histogram(values, top).map((bar) => ({ ...bar, row, y1: row + 1, y2: row + 1 - 0.66 * bar.height })),
  );
  const labels = shown.map(({ condition, impossible }, k) => ({
    y: k + 1,
    name: cleanText(shorten(condition, stacked ? 20 : 16)),
    note: impossible > 0 ? `impossible for ${formatCount(impossible)}` : "",
  }));
  const marginLeft = stacked
    ? 12
    : 24 + 7 * Math.max(0, ...labels.map(({ name }) => Array.from(name).length));
  return draw(
    (plot) => ({
      width,
      height: shown.length * 52 + 56,
      marginLeft,
      marginRight: 22,
      marginTop: 4,
      marginBottom: 48,
      x: { domain: [0, top], label: null, ticks: stacked ? 4 : 8 },
      y: { domain: [shown.length, 0], axis: null },
      marks: [
        plot.axisX({
          tickSize: 4,
          label: "probability of the condition",
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
          ticks: stacked ? 4 : 8,
        }),
        ...shown.map(({ color }, row) =>
          plot.rect(
            bars.filter((bar) => bar.row === row),
            {
              x1: "x1",
              x2: "x2",
              y1: "y1",
              y2: "y2",
              fill: color,
              stroke: INK.light.text,
              strokeWidth: 0.4,
              className: "bar",
            },
          ),
        ),
        plot.ruleY(labels, { y: "y", strokeOpacity: 0.5 }),
        plot.text(labels, {
          x: 0,
          y: "y",
          text: "name",
          textAnchor: stacked ? "start" : "end",
          dx: stacked ? 0 : -12,
          dy: stacked ? -42 : -9,
        }),
        plot.text(labels, {
          x: top,
          y: "y",
          text: "note",
          textAnchor: "end",
          dy: stacked ? -42 : -34,
          fontStyle: "italic",
        }),
      ],
    }),
    {
      id,
      standalone,
      title: "Distribution of the agents' probabilities of each condition",
      desc: shown
        .map(
          ({ condition, min, median, max }) =>
            `${condition}: ${min.toFixed(3)} to ${max.toFixed(3)}, median ${median.toFixed(3)}.`,
        )
        .join(" "),
      dark: [`.paper{fill:${INK.dark.paper}}`, `.bar{stroke:${INK.dark.text}}`],
    },
  );
}

function histogram(values: readonly number[], top: number): { x1: number; x2: number; height: number }[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (value === 0) continue;
    const bin = Math.min(BINS - 1, Math.floor((value / top) * BINS));
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bin, count]) => ({ x1: (bin * top) / BINS, x2: ((bin + 1) * top) / BINS, height: count / most }));
}
