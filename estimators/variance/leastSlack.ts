import { type EigenPlace, eigenInto, eigenPlace } from "../../src/core/numbers/eigenInto.ts";
import type { Rows } from "../../src/core/numbers/symmetricEigen.ts";

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
  const entries = k * k;
  // Matrices row by row, each written over again at every step.
  const fixed = Float64Array.from(given.flat());
  const weight = Float64Array.from(prior.flat());
  // Scaled so that one step moves free entries by about the size of the given ones.
  const size = Math.max(...prior.map((row, i) => row[i]!));
  const zero = new Float64Array(entries);
  const slack = new Float64Array(entries);
  const both = new Float64Array(entries);
  const dual = new Float64Array(entries);
  // Young's bound is feasible: a good place to start from.
  let cone = Float64Array.from(fixed, (x) => (Number.isNaN(x) ? 0 : x));
  for (let i = 0; i < k; i++)
    cone[i * k + i] = given[i]!.reduce((sum, x) => sum + (Number.isNaN(x) ? 0 : Math.abs(x)), 0);
  let before = new Float64Array(entries);
  const place = eigenPlace(k);
  let step = 1;
  for (let t = 0; t < STEPS; t++) {
    for (let at = 0; at < entries; at++) {
      const x = fixed[at]!;
      slack[at] = Number.isNaN(x) ? cone[at]! - dual[at]! - (step * weight[at]!) / size : x;
      both[at] = slack[at]! + dual[at]!;
    }
    [before, cone] = [cone, before];
    nearestSemidefinite(both, k, place, cone);
    for (let at = 0; at < entries; at++) dual[at] = dual[at]! + slack[at]! - cone[at]!;
    const apart = distance(slack, cone, k);
    const moved = distance(cone, before, k);
    if (apart <= CLOSE * distance(cone, zero, k) && moved <= CLOSE * distance(dual, zero, k)) break;
    // Residual balancing (section 3.4.1 of the source): a large step moves far and agrees late.
    const factor = t > STEPS / 2 ? 1 : apart > (10 * moved) / step ? 0.5 : moved / step > 10 * apart ? 2 : 1;
    step *= factor;
    if (factor !== 1) for (let at = 0; at < entries; at++) dual[at]! *= factor;
  }
  eigenInto(slack, k, place);
  const diagonal = Array.from({ length: k }, (_, i) => slack[i * k + i]!);
  const lacking = Math.max(0, -place.values[0]!) + 1e-14 * k * Math.max(...diagonal.map(Math.abs));
  return diagonal.map((own, i) =>
    Array.from(slack.subarray(i * k, (i + 1) * k), (x, j) => (i === j ? own + lacking : x + 0)),
  );
}

/** Writes the projection onto the semidefinite cone: negative eigenvalues become 0. */
function nearestSemidefinite(a: Float64Array, k: number, place: EigenPlace, into: Float64Array): void {
  eigenInto(a, k, place);
  const { values, vectors } = place;
  let negative = 0;
  for (let e = 0; e < k; e++) if (values[e]! < 0) negative++;
  // The shorter of Σ over positive eigenvalues, and a − Σ over negative ones.
  const less = negative <= k / 2;
  if (less) into.set(a);
  else into.fill(0);
  for (let e = 0; e < k; e++) {
    const value = values[e]!;
    if (value < 0 !== less) continue;
    const vector = e * k;
    for (let i = 0; i < k; i++) {
      const x = Math.abs(value) * vectors[vector + i]!;
      const row = i * k;
      for (let j = 0; j < k; j++) into[row + j]! += x * vectors[vector + j]!;
    }
  }
}

function distance(a: Float64Array, b: Float64Array, k: number): number {
  let total = 0;
  for (let from = 0; from < a.length; from += k) {
    let row = 0;
    for (let at = from; at < from + k; at++) row += (a[at]! - b[at]!) ** 2;
    total += row;
  }
  return Math.sqrt(total);
}
