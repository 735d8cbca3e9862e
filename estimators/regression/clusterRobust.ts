import { Matrix } from "ml-matrix";
import { eigenInto, eigenPlace } from "../../src/core/numbers/eigenInto.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { LeastSquares, RegressionColumn } from "./leastSquares.ts";

/** A variance by clusters with its degrees of freedom. */
export interface ClusterRobust {
  readonly variance: number;
  readonly degrees: number;
}

/** Eigenvalues below this are 0: residuals of such a direction are 0 whatever the errors. */
const ZERO = 1e-10;

/**
 * The CR2 variance of a combination of coefficients, with Satterthwaite's degrees of freedom (Bell and McCaffrey 2002, Survey Methodology 28;
 * Pustejovsky and Tipton 2018, Journal of Business and Economic Statistics 36, section 2), under the working model of independent
 * errors with one variance. With a cluster for each row it is HC2, which for a difference of two means is Neyman's variance.
 *
 * With R_g the rows of I − H of cluster g, A_g = (R_gR_gᵀ)^{+1/2} lengthens the residuals of each cluster by what the fit shortens them. R_gR_gᵀ is
 * the identity plus a matrix of rank 2p, so its root takes 2p × 2p eigenvalues however large the cluster is.
 *
 * @param combination what multiplies each coefficient
 * @param cluster of each row, from 0
 * @returns Cost: O(rows × columns² + clusters × columns³).
 */
export function clusterRobust(
  columns: readonly RegressionColumn[],
  given: LeastSquares,
  weights: Float64Array,
  cluster: Uint32Array,
  combination: ArrayLike<number>,
): ClusterRobust {
  wantArgument("clusterRobust", "columns", columns, { fields: ["map"] });
  wantArgument("clusterRobust", "a least squares fit", given, { fields: ["bread", "residuals"] });
  wantArgument("clusterRobust", "weights", weights, { fields: ["length"] });
  wantArgument("clusterRobust", "clusters", cluster, { fields: ["length"] });
  wantArgument("clusterRobust", "a combination", combination, { fields: ["length"] });
  const { bread, residuals } = given;
  const p = columns.length;
  const n = residuals.length;
  const x = (i: number, a: number): number => columns[a]!.values[i]!;
  // h = (XᵀWX)⁻¹c, and D = B XᵀW²X B.
  const h = new Float64Array(p);
  for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) h[a]! += bread[a * p + b]! * combination[b]!;
  const square = new Float64Array(p * p);
  for (let a = 0; a < p; a++)
    for (let b = 0; b <= a; b++) {
      let total = 0;
      for (let i = 0; i < n; i++) total += weights[i]! ** 2 * x(i, a) * x(i, b);
      square[a * p + b] = total;
      square[b * p + a] = total;
    }
  const outer = product(product(bread, square, p), bread, p);
  let variance = 0;
  // P_gh = p_gᵀp_h = a_gᵀa_g on the diagonal, less u_gBv_h and its mirror, plus u_gDu_h.
  const own: number[] = [];
  const us: Float64Array[] = [];
  const vs: Float64Array[] = [];
  for (const rows of rowsOf(cluster)) {
    const m = rows.length;
    // The columns [X_g, W_gX_g].
    const both = Array.from({ length: 2 * p }, (_, k) =>
      Float64Array.from(rows, (i) => (k < p ? x(i, k) : weights[i]! * x(i, k - p))),
    );
    // R_gR_gᵀ = I + [X WX] M [X WX]ᵀ with M = (D, −B; −B, 0).
    const middle = new Float64Array(4 * p * p);
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++) {
        middle[a * 2 * p + b] = outer[a * p + b]!;
        middle[a * 2 * p + p + b] = -bread[a * p + b]!;
        middle[(p + a) * 2 * p + b] = -bread[a * p + b]!;
      }
    const target = Float64Array.from(rows, (i) => {
      let total = 0;
      for (let a = 0; a < p; a++) total += x(i, a) * h[a]!;
      return weights[i]! * total;
    });
    const lengthened = rootTimes(both, middle, target);
    let score = 0;
    let length = 0;
    for (let k = 0; k < m; k++) {
      score += lengthened[k]! * residuals[rows[k]!]!;
      length += lengthened[k]! ** 2;
    }
    variance += score ** 2;
    own.push(length);
    us.push(Float64Array.from({ length: p }, (_, a) => inner(both[a]!, lengthened)));
    vs.push(Float64Array.from({ length: p }, (_, a) => inner(both[p + a]!, lengthened)));
  }
  return { variance, degrees: degreesOf(own, us, vs, bread, outer) };
}

