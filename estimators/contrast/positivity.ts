import type { VarianceSetting } from "../variance/PreparedVariance.ts";
import { expectedEffective } from "./expectedCounts.ts";

/** How well a design supports one condition of a contrast, before anything is drawn. */
export interface Positivity {
  /** Agents of the population that are put in the condition on average, over all worlds: Σ π. */
  readonly expected: number;
  /** Independent, equally weighted observations that these are worth: N²/Σ(1/π), and no more than the expected number of clusters. */
  readonly effective: number;
  /** Kish's part of it alone, N²/Σ(1/π). */
  readonly kish: number;
  /** The agents least likely to be in the condition, ascending by probability, as many as are in it once on average *together*: in more than a third of all experiments nobody of them is seen. */
  readonly seldom: readonly number[];
  /** Their share of Σ(1/π): how much of the error of an estimate comes from them if outcomes vary alike. */
  readonly seldomError: number;
}

/**
 * How well a design supports the two conditions of a contrast. Outcomes play no part. An estimate by inverse probabilities
 * speaks for agents who are hardly ever in a condition through the few experiments in which one of them is; in all others it
 * speaks for the rest of the population, and neither a variance estimate nor an imputation can know what is missing.
 *
 * @param worlds independent worlds whose estimates are averaged. Cost: O(n log n).
 */
export function positivity(setting: VarianceSetting, worlds = 1): [Positivity, Positivity] {
  const { probabilities, levels, population } = setting;
  const { marginals, conditions } = probabilities;
  const effective = expectedEffective(setting);
  const sides = levels.map((level, a): Positivity => {
    const chance = (i: number): number => marginals[i * conditions.length + level]!;
    const ascending = [...population].sort((i, j) => chance(i) - chance(j));
    let expected = 0;
    let inverse = 0;
    for (const i of ascending) {
      expected += worlds * chance(i);
      inverse += 1 / chance(i);
    }
    let together = 0;
    let seldomInverse = 0;
    let count = 0;
    while (count < ascending.length && together + worlds * chance(ascending[count]!) <= 1) {
      together += worlds * chance(ascending[count]!);
      seldomInverse += 1 / chance(ascending[count]!);
      count++;
    }
    return {
      expected,
      effective: worlds * effective[a]!,
      kish: inverse === 0 ? 0 : (worlds * population.length ** 2) / inverse,
      seldom: ascending.slice(0, count),
      seldomError: inverse === 0 ? 0 : seldomInverse / inverse,
    };
  });
  return [sides[0]!, sides[1]!];
}
