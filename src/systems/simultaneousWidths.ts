// Westfall and Young (1993), "Resampling-based multiple testing", single step; signs of residuals as in Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90.
import { weightedQuantile } from "../../estimators/interval/weightedQuantile.ts";
import { studentTQuantile } from "../core/numbers/studentT.ts";
import type { Rng } from "../core/rng.ts";
import type { DifferenceWithParts } from "./SystemDifference.ts";

/** Units from which on signs of residuals tell how rows depend on one another; below, nothing is supposed of it. */
const FEWEST = 20;
const DRAWS = 4_999;

/**
 * Half the width of intervals that hold for all rows at once, by the row's place; absent where a row has no error. Each row's own width × c/c_j: c_j is the quantile
 * of |t| of the row when the residuals of units get signs at random, the same for all rows, and c that of the largest of all rows. Never more than Bonferroni's, which rows of fewer than 20
 * units, and unpaired ones, have. So what is cautious in a single interval stays, and only the number of rows and their dependence is added.
 */
export function simultaneousWidths(
  rows: readonly DifferenceWithParts[],
  confidence: number,
  random: Rng,
): (number | undefined)[] {
  const family = rows.filter(({ row }) => row.se !== undefined).length;
  const drawn = rows.flatMap(({ row, residuals }, k) =>
    row.se !== undefined && residuals.size >= FEWEST ? [k] : [],
  );
  const wider = new Map<number, number>();
  if (drawn.length === family && family > 1) {
    const units = [...new Set(drawn.flatMap((k) => [...rows[k]!.residuals.keys()]))].sort();
    const place = new Map(units.map((unit, u) => [unit, u]));
    const parts = drawn.map((k) =>
      [...rows[k]!.residuals].map(([unit, value]) => [place.get(unit)!, value] as const),
    );
    const values = drawn.map(() => new Float64Array(DRAWS));
    const largest = new Float64Array(DRAWS);
    const signs = new Int8Array(units.length);
    for (let draw = 0; draw < DRAWS; draw++) {
      for (let u = 0; u < signs.length; u++) signs[u] = random.uniform() < 0.5 ? 1 : -1;
      parts.forEach((own, j) => {
        let total = 0;
        let squares = 0;
        for (const [u, value] of own) {
          total += signs[u]! * value;
          squares += value * value;
        }
        const n = own.length;
        const spread = (n / (n - 1)) * (squares - (total * total) / n);
        const t = spread > 0 ? Math.abs(total) / Math.sqrt(spread) : Number.POSITIVE_INFINITY;
        values[j]![draw] = t;
        if (t > largest[draw]!) largest[draw] = t;
      });
    }
    const quantile = (list: Float64Array): number =>
      weightedQuantile({ values: list, weights: undefined }, confidence, false).value;
    const all = quantile(largest);
    drawn.forEach((k, j) => wider.set(k, Math.max(1, all / quantile(values[j]!))));
  }
  return rows.map(({ row }, k) => {
    if (row.se === undefined || row.df === undefined) return undefined;
    const single = row.se * studentTQuantile(0.5 + confidence / 2, row.df);
    const bonferroni = row.se * studentTQuantile(1 - (1 - confidence) / (2 * family), row.df);
    const factor = wider.get(k);
    return factor === undefined || !Number.isFinite(factor)
      ? bonferroni
      : Math.min(bonferroni, single * factor);
  });
}
