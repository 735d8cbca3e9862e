/** The true value of a contrast, known because the agents are synthetic. */
export interface Truth {
  readonly contrast: string;
  readonly value: number;
  /** Monte Carlo standard error of the value, when it is simulated. */
  readonly mcse?: number;
  /** How the value is known, in words. */
  readonly how: string;
}

/** What is known of synthetic agents without estimating anything. */
export interface Truths {
  readonly contrasts: readonly Truth[];
  /** Mean outcome when everybody is treated minus when nobody is; absent when there are not two arms. */
  readonly global?: Omit<Truth, "contrast">;
}