/** (Σ_g P_gg)² / Σ_gh P_gh², with P = diag(own) + L M Lᵀ, L = [u v], M = (D, −B; −B, 0): nothing of the size of clusters². */
function degreesOf(
  own: readonly number[],
  us: readonly Float64Array[],
  vs: readonly Float64Array[],
  bread: Float64Array,
  outer: Float64Array,
): number {
  const p = us[0]!.length;
  const r = 2 * p;
  const middle = new Float64Array(r * r);
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) {
      middle[a * r + b] = outer[a * p + b]!;
      middle[a * r + p + b] = -bread[a * p + b]!;
      middle[(p + a) * r + b] = -bread[a * p + b]!;
    }
  const rows = us.map((u, g) => Float64Array.from([...u, ...vs[g]!]));
  const gram = new Float64Array(r * r);
  let trace = 0;
  let squares = 0;
  rows.forEach((row, g) => {
    let form = 0;
    for (let a = 0; a < r; a++)
      for (let b = 0; b < r; b++) {
        gram[a * r + b]! += row[a]! * row[b]!;
        form += row[a]! * middle[a * r + b]! * row[b]!;
      }
    trace += own[g]! + form;
    squares += own[g]! ** 2 + 2 * own[g]! * form;
  });
  const mg = product(middle, gram, r);
  for (let a = 0; a < r; a++) for (let b = 0; b < r; b++) squares += mg[a * r + b]! * mg[b * r + a]!;
  return squares > 0 ? trace ** 2 / squares : 0;
}

/** (I + Z M Zᵀ)^{+1/2} t: the pseudo-inverse root in the space that the columns of Z span, the identity beside it. */
function rootTimes(
  columns: readonly Float64Array[],
  middle: Float64Array,
  target: Float64Array,
): Float64Array {
  const size = columns.length;
  const m = target.length;
  // An orthonormal basis of the columns, and the columns in it.
  const basis: Float64Array[] = [];
  const inBasis: Float64Array[] = [];
  for (const column of columns) {
    const rest = column.slice();
    const before = Math.sqrt(inner(column, column));
    const coordinates = new Float64Array(Math.min(m, size));
    for (let pass = 0; pass < 2; pass++)
      basis.forEach((q, k) => {
        const part = inner(q, rest);
        coordinates[k]! += part;
        for (let i = 0; i < m; i++) rest[i]! -= part * q[i]!;
      });
    const left = Math.sqrt(inner(rest, rest));
    if (left > 1e-12 * before && basis.length < m) {
      coordinates[basis.length] = left;
      basis.push(rest.map((value) => value / left));
    }
    inBasis.push(coordinates);
  }
  const r = basis.length;
  const small = new Float64Array(r * r);
  for (let a = 0; a < r; a++)
    for (let b = 0; b < r; b++) {
      let total = a === b ? 1 : 0;
      for (let k = 0; k < size; k++)
        for (let l = 0; l < size; l++) total += inBasis[k]![a]! * middle[k * size + l]! * inBasis[l]![b]!;
      small[a * r + b] = total;
    }
  const symmetric = small.map((value, at) => (value + small[(at % r) * r + Math.floor(at / r)]!) / 2);
  const place = eigenPlace(Math.max(1, r));
  if (r > 0) eigenInto(symmetric, r, place);
  const coordinates = basis.map((q) => inner(q, target));
  const result = target.slice();
  basis.forEach((q, k) => {
    for (let i = 0; i < m; i++) result[i]! -= coordinates[k]! * q[i]!;
  });
  for (let e = 0; e < r; e++) {
    const value = place.values[e]!;
    if (value < ZERO) continue;
    let part = 0;
    for (let k = 0; k < r; k++) part += place.vectors[e * r + k]! * coordinates[k]!;
    part /= Math.sqrt(value);
    for (let k = 0; k < r; k++) {
      const by = part * place.vectors[e * r + k]!;
      for (let i = 0; i < m; i++) result[i]! += by * basis[k]![i]!;
    }
  }
  return result;
}

/** The rows of each cluster. */
function rowsOf(cluster: Uint32Array): number[][] {
  const rows = new Map<number, number[]>();
  cluster.forEach((g, i) => {
    const known = rows.get(g);
    if (known) known.push(i);
    else rows.set(g, [i]);
  });
  return [...rows.values()];
}

function inner(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** The product of two square matrices, row by row. */
function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const [left, right] = [a, b].map((one) => Matrix.from1DArray(size, size, Array.from(one)));
  return Float64Array.from(left!.mmul(right!).to1DArray());
}
