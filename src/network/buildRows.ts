/** Edges as parallel arrays of agent numbers. */
interface Ends {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
}

interface BuiltRows {
  readonly offsets: Uint32Array;
  readonly sources: Uint32Array;
  /** Absent when every weight is 1. */
  readonly weights?: Float64Array;
  /** How many edges were given again. */
  readonly repeated: number;
  /** The first edge that repeats another with a different weight. */
  readonly conflict?: number;
}

/**
 * Sorts edges into rows of in-neighbours by two counting passes (by source, then by target), so rows come out sorted
 * without comparing anything. Undirected edges enter both rows. Cost: O(n + edges).
 */
export function buildRows(n: number, { from, to, weight }: Ends, directed: boolean): BuiltRows {
  const given = from.length;
  const arrows = directed ? given : 2 * given;
  const source = (a: number): number => (a < given ? from[a]! : to[a - given]!);
  const target = (a: number): number => (a < given ? to[a]! : from[a - given]!);
  const bySource = countingSort(arrows, n, source, (a) => a);
  const order = countingSort(
    arrows,
    n,
    (a) => target(bySource.sorted[a]!),
    (a) => bySource.sorted[a]!,
  );

  const sources = new Uint32Array(arrows);
  const weights = new Float64Array(arrows);
  const offsets = new Uint32Array(n + 1);
  let size = 0;
  let kept = 0;
  let repeated = 0;
  let conflict: number | undefined;
  let weighted = false;
  for (let i = 0; i < n; i++) {
    for (let a = order.starts[i]!; a < order.starts[i + 1]!; a++) {
      const arrow = order.sorted[a]!;
      const edge = arrow % given;
      const w = weight[edge]!;
      if (size > offsets[i]! && sources[size - 1] === source(arrow)) {
        repeated++;
        // An undirected edge may come up end first, so the later of the two is looked for, not the second met.
        if (weights[size - 1] !== w) conflict = Math.min(conflict ?? given, Math.max(edge, kept));
        continue;
      }
      sources[size] = source(arrow);
      weights[size++] = w;
      kept = edge;
      if (w !== 1) weighted = true;
    }
    offsets[i + 1] = size;
  }
  return {
    offsets,
    sources: sources.slice(0, size),
    ...(weighted ? { weights: weights.slice(0, size) } : {}),
    repeated: directed ? repeated : repeated / 2,
    ...(conflict === undefined ? {} : { conflict }),
  };
}

/** A stable counting sort: item(0 … count − 1) ordered by key, with the start of each key's run. */
function countingSort(
  count: number,
  keys: number,
  key: (a: number) => number,
  item: (a: number) => number,
): { sorted: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(keys + 1);
  for (let a = 0; a < count; a++) starts[key(a) + 1]!++;
  for (let k = 0; k < keys; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const sorted = new Uint32Array(count);
  for (let a = 0; a < count; a++) sorted[next[key(a)]!++] = item(a);
  return { sorted, starts };
}
