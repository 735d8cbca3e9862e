import { buildRows } from "../../network/buildRows.ts";
import { eachEdge } from "../../network/eachEdge.ts";
import type { Network } from "../../network/Network.ts";
import type { EdgeErrors, Tie } from "./EdgeErrors.ts";

/** The network without its false ties, or with those that it lacked. Agents and direction stay. Cost: O(n + edges). */
export function correctedNetwork(network: Network, kind: EdgeErrors["kind"], ties: readonly Tie[]): Network {
  const { n, ids, directed, notes } = network;
  const wrong = kind === "false" ? new Set(ties.map(({ source, target }) => source * n + target)) : undefined;
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  const put = (source: number, target: number, w: number): void => {
    from.push(source);
    to.push(target);
    weight.push(w);
  };
  eachEdge(network, (source, target, w) => {
    if (!wrong?.has(source * n + target)) put(source, target, w);
  });
  if (kind === "missing") for (const { source, target, weight: w } of ties) put(source, target, w);
  const { offsets, sources, weights } = buildRows(
    n,
    { from: Uint32Array.from(from), to: Uint32Array.from(to), weight: Float64Array.from(weight) },
    directed,
  );
  return { n, edges: from.length, directed, ids, offsets, sources, ...(weights ? { weights } : {}), notes };
}
