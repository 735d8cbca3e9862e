import { wantArgument } from "../../core/wantArgument.ts";
import type { TippingPoint } from "../../specify/tipping/tippingPoint.ts";
import type { Draw } from "./plotter.ts";
import { type SeriesPoint, seriesSvg } from "./seriesSvg.ts";

interface TippingFigureOptions {
  /** Id of the svg element. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/** Estimates against the number of ties put right: their median, and where 5 % and 95 % of them lie below; a line at 0. */
export async function tippingSvg(given: TippingPoint, options: TippingFigureOptions = {}): Promise<string> {
  wantArgument("tippingSvg", "a tipping point", given, { fields: ["contrast"] });
  const { contrast, errors, observed, rows } = given;
  const points = rows.flatMap(({ ties, low, median, high, mcse }): SeriesPoint[] =>
    median === undefined
      ? []
      : [
          { x: ties, y: median, error: 2 * mcse!, series: "median" },
          { x: ties, y: low!, series: "5 %" },
          { x: ties, y: high!, series: "95 %" },
        ],
  );
  const start = (series: string): SeriesPoint => ({ x: 0, y: observed.estimate, series });
  return seriesSvg(
    {
      ...{ id: options.id ?? "tipping", width: options.width },
      title: `Estimates of ${contrast.name} by the number of ${errors.kind} ties put right`,
      x: { label: errors.words },
      y: { label: "estimate" },
      points: [start("median"), start("5 %"), start("95 %"), ...points],
      level: 0,
    },
    options.draw,
  );
}
