/** The normal's 0.975 quantile: an error taken so many times is an interval of 95 %. */
const NORMAL = 1.959963984540054;
/** Shares closer than this to 0 or 1 are there but for rounding. */
const END = 1e-12;

/**
 * The Monte Carlo standard error of a share of so many draws: √(c(1 − c)/R). At 0 of R and R of R that would be 0, as if nothing were left
 * to learn. There it is the error which, taken 1.96 times, reaches Clopper and Pearson's exact bound of 95 %, 1 − 0.025^(1/R) (1934, Biometrika 26): about
 * 1.9/R. Of no draws it is 0.5: nothing is known.
 */
export function shareError(share: number, total: number): number {
  if (!(total > 0)) return 0.5;
  if (share > END && share < 1 - END) return Math.sqrt((share * (1 - share)) / total);
  return -Math.expm1(Math.log(0.025) / total) / NORMAL;
}
