import { fisherCdf, fisherQuantile } from "./fisher.ts";
import type { VarianceEstimate } from "./VarianceEstimate.ts";

/** A mean square and its degrees of freedom, by the set of factors as bits; `error` is that within cells. */
export interface MeanSquares {
  readonly of: ReadonlyMap<number, { readonly square: number; readonly df: number }>;
  readonly error?: { readonly square: number; readonly df: number };
}

/**
 * A sum of components of variance of crossed random factors, Σ weight·σ²_u, from expected mean squares: σ²_u is (1/(r Π n_j, j ∉ u)) Σ over w ⊇ u of
 * (−1)^{|w|−|u|} MS_w, less MS_E for the last interaction. The interval is the modified large-sample one of Ting, Burdick, Graybill,
 * Jeyaratnam and Lu (1990), "Confidence intervals on linear combinations of variance components that are unrestricted in sign", Journal of
 * Statistical Computation and Simulation 35; it is exact where one mean square decides, and may reach below 0.
 *
 * @param weights weight of each component, by its set of factors.
 * @param sizes numbers of levels.
 * @param worlds worlds in each cell.
 */
export function randomComponent(
  { of, error }: MeanSquares,
  weights: ReadonlyMap<number, number>,
  sizes: readonly number[],
  worlds: number,
  confidence: number,
): VarianceEstimate {
  const last = (1 << sizes.length) - 1;
  const coefficients = new Map<number, number>();
  let within = 0;
  for (const [set, weight] of weights) {
    const scale = weight / (worlds * sizes.reduce((all, size, k) => all * (set & (1 << k) ? 1 : size), 1));
    for (const above of of.keys())
      if ((above & set) === set)
        coefficients.set(above, (coefficients.get(above) ?? 0) + scale * (odd(above & ~set) ? -1 : 1));
    // Below the last interaction the errors of the mean squares cancel.
    if (set === last) within -= scale;
  }
  const terms = [...coefficients].map(([set, coefficient]) => ({ coefficient, ...of.get(set)! }));
  if (within !== 0 && error) terms.push({ coefficient: within, ...error });
  const kept = terms.filter(({ coefficient, square }) => Math.abs(coefficient) > 1e-14 && square > 0);
  const variance = terms.reduce((all, { coefficient, square }) => all + coefficient * square, 0);
  const tail = (1 - confidence) / 2;
  const [plus, minus] = [
    kept.filter(({ coefficient }) => coefficient > 0),
    kept.filter(({ coefficient }) => coefficient < 0),
  ];
  const main = of.get([...weights.keys()].sort((a, b) => a - b)[0]!)!;
  return {
    variance,
    ci: [variance - reach(plus, minus, tail), variance + reach(minus, plus, tail)],
    df: main.df,
    ...(plus.length === 1 && minus.length === 1
      ? { p: fisherCdf(minus[0]!.square / plus[0]!.square, minus[0]!.df, plus[0]!.df) }
      : {}),
  };
}

interface Term {
  readonly coefficient: number;
  readonly square: number;
  readonly df: number;
}

/**
 * How far the interval reaches towards where the first terms are smaller and the second larger. The lower end of a difference
 * a − b is the upper end of b − a with its sign turned, so that one function makes both.
 */
function reach(smaller: readonly Term[], larger: readonly Term[], tail: number): number {
  const most = Number.POSITIVE_INFINITY;
  const down = (df: number): number => 1 - 1 / fisherQuantile(1 - tail, df, most);
  const up = (df: number): number => 1 / fisherQuantile(tail, df, most) - 1;
  let square = 0;
  for (const { coefficient, square: s, df } of smaller) square += (down(df) * coefficient * s) ** 2;
  for (const { coefficient, square: s, df } of larger) square += (up(df) * coefficient * s) ** 2;
  for (const one of smaller)
    for (const other of larger) {
      const f = fisherQuantile(1 - tail, one.df, other.df);
      const joint = ((f - 1) ** 2 - (down(one.df) * f) ** 2 - up(other.df) ** 2) / f;
      // The joint terms are exact for one difference; with more mean squares negative ones would make the interval too short.
      if (joint > 0 || (smaller.length === 1 && larger.length === 1))
        square += joint * Math.abs(one.coefficient * other.coefficient) * one.square * other.square;
    }
  return Math.sqrt(Math.max(0, square));
}

function odd(bits: number): boolean {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count % 2 === 1;
}
