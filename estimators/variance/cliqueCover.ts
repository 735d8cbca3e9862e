/** Most pairs that are covered by groups: the search visits the neighbours of both ends of each. */
export const MOST_GROUPED_PAIRS = 1e6;

/**
 * Covers each edge of a graph exactly once by cliques, greedily: from the first uncovered edge on (in the given order of
 * nodes), each time adding the first node that has uncovered edges to all of the clique. An edge that fits no larger
 * clique is one of its own. Cost: O(edges × degree) at worst.
 *
 * @param open Uncovered neighbours of each node, both ways; empty afterwards.
 * @param order The nodes, in the order in which they are tried.
 */
export function cliqueCover(open: readonly Set<number>[], order: readonly number[]): number[][] {
  const rank = new Uint32Array(open.length);
  order.forEach((k, r) => {
    rank[k] = r;
  });
  const cliques: number[][] = [];
  for (const k of order) {
    const near = [...open[k]!].sort((x, y) => rank[x]! - rank[y]!);
    near.forEach((l, at) => {
      if (!open[k]!.has(l)) return;
      const clique = [k, l];
      for (let m = at + 1; m < near.length; m++)
        if (clique.every((node) => open[node]!.has(near[m]!))) clique.push(near[m]!);
      cliques.push(clique);
      for (const one of clique) for (const other of clique) open[one]!.delete(other);
    });
  }
  return cliques;
}

/** Nodes 2p + a by level, then by agent: the order in which unobservable pairs are grouped. */
export function byLevel(nodes: number): number[] {
  return Array.from({ length: nodes }, (_, k) => k).sort((k, l) => (k & 1) - (l & 1) || k - l);
}
