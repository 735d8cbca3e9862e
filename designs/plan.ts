/**
 * A treatment plan: everything drawn before the first agent acts, and enough to know exactly what was drawn from.
 * This is the only thing that the doing wing (agents, run) knows of the inference wing.
 */
export interface TreatmentPlan {
  /** Version of this file format. */
  readonly format: 1;
  /** Version of Spillway that drew the plan. */
  readonly spillway: string;
  /** SHA-256 of the study's canonical form, when the plan belongs to a study. */
  readonly studyHash?: string;
  readonly networkHash: string;
  readonly design: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  readonly seed: string;
  /** Names of the arms. */
  readonly arms: readonly string[];
  /** Ids of the agents, in the order of the assignments. */
  readonly agents: readonly string[];
  /** One assignment for each world: for each agent, an index into `arms`. */
  readonly assignments: readonly (readonly number[])[];
  /** What each agent desired in each world, when the design draws desires (`conflict-graph`): 1, 0, or 2 for nothing. */
  readonly desires?: readonly (readonly number[])[];
  /** Largest score accepted and the share of tries that had one, when the design draws again until an assignment is good enough; `tries` when the share is counted, not exact. */
  readonly acceptance?: { readonly threshold: number; readonly share: number; readonly tries?: number };
  /** Cluster of each agent, when the design draws clusters. */
  readonly clusters?: readonly number[];
  /** How the probabilities of conditions are computed, when an exposure is known. */
  readonly probabilities?: {
    readonly exposure: string;
    readonly method: "exact" | "monte-carlo";
    readonly draws?: number;
  };
  /** SHA-256 of the canonical form of all other fields. */
  readonly hash: string;
}
