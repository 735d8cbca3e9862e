// Kraskov, Stögbauer and Grassberger (2004), "Estimating mutual information", Physical Review E 69, equations 8 and 9;
// Frenzel and Pompe (2007), "Partial mutual information for coupling analysis of multivariate time series", Physical Review Letters 99, equation 9;
// the second algorithm with a condition: Lizier (2014), "JIDT", Frontiers in Robotics and AI 1, equation S.58.
import { digamma } from "../entropies/gamma.ts";
import { boxTree } from "./boxTree.ts";
import { pointsOf } from "./Points.ts";

/** Columns of the two sides, and of what is given, which may be none. */
export interface Sides {
  readonly x: readonly Float64Array[];
  readonly y: readonly Float64Array[];
  readonly z: readonly Float64Array[];
}

/**
 * I(X;Y|Z) in nats at each record by distances to the k-th nearest neighbour in the maximum norm; the mean of them is the estimate.
 *
 * @param algorithm 1 takes one distance for all sides, 2 one for each side.
 */
export function nearestNeighbours({ x, y, z }: Sides, k: number, algorithm: 1 | 2): Float64Array {
  const size = x[0]!.length;
  const joint = pointsOf([...x, ...y, ...z]);
  const tree = boxTree(joint);
  const { dimensions, at } = joint;
  const conditional = z.length > 0;
  const places = (first: number, columns: readonly Float64Array[]): readonly number[] =>
    columns.map((_, d) => first + d);
  const [xs, ys, zs] = [places(0, x), places(x.length, y), places(x.length + y.length, z)];
  const sides = [[...xs, ...zs], [...ys, ...zs], ...(conditional ? [zs] : [])].map((dims) => ({
    dims,
    tree: boxTree(pointsOf(dims.map((d) => [...x, ...y, ...z][d]!))),
  }));
  const psi = digammas(size + 1);
  const reach = new Float64Array(dimensions);
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const found = tree.nearest(i, k);
    if (algorithm === 1) reach.fill(furthest(at, dimensions, i, found.subarray(k - 1), 0, dimensions));
    else
      for (const dims of [xs, ys, zs])
        for (const d of dims) reach[d] = furthest(at, dimensions, i, found, dims[0]!, dims[0]! + dims.length);
    const counts = sides.map(({ dims, tree: side }) =>
      side.within(
        i,
        Float64Array.from(dims, (d) => reach[d]!),
        algorithm === 2,
      ),
    );
    const [nx, ny, nz = size - 1] = counts as [number, number, number?];
    if (algorithm === 1) values[i] = psi[k]! - psi[nx + 1]! - psi[ny + 1]! + psi[nz + 1]!;
    else if (conditional) values[i] = psi[k]! - 2 / k - psi[nx]! + 1 / nx - psi[ny]! + 1 / ny + psi[nz]!;
    else values[i] = psi[k]! - 1 / k - psi[nx]! - psi[ny]! + psi[size]!;
  }
  return values;
}

/** The largest distance of some points from point i in some dimensions. */
function furthest(
  at: Float64Array,
  dimensions: number,
  i: number,
  points: Uint32Array,
  first: number,
  end: number,
): number {
  let most = 0;
  for (const j of points)
    for (let d = first; d < end; d++) {
      const gap = Math.abs(at[j * dimensions + d]! - at[i * dimensions + d]!);
      if (gap > most) most = gap;
    }
  return most;
}

/** ψ(1), …, ψ(most); 0 stands at 0 and is never read. */
function digammas(most: number): Float64Array {
  const psi = new Float64Array(most + 1);
  psi[1] = digamma(1);
  for (let m = 2; m <= most; m++) psi[m] = digamma(m);
  return psi;
}
