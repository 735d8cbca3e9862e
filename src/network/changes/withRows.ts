import { buildRows } from "../buildRows.ts";
import type { Network } from "../Network.ts";

/** Edges by the numbers of their ends; weights are 1 where none are given. */
interface NumberedEdges {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/** A network with the agents and the direction of another, and edges of its own; an edge given again counts once. Cost: O(n + edges). */
export function withRows({ n, ids, directed }: Network, { from, to, weight }: NumberedEdges): Network {
  const rows = buildRows(
    n,
    {
      from: Uint32Array.from(from),
      to: Uint32Array.from(to),
      weight: weight ? Float64Array.from(weight) : new Float64Array(from.length).fill(1),
    },
    directed,
  );
  return {
    n,
    edges: directed ? rows.sources.length : rows.sources.length / 2,
    directed,
    ids,
    offsets: rows.offsets,
    sources: rows.sources,
    ...(rows.weights ? { weights: rows.weights } : {}),
    notes: [],
  };
}
