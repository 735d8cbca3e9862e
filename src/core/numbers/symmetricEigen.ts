import { eigenInto, eigenPlace } from "./eigenInto.ts";

/** A small dense matrix as rows. Only for systems of some hundred unknowns: nothing here is meant for n agents. */
export type Rows = readonly (readonly number[])[];

/** Eigenvalues of a symmetric matrix in ascending order, and for each its eigenvector of length 1. Cost O(k³). */
export function symmetricEigen(a: Rows): { readonly values: number[]; readonly vectors: number[][] } {
  const k = a.length;
  const place = eigenPlace(k);
  eigenInto(Float64Array.from(a.flat()), k, place);
  const { values, vectors } = place;
  return {
    values: Array.from(values),
    vectors: Array.from(values, (_, e) => Array.from(vectors.subarray(e * k, (e + 1) * k))),
  };
}
