import { functionalOf, orthogonal } from "../../src/core/numbers/orthogonal.ts";

/**
 * The weights of mean outcomes by stage that give F(1) − F(0), where F is the polynomial of this degree in the share treated
 * that fits them by least squares: Lagrange's Σ [ℓ_t(1) − ℓ_t(0)] Ȳ_t where there are degree + 1 stages. Cortez, Eichhorn and Yu (2022), equation 3.
 *
 * @param shares share treated at each stage; with `degree` + 1 different ones among them
 * @returns the weights, whose sum is 0; undefined where the shares do not determine the polynomial
 */
export function rolloutWeights(shares: readonly number[], degree: number): Float64Array | undefined {
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  if (!(most > least)) return undefined;
  // Centred and scaled to −1 … 1, so that powers stay apart.
  const scaled = (p: number): number => (2 * p - least - most) / (most - least);
  const powers = Array.from({ length: degree + 1 }, (_, k) => k);
  const columns = powers.map((k) => Float64Array.from(shares, (p) => scaled(p) ** k));
  const found = shares.length > degree ? orthogonal(columns) : 0;
  if (typeof found === "number") return undefined;
  return functionalOf(
    found,
    powers.map((k) => scaled(1) ** k - scaled(0) ** k),
  );
}
