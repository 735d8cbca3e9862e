import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { sha256Of } from "../core/sha256.ts";
import type { Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";

/**
 * SHA-256 over ids, direction, edges with their weights and, where they change over rounds, the rule with its seed, as 64 hexadecimal digits.
 * Networks are sorted, so equal networks have equal hashes whatever the order of the input; notes do not count. Cost: linear, row by row.
 */
export function networkHash(network: Network): string {
  wantNetwork("networkHash", network);
  return sha256Of(pieces(network));
}

function* pieces(network: Network): Generator<string> {
  const { n, directed, ids, offsets, sources, weights, changes } = network;
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
  if (changes) yield `changes ${canonicalJson(changes as unknown as Json)}\n`;
}
