import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { type Sweep, settingText } from "../../diagnose/sweep.ts";
import type { Draw } from "./plotter.ts";
import { type SeriesPoint, seriesSvg } from "./seriesSvg.ts";

export interface SweepSvgOptions {
  /** Which diagnosand is drawn. Default `power`. */
  readonly diagnosand?: "power" | "coverage" | "bias" | "rmse" | "sd" | "ratio" | "length";
  /** Id of the svg element. Default `sweep`. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/**
 * A sweep in one picture: a diagnosand, with two Monte Carlo errors, against the first setting that varies; a line for each contrast,
 * estimator and combination of the other settings. A setting that is no number is numbered in its order. Naive estimators are left out.
 *
 * @throws SpillwayError when no cell has anything to show.
 */
export async function sweepSvg(sweep: Sweep, options: SweepSvgOptions = {}): Promise<string> {
  wantArgument("sweepSvg", "a sweep", sweep, { fields: ["paths", "cells"] });
  const { diagnosand = "power", id = "sweep", width, draw } = options;
  const [path = "cell"] = sweep.paths;
  const values = [...new Set(sweep.cells.map(({ changes }) => settingText(changes[0]?.[1] ?? "")))];
  const numbers = values.every((value) => value.trim() !== "" && Number.isFinite(Number(value)));
  const points = sweep.cells.flatMap((cell): SeriesPoint[] => {
    if ("cannot" in cell) return [];
    const [first, ...others] = cell.changes.map(([, value]) => settingText(value));
    const x = numbers ? Number(first) : values.indexOf(first ?? "") + 1;
    return cell.rows.flatMap((row) => {
      const measured = row[diagnosand];
      if (measured === undefined || row.naive) return [];
      const series = [row.contrast, row.estimator, ...others].join(", ");
      return [{ x, y: measured.value, error: 2 * measured.mcse, series }];
    });
  });
  if (points.length === 0) throw new SpillwayError(`sweepSvg: wanted cells with a ${diagnosand}, got none`);
  // Coverage is read near 1, power over the whole range.
  const lowest = Math.min(...points.map(({ y, error = 0 }) => y - error));
  const from = diagnosand === "coverage" ? Math.max(0, Math.min(0.8, Math.floor(10 * lowest) / 10)) : 0;
  const share = diagnosand === "power" || diagnosand === "coverage";
  return seriesSvg(
    {
      ...{ id, width },
      title: `${diagnosand} by ${path}`,
      x: { label: numbers ? path : `${path}: ${values.map((value, k) => `${k + 1} = ${value}`).join("; ")}` },
      y: { label: diagnosand, ...(share ? { domain: [from, 1.02] as const } : {}) },
      points: [...points].sort((a, b) => a.x - b.x),
      ...(diagnosand === "power" ? { level: 0.8 } : diagnosand === "coverage" ? { level: 0.95 } : {}),
    },
    draw,
  );
}
