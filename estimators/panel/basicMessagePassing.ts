// Shirani and Bayati (2024), "Causal message-passing for experiments with unknown and general network interference", PNAS 121(40).
import { leastSquares } from "../regression/leastSquares.ts";

/**
 * Causal message passing in its first form: the mean outcome of a period is a linear function of the share treated, of the mean before, and of
 * their product, ν_{t+1} = c + λ p_{t+1} + ξ ν_t + γ p_{t+1} ν_t. What treating everybody does follows by recursion from the observed path.
 * It explodes where |ξ + γ| is estimated above 1, and a drift of its own is taken for an effect.
 *
 * @param mean mean outcome, @param share share treated, by period from an untreated one
 * @returns the effect by period, 0 at the first; or why there is none
 */
export function basicMessagePassing(
  mean: readonly number[],
  share: readonly number[],
): readonly number[] | { readonly because: string } {
  const rows = mean.length - 1;
  if (rows < 4)
    return { because: `four coefficients need at least five periods, and there are ${mean.length}` };
  const now = (f: (t: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, t) => f(t));
  const fit = leastSquares(
    [
      { name: "constant", values: now(() => 1) },
      { name: "share treated", values: now((t) => share[t + 1]!) },
      { name: "mean before", values: now((t) => mean[t]!) },
      { name: "their product", values: now((t) => share[t + 1]! * mean[t]!) },
    ],
    now((t) => mean[t + 1]!),
    new Float64Array(rows).fill(1),
  );
  if ("because" in fit)
    return { because: "shares and means of the periods do not determine the coefficients" };
  const [, lambda, xi, gamma] = fit.coefficients as unknown as [number, number, number, number];
  const effect = [0];
  let path = mean[0]!;
  for (let t = 1; t < mean.length; t++) {
    effect.push(xi * effect[t - 1]! + lambda + gamma * path);
    path =
      mean[t]! +
      xi * (path - mean[t - 1]!) +
      lambda * (1 - share[t]!) +
      gamma * (path - share[t]! * mean[t - 1]!);
  }
  return effect;
}
