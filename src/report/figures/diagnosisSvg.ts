import { wantArgument } from "../../core/wantArgument.ts";
import type { Diagnosis } from "../../diagnose/diagnose.ts";
import { formatTick } from "../formatNumber.ts";
import { cleanText } from "../html.ts";
import { NARROW } from "./narrow.ts";
import { INK } from "./palette.ts";
import { type Draw, plotter } from "./plotter.ts";
import { shorten } from "./shorten.ts";

export interface DiagnosisSvgOptions {
  /** Id of the svg element; figures on one page need different ones. Letters, digits and hyphens. Default `diagnosis`. */
  readonly id?: string;
  /** Width in pixels. Default 760. */
  readonly width?: number;
  /** Whether a background is drawn, as a file of its own needs. Default true. */
  readonly standalone?: boolean;
  /** @internal A drawing function made before with `plotter()`. */
  readonly draw?: Draw;
}

/** Most estimates of a row that are drawn one by one. */
const MOST_TICKS = 400;
const LETTER = 7.2;
const ROW = 46;
/** On a phone. */
const STACKED = 74;

interface Row {
  readonly y: number;
  readonly label: string;
  readonly note: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly truth: number;
  readonly naive: boolean;
}

/**
 * The sampling distributions of a diagnosis: for each contrast and estimator the estimates of the simulations (at most 400, the
 * first), their mean with the central 95 %, the mean truth, and coverage and power with two Monte Carlo errors in words. Rows without
 * an estimate are left out; estimates far out, beyond the 1 % at either end of their row, are cut off. Same input, same bytes.
 */
export async function diagnosisSvg(diagnosis: Diagnosis, options: DiagnosisSvgOptions = {}): Promise<string> {
  wantArgument("diagnosisSvg", "a diagnosis", diagnosis, { fields: ["rows"] });
  const { id = "diagnosis", width = 760, standalone = true, draw = await plotter() } = options;
  const rows: Row[] = [];
  const ticks: { readonly x: number; readonly y: number; readonly naive: boolean }[] = [];
  diagnosis.rows.forEach((row, k) => {
    const estimates = diagnosis.simulated[k]!.flatMap(({ estimate }) => estimate ?? []);
    if (row.estimate === undefined || row.truth === undefined) return;
    const sorted = Float64Array.from(estimates).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    const y = rows.length + 1;
    const naive = row.naive;
    const share = (name: string, part: { value: number; mcse: number } | undefined): string =>
      part === undefined ? "" : `${name} ${part.value.toFixed(2)} ± ${(2 * part.mcse).toFixed(2)}`;
    rows.push({
      y,
      naive,
      label: cleanText(shorten(`${row.contrast}: ${row.estimator}`, 38)),
      note: [share("coverage", row.coverage), share("power", row.power)]
        .filter((part) => part !== "")
        .join(", "),
      mean: row.estimate.value,
      low: at(0.025),
      high: at(0.975),
      truth: row.truth.value,
    });
    for (const x of estimates.slice(0, MOST_TICKS))
      if (x >= at(0.01) && x <= at(0.99)) ticks.push({ x, y, naive });
  });
  const letters = Math.max(8, ...rows.map(({ label }) => Array.from(label).length));
  // On a phone names stand above their rows, and shares below.
  const narrow = width < NARROW;
  const marginLeft = narrow ? 16 : 24 + Math.round(letters * LETTER);
  const ink = (naive: boolean): string => (naive ? INK.light.naive : INK.light.estimate);
  return draw(
    (plot) => ({
      width,
      height: Math.round((rows.length + 1) * (narrow ? STACKED : ROW)) + 60,
      marginLeft,
      marginRight: 24,
      marginTop: 6,
      marginBottom: 52,
      x: { label: null },
      y: { domain: [rows.length + 0.6, 0.3], axis: null },
      marks: [
        plot.gridX({ strokeOpacity: 0.15, ticks: narrow ? 4 : 8 }),
        plot.axisX({
          tickSize: 4,
          ticks: narrow ? 4 : 8,
          tickFormat: formatTick,
          label: narrow
            ? "estimates"
            : `estimates of ${diagnosis.simulations} simulated experiments; dot: mean, bar: central 95 %, line: truth`,
          labelAnchor: "center",
          labelArrow: "none",
          labelOffset: 40,
        }),
        ...[false, true].flatMap((naive) => [
          plot.ruleX(
            ticks.filter((tick) => tick.naive === naive),
            {
              x: "x",
              y1: (tick: { y: number }) => tick.y - 0.2,
              y2: (tick: { y: number }) => tick.y + 0.2,
              stroke: ink(naive),
              strokeOpacity: 0.18,
              className: naive ? "naive" : "estimate",
            },
          ),
          plot.ruleY(
            rows.filter((row) => row.naive === naive),
            {
              y: "y",
              x1: "low",
              x2: "high",
              stroke: ink(naive),
              strokeWidth: 2,
              className: naive ? "naive" : "estimate",
            },
          ),
          plot.dot(
            rows.filter((row) => row.naive === naive),
            { x: "mean", y: "y", r: 5, fill: ink(naive), className: naive ? "naive-dot" : "estimate-dot" },
          ),
        ]),
        plot.ruleX(rows, {
          x: "truth",
          y1: (row: Row) => row.y - (narrow ? 0.24 : 0.34),
          y2: (row: Row) => row.y + (narrow ? 0.24 : 0.34),
          stroke: INK.light.truth,
          strokeWidth: 2.5,
          className: "truth",
        }),
        plot.text(rows, {
          frameAnchor: "left",
          y: (row: Row) => row.y - (narrow ? 0.38 : 0),
          text: "label",
          textAnchor: narrow ? "start" : "end",
          dx: narrow ? 0 : -12,
        }),
        plot.text(rows, {
          frameAnchor: "right",
          y: (row: Row) => row.y + (narrow ? 0.36 : -0.38),
          text: "note",
          textAnchor: "end",
          fontSize: 11,
        }),
      ],
    }),
    {
      id,
      standalone,
      title: "Estimates of simulated experiments, and the truth",
      desc: rows
        .map(
          ({ label, mean, truth, note }) =>
            `${label}: mean ${mean.toPrecision(3)}, truth ${truth.toPrecision(3)}, ${note}.`,
        )
        .join(" "),
      dark: [
        `.paper{fill:${INK.dark.paper}}`,
        `.estimate{stroke:${INK.dark.estimate}}`,
        `.estimate-dot{fill:${INK.dark.estimate}}`,
        `.naive{stroke:${INK.dark.naive}}`,
        `.naive-dot{fill:${INK.dark.naive}}`,
        `.truth{stroke:${INK.dark.truth}}`,
      ],
    },
  );
}
