import { chiSquareCdf } from "../../core/numbers/chiSquare.ts";
import { fisherTest } from "./fisherTest.ts";

/** Answers in one arm. */
interface ArmAnswers {
  readonly arm: string;
  /** Agents in all worlds. */
  readonly units: number;
  /** Those with an outcome in the last round. */
  readonly answers: number;
}

/** Whether arms differ in how many of their units have an outcome. */
export interface Attrition {
  readonly arms: readonly (ArmAnswers & { readonly rate: number })[];
  /** Answer rate of the second arm minus that of the first, when there are two. */
  readonly difference?: number;
  /** Chance of differences at least as large when arms do not matter; absent when all or none answered. */
  readonly p?: number;
  /** How p was computed. */
  readonly method: string;
}

/**
 * Compares answer rates between arms. Missing outcomes that depend on the arm bias every estimate, so this is looked at
 * before any. The tests take units as independent; agents that influence each other may fail together, and then p is
 * too small.
 */
export function attrition(given: readonly ArmAnswers[]): Attrition {
  const arms = given
    .filter(({ units }) => units > 0)
    .map((one) => ({ ...one, rate: one.answers / one.units }));
  const units = arms.reduce((total, one) => total + one.units, 0);
  const answers = arms.reduce((total, one) => total + one.answers, 0);
  const [first, second] = arms;
  const difference = arms.length === 2 ? { difference: second!.rate - first!.rate } : {};
  if (!first || !second) return { arms, method: "no test: there is one arm only" };
  if (answers === units) return { arms, ...difference, method: "no test needed: every unit has an outcome" };
  if (answers === 0) return { arms, ...difference, method: "no test: no unit has an outcome" };
  if (arms.length === 2) {
    const method = "Fisher's exact test, two-sided, taking units as independent";
    return { arms, ...difference, p: fisherTest(first, second), method };
  }
  const share = answers / units;
  const statistic = arms.reduce(
    (total, one) => total + (one.answers - one.units * share) ** 2 / (one.units * share * (1 - share)),
    0,
  );
  const p = 1 - chiSquareCdf(statistic, arms.length - 1);
  return { arms, p, method: "Pearson's chi-squared test, taking units as independent" };
}
