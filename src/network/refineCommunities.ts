import type { Rng } from "../core/rng.ts";
import type { CommunityGraph } from "./communityGraph.ts";

/**
 * Divides each community into connected parts: everybody is alone at first; then, in random order, each node that is
 * still alone and well connected to its community joins the part of it, well connected too, that raises modularity most.
 * So a community that hangs together by a node that left falls apart. Traag, Waltman and van Eck (2019), algorithm A.2,
 * MergeNodesSubset, with randomness θ → 0: drawing the part with θ = 0.01 gave 0.5 % less modularity on preferential
 * attachment. Cost: O(n + edges).
 *
 * @returns part of each node: labels 0 … n − 1, with gaps
 */
export function refineCommunities(
  graph: CommunityGraph,
  community: Uint32Array,
  resolution: number,
  rng: Rng,
): Uint32Array {
  const { n, offsets, targets, weights, strength, total } = graph;
  const scale = total > 0 ? resolution / total : 0;
  const part = new Uint32Array(n);
  for (let v = 0; v < n; v++) part[v] = v;
  const held = strength.slice();
  const alone = new Uint8Array(n).fill(1);
  /** Weight of the edges from a part to the rest of its community. */
  const outward = new Float64Array(n);
  const wellConnected = (p: number, all: number): boolean =>
    outward[p]! >= scale * held[p]! * (all - held[p]!);
  const toward = new Float64Array(n);
  const seen = new Uint8Array(n);
  const met = new Uint32Array(n + 1);
  // Edges inside the community at hand, so that neighbours elsewhere are looked up once only.
  const friends = new Uint32Array(targets.length + 1);
  const ties = weights ? new Float64Array(targets.length + 1) : undefined;
  const rows = new Uint32Array(n + 1);
  const order = byCommunity(community, rng);
  let start = 0;
  while (start < n) {
    const c = community[order[start]!]!;
    let whole = 0;
    let end = start;
    let size = 0;
    for (; end < n && community[order[end]!] === c; end++) {
      const v = order[end]!;
      whole += strength[v]!;
      let inside = 0;
      for (let e = offsets[v]!; e < offsets[v + 1]!; e++) {
        const u = targets[e]!;
        const apart = community[u]! ^ c;
        // 1 in the same community, else 0: without a branch, because which it is cannot be foreseen.
        const together = 1 - ((apart | -apart) >>> 31);
        friends[size] = u;
        if (ties) ties[size] = weights![e]!;
        inside += weights ? together * weights[e]! : together;
        size += together;
      }
      outward[v] = inside;
      rows[end - start + 1] = size;
    }
    for (let at = start; at < end; at++) {
      const v = order[at]!;
      if (alone[v] === 0 || !wellConnected(v, whole)) continue;
      const k = strength[v]!;
      const inside = outward[v]!;
      let found = 0;
      for (let e = rows[at - start]!; e < rows[at - start + 1]!; e++) {
        const p = part[friends[e]!]!;
        met[found] = p;
        found += 1 - seen[p]!;
        seen[p] = 1;
        toward[p]! += ties ? ties[e]! : 1;
      }
      let most = 0;
      let best = v;
      for (let m = 0; m < found; m++) {
        const p = met[m]!;
        const gain = toward[p]! - scale * k * held[p]!;
        if (gain > most && wellConnected(p, whole)) {
          most = gain;
          best = p;
        }
      }
      if (best !== v) {
        held[v] = 0;
        held[best]! += k;
        alone[best] = 0;
        outward[best]! += inside - 2 * toward[best]!;
        part[v] = best;
      }
      for (let m = 0; m < found; m++) {
        toward[met[m]!] = 0;
        seen[met[m]!] = 0;
      }
    }
    start = end;
  }
  return part;
}

/** Nodes community by community, in random order within each. */
function byCommunity(community: Uint32Array, rng: Rng): Uint32Array {
  const n = community.length;
  const end = new Uint32Array(n + 1);
  for (let v = 0; v < n; v++) end[community[v]! + 1]!++;
  for (let c = 0; c < n; c++) end[c + 1]! += end[c]!;
  const first = end.slice(0, n);
  const next = first.slice();
  const order = new Uint32Array(n);
  for (let v = 0; v < n; v++) {
    const c = community[v]!;
    const here = next[c]!++;
    // Fisher and Yates, inside out.
    const there = first[c]! + rng.integer(here - first[c]! + 1);
    order[here] = order[there]!;
    order[there] = v;
  }
  return order;
}
