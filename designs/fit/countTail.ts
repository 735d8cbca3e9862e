import { binomialChances } from "../../src/core/numbers/binomialChances.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { type BoundedCount, type CountLaw, cumulantsOf } from "./CountLaw.ts";

/** Coins up to this number have their law listed; above it the bound of Chernoff takes its place. */
const MOST_LISTED = 100_000;

/**
 * How improbable a count is under its law: the chance of a count that is as probable as this one or less so, for a law that is known
 * count by count (Freeman and Halton 1951); otherwise at most twice the bound of Chernoff (1952), min over θ of E exp(θ(count − seen)),
 * for the tail on the side where the count lies. Either way P(p ≤ α) ≤ α under the law, at any size.
 */
export function countTail(law: CountLaw, seen: number): number {
  if (law.kind === "listed") return listedTail(law.chances, seen);
  if (law.kind === "bounded") return chernoffTail(law, seen);
  const { n, chance } = law;
  if (n <= MOST_LISTED) return listedTail(binomialChances(n, chance), seen);
  return chernoffTail(
    {
      kind: "bounded",
      mean: n * chance,
      variance: n * chance * (1 - chance),
      largest: 1,
      cumulants: (theta) => cumulantsOf(law, theta),
    },
    seen,
  );
}

function listedTail(chances: ArrayLike<number>, seen: number): number {
  const own = chances[seen] ?? 0;
  // Chances that are equal but for rounding count as equal.
  return Math.min(1, sum(Array.from(chances).filter((p) => p <= own * (1 + 1e-9))));
}

/** e^±this is the largest factor that a term is given. */
const STEEPEST = 300;

/** Nearer to the mean than so many standard deviations the bound is not worth its work, and 1 is one, too. */
const NEAR = 3;

function chernoffTail({ mean, variance, largest, cumulants }: BoundedCount, seen: number): number {
  if (Math.abs(seen - mean) <= NEAR * Math.sqrt(variance)) return 1;
  if (seen === mean || !(largest > 0)) return Math.abs(seen - mean) <= 1e-9 * Math.max(1, mean) ? 1 : 0;
  const side = Math.sign(seen - mean);
  const exponent = (t: number): number => cumulants(side * t) - side * t * seen;
  // The exponent is convex in t, and any t gives a valid bound: the search need not be exact.
  let low = 0;
  let high = STEEPEST / largest;
  for (let step = 0; step < 80; step++) {
    const a = low + (high - low) / 3;
    const b = high - (high - low) / 3;
    if (exponent(a) <= exponent(b)) high = b;
    else low = a;
  }
  return Math.min(1, 2 * Math.exp(Math.min(0, exponent((low + high) / 2))));
}
