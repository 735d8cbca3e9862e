import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { type Edge, fromEdges } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import type { LeftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, mergeAgentLists, mergeDirection } from "./mergeAgentLists.ts";

/** What a file says of a network, whatever its format. */
export interface FileGraph {
  /** All nodes, where the file lists them. */
  readonly ids?: readonly string[] | undefined;
  readonly edges: readonly Edge[];
  /** Whether each edge goes one way only; where the file says it edge by edge. */
  readonly oneWay?: readonly boolean[] | undefined;
  /** Whether the file calls the whole directed; undefined where it is silent. Edges that say it themselves count before it. */
  readonly directed?: boolean | undefined;
  /** Where edge k stands. */
  readonly place: (k: number) => Place;
  /** Where the whole stands, for faults of no edge. */
  readonly whole: Place;
  readonly left: LeftOut;
}

/**
 * The last step of all readers of networks: directions of single edges become those of the whole (where some go one way, each of the
 * others becomes two arrows), what the caller asked for is compared with what the file says, and what was left out is told in
 * the network's notes.
 *
 * @throws SpillwayError where the file contradicts the caller, and what {@link fromEdges} throws.
 */
export function networkOfFile(graph: FileGraph, options: GivenNetworkOptions): Network {
  const { ids, edges, oneWay, place, whole, left } = graph;
  const said = oneWay && edges.length > 0 ? oneWay.includes(true) : graph.directed;
  const directed =
    (edges.length === 0 ? options.directed : undefined) ??
    mergeDirection(said, options.directed, whole) ??
    false;
  const agents = mergeAgentLists(ids, options.agents, whole);
  const { influence } = options;
  const turned = withBothWays(edges, directed ? oneWay : undefined);
  if (influence === "target-to-source" && !directed)
    left.say("the direction of influence makes no difference: the network is undirected");
  if (edges.length === 0 && (agents ?? []).length === 0)
    throw new SpillwayError(
      "network: there are no agents: no edges stand in the file and no agents are named",
      {
        place: whole,
      },
    );
  const network = fromEdges(turned.edges, {
    directed,
    ...(influence ? { influence } : {}),
    ...(agents ? { agents } : {}),
    place: (k) => place(turned.origin?.[k] ?? k),
  });
  return { ...network, notes: [...new Set([...network.notes, ...left.notes()])] };
}

/** Edges of which those that go both ways are there twice, and where each comes from. */
function withBothWays(
  edges: readonly Edge[],
  oneWay: readonly boolean[] | undefined,
): { edges: readonly Edge[]; origin?: readonly number[] } {
  if (oneWay === undefined || oneWay.every((one) => one)) return { edges };
  const origin: number[] = [];
  const both = edges.flatMap((edge, k): Edge[] => {
    const [source, target, weight] = edge;
    origin.push(k);
    if (oneWay[k] || source === target) return [edge];
    origin.push(k);
    return [edge, weight === undefined ? [target, source] : [target, source, weight]];
  });
  return { edges: both, origin };
}
