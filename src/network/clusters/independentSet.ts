import { minHeap } from "../../core/numbers/minHeap.ts";
import type { Network } from "../Network.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";

/**
 * Agents none of whom is a neighbour of another, and to whom nobody can be added: again and again the agent with the
 * fewest neighbours left joins (the smallest number among equals), and its neighbours leave. Greedy by minimum degree:
 * Halldórsson and Radhakrishnan (1997), "Greed is good"; at least n/(mean degree + 1) agents. A directed network is
 * symmetrised first.
 *
 * @returns numbers of the agents, ascending. Cost: O((n + edges) log n).
 */
export function independentSet(network: Network): Uint32Array<ArrayBuffer> {
  wantNetwork("independentSet", network);
  const { n, offsets, sources } = symmetrize(network);
  const left = Uint32Array.from({ length: n }, (_, i) => offsets[i + 1]! - offsets[i]!);
  const gone = new Uint8Array(n);
  const heap = minHeap();
  // One number orders by neighbours left, then by agent; an agent stands in the heap once for each value it had.
  for (let i = 0; i < n; i++) heap.push(left[i]! * n + i);
  const members: number[] = [];
  for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
    const i = key % n;
    if (gone[i] || key !== left[i]! * n + i) continue;
    members.push(i);
    gone[i] = 1;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const j = sources[e]!;
      if (gone[j]) continue;
      gone[j] = 1;
      for (let f = offsets[j]!; f < offsets[j + 1]!; f++) {
        const k = sources[f]!;
        if (gone[k]) continue;
        left[k]!--;
        heap.push(left[k]! * n + k);
      }
    }
  }
  return Uint32Array.from(members).sort();
}
