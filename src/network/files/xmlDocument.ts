import { DOMParser } from "@xmldom/xmldom";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** An XML document that holds one graph, checked so far that graphology's readers neither guess nor stumble. */
export interface XmlDocument {
  /** With nodes named by number in place of their ids. */
  readonly document: Document;
  /** The ids of the nodes, by number. */
  readonly ids: readonly string[];
  /** Where the file stands at fault when a later step fails. */
  readonly place: Place;
}

/** What the parser adds to the nodes of the document model. */
interface Located {
  readonly lineNumber?: number;
}

/**
 * Parses XML strictly and checks the graph in it: every node has its own id, every edge joins nodes of the file and has
 * its own id if it has one. External and user-defined entities are never expanded.
 *
 * The parser is the one that graphology's readers use. They are handed the document, because on their own they would print
 * faults to the console and carry on. What they would use as a key of a plain object is made harmless first: ids of nodes
 * become numbers, and GraphML keys for anything but nodes, edges and the graph are taken out. Otherwise a file could write
 * into the prototype of all objects.
 *
 * @param root name of the outermost element, `graphml` or `gexf`
 * @throws SpillwayError with file and line
 */
export function xmlDocument(text: string, root: string, file: string): XmlDocument {
  const at = (node: unknown): Place => {
    const line = (node as Located).lineNumber;
    return line === undefined || line < 1 ? { file } : { file, line };
  };
  if (text.trim() === "")
    throw new SpillwayError(`network: the file is empty: wanted a ${root} document`, { place: { file } });
  const document = strictly(text.replace(/^\uFEFF/, ""), at);
  const found = document.documentElement?.nodeName;
  if (found !== root) {
    throw new SpillwayError(`network: the outermost element must be ${root}, got ${shown(found ?? "none")}`, {
      place: { file },
    });
  }
  const all = (name: string): Element[] => Array.from(document.getElementsByTagName(name));
  if (all("graph").length !== 1) {
    throw new SpillwayError(`network: the file must hold one graph, got ${all("graph").length}`, {
      place: { file },
    });
  }
  const nodes = new Map<string, number>();
  for (const node of all("node")) {
    nodes.set(freshId(node, nodes, "node", at(node)), nodes.size);
    node.setAttribute("id", String(nodes.size - 1));
  }
  const edges = new Map<string, number>();
  for (const edge of all("edge")) {
    if (edge.hasAttribute("id")) edges.set(freshId(edge, edges, "edge", at(edge)), edges.size);
    for (const end of ["source", "target"]) {
      const id = edge.getAttribute(end) ?? "";
      const node = nodes.get(id);
      if (node === undefined) {
        const wanted = `the ${end} of an edge must be a node of the file`;
        throw new SpillwayError(`network: ${wanted}, got ${shown(id)}`, { place: at(edge) });
      }
      edge.setAttribute(end, String(node));
    }
  }
  for (const key of all("key")) {
    if (!["", "node", "edge", "graph"].includes(key.getAttribute("for") ?? ""))
      key.parentNode?.removeChild(key);
  }
  return { document, ids: [...nodes.keys()], place: { file } };
}

/** The first warning or error counts: the parser itself would mend the text and go on. */
function strictly(text: string, at: (node: Located) => Place): Document {
  const locator: Located = {};
  let first: SpillwayError | undefined;
  const fault = (message: unknown): void => {
    const words = String(message)
      .replace(/^\[xmldom \w+\]\s*/, "")
      .split(/\s*\n/)[0]!;
    first ??= new SpillwayError(`network: this is not well-formed XML: ${words}`, { place: at(locator) });
  };
  const parser = new DOMParser({
    locator,
    errorHandler: { warning: fault, error: fault, fatalError: fault },
  });
  let document: Document | undefined;
  try {
    document = parser.parseFromString(text, "application/xml");
  } catch (cause) {
    fault(cause instanceof Error ? cause.message : cause);
  }
  if (document === undefined || first !== undefined) throw first;
  return document;
}

function freshId(element: Element, taken: ReadonlyMap<string, number>, what: string, place: Place): string {
  const id = element.getAttribute("id") ?? "";
  if (id === "")
    throw new SpillwayError(
      `network: ${what === "edge" ? "an edge" : "a node"} needs an id, got an empty one`,
      { place },
    );
  if (taken.has(id))
    throw new SpillwayError(`network: there are two ${what}s with the id ${shown(id)}`, { place });
  return id;
}
