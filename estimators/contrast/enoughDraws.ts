import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { AnswerRow } from "../Estimator.ts";

/** The Monte Carlo error of an estimate that is small enough, as a share of its standard error. */
const SMALL = 0.1;

/**
 * Estimates with as many simulated assignments as it takes, when their number was left to be found (`draws: "auto"`): they
 * are doubled until the Monte Carlo error of every estimate is at most a tenth of its standard error, so that it adds at
 * most half a percent to it, or until `maxDraws`. Notes say how many there were. Draws are only ever added, so
 * the result is that of asking for the last number at once. Where the error says that one doubling will not do, the next
 * ones are taken together.
 *
 * Rows without a standard error ask for nothing. Exact probabilities, and a given number of draws, are left as they are.
 */
export function enoughDraws<Row extends AnswerRow>(
  probabilities: ExposureProbabilities,
  rowsWith: (probabilities: ExposureProbabilities) => Row[],
): Row[] {
  const { maxDraws } = probabilities;
  if (probabilities.draws === undefined || maxDraws === undefined) return rowsWith(probabilities);
  let { draws } = probabilities;
  let found = probabilities;
  let rows = rowsWith(found);
  for (;;) {
    const worst = Math.max(0, ...rows.map((row) => noise(row) ?? 0));
    if (worst <= SMALL || draws >= maxDraws) break;
    // The error falls with the square root of the number of draws.
    const doublings = Math.max(1, Math.floor(2 * Math.log2(worst / SMALL)));
    draws = Math.min(maxDraws, draws * 2 ** doublings);
    found = found.more?.(draws) ?? found;
    rows = rowsWith(found);
  }
  // A test, and an estimate whose Monte Carlo error is 0, owe nothing to the simulated probabilities.
  return rows.map((row) =>
    ("kind" in row && row.kind === "test") || ("mcse" in row && row.mcse === 0)
      ? row
      : { ...row, notes: [...row.notes, noteOn(row, draws)] },
  );
}

/** Monte Carlo error of a row as a share of its standard error; undefined where either is absent. */
function noise(row: AnswerRow): number | undefined {
  if (!("estimate" in row) || row.mcse === undefined || row.se === undefined || !(row.se > 0))
    return undefined;
  return row.mcse / row.se;
}

function noteOn(row: AnswerRow, draws: number): string {
  const found = noise(row);
  if (found === undefined || found <= SMALL) return `probabilities come from ${draws} simulated assignments`;
  return `probabilities come from ${draws} simulated assignments, the most allowed, and their Monte Carlo error is ${found.toFixed(2)} of the standard error, above the ${SMALL} that was wanted`;
}
