import { exponentOf } from "../formatNumber.ts";
import type { ReportRow } from "../ReportInput.ts";

/**
 * How many decimals the numbers of one contrast deserve: two digits of the smallest standard error if it starts below
 * 3.55, otherwise one (the rounding rule of the Particle Data Group, Review of Particle Physics, section 5.3). Without
 * standard errors, three significant digits of the largest estimate. One number for all rows, so that columns align.
 */
export function decimalsOf(rows: readonly ReportRow[]): number {
  const errors = rows.map((row) => row.se ?? 0).filter((se) => se > 0);
  if (errors.length > 0) {
    const smallest = Math.min(...errors);
    const exponent = exponentOf(smallest);
    const lead = smallest / 10 ** exponent;
    return Math.max(0, (lead < 3.55 ? 1 : 0) - exponent);
  }
  const sizes = rows.map((row) => Math.abs(row.estimate ?? 0)).filter((size) => size > 0);
  return sizes.length === 0 ? 2 : Math.max(0, 2 - exponentOf(Math.max(...sizes)));
}
