import type { Network } from "../../src/network/Network.ts";

/**
 * Visits the agents from which an agent can be reached within so many edges, itself not among them, each once. Cost of a visit: the edges
 * into the agents closer than the reach.
 *
 * @param reach from 0
 */
export function withinReach(
  { n, offsets, sources }: Network,
  reach: number,
): (i: number, visit: (j: number) => void) => void {
  if (reach === 1)
    return (i, visit) => {
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) visit(sources[e]!);
    };
  const stamp = new Int32Array(n).fill(-1);
  return (i, visit) => {
    stamp[i] = i;
    let edge = [i];
    for (let step = 0; step < reach && edge.length > 0; step++) {
      const next: number[] = [];
      for (const a of edge)
        for (let e = offsets[a]!; e < offsets[a + 1]!; e++) {
          const j = sources[e]!;
          if (stamp[j] === i) continue;
          stamp[j] = i;
          visit(j);
          next.push(j);
        }
      edge = next;
    }
  };
}
