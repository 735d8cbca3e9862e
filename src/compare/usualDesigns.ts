import { designs } from "../../designs/catalogue.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { fromKind } from "../study-file/fromKind.ts";
import type { Candidate } from "./compareDesigns.ts";

/** Above this many agents fewer clusterings are averaged, since each costs O(edges). */
const LARGE = 5000;

/**
 * Designs that need nothing but the network, with half of what is drawn treated: units, clusters found in the network at
 * several sizes, clusters drawn anew, and designs made for one effect. What to compare when nothing else is asked for.
 *
 * @param n number of agents
 */
export function usualDesigns(n: number): Candidate[] {
  const clusterings = n > LARGE ? { clusterings: 100 } : {};
  const usual: readonly (readonly [label: string, settings: Readonly<Record<string, unknown>>])[] = [
    ["bernoulli", { kind: "bernoulli" }],
    ["complete", { kind: "complete", treated: Math.max(1, Math.floor(n / 2)) }],
    ["clusters, coarse", { kind: "graph-cluster", resolution: 0.5 }],
    ["clusters", { kind: "graph-cluster" }],
    ["clusters, fine", { kind: "graph-cluster", resolution: 4 }],
    ["clusters, 3-net", { kind: "graph-cluster", method: "3-net" }],
    ["random clusters, 3-net", { kind: "randomized-graph-cluster", ...clusterings }],
    ["random clusters, 1-hop-max", { kind: "randomized-graph-cluster", method: "1-hop-max", ...clusterings }],
    ["ego", { kind: "ego", ego: "coin" }],
    ["independent set, direct", { kind: "independent-set" }],
    ["independent set, spillover", { kind: "independent-set", effect: "spillover" }],
    ["conflict graph, direct", { kind: "conflict-graph", target: "direct" }],
    ["conflict graph, spillover", { kind: "conflict-graph", target: "spillover" }],
    ["conflict graph, global", { kind: "conflict-graph", target: "global" }],
  ];
  return usual.map(([label, settings]) => ({
    label,
    design: fromKind({ noun: "design", entries: designs }, settings, (message) => {
      throw new SpillwayError(`compare: ${message}`);
    }),
  }));
}
