import { sha256Of } from "../core/sha256.ts";
import type { Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";

/**
 * SHA-256 over ids, direction and edges with their weights, as 64 hexadecimal digits. Networks are sorted, so equal
 * networks have equal hashes whatever the order of the input; notes do not count. Cost: linear, row by row.
 */
export function networkHash(network: Network): string {
  wantNetwork("networkHash", network);
  return sha256Of(pieces(network));
}

function* pieces(network: Network): Generator<string> {
  const { n, directed, ids, offsets, sources, weights } = network;
  yield `spillway network 1\n${directed ? "directed" : "undirected"} ${n}\n`;
  for (const id of ids) yield `${JSON.stringify(id)}\n`;
  for (let i = 0; i < n; i++) {
    const row: string[] = [];
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const weight = weights ? weights[e]! : 1;
      row.push(weight === 1 ? `${sources[e]}` : `${sources[e]}:${weight}`);
    }
    yield `${row.join(" ")}\n`;
  }
}
