import { normalCdf, normalQuantile } from "../../src/core/numbers/normal.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** What a normal estimate with a known standard error can be expected to show. */
export interface NormalPower {
  /** Chance that a two-sided test finds the effect. */
  readonly power: number;
  /** Chance that what is found has the wrong sign. Absent without an effect. */
  readonly typeS?: number;
  /** How many times too large what is found is on average. Absent without an effect. */
  readonly exaggeration?: number;
  /** The smallest effect that is found with the chance `wanted`. */
  readonly detectable: number;
}

/**
 * Power, type S and type M error of an estimate that is normal around the true effect, in closed form (Gelman and Carlin 2014,
 * "Beyond power calculations"; Lu, Qiu and Deng 2019, "A note on type S/M errors in hypothesis testing", equations 1 and 2). With
 * λ = effect/se and z the quantile of the test:
 *
 * - power = Φ(λ − z) + Φ(−λ − z), type S = Φ(−z − λ)/power
 * - exaggeration = [φ(λ + z) + φ(λ − z) + λ(Φ(λ + z) + Φ(λ − z) − 1)]/(λ power)
 *
 * @param effect the true effect; its sign does not matter.
 * @param se standard error, above 0.
 * @param options.alpha level of the two-sided test, between 0 and 1. Default 0.05.
 * @param options.wanted chance with which `detectable` is found, between 0 and 1. Default 0.8.
 */
export function normalPower(
  effect: number,
  se: number,
  { alpha = 0.05, wanted = 0.8 }: { readonly alpha?: number; readonly wanted?: number } = {},
): NormalPower {
  if (!Number.isFinite(effect))
    throw new SpillwayError(`normalPower: effect must be a finite number, got ${effect}`);
  if (!(se > 0 && Number.isFinite(se)))
    throw new SpillwayError(`normalPower: se must be a number above 0, got ${se}`);
  for (const [name, value] of [
    ["alpha", alpha],
    ["wanted", wanted],
  ] as const)
    if (!(value > 0 && value < 1))
      throw new SpillwayError(`normalPower: ${name} must be between 0 and 1, got ${value}`);
  const z = normalQuantile(1 - alpha / 2);
  const lambda = Math.abs(effect) / se;
  const power = normalCdf(lambda - z) + normalCdf(-lambda - z);
  const detectable = (z + normalQuantile(wanted)) * se;
  if (lambda === 0) return { power, detectable };
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const inner = normalCdf(lambda + z) + normalCdf(lambda - z) - 1;
  return {
    power,
    typeS: normalCdf(-z - lambda) / power,
    exaggeration: (density(lambda + z) + density(lambda - z) + lambda * inner) / (lambda * power),
    detectable,
  };
}
