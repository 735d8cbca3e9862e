import type { FactorialCells } from "./factorialCells.ts";
import type { MeanSquares } from "./randomComponent.ts";

/**
 * Mean squares of complete cells, from the means of cells. Where cells have different numbers of worlds, their harmonic mean stands for
 * all (the method of unweighted means: Burdick and Graybill 1992, "Confidence intervals on variance components", section 3.4).
 */
export function meanSquares(
  { factors, cells }: FactorialCells,
  error: { readonly variance: number; readonly df: number } | undefined,
): { readonly squares: MeanSquares; readonly worlds: number } {
  const worlds = cells.length / cells.reduce((all, { values }) => all + 1 / values.length, 0);
  const means = cells.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length);
  const places = cells.map(({ at }) => at);
  const sizes = factors.map(({ levels }) => levels.length);
  return {
    worlds,
    squares: {
      of: ofMeans(sizes, places, means, worlds),
      ...(error ? { error: { square: error.variance, df: error.df } } : {}),
    },
  };
}

/** The same where each world is in every cell: worlds are one factor more, with random levels. */
export function pairedMeanSquares({ factors, cells }: FactorialCells): MeanSquares {
  const r = cells[0]!.values.length;
  const sizes = [...factors.map(({ levels }) => levels.length), r];
  const places = cells.flatMap(({ at, values }) => values.map((_, w) => [...at, w]));
  return {
    of: ofMeans(
      sizes,
      places,
      cells.flatMap(({ values }) => values),
      1,
    ),
  };
}

function ofMeans(
  sizes: readonly number[],
  places: readonly (readonly number[])[],
  values: readonly number[],
  worlds: number,
): Map<number, { readonly square: number; readonly df: number }> {
  const centre = values.reduce((a, b) => a + b, 0) / values.length;
  const between = new Float64Array(1 << sizes.length);
  for (let set = 1; set < between.length; set++) {
    const groups = new Map<number, { sum: number; count: number }>();
    places.forEach((at, i) => {
      const key = at.reduce((all, level, k) => all * sizes[k]! + (set & (1 << k) ? level : 0), 0);
      const group = groups.get(key) ?? { sum: 0, count: 0 };
      group.sum += values[i]! - centre;
      group.count++;
      groups.set(key, group);
    });
    for (const { sum, count } of groups.values()) between[set]! += (sum * sum) / count;
  }
  // What a set explains beyond the sets within it.
  const own = Float64Array.from(between);
  sizes.forEach((_, k) => {
    for (let set = 0; set < own.length; set++) if (set & (1 << k)) own[set]! -= own[set ^ (1 << k)]!;
  });
  const found = new Map<number, { readonly square: number; readonly df: number }>();
  for (let set = 1; set < own.length; set++) {
    const df = sizes.reduce((all, size, k) => (set & (1 << k) ? all * (size - 1) : all), 1);
    found.set(set, { square: (worlds * Math.max(0, own[set]!)) / df, df });
  }
  return found;
}
