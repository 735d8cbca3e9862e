import type { TurnStatus } from "../Turn.ts";

/** One row of a unit table: one agent in one world and, where kept, one round. */
export interface UnitRow {
  readonly world: number;
  readonly round?: number;
  readonly agent: string;
  /** Name of the arm. */
  readonly arm: string;
  /** Absent when it was not observed; `status` says why. */
  readonly outcome?: number;
  readonly status?: TurnStatus | "missing";
  readonly covariates?: Readonly<Record<string, string>>;
}
