/** What is left of a diagonal entry is nothing, from this share of it downwards. */
const NOTHING = 1e-11;

/** The inverse of a small symmetric matrix that is positive definite, by Cholesky's root; undefined where it is not. */
export function positiveInverse(a: readonly (readonly number[])[]): number[][] | undefined {
  const n = a.length;
  const root = a.map(() => new Float64Array(n));
  for (let j = 0; j < n; j++)
    for (let k = 0; k <= j; k++) {
      let rest = a[j]![k]!;
      for (let m = 0; m < k; m++) rest -= root[j]![m]! * root[k]![m]!;
      if (j !== k) root[j]![k] = rest / root[k]![k]!;
      else if (!(rest > NOTHING * a[j]![j]!)) return undefined;
      else root[j]![j] = Math.sqrt(rest);
    }
  // Columns of the inverse of the root, then their products.
  const back = a.map(() => new Float64Array(n));
  for (let c = 0; c < n; c++)
    for (let j = c; j < n; j++) {
      let rest = j === c ? 1 : 0;
      for (let m = c; m < j; m++) rest -= root[j]![m]! * back[m]![c]!;
      back[j]![c] = rest / root[j]![j]!;
    }
  return a.map((_, j) =>
    a.map((__, k) => {
      let total = 0;
      for (let m = Math.max(j, k); m < n; m++) total += back[m]![j]! * back[m]![k]!;
      return total;
    }),
  );
}
