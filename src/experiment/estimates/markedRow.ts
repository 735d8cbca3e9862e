import type { AnswerRow } from "../../../estimators/Estimator.ts";
import type { Adherence } from "../../preregister/Adherence.ts";
import { isExploratory } from "../../preregister/adherenceOf.ts";
import type { EstimateData } from "./estimateData.ts";
import type { FurtherColumns } from "./estimatesCsv.ts";

const labelOf = (adherence: Adherence, row: AnswerRow): string =>
  isExploratory(adherence, row) ? "exploratory" : "confirmatory";

/** A row as data, with whether it was preregistered where there is a preregistration. */
export function markedRow(
  data: EstimateData,
  row: AnswerRow,
  adherence: Adherence | undefined,
): EstimateData {
  return adherence === undefined ? data : { ...data, preregistered: labelOf(adherence, row) };
}

/** Columns at the end of a table of estimates: whether a row was preregistered, and every deviation; none without a preregistration. */
export function registeredColumns(adherence: Adherence | undefined): FurtherColumns | undefined {
  if (adherence === undefined) return undefined;
  const deviations = adherence.deviations.map(({ words }) => words).join("; ");
  return {
    names: ["preregistered", "deviations"],
    of: (row) => [labelOf(adherence, row), deviations],
  };
}
