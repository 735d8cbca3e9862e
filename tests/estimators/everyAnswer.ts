import type { Design, Law } from "../../designs/Design.ts";
import { answer } from "../../estimators/answer.ts";
import type { AnswerRow, Estimator, FurtherEstimate } from "../../estimators/Estimator.ts";
import type { WorldContext } from "../../estimators/ExperimentData.ts";
import type { Inquiry } from "../../estimators/Inquiry.ts";
import { inquire } from "../../estimators/inquire.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";

/** What is asked in a test, of whom. */
export interface Asked {
  readonly network: Network;
  readonly design: Design;
  readonly estimator: Estimator;
  readonly inquiry: Inquiry;
  /** Its law on the network, when it is at hand. */
  readonly law?: Law;
}

/** The answer to one inquiry from one assignment. */
export function answerTo(
  { network, design, estimator, inquiry, law = design.law(network) }: Asked,
  arms: ArrayLike<number>,
  outcomes: readonly (number | undefined)[],
  context?: WorldContext,
): AnswerRow {
  const probabilities = exposureProbabilities(network, design, ownArm(), { law });
  const plan = { arms: [...law.arms], agents: network.ids, assignments: [Array.from(arms)] };
  const [row] = inquire({
    plan,
    probabilities,
    outcomes,
    inquiries: [inquiry],
    estimators: [estimator],
    ...(context ? { context: [context] } : {}),
  });
  return row!;
}

/** The answers over every assignment of a design, with their probabilities; outcomes are any function of all arms. */
export function everyAnswer(
  { network, design, estimator, inquiry }: Asked,
  outcome: (i: number, arms: Uint8Array) => number,
): { row: AnswerRow; p: number; arms: Uint8Array }[] {
  const law = design.law(network);
  const exposure = ownArm();
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const observed = new Uint8Array(network.n).fill(1);
  return [...law.support!()].map(([given, p]) => {
    const arms = given.slice();
    const world = {
      ...{ probabilities, arms, observed, confidence: 0.95, condition: exposure.of(network, arms) },
      outcome: Float64Array.from(arms, (_, i) => outcome(i, arms)),
    };
    return { arms, p, row: answer(estimator, { probabilities, worlds: [world], confidence: 0.95 }, inquiry) };
  });
}

/** Mean and variance of the estimates over all assignments, and the mean of the variances that were given. */
export function momentsOf(rows: readonly { row: AnswerRow; p: number }[]): {
  mean: number;
  variance: number;
  expected: number;
} {
  const found = rows.map(({ row, p }) => ({ row: row as FurtherEstimate, p }));
  const without = found.find(({ row }) => row.estimate === undefined);
  if (without) throw new Error(JSON.stringify(without.row));
  const mean = found.reduce((sum, { row, p }) => sum + p * row.estimate, 0);
  return {
    mean,
    variance: found.reduce((sum, { row, p }) => sum + p * (row.estimate - mean) ** 2, 0),
    expected: found.reduce((sum, { row, p }) => sum + p * (row.variance ?? 0), 0),
  };
}
