/** How much of what is drawn is kept. */
export interface Acceptance {
  /** Most that an assignment's score may be. */
  readonly threshold: number;
  /** Share of tries that are accepted: exact where all assignments are listed. */
  readonly share: number;
  /** Number of tries that the share was counted in; absent when it is exact. Its standard error is √(share(1 − share)/tries). */
  readonly tries?: number;
}
