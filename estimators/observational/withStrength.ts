import type { EstimateRow } from "../Estimator.ts";
import type { WorldData } from "../ExperimentData.ts";
import { eValue } from "./eValue.ts";

/** What stands beside every association: its assumption, and how strong a confounder would have to be to explain it away. */
export function withStrength(row: EstimateRow, { outcome, observed }: WorldData): EstimateRow {
  const notes = ["an association: assumes no unmeasured confounding of treatment and outcome"];
  if ("because" in row) return { ...row, notes: [...row.notes, ...notes] };
  const known = outcome.filter((_, i) => observed[i] === 1);
  const mean = known.reduce((sum, y) => sum + y, 0) / known.length;
  const sd = Math.sqrt(known.reduce((sum, y) => sum + (y - mean) ** 2, 0) / Math.max(1, known.length - 1));
  if (!(sd > 0)) return { ...row, notes: [...row.notes, ...notes] };
  const { estimate, limit } = eValue({
    standardizedDifference: row.estimate / sd,
    ...(row.se === undefined ? {} : { se: row.se / sd }),
  });
  const shown = (value: number): number => Number(value.toPrecision(3));
  const strength = `E-value ${shown(estimate)}${limit === undefined ? "" : ` (of the interval ${shown(limit)})`}: a confounder would need risk ratios of this size with treatment and with outcome to explain the estimate away`;
  return { ...row, notes: [...row.notes, ...notes, strength] };
}
