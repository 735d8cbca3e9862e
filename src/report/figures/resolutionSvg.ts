import type { ResolutionCurve } from "../../compare/resolutionCurve.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Draw } from "./plotter.ts";
import { type SeriesPoint, seriesSvg } from "./seriesSvg.ts";

interface ResolutionFigureOptions {
  /** Id of the svg element. */
  readonly id?: string;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/**
 * A resolution curve: bias², variance and mean squared error of the comparison by own arm, and the mean squared error by full
 * neighbourhoods, against the number of clusters; both axes are logarithmic, so a bias of 0 is left out.
 *
 * @throws SpillwayError for a curve on which nothing can be estimated.
 */
export async function resolutionSvg(
  given: ResolutionCurve,
  options: ResolutionFigureOptions = {},
): Promise<string> {
  wantArgument("resolutionSvg", "a resolution curve", given, { fields: ["points"] });
  const { points } = given;
  const shown = points.flatMap(({ clusters, own, exposed }): SeriesPoint[] => {
    const at = (series: string, y: number): SeriesPoint[] => (y > 0 ? [{ x: clusters, y, series }] : []);
    return [
      ...(own
        ? [
            ...at("own arm: bias²", own.bias ** 2),
            ...at("own arm: variance", own.variance),
            ...at("own arm: error", own.mse),
          ]
        : []),
      ...(exposed ? at("full neighbourhoods: error", exposed.mse) : []),
    ];
  });
  if (shown.length === 0) throw new SpillwayError("resolutionSvg: wanted a curve with an estimate, got none");
  return seriesSvg(
    {
      id: options.id ?? "resolution",
      title: "Bias², variance and mean squared error by number of clusters",
      x: { label: "clusters", log: true },
      y: { label: "squared standard deviations of the outcome", log: true },
      points: [...shown].sort((a, b) => a.x - b.x),
    },
    options.draw,
  );
}
