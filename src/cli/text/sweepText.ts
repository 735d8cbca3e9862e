import type { FoundSize } from "../../diagnose/findSize.ts";
import { type Sweep, settingText } from "../../diagnose/sweep.ts";
import { colors } from "../output.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** A sweep for people: a line for each cell, contrast and estimator, with the Monte Carlo errors of what may be compared. */
export function sweepText({ paths, cells, complete }: Sweep): string {
  const priced = cells.some(({ cost }) => cost?.money !== undefined);
  const header = [
    ...paths,
    "contrast",
    "estimator",
    "truth",
    "bias",
    "sd",
    "se/sd",
    "coverage",
    "power",
    "none",
    ...(priced ? ["money", "power/money"] : []),
  ];
  const right = [3, 4, 5, 6, 7, 8, 9, ...(priced ? [10, 11] : [])].map((column) => column + paths.length - 1);
  const rows = cells.flatMap((cell) => {
    const values = cell.changes.map(([, value]) => settingText(value));
    if ("cannot" in cell) return [];
    const money = cell.cost?.money;
    return cell.rows.map((row) => [
      ...values,
      row.contrast,
      row.estimator,
      row.truth ? short(row.truth.value) : "",
      row.bias ? `${short(row.bias.value)} ± ${row.bias.mcse.toPrecision(1)}` : "",
      row.sd ? short(row.sd.value) : "",
      row.ratio ? row.ratio.value.toFixed(2) : "",
      row.coverage ? row.coverage.value.toFixed(3) : "",
      `${row.power.value.toFixed(3)} ± ${row.power.mcse.toFixed(3)}`,
      (row.noEstimate.value + row.noInterval.value).toFixed(3),
      ...(priced
        ? [money === undefined ? "" : short(money), money ? short(row.power.value / money) : ""]
        : []),
    ]);
  });
  const simulations = cells.flatMap((cell) => ("rows" in cell ? [cell.simulations] : []))[0];
  const cannot = cells.flatMap((cell) =>
    "cannot" in cell
      ? [
          wrapped(
            `not possible: ${cell.changes.map(([path, value]) => `${path}=${settingText(value)}`).join(", ")}: ${cell.cannot}`,
          ),
        ]
      : [],
  );
  return [
    `${cells.length} cells${complete ? "" : ", stopped before the end"}${simulations === undefined ? "" : `, ${simulations} simulated experiments each, with common random numbers`}`,
    "",
    textTable(header, rows, right),
    ...(cannot.length > 0 ? ["", ...cannot] : []),
    "",
    colors.dim(
      wrapped(
        "power: share of experiments whose interval excludes 0; none: share without an interval; ±: Monte Carlo error." +
          (priced ? " money: cost of one such experiment; power/money: power for a unit of money." : ""),
      ),
    ),
  ].join("\n");
}

/** The search for a size, for people. */
export function sizeText({
  path,
  contrast,
  estimator,
  target,
  size,
  unclear,
  steps,
  simulations,
}: FoundSize): string {
  const rows = steps.map((step) => [String(step.size), `${step.value.toFixed(3)} ± ${step.mcse.toFixed(3)}`]);
  const answer =
    size === undefined
      ? `No value tried reaches a power of ${target} for ${contrast} (${estimator}): widen the range, or change another setting.`
      : `${path} = ${size} is the smallest value tried at which ${contrast} (${estimator}) has a power of ${target}.`;
  const doubt =
    unclear.length === 0
      ? ""
      : ` Within two Monte Carlo errors of it: ${unclear.join(", ")}; run more simulations to separate them.`;
  return [
    `${simulations} simulated experiments for each value, with common random numbers`,
    "",
    textTable([path, "power"], rows, [0, 1]),
    "",
    wrapped(answer + doubt),
  ].join("\n");
}
