import { csvText } from "../../core/csvText.ts";
import type { TippingPoint } from "./tippingPoint.ts";

const COLUMNS = [
  "contrast",
  "estimator",
  "errors",
  "where",
  "ties",
  "rate",
  "draws",
  "estimated",
  "mean",
  "mcse",
  "sd",
  "low",
  "median",
  "high",
  "crossed",
  "crossed_mcse",
  "intervals",
  "changed",
  "changed_mcse",
] as const;

/** A tipping point as CSV, a row for each number of ties, the observed network first; what there is no number for is empty. */
export function tippingCsv({ contrast, estimator, errors, observed, rows }: TippingPoint): string {
  const about = [contrast.name, estimator, errors.kind, errors.where];
  return csvText(COLUMNS, [
    [...about, 0, 0, "", "", observed.estimate, ...new Array<string>(10).fill("")],
    ...rows.map((row) => [
      ...about,
      ...[row.ties, row.rate, row.draws, row.estimated, row.mean, row.mcse, row.sd],
      ...[row.low, row.median, row.high, row.crossed.share, row.crossed.mcse],
      ...[row.intervals, row.changed?.share, row.changed?.mcse],
    ]),
  ]);
}
