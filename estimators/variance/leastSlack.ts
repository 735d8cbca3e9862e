import { type Rows, symmetricEigen } from "../../src/core/numbers/symmetricEigen.ts";

/** Most steps of the search; it usually ends before. */
const STEPS = 400;
/** Share of the entries' size by which the two halves of the search may still differ at its end. */
const CLOSE = 1e-6;

/**
 * The positive semidefinite matrix S with given entries that minimises tr(S W), found by the alternating direction method
 * of multipliers: in turn the entries are put right and the matrix is projected onto the semidefinite cone. Boyd, Parikh, Chu,
 * Peleato and Eckstein (2011), "Distributed optimization and statistical learning via the alternating direction method
 * of multipliers", section 5. At the end the diagonal is raised by what the smallest eigenvalue lacks, so that the result
 * is semidefinite and has the given entries exactly, wherever the search stopped.
 *
 * @param given Entries that are given, NaN where S is free; the diagonal must be free.
 * @param prior W, symmetric and positive semidefinite.
 * Cost: one eigendecomposition, O(k³), for each of up to 400 steps.
 */
export function leastSlack(given: Rows, prior: Rows): number[][] {
  const k = given.length;
  // Scaled so that one step moves free entries by about the size of the given ones.
  const size = Math.max(...prior.map((row, i) => row[i]!));
  const fixed = (i: number, j: number): boolean => !Number.isNaN(given[i]![j]!);
  const square = (entry: (i: number, j: number) => number): number[][] => {
    const rows: number[][] = [];
    for (let i = 0; i < k; i++) {
      const row: number[] = [];
      for (let j = 0; j < k; j++) row.push(entry(i, j));
      rows.push(row);
    }
    return rows;
  };
  let step = 1;
  const zero = square(() => 0);
  let slack = zero;
  // Young's bound is feasible: a good place to start from.
  let cone = square((i, j) =>
    i === j
      ? given[i]!.reduce((sum, x) => sum + (Number.isNaN(x) ? 0 : Math.abs(x)), 0)
      : fixed(i, j)
        ? given[i]![j]!
        : 0,
  );
  let dual = zero;
  for (let t = 0; t < STEPS; t++) {
    slack = square((i, j) =>
      fixed(i, j) ? given[i]![j]! : cone[i]![j]! - dual[i]![j]! - (step * prior[i]![j]!) / size,
    );
    const before = cone;
    cone = nearestSemidefinite(square((i, j) => slack[i]![j]! + dual[i]![j]!));
    dual = square((i, j) => dual[i]![j]! + slack[i]![j]! - cone[i]![j]!);
    const apart = distance(slack, cone);
    const moved = distance(cone, before);
    if (apart <= CLOSE * distance(cone, zero) && moved <= CLOSE * distance(dual, zero)) break;
    // Residual balancing (section 3.4.1 of the source): a large step moves far and agrees late.
    const factor = t > STEPS / 2 ? 1 : apart > (10 * moved) / step ? 0.5 : moved / step > 10 * apart ? 2 : 1;
    step *= factor;
    if (factor !== 1) dual = square((i, j) => dual[i]![j]! * factor);
  }
  const smallest = symmetricEigen(slack).values[0]!;
  const lacking = Math.max(0, -smallest) + 1e-14 * k * Math.max(...slack.map((row, i) => Math.abs(row[i]!)));
  return square((i, j) => slack[i]![j]! + (i === j ? lacking : 0));
}

/** The projection onto the semidefinite cone: negative eigenvalues become 0. */
function nearestSemidefinite(a: Rows): number[][] {
  const { values, vectors } = symmetricEigen(a);
  const k = a.length;
  // The shorter of Σ over positive eigenvalues, and a − Σ over negative ones.
  const negative = values.filter((value) => value < 0).length;
  const less = negative <= k / 2;
  const out = less ? a.map((row) => [...row]) : a.map((row) => row.map(() => 0));
  values.forEach((value, e) => {
    if (value < 0 !== less) return;
    const vector = vectors[e]!;
    for (let i = 0; i < k; i++) {
      const x = Math.abs(value) * vector[i]!;
      const row = out[i]!;
      for (let j = 0; j < k; j++) row[j]! += x * vector[j]!;
    }
  });
  return out;
}

function distance(a: Rows, b: Rows): number {
  return Math.sqrt(a.reduce((sum, row, i) => sum + row.reduce((s, x, j) => s + (x - b[i]![j]!) ** 2, 0), 0));
}
