import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";

/** How the diversion units are named: by their ids, or by what their ids begin with. */
export type UnitNames = readonly string[] | { readonly prefix: string };

/** The two sides of a network: who can be treated, and whose outcomes count. Numbers of agents, ascending. */
export interface Sides {
  readonly units: Uint32Array;
  readonly outcomes: Uint32Array;
}

/**
 * The diversion units of a network and its outcome units, all others. Without names, diversion units are the agents to whom
 * no edge points and from whom one goes.
 *
 * @throws SpillwayError for unknown ids, when a side is empty, and for an edge that does not go from a diversion unit to
 * an outcome unit. Cost: O(n + edges).
 */
export function diversionUnits(network: Network, names: UnitNames | undefined): Sides {
  wantNetwork("diversionUnits", network);
  const { n, ids, offsets, sources } = network;
  const isUnit = membership(network, names);
  const numbers = Uint32Array.from({ length: n }, (_, i) => i);
  const units = numbers.filter((i) => isUnit[i] === 1);
  const outcomes = numbers.filter((i) => isUnit[i] === 0);
  if (units.length === 0)
    throw new SpillwayError(
      names === undefined
        ? "bipartite: there must be agents with edges from them and none to them, got none: read the network with directed, or name the diversion units"
        : `bipartite: units must name at least one agent, got none${"prefix" in names ? ` with ids that begin with ${shown(names.prefix)}` : ""}`,
    );
  if (outcomes.length === 0)
    throw new SpillwayError(
      "bipartite: units must leave agents whose outcomes count, but all are diversion units",
    );
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      if (isUnit[i] === 0 && isUnit[sources[e]!] === 1) continue;
      throw new SpillwayError(
        `bipartite: edges must go from diversion units to outcome units, got one from ${shown(ids[sources[e]!])} to ${shown(ids[i])}: read the network with directed, and leave out edges within a side`,
      );
    }
  }
  return { units, outcomes };
}

function membership(network: Network, names: UnitNames | undefined): Uint8Array {
  const { n, ids, sources } = network;
  if (names === undefined) {
    const found = new Uint8Array(n);
    for (const source of sources) if (degree(network, source) === 0) found[source] = 1;
    return found;
  }
  if ("prefix" in names) return Uint8Array.from(ids, (id) => (id.startsWith(names.prefix) ? 1 : 0));
  const number = new Map(ids.map((id, i) => [id, i]));
  const found = new Uint8Array(n);
  for (const id of names) {
    const i = number.get(id);
    if (i === undefined)
      throw new SpillwayError(`bipartite: units names ${shown(id)}, who is not in the network`);
    found[i] = 1;
  }
  return found;
}
