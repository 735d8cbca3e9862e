import type { EntropyTerms } from "./entropyTerms.ts";

/** I(X;Y|Z) as a sum of entropies; without Z, I(X;Y). */
export function conditionalTerms(
  x: readonly number[],
  y: readonly number[],
  z: readonly number[],
): EntropyTerms {
  return [
    [1, [...x, ...z]],
    [1, [...y, ...z]],
    ...(z.length === 0 ? [] : ([[-1, z]] as const)),
    [-1, [...x, ...y, ...z]],
  ];
}
