/** A place for eigenvalues and eigenvectors, used again and again where many matrices of one size are decomposed. */
export interface EigenPlace {
  /** Eigenvalues, ascending. */
  readonly values: Float64Array;
  /** Their eigenvectors of length 1, one after another: entry i of vector e at e × k + i. */
  readonly vectors: Float64Array;
  /** For the steps between. */
  readonly beside: Float64Array;
}

/** A place for the eigenvalues and eigenvectors of matrices with k rows. */
export function eigenPlace(k: number): EigenPlace {
  return { values: new Float64Array(k), vectors: new Float64Array(k * k), beside: new Float64Array(k) };
}

/**
 * Writes the eigenvalues and eigenvectors of a symmetric matrix into a place: Householder's reduction to a tridiagonal matrix
 * and the QL algorithm with implicit shifts, the procedures tred2 and tql2 of Bowdler, Martin, Reinsch and Wilkinson (1971),
 * "Handbook for Automatic Computation", volume II, in the form of JAMA, which is in the public domain. Cost O(k³), and no memory.
 *
 * @param a the matrix, row by row; at least one row.
 */
export function eigenInto(a: Float64Array, k: number, { values, vectors, beside }: EigenPlace): void {
  // The hot loops go down columns, so the transposed matrix is worked on: its rows lie one after another.
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) vectors[j * k + i] = a[i * k + j]!;
  // The solver fails on numbers at the edge of what a double can hold. Those that others dwarf are 0 to it, and where all are tiny,
  // a power of two takes them all away from the edge, exactly.
  let largest = 0;
  for (let at = 0; at < k * k; at++) largest = Math.max(largest, Math.abs(vectors[at]!));
  const unit = largest < 1e-200 ? 2 ** 700 : 1;
  for (let at = 0; at < k * k; at++) {
    const x = vectors[at]!;
    vectors[at] = Math.abs(x) < 1e-100 * largest ? 0 : x * unit;
  }
  tridiagonal(k, vectors, values, beside);
  implicitQl(k, vectors, values, beside);
  if (unit !== 1) for (let e = 0; e < k; e++) values[e]! /= unit;
}

/** Householder's reduction (tred2): afterwards `d` is the diagonal, `e` what stands beside it, and `v` the transformation. */
function tridiagonal(n: number, v: Float64Array, d: Float64Array, e: Float64Array): void {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1]!;
        v[j * n + i] = 0;
        v[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale;
        h += d[k]! * d[k]!;
      }
      let f = d[i - 1]!;
      let g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= f * g;
      d[i - 1] = f - g;
      for (let j = 0; j < i; j++) e[j] = 0;
      for (let j = 0; j < i; j++) {
        const row = j * n;
        f = d[j]!;
        v[i * n + j] = f;
        g = e[j]! + v[row + j]! * f;
        for (let k = j + 1; k < i; k++) {
          g += v[row + k]! * d[k]!;
          e[k]! += v[row + k]! * f;
        }
        e[j] = g;
      }
      f = 0;
      for (let j = 0; j < i; j++) {
        e[j]! /= h;
        f += e[j]! * d[j]!;
      }
      const hh = f / (h + h);
      for (let j = 0; j < i; j++) e[j]! -= hh * d[j]!;
      for (let j = 0; j < i; j++) {
        const row = j * n;
        f = d[j]!;
        g = e[j]!;
        for (let k = j; k < i; k++) v[row + k]! -= f * e[k]! + g * d[k]!;
        d[j] = v[row + i - 1]!;
        v[row + i] = 0;
      }
    }
    d[i] = h;
  }
  for (let i = 0; i < n - 1; i++) {
    const below = (i + 1) * n;
    v[i * n + n - 1] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = d[i + 1]!;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[below + k]! / h;
      for (let j = 0; j <= i; j++) {
        const row = j * n;
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[below + k]! * v[row + k]!;
        for (let k = 0; k <= i; k++) v[row + k]! -= g * d[k]!;
      }
    }
    for (let k = 0; k <= i; k++) v[below + k] = 0;
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1]!;
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

/** The QL algorithm with implicit shifts (tql2): afterwards `d` holds the eigenvalues, ascending, and the rows of `v` their vectors. */
function implicitQl(n: number, v: Float64Array, d: Float64Array, e: Float64Array): void {
  for (let i = 1; i < n; i++) e[i - 1] = e[i]!;
  e[n - 1] = 0;
  let f = 0;
  let largest = 0;
  const eps = Number.EPSILON;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (m < n && !(Math.abs(e[m]!) <= eps * largest)) m++;
    if (m > l) {
      do {
        let g = d[l]!;
        let p = (d[l + 1]! - g) / (2 * e[l]!);
        let r = hypotenuse(p, 1);
        if (p < 0) r = -r;
        d[l] = e[l]! / (p + r);
        d[l + 1] = e[l]! * (p + r);
        const next = d[l + 1]!;
        let h = g - d[l]!;
        for (let i = l + 2; i < n; i++) d[i]! -= h;
        f += h;
        p = d[m]!;
        let c = 1;
        let c2 = c;
        let c3 = c;
        const beyond = e[l + 1]!;
        let s = 0;
        let s2 = 0;
        for (let i = m - 1; i >= l; i--) {
          c3 = c2;
          c2 = c;
          s2 = s;
          g = c * e[i]!;
          h = c * p;
          r = hypotenuse(p, e[i]!);
          e[i + 1] = s * r;
          s = e[i]! / r;
          c = p / r;
          p = c * d[i]! - s * g;
          d[i + 1] = h + s * (c * g + s * d[i]!);
          const row = i * n;
          for (let k = row; k < row + n; k++) {
            const there = v[k + n]!;
            const here = v[k]!;
            v[k + n] = s * here + c * there;
            v[k] = c * here - s * there;
          }
        }
        p = (-s * s2 * c3 * beyond * e[l]!) / next;
        e[l] = s * p;
        d[l] = c * p;
      } while (Math.abs(e[l]!) > eps * largest);
    }
    d[l]! += f;
    e[l] = 0;
  }
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j]! < d[least]!) least = j;
    if (least === i) continue;
    const value = d[least]!;
    d[least] = d[i]!;
    d[i] = value;
    for (let j = 0; j < n; j++) {
      const entry = v[i * n + j]!;
      v[i * n + j] = v[least * n + j]!;
      v[least * n + j] = entry;
    }
  }
}

/** √(a² + b²) without numbers that are too large on the way. */
function hypotenuse(a: number, b: number): number {
  if (Math.abs(a) > Math.abs(b)) {
    const r = b / a;
    return Math.abs(a) * Math.sqrt(1 + r * r);
  }
  if (b === 0) return 0;
  const r = a / b;
  return Math.abs(b) * Math.sqrt(1 + r * r);
}
