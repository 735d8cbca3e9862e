import type Graph from "graphology";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { fromEdges } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { graphEdges } from "./fromGraphology.ts";
import { type GivenNetworkOptions, mergeAgentLists, mergeDirection } from "./mergeAgentLists.ts";
import type { XmlDocument } from "./xmlDocument.ts";

/** The last step of reading GEXF and GraphML: runs graphology's reader and puts the file's name to whatever goes wrong. */
export function fromXmlGraph(
  format: string,
  { ids, place }: XmlDocument,
  read: () => Graph,
  options: GivenNetworkOptions,
): Network {
  const { influence } = options;
  const idOf = (node: string): string => ids[Number(node)]!;
  try {
    const { edges, directed } = graphEdges(read(), idOf);
    if (edges.length > 0) mergeDirection(directed, options.directed, place);
    const agents = mergeAgentLists(ids, options.agents, place) ?? ids;
    return fromEdges(edges, {
      directed: options.directed ?? directed,
      ...(influence ? { influence } : {}),
      agents,
      place: () => place,
    });
  } catch (cause) {
    if (cause instanceof SpillwayError && cause.place) throw cause;
    const words = cause instanceof Error ? cause.message : String(cause);
    const message = cause instanceof SpillwayError ? words : `network: this is not ${format}: ${words}`;
    throw new SpillwayError(message, { place, cause });
  }
}
