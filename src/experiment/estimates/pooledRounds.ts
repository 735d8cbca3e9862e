import type {
  AnswerHead,
  AnswerRow,
  Estimate,
  FurtherEstimate,
  RowHead,
  TestResult,
} from "../../../estimators/Estimator.ts";
import { sum } from "../../core/numbers/sum.ts";

/**
 * Rows about all rounds together: for each contrast and estimator the mean of the rounds' estimates. Rounds are of the same agents, whose outcomes may depend on one another in any way, so the
 * error is the mean of the rounds' errors: a standard deviation of a mean is never above the mean of the standard deviations, whatever the dependence. Ends of intervals are averaged likewise.
 * No estimate in one round means none for all. Tests have no pooled row, because p-values of dependent rounds have no mean.
 *
 * @param rounds rows of each round, the same questions and estimators in each.
 */
export function pooledRounds(rounds: readonly (readonly AnswerRow[])[]): AnswerRow[] {
  const keyOf = ({ contrast, estimator }: AnswerRow): string => JSON.stringify([contrast, estimator]);
  const groups = new Map<string, Exclude<AnswerRow, TestResult>[]>();
  for (const rows of rounds)
    for (const row of rows) {
      if ("statistic" in row) continue;
      const own = groups.get(keyOf(row));
      if (own) own.push(row);
      else groups.set(keyOf(row), [row]);
    }
  return [...groups.values()].map((rows) => pooledRow(rows, rounds.length));
}

function pooledRow(rows: readonly Exclude<AnswerRow, TestResult>[], rounds: number): AnswerRow {
  const head = headOf(rows, rounds);
  if (rows.length < rounds) return { ...head, because: "no estimate in every round" };
  const without = rows.find((row) => "because" in row);
  if (without !== undefined && "because" in without)
    return { ...head, because: `no estimate in one of the rounds: ${without.because}` };
  const found = rows as readonly (Estimate | FurtherEstimate)[];
  const mean = (of: (row: Estimate | FurtherEstimate) => number): number => sum(found.map(of)) / rounds;
  const base = { ...head, estimate: mean((row) => row.estimate), confidence: found[0]!.confidence };
  if (found.some(({ ci, se }) => ci === undefined || se === undefined))
    return {
      ...base,
      withheld: `in one of the rounds: ${found.find(({ withheld }) => withheld !== undefined)?.withheld ?? "no interval"}`,
    };
  const se = mean((row) => row.se!);
  return {
    ...base,
    variance: se ** 2,
    se,
    varianceMethod: "mean-of-rounds",
    ci: [mean((row) => row.ci![0]), mean((row) => row.ci![1])],
    interval: [...new Set(found.map(({ interval }) => interval))].join("+"),
    notes: [
      ...head.notes,
      "the error is the mean of the rounds' errors: an upper limit, because rounds of the same agents may depend on one another in any way",
    ],
  };
}

/** What the rows are about, without their numbers. */
function headOf(
  rows: readonly Exclude<AnswerRow, TestResult>[],
  rounds: number,
): RowHead | (AnswerHead & { readonly kind: FurtherEstimate["kind"] }) {
  const [row] = rows as readonly [Exclude<AnswerRow, TestResult>];
  const { contrast, estimator, claim, naive } = row;
  const about = {
    ...{ contrast, estimator, claim, naive },
    estimand: `${row.estimand}; mean over rounds`,
    population: Math.min(...rows.map(({ population }) => population)),
    excluded: [...new Set(rows.flatMap(({ excluded }) => excluded))],
    notes: [`mean of ${rounds} rounds`],
    warnings: [...new Set(rows.flatMap(({ warnings }) => warnings))],
  };
  return "kind" in row
    ? { ...about, kind: row.kind as FurtherEstimate["kind"] }
    : { ...about, first: row.first, second: row.second, n: row.n, expected: row.expected };
}
