import type { ComparedDesign, DesignComparison } from "../../compare/compareDesigns.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { formatTick } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import { INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

export interface DesignsSvgOptions {
  /** Id of the svg element; figures on one page need different ones. Letters, digits and hyphens. Default `designs`. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** Whether a background is drawn, as a file of its own needs. Default true. */
  readonly standalone?: boolean;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/** Width of a letter in a wide font of 13 pixels: what room a text may need. */
const LETTER = 7.2;
const ROW = 22;

interface Dot {
  readonly y: number;
  readonly label: string;
  readonly se: number;
  /** Two Monte Carlo standard errors to either side. */
  readonly low: number;
  readonly high: number;
  /** Whether it is about nearly as many agents as any design, and seldom leaves a condition empty. */
  readonly sound: boolean;
}

/**
 * The standard errors that designs promise, contrast by contrast, the smallest on top, on a logarithmic axis. Hollow dots are
 * designs about fewer than 90 % of the agents that others reach, or that leave a condition empty in more than 5 % of
 * assignments. Same input, same bytes.
 */
export async function designsSvg(given: DesignComparison, options: DesignsSvgOptions = {}): Promise<string> {
  wantArgument("designsSvg", "a comparison", given, { fields: ["designs"] });
  const { contrasts, designs, similarity } = given;
  const { id = "designs", width = 760, standalone = true, draw = await plotter() } = options;
  const headings: { readonly y: number; readonly text: string }[] = [];
  const dots: Dot[] = [];
  let y = 0;
  for (const { name, first, second } of contrasts) {
    const rows = rowsOf(designs, name);
    if (rows.length === 0) continue;
    y += 1.2;
    headings.push({ y, text: cleanText(shorten(`${name}: ${first} against ${second}`, 70)) });
    for (const row of rows) dots.push({ ...row, y: ++y });
  }
  const letters = Math.max(0, ...dots.map(({ label }) => Array.from(label).length));
  const marginLeft = 24 + Math.round(letters * LETTER);
  const low = Math.min(1, ...dots.map((dot) => dot.low));
  const high = Math.max(0.001, ...dots.map((dot) => dot.high));
  const domain: [number, number] = [low / 1.1, high * 1.1];
  return draw(
    (plot) => ({
      width,
      height: Math.round((y + 1) * ROW) + 76,
      marginLeft,
      marginRight: 24,
      marginTop: 6,
      marginBottom: 72,
      x: { domain, type: "log", label: null },
      y: { domain: [y + 1, 0], axis: null },
      marks: [
        plot.gridX({ strokeOpacity: 0.15, ticks: 8 }),
        plot.axisX({
          tickSize: 4,
          ticks: 8,
          tickFormat: formatTick,
          label: "expected standard error, in standard deviations of the outcome",
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        plot.text([0], {
          x: () => domain[1],
          y: () => y + 1,
          dy: 62,
          textAnchor: "end",
          fontStyle: "italic",
          text: () =>
            `neighbours share ${Number((100 * similarity).toPrecision(3))} % of its variance; hollow: smaller population, or often no estimate`,
        }),
        plot.text(headings, {
          x: () => domain[0],
          y: "y",
          text: "text",
          dx: 10 - marginLeft,
          textAnchor: "start",
          fontWeight: 600,
        }),
        plot.text(dots, { x: () => domain[0], y: "y", text: "label", textAnchor: "end", dx: -12 }),
        plot.ruleY(dots, {
          y: "y",
          x1: "low",
          x2: "high",
          stroke: INK.light.estimate,
          strokeWidth: 2,
          className: "estimate",
        }),
        ...[true, false].map((sound) =>
          plot.dot(
            dots.filter((dot) => dot.sound === sound),
            {
              x: "se",
              y: "y",
              r: 5,
              stroke: INK.light.estimate,
              strokeWidth: 2,
              fill: sound ? INK.light.estimate : INK.light.paper,
              className: sound ? "estimate full" : "estimate hollow",
            },
          ),
        ),
      ],
    }),
    {
      id,
      standalone,
      title: "Expected standard errors of designs, by contrast",
      desc: dots.map(({ label, se }) => `${label}: ${se.toPrecision(3)}.`).join(" "),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.estimate{stroke:${INK.dark.estimate}}`,
        `.full{fill:${INK.dark.estimate}}`,
        `.hollow{fill:${INK.dark.paper}}`,
      ],
    },
  );
}

function rowsOf(designs: readonly ComparedDesign[], contrast: string): Omit<Dot, "y">[] {
  const rows = designs.flatMap((design) =>
    "cannot" in design
      ? []
      : design.contrasts
          .filter((row) => row.contrast === contrast && row.se !== undefined)
          .map((row) => ({ ...row, label: design.label })),
  );
  const most = Math.max(0, ...rows.map(({ population }) => population));
  return rows
    .sort((a, b) => a.se! - b.se!)
    .map(({ label, se, mcse, population, empty }) => ({
      label: cleanText(shorten(label, 34)),
      se: se!,
      low: Math.max(se! / 2, se! - 2 * mcse!),
      high: se! + 2 * mcse!,
      sound: population >= 0.9 * most && empty <= 0.05,
    }));
}
