import { rng } from "../rng.ts";
import { normalDraw } from "./normalDraw.ts";
import { symmetricEigen } from "./symmetricEigen.ts";

/** Steps after which the small problem is solved to see whether the large one is, too. */
const LOOKS: readonly number[] = [10, 20, 40, 80, 160, 320];
const CLOSE = 1e-9;

/**
 * The largest eigenvalue of a symmetric matrix that is known by what it does to a vector: Lanczos's iteration from random
 * numbers (the same at every call), until the residual of the Ritz pair is 1e-9 of the value or after 320 steps. The residual
 * is added, so that the answer errs upwards. Golub and Van Loan (2013), "Matrix Computations", algorithm 10.1.1 and section 10.1.4.
 *
 * @param multiply writes the product of the matrix and `x` into `into`
 * @param size number of rows, at least 1
 * @param close the residual, relative to the value, at which it stops. Default 1e-9.
 * @returns Cost: O(320) products at most.
 */
export function largestEigenvalue(
  multiply: (x: Float64Array, into: Float64Array) => void,
  size: number,
  close: number = CLOSE,
): number {
  const random = rng("largest eigenvalue");
  let before = new Float64Array(size);
  let vector = Float64Array.from({ length: size }, () => normalDraw(random));
  scale(vector, 1 / norm(vector));
  let next = new Float64Array(size);
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (let step = 1; ; step++) {
    multiply(vector, next);
    const alpha = dot(vector, next);
    const beta = beside.at(-1) ?? 0;
    for (let i = 0; i < size; i++) next[i]! -= alpha * vector[i]! + beta * before[i]!;
    diagonal.push(alpha);
    const rest = norm(next);
    const whole = Math.max(...diagonal.map(Math.abs), ...beside);
    // A rest of nothing but rounding: the vectors found hold every eigenvalue that the first one has a part of.
    // Not after as many steps as there are rows: with eigenvalues close to each other the vectors are no longer at right angles then.
    const exhausted = rest <= 1e-13 * whole;
    if (exhausted || LOOKS.includes(step)) {
      const { values, vectors } = symmetricEigen(tridiagonal(diagonal, beside));
      const value = values.at(-1)!;
      const residual = rest * Math.abs(vectors.at(-1)!.at(-1)!);
      if (exhausted || residual <= close * Math.abs(value) || step === LOOKS.at(-1)) return value + residual;
    }
    beside.push(rest);
    scale(next, 1 / rest);
    [before, vector, next] = [vector, next, before];
  }
}

function tridiagonal(diagonal: readonly number[], beside: readonly number[]): number[][] {
  return diagonal.map((own, r) =>
    diagonal.map((_, c) => (r === c ? own : Math.abs(r - c) === 1 ? beside[Math.min(r, c)]! : 0)),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

function scale(a: Float64Array, by: number): void {
  for (let i = 0; i < a.length; i++) a[i]! *= by;
}
