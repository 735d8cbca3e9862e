// Cover and Thomas (2006), "Elements of information theory", section 8.4; bias: Wilks (1932), as ψ of the χ² laws of the determinants.
import { digamma } from "../entropies/gamma.ts";
import type { Sides } from "./nearestNeighbours.ts";

/** A side whose columns, or whose columns with those given, are linearly dependent to rounding. */
const DEPENDENT = 1e-12;

/** I(X;Y|Z) in nats of jointly normal variables, and its mean where X and Y are independent given Z. Undefined where columns are linearly dependent. */
export function gaussianInformation({ x, y, z }: Sides): { value: number; bias: number } | undefined {
  const all = [...x, ...y, ...z];
  const size = all[0]!.length;
  const free = size - 1 - z.length;
  if (free - x.length - y.length < 1) return undefined;
  const correlation = correlations(all);
  if (!correlation) return undefined;
  const [xs, ys, zs] = [
    x.map((_, d) => d),
    y.map((_, d) => x.length + d),
    z.map((_, d) => x.length + y.length + d),
  ];
  const [xz, yz, only, together] = [[...xs, ...zs], [...ys, ...zs], zs, [...xs, ...ys, ...zs]].map((dims) =>
    logDeterminant(dims.map((a) => dims.map((b) => correlation[a]![b]!))),
  );
  if (xz === undefined || yz === undefined || only === undefined || together === undefined) return undefined;
  let bias = 0;
  for (let j = 0; j < y.length; j++)
    bias += (digamma((free - j) / 2) - digamma((free - x.length - j) / 2)) / 2;
  return { value: (xz + yz - only - together) / 2, bias };
}

/** Correlations of columns; undefined when one is constant. */
function correlations(columns: readonly Float64Array[]): number[][] | undefined {
  const centred = columns.map((column) => {
    const mean = column.reduce((all, one) => all + one, 0) / column.length;
    const from = column.map((one) => one - mean);
    const length = Math.sqrt(from.reduce((all, one) => all + one * one, 0));
    return length > 0 ? from.map((one) => one / length) : undefined;
  });
  if (centred.includes(undefined)) return undefined;
  return centred.map((a) => centred.map((b) => a!.reduce((all, one, i) => all + one * b![i]!, 0)));
}

/** ln of the determinant by Cholesky's decomposition; undefined when it is 0 to rounding. */
function logDeterminant(matrix: readonly (readonly number[])[]): number | undefined {
  const size = matrix.length;
  const lower = matrix.map(() => new Float64Array(size));
  let value = 0;
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      let left = matrix[a]![b]!;
      for (let c = 0; c < b; c++) left -= lower[a]![c]! * lower[b]![c]!;
      if (a > b) lower[a]![b] = left / lower[b]![b]!;
      else if (left > DEPENDENT) {
        lower[a]![a] = Math.sqrt(left);
        value += Math.log(left);
      } else return undefined;
    }
  return value;
}
