import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/** How many agents of a contrast's population the design puts in each of its two conditions on average: Σ π. */
export function expectedCounts({ probabilities, levels, population }: VarianceSetting): [number, number] {
  const { marginals, conditions } = probabilities;
  const counts = levels.map((level) =>
    population.reduce((total, i) => total + marginals[i * conditions.length + level]!, 0),
  );
  return [counts[0]!, counts[1]!];
}

/**
 * How many independent, equally weighted observations each condition can be expected to be worth under the design, before
 * anything was drawn: N²/Σ(1/π), the effective size of weights 1/π, but no more than the expected number of blocks
 * (clusters) with an agent in the condition, counted from below as Σ over blocks of the largest π in them.
 */
export function expectedEffective({ probabilities, levels, population }: VarianceSetting): [number, number] {
  const { marginals, conditions, law } = probabilities;
  const { structure } = law;
  const sizes = levels.map((level) => {
    const most = new Float64Array("block" in structure ? structure.blocks : law.n);
    let inverse = 0;
    for (const i of population) {
      const p = marginals[i * conditions.length + level]!;
      inverse += 1 / p;
      const block = "block" in structure ? structure.block[i]! : i;
      if (p > most[block]!) most[block] = p;
    }
    return Math.min(
      population.length ** 2 / inverse,
      most.reduce((total, p) => total + p, 0),
    );
  });
  return [sizes[0]!, sizes[1]!];
}
