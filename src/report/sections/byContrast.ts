import type { ReportInput, ReportRow, ReportTruth } from "../ReportInput.ts";
import { decimalsOf } from "./decimalsOf.ts";

/** All that is known about one contrast. */
export interface ContrastRows {
  readonly contrast: string;
  readonly first: string;
  readonly second: string;
  readonly rows: readonly ReportRow[];
  /** The row that the headline reads: the first whose estimator is not naive, or the first of all. */
  readonly preferred: ReportRow;
  readonly truth?: ReportTruth;
  /** Decimals of every number of this contrast. */
  readonly decimals: number;
}

/** The rows of estimates contrast by contrast, in the order in which contrasts first appear. */
export function byContrast({
  estimates,
  truths = [],
}: Pick<ReportInput, "estimates" | "truths">): ContrastRows[] {
  const groups = new Map<string, ReportRow[]>();
  for (const row of estimates) {
    const group = groups.get(row.contrast);
    if (group) group.push(row);
    else groups.set(row.contrast, [row]);
  }
  return [...groups].map(([contrast, rows]) => {
    const preferred = rows.find((row) => row.naive !== true) ?? rows[0]!;
    const truth = truths.find((one) => one.contrast === contrast);
    const { first, second } = preferred;
    return {
      contrast,
      first,
      second,
      rows,
      preferred,
      decimals: decimalsOf(rows),
      ...(truth ? { truth } : {}),
    };
  });
}
