import type { Network } from "../network/Network.ts";
import type { DoseNetwork } from "./localExposure.ts";

/** Bits of a dose: the source is an in-neighbour; the source is two steps away. */
export const NEAR = 1;
export const FAR = 2;

/**
 * The network of everybody within two steps along in-edges, where each edge says by bits whether its source is near, far
 * or both. An agent is not in its own row.
 *
 * @param far `walk`: at the start of a walk of exactly two edges, in-neighbours included; `distance`: no in-neighbour.
 * Cost: O(Σ over agents of in-neighbours' in-neighbours), and sorting; memory 8 bytes for each entry.
 */
export function twoStepDoses(network: Network, far: "walk" | "distance"): DoseNetwork {
  const { n, directed, ids, offsets: rows, sources: hears, notes } = network;
  const offsets = new Uint32Array(n + 1);
  const met: Uint32Array[] = [];
  const bits = new Uint8Array(n);
  const reached = new Uint32Array(n);
  const doses: Uint32Array[] = [];
  for (let i = 0; i < n; i++) {
    let size = 0;
    const reach = (source: number, bit: number): void => {
      if (bits[source] === 0) reached[size++] = source;
      bits[source]! |= bit;
    };
    for (let e = rows[i]!; e < rows[i + 1]!; e++) reach(hears[e]!, NEAR);
    for (let e = rows[i]!; e < rows[i + 1]!; e++) {
      const j = hears[e]!;
      for (let f = rows[j]!; f < rows[j + 1]!; f++) {
        const k = hears[f]!;
        if (k === i || (far === "distance" && (bits[k]! & NEAR) !== 0)) continue;
        reach(k, FAR);
      }
    }
    const row = reached.slice(0, size).sort();
    met.push(row);
    doses.push(row.map((source) => bits[source]!));
    for (const source of row) bits[source] = 0;
    offsets[i + 1] = offsets[i]! + size;
  }
  const sources = joined(met, offsets[n]!);
  const edges = directed ? sources.length : sources.length / 2;
  return {
    network: { n, edges, directed, ids, offsets, sources, notes },
    doses: joined(doses, sources.length),
  };
}

function joined(rows: readonly Uint32Array[], size: number): Uint32Array {
  const all = new Uint32Array(size);
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
