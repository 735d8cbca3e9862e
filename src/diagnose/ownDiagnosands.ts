import { compileFormula } from "../core/formula/compileFormula.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Measured } from "../truth/Measured.ts";
import type { SimulatedRow } from "../truth/SimulatedRow.ts";
import { meanOf } from "./meanOf.ts";

/**
 * A diagnosand of one's own, averaged over simulations: a formula such as `abs(estimate - truth) > 1` in `estimate`, `se`,
 * `low`, `high`, `truth`, `n_first` and `n_second`, or a function. A simulation that lacks what the formula speaks of, or
 * for which the function gives undefined, is left out.
 */
export type OwnDiagnosand = string | ((row: SimulatedRow) => number | undefined);

/** A diagnosand of one's own, measured. */
export interface OwnMeasured extends Measured {
  readonly name: string;
  /** Simulations that it is the mean of. */
  readonly count: number;
}

const NAMES = ["estimate", "se", "low", "high", "truth", "n_first", "n_second"] as const;

/**
 * Makes diagnosands of one's own ready: a function from the rows of all simulations to their means.
 *
 * @throws SpillwayError for formulas that say nothing sensible; when measuring, for values that are no finite numbers.
 */
export function ownDiagnosands(
  given: Readonly<Record<string, OwnDiagnosand>>,
): (rows: readonly SimulatedRow[]) => OwnMeasured[] {
  const made = Object.entries(given).map(([name, diagnosand]) => ({
    name,
    of: typeof diagnosand === "string" ? fromFormula(name, diagnosand) : diagnosand,
  }));
  return (rows) =>
    made.flatMap(({ name, of }) => {
      const values = rows.flatMap((row) => {
        const value = of(row);
        if (value !== undefined && !Number.isFinite(value))
          throw new SpillwayError(
            `diagnose: diagnosand ${shown(name)} must give a finite number or undefined, got ${value}`,
          );
        return value ?? [];
      });
      const mean = meanOf(values);
      return mean ? [{ name, ...mean, count: values.length }] : [];
    });
}

function fromFormula(name: string, text: string): (row: SimulatedRow) => number | undefined {
  const formula = compileFormula(text, NAMES, `diagnose: diagnosand ${shown(name)}`);
  const used = formula.used.map((word) => NAMES.indexOf(word as (typeof NAMES)[number]));
  return (row) => {
    const values = [row.estimate, row.se, row.low, row.high, row.truth, row.first, row.second];
    if (used.some((k) => k >= 0 && values[k] === undefined)) return undefined;
    return formula(values.map((value) => value ?? 0));
  };
}
