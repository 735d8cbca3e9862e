// Kandiros, Pipis, Daskalakis and Harshaw (2024), "The conflict graph design: estimating causal effects under arbitrary neighborhood interference", section 4: the modified Horvitz–Thompson estimator.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { conflictEvents } from "../designs/law/conflictEvents.ts";
import type { ConflictScheme } from "../designs/law/conflictScheme.ts";
import { compensatedSum } from "../src/core/numbers/sum.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { conflictEigenvalue } from "./conflict/conflictEigenvalue.ts";
import { type EventContrast, eventContrast } from "./conflict/eventContrast.ts";
import { ENOUGH, waldDegrees } from "./contrast/effectiveSize.ts";
import { resultWarnings } from "./contrast/resultWarnings.ts";
import { topShareOf } from "./contrast/topShare.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { Estimate, EstimateRow } from "./Estimator.ts";
import type { Observed } from "./ExperimentData.ts";
import { chebyshevInterval } from "./interval/chebyshevInterval.ts";
import { waldInterval } from "./interval/waldInterval.ts";

const KIND = "conflict-graph-estimate";

export interface ConflictGraphEstimateSettings {
  /** How the interval is made. Default `auto`: `wald` where the design makes at least 30 effective events of each kind on average, else `chebyshev`. */
  readonly interval?: "auto" | "wald" | "chebyshev";
}

/**
 * The estimator that belongs to the design `conflict-graph`: n⁻¹ Σ Y_i (1[E_i1] − 1[E_i0])/q_i, where E_ik is the event that
 * the request of agent i for local assignment k was granted. Agents that are in a condition through the requests of others get no weight, so
 * probabilities are known exactly, and the estimate is unbiased however outcomes depend on the arms of neighbours.
 * The variance is bounded by λ n⁻² Σ Y_i² 1[E_i]/q_i with λ the largest eigenvalue of Cov(W) ({@link conflictEigenvalue}), which is at
 * least the true variance on average. Cost: O(n + edges), and once for a network that of the eigenvalue.
 *
 * @throws SpillwayError when the design is another one, or the plan holds no desires.
 */
export const conflictGraphEstimate: EstimatorKind<ConflictGraphEstimateSettings> = defineEstimator({
  kind: KIND,
  summary: "for the design conflict-graph: weights agents whose request was granted; exactly unbiased",
  settings: z.strictObject({
    interval: z
      .enum(["auto", "wald", "chebyshev"], { error: "must be auto, wald or chebyshev" })
      .default("auto"),
  }),
  assumes: ["randomized", "neighbors", "positivity", "network"],
  cite: "Kandiros, V., Pipis, C., Daskalakis, C. and Harshaw, C. (2024). The conflict graph design: estimating causal effects under arbitrary neighborhood interference. arXiv:2411.10908.",
  refuses: refusal,
  estimate(settings, data, contrast): EstimateRow {
    const { scheme, events } = eventsOf(data);
    const found = eventContrast(data, contrast, scheme, events);
    const row = { ...found.head, estimator: KIND, naive: false };
    if ("because" in found) return { ...row, because: found.because };
    const { population, sign, seen } = found;
    if (population.length === 0)
      return { ...row, because: "no agent of the contrast has an observed outcome" };
    const total = compensatedSum();
    const squares = compensatedSum();
    const contributions: number[] = [];
    let largest = 0;
    for (const i of [...seen[0], ...seen[1]]) {
      const weighted = data.outcome[i]! / scheme.event[i]!;
      total.add(events[i] === 1 ? weighted : -weighted);
      squares.add(data.outcome[i]! * weighted);
      contributions.push(weighted * weighted);
      largest = Math.max(largest, Math.abs(data.outcome[i]!));
    }
    const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
    const effective = [kish(scheme, seen[0]), kish(scheme, seen[1])] as const;
    const result: Estimate = {
      ...row,
      estimate: (sign * total.value) / population.length,
      confidence: data.confidence,
      effective,
      // Simulated probabilities of conditions have no part in it.
      ...(data.probabilities.method === "exact" ? {} : { mcse: 0 }),
      notes: [
        ...row.notes,
        ...(empty.length === 0
          ? []
          : [
              `no agent got condition ${empty.join(" nor ")} as it desired, which counts as a mean of 0: only so the estimator is unbiased`,
            ]),
      ],
    };
    const few = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length < 2);
    if (few.length > 0)
      return {
        ...result,
        withheld: `a standard error needs two agents in each condition, and ${few.join(" and ")} has fewer that got what they desired`,
      };
    if (largest === 0) return { ...result, withheld: NO_VARIATION };
    const { value, bound } = conflictEigenvalue(scheme);
    const variance = (value * squares.value) / population.length ** 2;
    const choice = chooseKind(settings.interval, scheme, population);
    const interval =
      choice.kind === "wald"
        ? waldInterval(result.estimate, variance, waldDegrees(effective[0], effective[1]), data.confidence)
        : chebyshevInterval(result.estimate, variance, data.confidence);
    const share = topShareOf(contributions);
    const { probabilities } = data;
    return {
      ...result,
      topShare: share,
      variance,
      se: Math.sqrt(variance),
      varianceMethod: "event-eigenvalue",
      ...interval,
      ...(choice.reason === undefined ? {} : { chosen: { interval: choice.reason } }),
      notes: bound
        ? [...result.notes, "too many pairs of agents depend on each other: the eigenvalue is itself a bound"]
        : result.notes,
      warnings: resultWarnings({
        contrast,
        probabilities,
        expected: row.expected,
        effective,
        topShare: share,
        interval: interval.interval,
      }),
    };
  },
});

function refusal({ conflict }: Law): string | undefined {
  if (conflict) return undefined;
  return "this estimator weighs agents by what they desired under the design conflict-graph, and this design draws no desires: use that design, or another estimator";
}

/** The scheme of the design, and who got what it desired. */
function eventsOf({ probabilities, desires }: Observed): { scheme: ConflictScheme; events: Uint8Array } {
  const { conflict } = probabilities.law;
  if (!conflict) throw new SpillwayError(`${KIND}: ${refusal(probabilities.law)}`);
  if (!desires) {
    throw new SpillwayError(
      `${KIND}: the plan must hold what every agent desired (desires), got none: give the plan that was drawn, or use another estimator`,
    );
  }
  return { scheme: conflict, events: conflictEvents(conflict, desires) };
}

/** Kish's (Σw)²/Σw² with w = 1/q. */
function kish({ event }: ConflictScheme, agents: EventContrast["seen"][0]): number {
  let sum = 0;
  let squares = 0;
  for (const i of agents) {
    sum += 1 / event[i]!;
    squares += 1 / event[i]! ** 2;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** `auto` looks at the design and the population only: the effective number of events of either kind to be expected. */
function chooseKind(
  wanted: "auto" | "wald" | "chebyshev",
  { event }: ConflictScheme,
  population: readonly number[],
): { kind: "wald" | "chebyshev"; reason?: string } {
  if (wanted !== "auto") return { kind: wanted };
  let expected = 0;
  let inverse = 0;
  for (const i of population) {
    expected += event[i]!;
    inverse += 1 / event[i]!;
  }
  const effective = Math.min(expected, population.length ** 2 / inverse);
  return effective >= ENOUGH * (1 - 1e-12)
    ? {
        kind: "wald",
        reason: `the expected effective sample size is at least ${ENOUGH} in each condition`,
      }
    : {
        kind: "chebyshev",
        reason: `the expected effective sample size is below ${ENOUGH} in a condition`,
      };
}
