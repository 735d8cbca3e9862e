import type { Network } from "./Network.ts";

/** Rows of out-neighbours: agent i may influence `targets[offsets[i]] … targets[offsets[i + 1] − 1]`, in ascending order. */
interface OutRows {
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly targets: Uint32Array<ArrayBuffer>;
}

/** Whom each agent may influence. In an undirected network, a copy of its rows of in-neighbours. Cost: O(n + edges). */
export function outRows(network: Pick<Network, "n" | "offsets" | "sources">): OutRows {
  const { n, offsets: inOffsets, sources } = network;
  const offsets = new Uint32Array(n + 1);
  for (const source of sources) offsets[source + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice();
  const targets = new Uint32Array(sources.length);
  for (let i = 0; i < n; i++) {
    for (let e = inOffsets[i]!; e < inOffsets[i + 1]!; e++) targets[next[sources[e]!]!++] = i;
  }
  return { offsets, targets };
}
