import { sum } from "../../src/core/numbers/sum.ts";

/** The law of a count under a design, as much of it as is known. */
export type CountLaw = BinomialCount | ListedCount | BoundedCount;

/** So many independent coins of one chance. */
export interface BinomialCount {
  readonly kind: "binomial";
  readonly n: number;
  readonly chance: number;
}

/** P(count = k) at index k. */
interface ListedCount {
  readonly kind: "listed";
  readonly chances: ArrayLike<number>;
}

/** A sum whose moments are known and whose cumulant function is known or bounded from above. */
export interface BoundedCount {
  readonly kind: "bounded";
  readonly mean: number;
  readonly variance: number;
  /** The largest term of the sum, by its size. */
  readonly largest: number;
  /** ln E exp(θ count), or more. */
  cumulants(theta: number): number;
}

/** A group of alike terms of a sum of coins: each adds its weight with its chance. */
export interface CoinTerms {
  readonly weight: number;
  readonly chance: number;
  readonly times: number;
}

/** The law of Σ weight × coin, coins independent. */
export function coinCount(terms: readonly CoinTerms[]): BinomialCount | BoundedCount {
  const [first] = terms;
  if (
    first &&
    first.weight === 1 &&
    terms.every(({ weight, chance }) => weight === 1 && chance === first.chance)
  )
    return { kind: "binomial", n: sum(terms.map(({ times }) => times)), chance: first.chance };
  return {
    kind: "bounded",
    mean: sum(terms.map(({ weight, chance, times }) => times * weight * chance)),
    variance: sum(terms.map(({ weight, chance, times }) => times * weight ** 2 * chance * (1 - chance))),
    largest: terms.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0),
    cumulants: (theta) =>
      sum(terms.map(({ weight, chance, times }) => times * Math.log1p(chance * Math.expm1(theta * weight)))),
  };
}

/** A stratum of which some members are drawn without replacement: their weights. */
interface DrawnStratum {
  readonly weights: readonly number[];
  readonly drawn: number;
}

/**
 * The law of the summed weights of members drawn without replacement, strata independent, the whole repeated so many times. Its cumulant
 * function is at most that of drawing with replacement: Hoeffding (1963), "Probability inequalities for sums of bounded
 * random variables", theorem 4.
 */
export function drawnCount(strata: readonly DrawnStratum[], times: number): BoundedCount {
  const sure = sum(strata.map(({ weights, drawn: k }) => (k === weights.length ? sum(weights) : 0)));
  const drawn = strata.filter(({ weights, drawn: k }) => k > 0 && k < weights.length);
  const mean = sum(drawn.map(({ weights, drawn: k }) => (k * sum(weights)) / weights.length));
  const variance = sum(
    drawn.map(({ weights, drawn: k }) => {
      const size = weights.length;
      const centre = sum(weights) / size;
      const spread = sum(weights.map((w) => (w - centre) ** 2));
      return (k * (size - k) * spread) / (size * (size - 1));
    }),
  );
  return {
    kind: "bounded",
    mean: times * (sure + mean),
    variance: times * variance,
    largest: drawn.reduce((most, { weights }) => weights.reduce((a, b) => Math.max(a, b), most), 0),
    cumulants: (theta) =>
      times *
      (theta * sure +
        sum(
          drawn.map(({ weights, drawn: k }) => {
            // Those left are a sample, too; the smaller of the two has the smaller bound.
            const left = weights.length - k;
            const direction = k <= left ? theta : -theta;
            const one = Math.log(sum(weights.map((w) => Math.exp(direction * w))) / weights.length);
            return k <= left ? k * one : theta * sum(weights) + left * one;
          }),
        )),
  };
}

/** Mean and standard deviation of a count. */
export function countMoments(law: CountLaw): { readonly mean: number; readonly sd: number } {
  if (law.kind === "binomial")
    return { mean: law.n * law.chance, sd: Math.sqrt(law.n * law.chance * (1 - law.chance)) };
  if (law.kind === "bounded") return { mean: law.mean, sd: Math.sqrt(law.variance) };
  const chances = Array.from(law.chances);
  const mean = sum(chances.map((p, k) => p * k));
  return { mean, sd: Math.sqrt(sum(chances.map((p, k) => p * (k - mean) ** 2))) };
}

/** ln E exp(θ count), or more; for laws that are not listed. */
export function cumulantsOf(law: BinomialCount | BoundedCount, theta: number): number {
  return law.kind === "bounded" ? law.cumulants(theta) : law.n * Math.log1p(law.chance * Math.expm1(theta));
}
