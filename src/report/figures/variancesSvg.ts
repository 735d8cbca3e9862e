import type { PersonSituation } from "../../measures/variance/personSituation.ts";
import { formatTick } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import { NARROW } from "./narrow.ts";
import { INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

interface VariancesFigureOptions {
  /** Id of the svg element. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

const LETTER = 7.2;
const ROW = 24;

/** Variances among factors as dots with their intervals, components first, then Shapley values (hollow); a line at 0. Same input, same bytes. */
export async function variancesSvg(
  { rows, levels }: PersonSituation,
  options: VariancesFigureOptions = {},
): Promise<string> {
  const { id = "variances", width = 760, draw = await plotter() } = options;
  const narrow = width < NARROW;
  const dots = rows.flatMap(({ kind, of, variance, ci }, y) =>
    variance === undefined
      ? []
      : [
          {
            y: y + 1,
            label: cleanText(
              shorten(
                kind === "total"
                  ? "all factors"
                  : `${of.join(" × ")}${kind === "component" ? "" : `, ${kind}`}`,
                narrow ? 16 : 44,
              ),
            ),
            variance,
            low: ci?.[0] ?? variance,
            high: ci?.[1] ?? variance,
            full: kind === "component",
          },
        ],
  );
  const letters = Math.max(4, ...dots.map(({ label }) => Array.from(label).length));
  const low = Math.min(0, ...dots.map((dot) => dot.low), ...dots.map((dot) => dot.variance));
  const high = Math.max(1e-12, ...dots.map((dot) => dot.high));
  return draw(
    (plot) => ({
      width,
      height: (rows.length + 1) * ROW + 64,
      marginLeft: 24 + Math.round(letters * LETTER),
      marginRight: 24,
      marginTop: 6,
      marginBottom: 56,
      x: { domain: [low, high], label: null },
      y: { domain: [rows.length + 1, 0], axis: null },
      marks: [
        plot.gridX({ strokeOpacity: 0.15, ticks: narrow ? 3 : 8 }),
        plot.axisX({
          ticks: narrow ? 3 : 8,
          tickFormat: formatTick,
          label: `variance, ${levels} levels`,
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        plot.ruleX([0], { stroke: INK.light.text, strokeOpacity: 0.5 }),
        plot.text(dots, { x: () => low, y: "y", text: "label", textAnchor: "end", dx: -12 }),
        plot.ruleY(dots, {
          y: "y",
          x1: "low",
          x2: "high",
          stroke: INK.light.estimate,
          strokeWidth: 2,
          className: "estimate",
        }),
        ...[true, false].map((full) =>
          plot.dot(
            dots.filter((dot) => dot.full === full),
            {
              x: "variance",
              y: "y",
              r: 5,
              stroke: INK.light.estimate,
              strokeWidth: 2,
              fill: full ? INK.light.estimate : INK.light.paper,
              className: full ? "estimate full" : "estimate hollow",
            },
          ),
        ),
      ],
    }),
    {
      id,
      standalone: true,
      title: "Variances of factors",
      desc: dots.map(({ label, variance }) => `${label}: ${variance.toPrecision(3)}.`).join(" "),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.estimate{stroke:${INK.dark.estimate}}`,
        `.full{fill:${INK.dark.estimate}}`,
        `.hollow{fill:${INK.dark.paper}}`,
      ],
    },
  );
}
