import { functionalOf, leastSquaresOf, orthogonal } from "../../src/core/numbers/orthogonal.ts";

/** Two-stage least squares with one endogenous regressor. */
interface PeerRegression {
  /** Coefficients of the exogenous columns, then of the endogenous one. */
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  /** The F statistic of the excluded instruments in the first stage. */
  readonly strength: number;
  /** The contribution of each row to the error of a linear function of the coefficients, with residuals as if the row had been left out (HC3). */
  influenceOf(functional: ArrayLike<number>): Float64Array;
}

/**
 * Regression of y on exogenous columns and one endogenous column, with instruments for the latter. Kelejian and Prucha (1998), "A generalized spatial
 * two-stage least squares procedure", section 3. Cost: O(n k²).
 *
 * @returns the fit; or in words what is not identified
 */
export function peerRegression(
  y: Float64Array,
  {
    exogenous,
    endogenous,
    instruments,
  }: {
    readonly exogenous: readonly Float64Array[];
    readonly endogenous: Float64Array;
    readonly instruments: readonly Float64Array[];
  },
): PeerRegression | string {
  const all = [...exogenous, ...instruments];
  const n = y.length;
  if (n <= all.length)
    return `there are ${n} agents with all that is needed, and ${all.length + 1} at least are wanted`;
  const first = orthogonal(all);
  if (typeof first === "number")
    return first < exogenous.length
      ? "own arms, or the arms of in-neighbours, do not vary among the agents, or vary together"
      : "the arms two and more edges away are a combination of own arms and those of in-neighbours, as in groups of one size where everybody hears everybody: nothing tells outcomes of others from their arms";
  const fittedBy = (columns: readonly Float64Array[]): Float64Array => {
    const found = orthogonal(columns);
    if (typeof found === "number") return new Float64Array(n);
    const b = leastSquaresOf(found, endogenous);
    return endogenous.map((_, i) => columns.reduce((sum, column, k) => sum + b[k]! * column[i]!, 0));
  };
  const fitted = fittedBy(all);
  const squares = (fit: Float64Array): number =>
    endogenous.reduce((sum, x, i) => sum + (x - fit[i]!) ** 2, 0);
  const [rest, without] = [squares(fitted), squares(fittedBy(exogenous))];
  const scale = endogenous.reduce((sum, x) => sum + x * x, 0);
  if (without <= 1e-18 * scale)
    return "the mean outcomes of in-neighbours follow from arms alone, or do not vary";
  const strength = (without - rest) / instruments.length / (Math.max(rest, 1e-18 * scale) / (n - all.length));
  const second = orthogonal([...exogenous, fitted]);
  if (typeof second === "number") return "the instruments tell nothing of the outcomes of in-neighbours";
  const coefficients = leastSquaresOf(second, y);
  const columns = [...exogenous, endogenous];
  const residuals = y.map(
    (value, i) => value - columns.reduce((sum, column, k) => sum + coefficients[k]! * column[i]!, 0),
  );
  return {
    ...{ coefficients, residuals, strength },
    influenceOf: (functional) =>
      functionalOf(second, functional).map((w, i) => {
        const leverage = second.q.reduce((sum, column) => sum + column[i]! ** 2, 0);
        return leverage < 1 ? (w * residuals[i]!) / (1 - leverage) : 0;
      }),
  };
}
