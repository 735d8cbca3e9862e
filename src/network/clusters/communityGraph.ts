import type { Network } from "../Network.ts";

/** An undirected weighted graph as communities are searched in: nodes are agents at first, later groups of agents. */
export interface CommunityGraph {
  readonly n: number;
  /** Neighbours of node v are `targets[offsets[v]] … targets[offsets[v + 1] − 1]`, never v itself. */
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  /** Weight of each entry of `targets`; absent when every weight is 1. */
  readonly weights: Float64Array | undefined;
  /** Sum of the weights at a node, in which an edge inside a group counts twice. */
  readonly strength: Float64Array;
  /** Sum of all strengths: twice the weight of all edges. */
  readonly total: number;
}

/** The graph of an undirected network. Cost O(n + edges); the rows are shared, not copied. */
export function communityGraph({ n, offsets, sources, weights }: Network): CommunityGraph {
  const strength = new Float64Array(n);
  let total = 0;
  for (let v = 0; v < n; v++) {
    let sum = 0;
    for (let e = offsets[v]!; e < offsets[v + 1]!; e++) sum += weights ? weights[e]! : 1;
    strength[v] = sum;
    total += sum;
  }
  return { n, offsets, targets: sources, weights, strength, total };
}

/**
 * The graph whose nodes are groups of nodes: weights between two groups are added up, those inside a group stay in its
 * strength. Cost O(n + edges).
 *
 * @param group group of each node, 0 … groups − 1
 * @param spare a graph that an earlier call made and nobody needs any longer: its memory is used again, as fetching more
 *   takes as long as the work
 */
export function mergedGraph(
  graph: CommunityGraph,
  group: Uint32Array,
  groups: number,
  spare?: CommunityGraph,
): CommunityGraph {
  const { n, offsets: rows, targets: neighbours, weights: given } = graph;
  const starts = new Uint32Array(groups + 1);
  for (let v = 0; v < n; v++) starts[group[v]! + 1]!++;
  for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
  const members = new Uint32Array(n);
  const next = starts.slice();
  for (let v = 0; v < n; v++) members[next[group[v]!]!++] = v;

  const offsets = new Uint32Array(groups + 1);
  const strength = new Float64Array(groups);
  // One place more than there can be entries: the place after the last is written before it is known to be needed.
  const targets = spare?.weights
    ? new Uint32Array(spare.targets.buffer)
    : new Uint32Array(neighbours.length + 1);
  const weights = spare?.weights
    ? new Float64Array(spare.weights.buffer)
    : new Float64Array(neighbours.length);
  const toward = new Float64Array(groups);
  let size = 0;
  for (let g = 0; g < groups; g++) {
    const first = size;
    // As if met already, so that no edge from a group to itself is kept.
    toward[g] = 1;
    for (let m = starts[g]!; m < starts[g + 1]!; m++) {
      const v = members[m]!;
      strength[g]! += graph.strength[v]!;
      const last = rows[v + 1]!;
      for (let e = rows[v]!; e < last; e++) {
        const other = group[neighbours[e]!]!;
        // Without a branch, because whether a group was met already cannot be foreseen.
        targets[size] = other;
        const before = toward[other]!;
        size += before === 0 ? 1 : 0;
        toward[other] = before + (given ? given[e]! : 1);
      }
    }
    for (let e = first; e < size; e++) {
      const other = targets[e]!;
      weights[e] = toward[other]!;
      toward[other] = 0;
    }
    toward[g] = 0;
    offsets[g + 1] = size;
  }
  return {
    n: groups,
    offsets,
    targets: targets.subarray(0, size),
    weights: weights.subarray(0, size),
    strength,
    total: graph.total,
  };
}
