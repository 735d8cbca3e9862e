import type { Rng } from "../../core/rng.ts";
import { eachSuccess } from "./eachSuccess.ts";

/** Calls `visit` for each pair i < j of 0 … n − 1 with chance p, independently. Cost: O(n + visits log n). */
export function eachPair(rng: Rng, p: number, n: number, visit: (i: number, j: number) => void): void {
  // Pairs are numbered row by row: row j holds (0, j) … (j − 1, j) and starts at `start`.
  let j = 1;
  let start = 0;
  eachSuccess(rng, p, (n * (n - 1)) / 2, (index) => {
    while (index >= start + j) start += j++;
    visit(index - start, j);
  });
}
