import communities from "graphology-communities-louvain";
import type { Rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { components } from "./components.ts";
import { graphFace } from "./graphFace.ts";
import type { Network } from "./Network.ts";
import { symmetrize } from "./symmetrize.ts";

/**
 * Clusters with many edges within and few between, by the Louvain method: agents move, one by one, to the neighbouring
 * cluster that raises modularity most, then clusters are merged into agents of a smaller network and all begins again.
 * Blondel, Guillaume, Lambiotte and Lefebvre (2008), J. Stat. Mech. P10008; run by graphology-communities-louvain.
 *
 * A directed network is symmetrised first. Louvain may leave a cluster in pieces that no edge joins (Traag, Waltman and
 * van Eck 2019); such pieces become clusters of their own, which never lowers modularity. Agents without edges are alone.
 *
 * @param options.resolution γ above 0, default 1; larger values give smaller clusters (see {@link modularity})
 * @param options.rng decides where each sweep starts; the same stream gives the same clusters in every engine
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: nearly O(edges) in practice.
 */
export function louvain(
  network: Network,
  options: { readonly resolution?: number; readonly rng: Rng },
): Uint32Array<ArrayBuffer> {
  const { resolution = 1, rng } = options;
  if (!(Number.isFinite(resolution) && resolution > 0)) {
    throw new SpillwayError(`louvain: resolution must be a finite number above 0, got ${resolution}`);
  }
  const undirected = symmetrize(network);
  const found = communities(graphFace(undirected), { resolution, rng: () => rng.uniform() });
  const labels = Uint32Array.from({ length: network.n }, (_, i) => found[i]!);
  return components(undirected, (i, j) => labels[i] === labels[j]).component;
}
