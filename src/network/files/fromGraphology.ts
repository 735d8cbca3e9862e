import type { AbstractGraph } from "graphology-types";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { type Edge, type FromEdgesOptions, fromEdges } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { type LeftOut, leftOut } from "./leftOut.ts";
import { readWeight } from "./readWeight.ts";

/**
 * A network from a graphology graph: nodes become agents, the edge attribute `weight` (default 1) is kept, other
 * attributes are left out. The network is directed when the graph's type is, or when a graph of type `mixed` holds a
 * directed edge (which is what `addEdge` adds to it); each undirected edge among directed ones becomes two arrows.
 * Parallel edges and self-loops follow the rules of {@link fromEdges}.
 *
 * @param options.influence which end of a directed edge does the influencing; default `source-to-target`
 * @param options.agents all agents, when there are more than the graph has
 * @throws SpillwayError for a weight that is not a finite number above 0, and for a graph without nodes
 */
export function fromGraphology(
  graph: AbstractGraph,
  options: Pick<FromEdgesOptions, "influence" | "agents"> = {},
): Network {
  wantArgument("fromGraphology", "a graphology graph", graph, { fields: ["type"] });
  const directed = graph.type === "directed" || graph.directedSize > 0;
  const left = leftOut();
  const edges: Edge[] = [];
  graph.forEachEdge((edge, attributes, source, target, _s, _t, undirected) => {
    const weight = weightOf(attributes.weight, source, target);
    edges.push([source, target, weight]);
    if (directed && undirected && source !== target) edges.push([target, source, weight]);
    noteAttributes(attributes, "edge", edge, left);
  });
  graph.forEachNode((node, attributes) => noteAttributes(attributes, "node", node, left));
  const network = fromEdges(edges, { agents: graph.nodes(), ...options, directed });
  return { ...network, notes: [...network.notes, ...left.notes()] };
}

function noteAttributes(attributes: object, what: "edge" | "node", name: string, left: LeftOut): void {
  for (const key of Object.keys(attributes))
    if (what === "node" || key !== "weight")
      left.add(`attribute ${shown(key)} of ${what}s`, { file: `${what} ${shown(name)}` });
}

/** Other readers leave some weights as texts. */
function weightOf(given: unknown, source: string, target: string): number {
  if (given === undefined || given === null) return 1;
  const weight = typeof given === "string" ? readWeight(given) : given;
  if (typeof weight === "number" && Number.isFinite(weight) && weight > 0) return weight;
  throw new SpillwayError(
    `network: weight must be a finite number above 0, got ${shown(given)} on the edge ${shown(source)} – ${shown(target)}`,
  );
}
