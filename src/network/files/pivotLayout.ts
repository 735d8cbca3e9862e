// Brandes and Pich (2007), "Eigensolver methods for progressive multidimensional scaling of large data", Graph Drawing 2006.
import { components } from "../components.ts";
import type { Network } from "../Network.ts";
import { symmetrize } from "../symmetrize.ts";
import type { Layout } from "./layout.ts";

/** Agents from which distances to all others are measured. */
const PIVOTS = 24;
const ROUNDS = 100;
/** Height of the largest connected part where there are others: a picture of ten rows leaves one empty between them. */
const ROOM = 0.8;

/**
 * Places agents of a network that is too large for {@link layout}, by pivot multidimensional scaling: path lengths to a few agents that lie far apart, as two coordinates that keep
 * most of them, each by ranks, so that all parts of the network have the same room. It is a picture of regions and not of single agents. Agents outside the largest connected part
 * lie in a row below it. Directions and weights of edges do not count. Nothing is drawn: the same network has the same places.
 *
 * Cost: 24 searches of O(n + edges), and sorting; memory 250 bytes an agent.
 */
export function pivotLayout(network: Network): Layout {
  const { n, offsets, sources } = symmetrize(network);
  const { component, sizes } = components(network);
  const largest = sizes.reduce((most, size, k) => (size > sizes[most]! ? k : most), 0);
  const inside = (i: number): boolean => component[i] === largest;
  const members = Array.from({ length: n }, (_, i) => i).filter(inside);
  const others = Array.from({ length: n }, (_, i) => i).filter((i) => !inside(i));
  const columns: Float64Array[] = [];
  const nearest = new Float64Array(members.length).fill(Number.POSITIVE_INFINITY);
  const far = new Float64Array(n);
  const queue = new Uint32Array(n);
  for (let p = 0, pivot = 0; p < Math.min(PIVOTS, members.length); p++) {
    far.fill(-1);
    far[members[pivot]!] = 0;
    queue[0] = members[pivot]!;
    for (let head = 0, tail = 1; head < tail; head++) {
      const i = queue[head]!;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const j = sources[e]!;
        if (far[j]! >= 0) continue;
        far[j] = far[i]! + 1;
        queue[tail++] = j;
      }
    }
    columns.push(Float64Array.from(members, (i) => far[i]! ** 2));
    // The next pivot is the agent farthest from all that there are.
    members.forEach((i, k) => {
      nearest[k] = Math.min(nearest[k]!, far[i]!);
    });
    pivot = nearest.reduce((most, distance, k) => (distance > nearest[most]! ? k : most), 0);
  }
  centre(columns, members.length);
  const room = others.length === 0 ? 1 : ROOM;
  const [x, y] = principal(columns, members.length).map((values, axis) => {
    const order = values.map((_, k) => k).sort((a, b) => values[a]! - values[b]! || a - b);
    const places = new Float64Array(n);
    order.forEach((k, rank) => {
      places[members[k]!] = ((axis === 0 ? 1 : room) * (rank + 0.5)) / members.length;
    });
    others.forEach((i, k) => {
      places[i] = axis === 0 ? (k + 0.5) / others.length : 1;
    });
    return places;
  });
  return { x: x!, y: y! };
}

/** Takes the means of rows and columns out of squared distances, as classical scaling does. */
function centre(columns: readonly Float64Array[], n: number): void {
  const rows = new Float64Array(n);
  for (const column of columns) for (let i = 0; i < n; i++) rows[i] = rows[i]! + column[i]! / columns.length;
  const all = rows.reduce((sum, one) => sum + one, 0) / n;
  for (const column of columns) {
    const mean = column.reduce((sum, one) => sum + one, 0) / n;
    for (let i = 0; i < n; i++) column[i] = -0.5 * (column[i]! - mean - rows[i]! + all);
  }
}

/** Coordinates along the two directions in which the columns vary most. */
function principal(columns: readonly Float64Array[], n: number): [Float64Array, Float64Array] {
  const k = columns.length;
  const products = columns.map((a) =>
    columns.map((b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += a[i]! * b[i]!;
      return sum;
    }),
  );
  const found: number[][] = [];
  for (let d = 0; d < 2; d++) {
    let vector = Array.from({ length: k }, (_, p) => 1 / (p + d + 1));
    for (let round = 0; round < ROUNDS; round++) {
      const next = products.map((row) => row.reduce((sum, one, p) => sum + one * vector[p]!, 0));
      for (const other of found) {
        const along = next.reduce((sum, one, p) => sum + one * other[p]!, 0);
        for (let p = 0; p < k; p++) next[p] = next[p]! - along * other[p]!;
      }
      const length = Math.hypot(...next);
      if (!(length > 0)) break;
      vector = next.map((one) => one / length);
    }
    found.push(vector);
  }
  const along = (vector: readonly number[]): Float64Array => {
    const places = new Float64Array(n);
    columns.forEach((column, p) => {
      for (let i = 0; i < n; i++) places[i] = places[i]! + vector[p]! * column[i]!;
    });
    return places;
  };
  return [along(found[0]!), along(found[1]!)];
}
