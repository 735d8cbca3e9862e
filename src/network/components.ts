import { wantArgument } from "../core/wantArgument.ts";
import { relabel } from "./clusters/partition.ts";
import type { Network } from "./Network.ts";

/** The pieces of a network between which there is no path. */
export interface Components {
  readonly count: number;
  /** Component of each agent, numbered in the order of their first agents. */
  readonly component: Uint32Array<ArrayBuffer>;
  /** Agents in each component. */
  readonly sizes: Uint32Array<ArrayBuffer>;
}

/**
 * Weakly connected components: agents are together when a path joins them, whichever way its edges point.
 * Union–find with path halving (Tarjan and van Leeuwen 1984). Cost: nearly O(n + edges).
 *
 * @param joins which edges count, by the numbers of their ends; default all
 */
export function components(
  network: Network,
  joins: (source: number, target: number) => boolean = () => true,
): Components {
  wantArgument("components", "a network", network, { fields: ["n", "offsets", "sources"] });
  const { n, offsets, sources } = network;
  const parent = Uint32Array.from({ length: n }, (_, i) => i);
  const root = (start: number): number => {
    let i = start;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]!]!;
      i = parent[i]!;
    }
    return i;
  };
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      if (!joins(sources[e]!, i)) continue;
      const [a, b] = [root(i), root(sources[e]!)];
      // The smaller number stays root, so roots are first agents.
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const component = relabel(Uint32Array.from({ length: n }, (_, i) => root(i)));
  let count = 0;
  for (const c of component) count = Math.max(count, c + 1);
  const sizes = new Uint32Array(count);
  for (const c of component) sizes[c]!++;
  return { count, component, sizes };
}
