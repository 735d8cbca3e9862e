import { type Sweep, settingText } from "../../diagnose/sweep.ts";
import type { Measured } from "../../truth/Measured.ts";
import { formatSignificant } from "../formatNumber.ts";
import { named } from "./clause.ts";

/** The diagnosands of a sweep that are told and drawn. */
export const sweptDiagnosands: readonly ["power", "coverage", "rmse"] = ["power", "coverage", "rmse"];

interface SweptValue extends Measured {
  readonly settings: readonly string[];
  readonly contrast: string;
  readonly estimator: string;
}

/** The settings and the value of each cell that has a diagnosand, of estimators that are not naive. */
export function sweptValues(
  { cells }: Sweep,
  diagnosand: (typeof sweptDiagnosands)[number],
): readonly SweptValue[] {
  return cells.flatMap((cell) =>
    "rows" in cell
      ? cell.rows.flatMap((row) => {
          const measured = row[diagnosand];
          return measured === undefined || row.naive
            ? []
            : [
                {
                  settings: cell.changes.map(([, value]) => settingText(value)),
                  contrast: row.contrast,
                  estimator: row.estimator,
                  ...measured,
                },
              ];
        })
      : [],
  );
}

/** Where a diagnosand is least and where most, as a clause; undefined where nothing has it. */
export function sweepRange(sweep: Sweep, diagnosand: (typeof sweptDiagnosands)[number]): string | undefined {
  const drawn = sweptValues(sweep, diagnosand);
  if (drawn.length === 0) return undefined;
  const [low, high] = [
    drawn.reduce((least, one) => (one.value < least.value ? one : least)),
    drawn.reduce((most, one) => (one.value > most.value ? one : most)),
  ];
  const at = (one: typeof low): string =>
    `${formatSignificant(one.value)}${one.mcse === 0 ? "" : ` ± ${formatSignificant(one.mcse, 1)}`} (${named(one.contrast)} by ${named(one.estimator)}, ${sweep.paths.map((path, k) => `${path} ${one.settings[k]}`).join(", ")})`;
  const name = diagnosand === "rmse" ? "the error" : diagnosand;
  return low === high ? `${name} is ${at(low)}` : `${name} goes from ${at(low)} to ${at(high)}`;
}
