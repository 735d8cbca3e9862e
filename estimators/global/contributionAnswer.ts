import { compensatedSum } from "../../src/core/numbers/sum.ts";
import { NO_VARIATION } from "../contrast/weightedContrast.ts";
import type { Figures } from "../Estimator.ts";
import type { WorldData } from "../ExperimentData.ts";
import { chebyshevInterval } from "../interval/chebyshevInterval.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import type { SharedCoins } from "./sharedCoins.ts";

export type VarianceBound = "auto" | "degree" | "eigenvalue";
export type BoundInterval = "auto" | "wald" | "chebyshev";

/** Weights of agents under a design, and what they do whatever the outcomes. Agents that are not able have degree 0. */
export interface WeightedDesign {
  /** 1 for the agents that the estimate can be about. */
  readonly able: Uint8Array;
  weightsOf(assignment: Uint8Array): Float64Array;
  readonly shared: SharedCoins;
  /** E ω_i². */
  readonly squares: Float64Array;
  /** Degrees of freedom of the variance bound. */
  readonly degrees: number;
}

/** An estimate that is a mean of one contribution for each agent, and how its error is bounded. */
interface Contributions<Head> {
  readonly head: Head;
  /** Confidence of the interval. */
  readonly world: Pick<WorldData, "confidence">;
  /** The contribution of each agent to n times the estimate; read for `among` alone. */
  readonly values: Float64Array;
  /** 1 for the agents that are in the mean. */
  readonly among: Uint8Array;
  readonly design: Pick<WeightedDesign, "shared" | "squares" | "degrees">;
  readonly variance: VarianceBound;
  readonly interval: BoundInterval;
}

/** From so many degrees of freedom on, Student's law is trusted. */
const ENOUGH_DEGREES = 10;
/** A sum of agents that all depend on each other has any law: there must be so many times more agents than one depends on, in the sense of the eigenvalue. */
const ENOUGH_APART = 5;

/**
 * The mean of the contributions x_i with a bound on its variance: n⁻² Σ g_i x_i², g_i the number of agents that share a coin
 * with i, or n⁻² λ Σ x_i², λ the largest eigenvalue of who shares with whom. Both have a mean of at least the variance. Which one is
 * chosen by the design alone, as the smaller of the two seen would not have.
 */
export function contributionAnswer<Head extends { readonly notes: readonly string[] }>(
  given: Contributions<Head>,
): Head & Figures {
  const { head, world, values, among } = given;
  const { shared, squares, degrees } = given.design;
  const total = compensatedSum();
  const [byDegree, plain, designDegree, designPlain] = [0, 1, 2, 3].map(() => compensatedSum());
  let size = 0;
  for (let i = 0; i < among.length; i++) {
    if (among[i] === 0) continue;
    size++;
    total.add(values[i]!);
    plain!.add(values[i]! ** 2);
    byDegree!.add(shared.degree[i]! * values[i]! ** 2);
    designPlain!.add(squares[i]!);
    designDegree!.add(shared.degree[i]! * squares[i]!);
  }
  const bound =
    given.variance === "auto"
      ? designDegree!.value <= shared.eigenvalue * designPlain!.value
        ? "degree"
        : "eigenvalue"
      : given.variance;
  const estimate = total.value / size;
  const row: Head & Figures = { ...head, estimate, confidence: world.confidence };
  const variance = (bound === "degree" ? byDegree!.value : shared.eigenvalue * plain!.value) / size ** 2;
  if (variance === 0) return { ...row, withheld: NO_VARIATION };
  const apart = size >= ENOUGH_APART * shared.eigenvalue;
  const enough = degrees >= ENOUGH_DEGREES && apart;
  const wald = given.interval === "wald" || (given.interval === "auto" && enough);
  const why = enough
    ? `under this design the variance bound has at least ${ENOUGH_DEGREES} degrees of freedom, and agents depend on few others`
    : apart
      ? `under this design the variance bound has fewer than ${ENOUGH_DEGREES} degrees of freedom`
      : `under this design agents depend on more than one in ${ENOUGH_APART} of the others`;
  return {
    ...row,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: bound === "degree" ? "dependency-bound" : "dependence-eigenvalue",
    ...(wald
      ? waldInterval(estimate, variance, Math.max(1, degrees), world.confidence)
      : chebyshevInterval(estimate, variance, world.confidence)),
    ...(given.interval === "auto" ? { chosen: { interval: why } } : {}),
    notes: shared.exact
      ? row.notes
      : [
          ...row.notes,
          "too many agents share a coin to visit all pairs: their numbers are counted from above",
        ],
  };
}
