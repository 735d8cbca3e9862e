// Runs as a random sample: Cochran (1977), "Sampling techniques", section 2.6; all signs of their estimates: Fisher (1935), "The design of experiments", section 21.
import { signFlips } from "../../src/core/numbers/signFlips.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import type { AnswerRow, Estimate, FurtherEstimate } from "../Estimator.ts";
import { waldInterval } from "../interval/waldInterval.ts";

/** Fewer runs than this make an error of their own spread too small too often where they are not alike. */
const FEW = 20;

/**
 * Rows about several runs (worlds) whose errors are those of the runs' own spread, s²/W with Student's t and W − 1 degrees of freedom, in place of the design's: right whatever ties
 * the agents of one run together, as long as runs are independent. Beside it the exact p-value of all signs of the runs' estimates, which supposes that without an effect
 * an estimate is as likely as its negative. Rows of tests, and those without an estimate, stay as they are.
 *
 * @param rows about all runs. @param byRun the same rows of each run alone, in the same order.
 */
export function errorsByRuns(
  rows: readonly AnswerRow[],
  byRun: readonly (readonly AnswerRow[])[],
): AnswerRow[] {
  return rows.map((row, k) => {
    if (!("estimate" in row) || row.naive) return row;
    const estimates = byRun.map((own) => {
      const one = own[k];
      return one !== undefined && "estimate" in one ? one.estimate : undefined;
    });
    return withRuns(row, estimates);
  });
}

function withRuns(row: Estimate | FurtherEstimate, estimates: readonly (number | undefined)[]): AnswerRow {
  const known = estimates.filter((one) => one !== undefined);
  const runs = known.length;
  const { se: _, ci: __, variance: ___, varianceMethod: ____, ...rest } = row;
  const {
    interval: _____,
    degrees: ______,
    redraws: _______,
    chosen: ________,
    withheld: _________,
    ...bare
  } = rest;
  if (runs < 2 || runs < estimates.length)
    return { ...bare, withheld: "errors by runs need an estimate in each of at least two runs" };
  const mean = sum(known) / runs;
  const spread = sum(known.map((one) => (one - mean) ** 2)) / (runs - 1);
  const { p, least, listed, count } = signFlips(known, rng(1).fork("runs"));
  const signs = `p of ${listed ? `all ${count.toLocaleString("en")}` : `${count.toLocaleString("en")} drawn`} signs of the runs' estimates: ${Number(p.toPrecision(3))}, of at least ${Number(least.toPrecision(3))} that so many runs allow`;
  const notes = [...row.notes, `standard error by ${runs} runs, which count as independent`, signs];
  const runsFew =
    runs < FEW
      ? [
          `the standard error rests on ${runs} runs, fewer than ${FEW}: with few of them only large effects can be told`,
        ]
      : [];
  const found = {
    ...bare,
    notes,
    warnings: [...row.warnings, ...runsFew],
    signs: { p, least, listed, runs },
  };
  if (!(spread > 0))
    return {
      ...found,
      withheld: `the estimates of all ${runs} runs are the same number: how much they vary cannot be told`,
    };
  const variance = spread / runs;
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "between-runs",
    ...waldInterval(row.estimate, variance, runs - 1, row.confidence),
  };
}
