import Graph from "graphology";
import graphml from "graphology-graphml";
import type { Network } from "../Network.ts";
import { fromXmlGraph } from "./fromXmlGraph.ts";
import type { GivenNetworkOptions } from "./mergeAgentLists.ts";
import { xmlDocument } from "./xmlDocument.ts";

/**
 * A network from GraphML, read by graphology-graphml. Agents are the nodes' ids; the edges' attribute named `weight` counts,
 * other attributes are left out. When some edges are directed and others not, each undirected edge becomes two arrows.
 * See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file, and the line where it is known
 */
export function parseGraphml(text: string, options: GivenNetworkOptions = {}): Network {
  const xml = xmlDocument(text, "graphml", options.file ?? "(graphml)");
  settleDirections(xml.document);
  return fromXmlGraph("GraphML", xml, () => graphml.parse(Graph, xml.document), options);
}

/**
 * Rewrites a document of directed and undirected edges as one of directed edges: the reader does not know
 * `directed="false"`, and copies the whole graph once per edge when both sorts occur.
 */
function settleDirections(document: Document): void {
  const graph = document.getElementsByTagName("graph")[0]!;
  const edges = Array.from(document.getElementsByTagName("edge"));
  const byDefault = graph.getAttribute("edgedefault") === "directed";
  const directed = edges.map((edge) => {
    const own = edge.getAttribute("directed");
    return own === "true" || (own !== "false" && byDefault);
  });
  if (directed.every((d) => d === byDefault)) return;
  const any = directed.includes(true);
  graph.setAttribute("edgedefault", any ? "directed" : "undirected");
  if (!any) return;
  edges.forEach((edge, k) => {
    if (directed[k]) return;
    const back = edge.cloneNode(true) as Element;
    back.setAttribute("source", edge.getAttribute("target") ?? "");
    back.setAttribute("target", edge.getAttribute("source") ?? "");
    back.removeAttribute("id");
    edge.parentNode?.insertBefore(back, edge.nextSibling);
  });
}
