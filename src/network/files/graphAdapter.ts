import type Graph from "graphology";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";

const NONE: object = {};

type EdgeVisitor = (
  edge: number,
  attributes: object,
  source: number | string,
  target: number | string,
  sourceAttributes: object,
  targetAttributes: object,
  undirected: boolean,
) => void;

/**
 * A network that graphology's ForceAtlas2 and GEXF writer take for a graph: it has just the members that they read, and serves them from the network's rows, so that no graph is built (at a million edges, 126 MB in place of 520).
 *
 * Nodes are the agents' numbers, not ids, because ForceAtlas2 uses them as keys of plain objects, where an id such as
 * "__proto__" does harm; it also wants each edge once, so give it a symmetrised network.
 *
 * It relies on which members the pinned versions read; tests compare the results with those on a real graph.
 *
 * @param attributesOf attributes of the node of agent i; default none
 * @param nodeOf name of the node of agent i; default its number
 */
export function graphAdapter(
  network: Network,
  attributesOf: (i: number) => object = () => NONE,
  nodeOf: (i: number) => number | string = (i) => i,
): Graph {
  const { n, edges, directed, offsets } = network;
  const refuse = (): never => {
    throw new SpillwayError("graphFace: this graph can only be read", { kind: "failure" });
  };
  const face = {
    type: directed ? "directed" : "undirected",
    multi: false,
    order: n,
    size: edges,
    selfLoopCount: 0,
    // By these two the libraries tell a graph from other objects.
    addUndirectedEdgeWithKey: refuse,
    dropNode: refuse,
    undirectedDegreeWithoutSelfLoops: (i: number) => offsets[i + 1]! - offsets[i]!,
    getAttributes: () => NONE,
    forEachNode(visit: (node: number | string, attributes: object) => void): void {
      for (let i = 0; i < n; i++) visit(nodeOf(i), attributesOf(i));
    },
    forEachEdge(visit: EdgeVisitor): void {
      // One object for all edges: the readers take the weight at once and keep nothing.
      const edge = { weight: 1 };
      let k = 0;
      eachEdge(network, (source, target, weight) => {
        edge.weight = weight;
        visit(
          k++,
          edge,
          nodeOf(source),
          nodeOf(target),
          attributesOf(source),
          attributesOf(target),
          !directed,
        );
      });
    },
    updateEachNodeAttributes(update: (node: number | string, attributes: object) => object): void {
      for (let i = 0; i < n; i++) update(nodeOf(i), attributesOf(i));
    },
  };
  return face as unknown as Graph;
}
