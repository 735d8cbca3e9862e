import type { Network } from "../../network/Network.ts";
import type { DoseNetwork } from "../localExposure.ts";

/**
 * Several networks of the same agents as one: the in-neighbours of an agent are those that it has in any of them, and each
 * brings what `doseOf` makes of its places there.
 *
 * @param placeOf asks for the dose of the entry `e` of the network number `m`; the doses of one source are added up
 * Cost: O(n + all entries × log of an agent's in-neighbours).
 */
export function joinedRows(
  networks: readonly Pick<Network, "offsets" | "sources">[],
  like: Pick<Network, "n" | "ids">,
  placeOf: (m: number, e: number) => number,
): DoseNetwork {
  const { n, ids } = like;
  const offsets = new Uint32Array(n + 1);
  const most = networks.reduce((all, { sources }) => all + sources.length, 0);
  const sources = new Uint32Array(most);
  const doses = new Uint32Array(most);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const at = networks.map((network) => network.offsets[i]!);
    const end = networks.map((network) => network.offsets[i + 1]!);
    for (;;) {
      let next = Number.POSITIVE_INFINITY;
      for (let m = 0; m < networks.length; m++)
        if (at[m]! < end[m]!) next = Math.min(next, networks[m]!.sources[at[m]!]!);
      if (next === Number.POSITIVE_INFINITY) break;
      let dose = 0;
      for (let m = 0; m < networks.length; m++) {
        if (at[m]! >= end[m]! || networks[m]!.sources[at[m]!] !== next) continue;
        dose += placeOf(m, at[m]!);
        at[m]!++;
      }
      if (dose === 0) continue;
      sources[size] = next;
      doses[size++] = dose;
    }
    offsets[i + 1] = size;
  }
  // One row says who is heard: whether an edge goes both ways is asked of the candidates themselves.
  const network: Network = {
    n,
    edges: size,
    directed: true,
    ids,
    offsets,
    sources: sources.slice(0, size),
    notes: [],
  };
  return { network, doses: doses.slice(0, size) };
}
