import type { AnswerRow } from "../../estimators/Estimator.ts";
import { settingText } from "../diagnose/sweep.ts";
import { estimatesCsv } from "../experiment/estimates/estimatesCsv.ts";
import type { FactorRun } from "./FactorRun.ts";

/** The estimates of all runs in one table: the number of the run and its factors, then the columns of {@link estimatesCsv}. */
export function factorsCsv(paths: readonly string[], runs: readonly FactorRun[]): string {
  const before = new Map<AnswerRow, readonly string[]>();
  runs.forEach(({ changes, result }, k) => {
    if (!result.complete) return;
    const values = [`${k + 1}`, ...changes.map(([, value]) => settingText(value))];
    for (const row of result.rows) before.set(row, values);
  });
  return estimatesCsv([...before.keys()], {
    before: { names: ["run", ...paths], of: (row) => before.get(row) ?? [] },
  });
}
