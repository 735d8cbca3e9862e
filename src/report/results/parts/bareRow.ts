import { CLAIMS, type Claim } from "../../../../estimators/Claim.ts";
import type { ReportRow } from "../../ReportInput.ts";
import { fields, interval, number, text, texts } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/**
 * A row of a file as the figure takes it. An interval of unknown confidence stands in the table alone: nobody could read its line.
 *
 * @param data the file, which may say the confidence of all its rows.
 */
export function bareRow(row: ResultData, data: ResultData): ReportRow {
  const [estimate, se, ci, confidence] = [
    number(row.estimate),
    number(row.se),
    interval(row.ci),
    number(row.confidence) ?? number(data.confidence) ?? number(fields(data.gate).confidence),
  ];
  const n = interval(row.n);
  const claim =
    typeof row.claim === "string" && Object.hasOwn(CLAIMS, row.claim) ? (row.claim as Claim) : undefined;
  const rest = {
    ...(typeof row.varianceMethod === "string" ? { varianceMethod: row.varianceMethod } : {}),
    ...(typeof row.interval === "string" ? { interval: row.interval } : {}),
    ...(typeof row.because === "string" ? { because: row.because } : {}),
    ...(typeof row.withheld === "string" ? { withheld: row.withheld } : {}),
    ...(typeof row.estimand === "string" ? { estimand: row.estimand } : {}),
    ...(claim === undefined ? {} : { claim }),
  };
  return {
    contrast:
      row.round === undefined ? text(row.contrast) : `${text(row.contrast)}, round ${text(row.round)}`,
    first: text(row.first),
    second: text(row.second),
    estimator: text(row.estimator),
    n: n ?? [0, 0],
    population: number(row.population) ?? 0,
    excluded: texts(row.excluded),
    notes: texts(row.notes),
    warnings: texts(row.warnings),
    naive: row.naive === true,
    ...(estimate === undefined ? {} : { estimate }),
    ...(se === undefined ? {} : { se }),
    ...(ci === undefined || confidence === undefined ? {} : { ci, confidence }),
    ...rest,
  };
}
