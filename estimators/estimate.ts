import type { TreatmentPlan } from "../designs/plan.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { shown } from "../src/core/shown.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import { conditionIndex } from "../src/probability/lookup.ts";
import type { ExposureProbabilities } from "../src/probability/PairProbabilities.ts";
import { averageWorlds } from "./contrast/averageWorlds.ts";
import { enoughDraws } from "./contrast/enoughDraws.ts";
import { type Outcomes, observe } from "./contrast/observe.ts";
import type { EstimateRow, Estimator, Observed } from "./Estimator.ts";

export interface EstimateRequest {
  /** The plan, or at least its arms, agents and assignments, and its desires where the design draws them. */
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments" | "desires">;
  readonly probabilities: ExposureProbabilities;
  /** Outcomes of the one world of the plan, or of each of its worlds. */
  readonly outcomes: Outcomes | { readonly worlds: readonly Outcomes[] };
  /** First and second condition of each contrast, by the contrast's name. */
  readonly contrasts: Readonly<Record<string, readonly [first: string, second: string]>>;
  readonly estimators: readonly Estimator[];
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Only checked: the probabilities know their exposure already. */
  readonly exposure?: Exposure;
}

/**
 * Estimates every contrast with every estimator: one row each, in the order of the contrasts, then of the estimators.
 * With several worlds, a row averages the worlds' estimates; worlds are independent, so its variance is Σ V/W². Simulated
 * probabilities whose number of draws was left open (`draws: "auto"`) get as many as the estimates need.
 *
 * @throws SpillwayError when plan, probabilities and outcomes are not about the same agents, when an agent is in an arm
 * or condition that the design gives probability 0, and for unknown conditions.
 */
export function estimate(request: EstimateRequest): EstimateRow[] {
  const { plan, probabilities, outcomes, contrasts, estimators, confidence = 0.95, exposure } = request;
  if (!(confidence > 0 && confidence < 1)) {
    throw new SpillwayError(`estimate: confidence must be a number between 0 and 1, got ${confidence}`);
  }
  const bound = exposure?.forArms?.(probabilities.law.arms) ?? exposure;
  if (bound && bound.conditions.join() !== probabilities.conditions.join()) {
    throw new SpillwayError(
      `estimate: the exposure's conditions (${bound.conditions.join(", ")}) are not those of the probabilities (${probabilities.conditions.join(", ")})`,
    );
  }
  for (const pair of Object.values(contrasts))
    for (const name of pair) conditionIndex(probabilities.conditions, name);
  const worlds = "worlds" in outcomes ? outcomes.worlds : [outcomes];
  if (worlds.length !== plan.assignments.length) {
    throw new SpillwayError(
      `estimate: the plan has ${plan.assignments.length} worlds, but outcomes of ${worlds.length} are given`,
    );
  }
  requireSameAgents(plan.agents, probabilities.network.ids);
  if (plan.desires && plan.desires.length !== plan.assignments.length) {
    throw new SpillwayError(
      `estimate: the plan has ${plan.assignments.length} assignments, but desires of ${plan.desires.length}`,
    );
  }
  return enoughDraws(probabilities, (found) => {
    const data = worlds.map(
      (world, w): Observed => ({ ...observe(plan, w, world, found), probabilities: found, confidence }),
    );
    return Object.entries(contrasts).flatMap(([name, [first, second]]) =>
      estimators.map((estimator) => {
        const rows = data.map((world) => estimator.estimate(world, { name, first, second }));
        return rows.length === 1 ? rows[0]! : averageWorlds(rows, confidence);
      }),
    );
  });
}

function requireSameAgents(planned: readonly string[], known: readonly string[]): void {
  const differs = known.length !== planned.length || known.some((id, i) => id !== planned[i]);
  if (!differs) return;
  const inNetwork = new Set(known);
  const stranger = planned.find((id) => !inNetwork.has(id));
  const detail =
    stranger === undefined
      ? `${planned.length} against ${known.length}, or in another order`
      : `${shown(stranger)} is not in the network`;
  throw new SpillwayError(`estimate: the plan and the network must have the same agents: ${detail}`);
}
