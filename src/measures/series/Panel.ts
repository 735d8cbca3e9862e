/** Series of symbols of several agents over the same rounds, in one or several worlds. */
export interface Panel {
  readonly agents: number;
  readonly rounds: number;
  /** Default 1. */
  readonly worlds?: number;
  /** How many different symbols there are; codes are below it. */
  readonly symbols: number;
  /** At (world × agents + agent) × rounds + round; `symbols` itself stands for a missing value. */
  readonly codes: ArrayLike<number>;
}
