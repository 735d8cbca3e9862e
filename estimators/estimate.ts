import type { TreatmentPlan } from "../designs/plan.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import type { ExposureProbabilities } from "../src/probability/PairProbabilities.ts";
import type { EstimateRow, Estimator } from "./Estimator.ts";

/** Outcomes of one world: by agent id, or one entry per agent in the order of the network's ids. Absent or undefined means not observed. */
export type Outcomes = ReadonlyMap<string, number> | readonly (number | undefined)[];

export interface EstimateRequest {
  /** The plan, or at least its arms, agents and assignments. */
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">;
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

export declare function estimate(request: EstimateRequest): EstimateRow[];
