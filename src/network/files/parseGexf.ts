import Graph from "graphology";
import gexf from "graphology-gexf";
import type { Network } from "../Network.ts";
import { fromXmlGraph } from "./fromXmlGraph.ts";
import type { GivenNetworkOptions } from "./mergeAgentLists.ts";
import { xmlDocument } from "./xmlDocument.ts";

/**
 * A network from GEXF (Gephi's format), read by graphology-gexf. Agents are the nodes' ids, not their labels; `weight`
 * counts, other attributes are left out. When some edges are directed and others not, each undirected edge becomes two
 * arrows. See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file, and the line where it is known
 */
export function parseGexf(text: string, options: GivenNetworkOptions = {}): Network {
  const xml = xmlDocument(text, "gexf", options.file ?? "(gexf)");
  return fromXmlGraph(
    "GEXF",
    xml,
    () => gexf.parse(Graph, xml.document, { allowUndeclaredAttributes: true }),
    options,
  );
}
