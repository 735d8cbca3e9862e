/** The least squares problem of each step of a Gram–Schmidt walk. */
export interface GramSchmidtSystem {
  readonly units: number;
  /** I + YᵀY over some units: what {@link direction} needs of those that may follow the pivot. Cost O(followers × k²). */
  moment(followers: readonly number[]): Float64Array;
  /** Takes a unit out of a moment that it is part of. Cost O(k²). */
  remove(moment: Float64Array, unit: number): void;
  /** How far each unit alive goes when the pivot, one of them, goes by 1; the moment is that of the others. Cost O(k³ + alive × k). */
  direction(moment: Float64Array, alive: readonly number[], pivot: number): Float64Array;
}

/**
 * Directions of the Gram–Schmidt walk by systems of k unknowns. The vectors to be balanced are b_i = (√φ e_i, √(1 − φ) x_i/ξ)
 * with ξ = max ‖x_i‖; the direction u has u_p = 1 for the pivot p and makes ‖Σ u_i b_i‖ least. With y_i = x_i √((1 − φ)/φ)/ξ
 * and Y the rows of all alive but the pivot, these move by −Y (I + YᵀY)⁻¹ y_p (Woodbury's identity). Harshaw, Sävje, Spielman
 * and Zhang (2024), section 4 and supplement.
 *
 * @param points covariates of each unit, k numbers one after the other, not all 0
 * @param phi weight of robustness against balance, above 0 and at most 1
 */
export function gramSchmidtSystem(points: Float64Array, k: number, phi: number): GramSchmidtSystem {
  const units = points.length / k;
  let longest = 0;
  for (let i = 0; i < units; i++) {
    let square = 0;
    for (let c = 0; c < k; c++) square += points[i * k + c]! ** 2;
    longest = Math.max(longest, square);
  }
  const scale = Math.sqrt((1 - phi) / phi / longest);
  const y = points.map((x) => x * scale);
  const add = (moment: Float64Array, i: number, sign: 1 | -1): void => {
    for (let a = 0; a < k; a++)
      for (let b = 0; b <= a; b++) moment[a * k + b]! += sign * y[i * k + a]! * y[i * k + b]!;
  };
  return {
    units,
    moment(followers) {
      const moment = new Float64Array(k * k);
      for (let a = 0; a < k; a++) moment[a * k + a] = 1;
      for (const i of followers) add(moment, i, 1);
      return moment;
    },
    remove: (moment, unit) => add(moment, unit, -1),
    direction(moment, alive, pivot) {
      const weight = solved(moment, y.slice(pivot * k, (pivot + 1) * k), k);
      const moves = new Float64Array(alive.length);
      for (let at = 0; at < alive.length; at++) {
        const i = alive[at]!;
        let move = 0;
        for (let c = 0; c < k; c++) move -= y[i * k + c]! * weight[c]!;
        moves[at] = i === pivot ? 1 : move;
      }
      return moves;
    },
  };
}

/** Solves a symmetric system, given its lower triangle, in the place of its right side; all eigenvalues at least 1. Cholesky. */
function solved(matrix: Float64Array, x: Float64Array, k: number): Float64Array {
  const lower = matrix.slice();
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let rest = lower[a * k + b]!;
      for (let c = 0; c < b; c++) rest -= lower[a * k + c]! * lower[b * k + c]!;
      // Below 1 by rounding only.
      lower[a * k + b] = a === b ? Math.sqrt(Math.max(1, rest)) : rest / lower[b * k + b]!;
    }
  }
  for (let a = 0; a < k; a++) {
    for (let c = 0; c < a; c++) x[a]! -= lower[a * k + c]! * x[c]!;
    x[a]! /= lower[a * k + a]!;
  }
  for (let a = k - 1; a >= 0; a--) {
    for (let c = a + 1; c < k; c++) x[a]! -= lower[c * k + a]! * x[c]!;
    x[a]! /= lower[a * k + a]!;
  }
  return x;
}
