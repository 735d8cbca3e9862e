import type { MovableLaw } from "./movableLaw.ts";
import type { PairProbabilities } from "./PairProbabilities.ts";

/** Pairs of n agents when every pair may be dependent: all of them are near. */
export function everyPair(n: number, movable: () => MovableLaw): PairProbabilities {
  return {
    law: (i, j) => movable().at(i, j),
    boundOf: () => n,
    nearBound: (n * (n - 1)) / 2,
    dependents: () => new Uint32Array(n).fill(n),
    far: "independent",
    forEachNear(visit) {
      const law = movable();
      for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) visit(i, j, law.at(i, j));
    },
    forEachNearOf(i, visit, wanted) {
      const law = movable();
      for (let j = 0; j < n; j++) if (j !== i && wanted?.[j] !== 0) visit(j, law.at(i, j));
    },
  };
}
