import type { TreatmentPlan } from "../../designs/plan.ts";
import { present } from "../../src/core/present.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { withFloor } from "../../src/probability/withFloor.ts";
import type { AnswerRow, Estimator } from "../Estimator.ts";
import type { ExperimentData, Grouping, WorldContext, WorldData } from "../ExperimentData.ts";
import type { RedrawOptions } from "../interval/redraws.ts";
import { armsInDoubt, type UnlikelyArms } from "./armsInDoubt.ts";
import { enoughDraws } from "./enoughDraws.ts";
import { type Outcomes, observe } from "./observe.ts";

export interface EstimateRequest {
  /** The plan, or at least its arms, agents and assignments, and its desires where the design draws them. */
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments" | "desires"> &
    Partial<Pick<TreatmentPlan, "seed">>;
  readonly probabilities: ExposureProbabilities;
  /** Outcomes of the one world of the plan, or of each of its worlds. */
  readonly outcomes: Outcomes | { readonly worlds: readonly Outcomes[] };
  /** First and second condition of each contrast, by the contrast's name. */
  readonly contrasts: Readonly<Record<string, readonly [first: string, second: string]>>;
  readonly estimators: readonly Estimator[];
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Leaves out agents whose probability is below `floor` in a condition that is compared: a population fixed by the design. Default: nobody is left out. */
  readonly population?: { readonly floor: number };
  /** The smallest and the largest possible outcome, for bounds where outcomes are missing. Default: 0 and 1 where all outcomes seen are 0 or 1. */
  readonly outcomeRange?: readonly [least: number, most: number];
  /** Clusters of agents whose outcomes may depend on one another for any reason, one grouping for each world: standard errors are made of cluster totals. */
  readonly errorClusters?: readonly Grouping[];
  /** Groupings by name, one for each world, that may be clusters: where arms fit the design only by one of them, a warning says so instead of a refusal. */
  readonly suspectedClusters?: Readonly<Record<string, readonly Grouping[]>>;
  /** Whether to add `simultaneous` intervals and `adjusted` p-values over all contrasts (and outcomes, see `estimateOutcomes`); or how often to redraw the design for them and the seed. Default: neither. */
  readonly simultaneous?: boolean | RedrawOptions;
  /** What to do when the design given can hardly have assigned these arms. Default `refuse`; `warn` leaves a warning in every row. */
  readonly unlikelyArms?: UnlikelyArms;
  /** Only checked: the probabilities know their exposure already. */
  readonly exposure?: Exposure;
}

/** The request as data, checked; computed again with more draws where the number of draws was left open. */
export function withExperimentData<Row extends AnswerRow>(
  request: EstimateRequest,
  compute: (data: ExperimentData) => Row[],
  context?: readonly WorldContext[],
): Row[] {
  const { plan, probabilities, outcomes, contrasts, confidence = 0.95, exposure, errorClusters } = request;
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
  if (context) requireContext(context, worlds.length, probabilities.network.n);
  const { population } = request;
  const about = population
    ? withFloor(probabilities, population.floor, Object.values(contrasts).flat())
    : probabilities;
  if (errorClusters)
    requireContext(
      errorClusters.map((clusters) => ({ clusters })),
      worlds.length,
      probabilities.network.n,
    );
  for (const [w, { length }] of plan.assignments.entries())
    if (length !== probabilities.network.n)
      throw new SpillwayError(
        `estimate: the assignment of world ${w} must have ${probabilities.network.n} entries, got ${length}`,
      );
  const doubts = armsInDoubt(
    plan,
    probabilities,
    request.unlikelyArms,
    present({ declared: errorClusters, suspected: request.suspectedClusters }),
  );
  const rows = enoughDraws(about, (found) => {
    const data = worlds.map(
      (world, w): WorldData => ({
        ...context?.[w],
        ...observe(plan, w, world, found),
        ...(errorClusters ? { errorClusters: errorClusters[w]! } : {}),
        arms: Uint8Array.from(plan.assignments[w]!),
        probabilities: found,
        confidence,
        ...(worlds.length > 1 ? { worlds: worlds.length } : {}),
      }),
    );
    return compute({ probabilities: found, worlds: data, confidence });
  });
  return doubts.length === 0 ? rows : rows.map((row) => ({ ...row, warnings: [...doubts, ...row.warnings] }));
}

function requireContext(context: readonly WorldContext[], worlds: number, n: number): void {
  if (context.length !== worlds)
    throw new SpillwayError(
      `estimate: wanted the context of ${worlds} worlds, got that of ${context.length}`,
    );
  context.forEach(({ rounds = [], outcomes = new Map(), clusters, covariates = new Map() }, w) => {
    const lengths: [what: string, length: number][] = [
      ...(clusters ? [["clusters", clusters.of.length] as [string, number]] : []),
      ...[...covariates, ...outcomes].map(([name, { values }]): [string, number] => [name, values.length]),
      ...rounds.flatMap(({ round, arms, condition, outcomes: measured }): [string, number][] => [
        [`arms of round ${round}`, arms.length],
        [`conditions of round ${round}`, condition.length],
        ...[...measured].map(([name, { values }]): [string, number] => [
          `${name} of round ${round}`,
          values.length,
        ]),
      ]),
    ];
    const wrong = lengths.find(([, length]) => length !== n);
    if (wrong)
      throw new SpillwayError(
        `estimate: ${shown(wrong[0])} of world ${w} must have ${n} entries, one per agent, got ${wrong[1]}`,
      );
    const stranger = clusters?.of.find((group) => group >= clusters.names.length);
    if (stranger !== undefined)
      throw new SpillwayError(
        `estimate: a cluster must be a number from 0 to ${clusters!.names.length - 1}, got ${stranger} in world ${w}`,
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
