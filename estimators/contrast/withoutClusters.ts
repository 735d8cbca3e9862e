import type { AnswerRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";

/** An estimator that does not know errors by clusters says so: a row with a standard error, in data with clusters of errors, whose notes do not speak of them. */
export function withoutClusters<Row extends AnswerRow>(
  row: Row,
  { errorClusters }: Pick<Observed, "errorClusters">,
): Row {
  const own = !("se" in row) || row.se === undefined || row.notes.some((note) => /\bclusters\b/.test(note));
  if (errorClusters === undefined || own) return row;
  const warning = `${row.estimator} has no standard errors by clusters: this one counts agents of one cluster as independent`;
  return { ...row, warnings: [...row.warnings, warning] };
}
