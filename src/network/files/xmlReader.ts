import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import { type LeftOut, leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, mergeWeightName } from "./mergeAgentLists.ts";
import type { FileGraph } from "./networkOfFile.ts";
import { readWeight } from "./readWeight.ts";
import { childrenOf, localName, type XmlDocument, xmlDocument } from "./xmlDocument.ts";

/** A graph of an XML file as it is being read: nodes, edges and what was left out. */
export interface XmlReader extends XmlDocument {
  readonly left: LeftOut;
  /** Name of the attribute of edges that holds weights, in small letters. */
  readonly weightName: string;
  /**
   * Hands every attribute of an element to its reader by name; those without one are left out, with a note. `true` stands for one that
   * is read elsewhere or plays no part.
   */
  attributes(element: Element, readers: Readonly<Record<string, true | ((value: string) => void)>>): void;
  /** Hands every child of an element to its reader by name; those without one are left out, with a note. */
  children(element: Element, readers: Readonly<Record<string, (child: Element) => void>>): void;
  /** Adds a node. @throws SpillwayError for an id that is empty or there already */
  node(element: Element): string;
  /** Adds an edge whose ends may be nodes that come later. */
  edge(element: Element, edge: { weight: number | undefined; oneWay: boolean }): void;
  /** The weight that a text says. @throws SpillwayError with the line when it says none. */
  weight(text: string, element: Element): number;
  /** The number of nodes and edges so far. */
  counts(): { readonly nodes: number; readonly edges: number };
  /** What was read. @throws SpillwayError for an edge that ends at no node of the file */
  graph(directed: boolean | undefined): FileGraph;
}

/** What GEXF and GraphML have in common: a document of nodes and edges, of which nothing may be dropped without a word. */
export function xmlReader(text: string, root: string, options: GivenNetworkOptions): XmlReader {
  const file = options.file ?? `(${root})`;
  const xml = xmlDocument(text, root, file);
  const left = leftOut();
  const nodes = new Map<string, Element>();
  const edges: Edge[] = [];
  const elements: Element[] = [];
  const oneWay: boolean[] = [];
  const { at, fault } = xml;
  const about = (element: Element): string => (element.nodeName.length > 60 ? "element" : element.nodeName);
  return {
    ...xml,
    left,
    weightName: mergeWeightName(options.weight),
    attributes(element, readers) {
      for (const attribute of Array.from(element.attributes)) {
        const { nodeName, value } = attribute;
        // Names of namespaces and of schemas are for the parser.
        if (/^xmlns(?::|$)|^xsi:|^xml:/.test(nodeName)) continue;
        const name = localName(attribute);
        const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
        if (reader === undefined) left.add(`attribute ${shown(nodeName)} of ${about(element)}`, at(element));
        else if (reader !== true) reader(value);
      }
    },
    children(element, readers) {
      for (const child of childrenOf(element)) {
        const name = localName(child);
        const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
        if (reader) reader(child);
        else left.add(`element ${shown(child.nodeName)} in ${about(element)}`, at(child));
      }
    },
    node(element) {
      const id = element.getAttribute("id") ?? "";
      if (id === "") throw fault("a node needs an id, got an empty one", element);
      if (nodes.has(id)) throw fault(`there are two nodes with the id ${shown(id)}`, element);
      nodes.set(id, element);
      return id;
    },
    edge(element, { weight, oneWay: one }) {
      const [source = "", target = ""] = ["source", "target"].map((end) => element.getAttribute(end) ?? "");
      edges.push(weight === undefined ? [source, target] : [source, target, weight]);
      elements.push(element);
      oneWay.push(one);
    },
    weight(text, element) {
      const value = readWeight(text.trim());
      if (value !== undefined && Number.isFinite(value) && value > 0) return value;
      throw fault(`weight must be a finite number above 0, got ${shown(text)}`, element);
    },
    counts: () => ({ nodes: nodes.size, edges: edges.length }),
    graph(directed) {
      edges.forEach(([source, target], k) => {
        for (const [end, id] of [
          ["source", source],
          ["target", target],
        ] as const) {
          if (nodes.has(id)) continue;
          const wanted = `the ${end} of an edge must be a node of the file`;
          throw fault(`${wanted}, got ${shown(id)}`, elements[k]!);
        }
      });
      return {
        ids: [...nodes.keys()],
        edges,
        oneWay,
        directed,
        place: (k) => at(elements[k]!),
        whole: { file },
        left,
      };
    },
  };
}

/** The one graph of a file. @throws SpillwayError when there is none, or more than one */
export function onlyGraph(xml: XmlReader, file: string): Element {
  const graphs = childrenOf(xml.root).filter((child) => localName(child) === "graph");
  if (graphs.length === 1) return graphs[0]!;
  throw new SpillwayError(
    `network: the file must hold one graph, got ${graphs.length}${graphs.length > 1 ? ": give each a file of its own" : ""}`,
    {
      place: graphs[1] ? xml.at(graphs[1]) : { file },
    },
  );
}

/** A boolean of XML Schema. @throws SpillwayError with the line for anything else */
export function xmlBoolean(xml: XmlReader, name: string, value: string, element: Element): boolean {
  const text = value.trim();
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw xml.fault(`${name} must be true, false, 1 or 0, got ${shown(value)}`, element);
}

/** A number of things that the file announces: told when it holds another number. */
export function compareCount(xml: XmlReader, what: string, announced: string | null, found: number): void {
  if (announced === null || announced === "" || Number(announced) === found) return;
  xml.left.say(`the file announces ${shown(announced)} ${what} and holds ${found}`);
}
