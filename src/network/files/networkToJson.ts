import type { NetworkChanges } from "../changes/NetworkChanges.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";

/** A network as plain data, complete with agents that have no edges. */
export interface NetworkJson {
  readonly directed: boolean;
  readonly agents: readonly string[];
  readonly edges: readonly Edge[];
  /** What was noted when the network was read; absent when nothing was. */
  readonly notes?: readonly string[];
  /** How its edges change over rounds; absent when they stay. */
  readonly changes?: NetworkChanges;
}

/** The network as plain data for JSON.stringify; `parseNetworkJson` reads it back. Weights of 1 are left out. */
export function networkToJson(network: Network): NetworkJson {
  wantNetwork("networkToJson", network);
  const { directed, ids, notes, changes } = network;
  const edges: Edge[] = [];
  eachEdge(network, (s, t, weight) => {
    edges.push(weight === 1 ? [ids[s]!, ids[t]!] : [ids[s]!, ids[t]!, weight]);
  });
  return {
    directed,
    agents: [...ids],
    edges,
    ...(notes.length > 0 ? { notes: [...notes] } : {}),
    ...(changes ? { changes } : {}),
  };
}
