/** A mean over simulations, or something made of means, with its Monte Carlo standard error. */
export interface Measured {
  readonly value: number;
  readonly mcse: number;
}
