import { labelKey } from "../../core/labelKey.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../Network.ts";
import { type GivenNetworkOptions, wantWeightFound, weightHint } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";
import { childrenOf, localName } from "./xmlDocument.ts";
import { compareCount, onlyGraph, type XmlReader, xmlBoolean, xmlReader } from "./xmlReader.ts";

/** A declaration of data. */
interface Key {
  readonly name: string;
  /** What it is declared for: all, graph, node, edge … */
  readonly domain: string;
  readonly fallback?: string;
  readonly element: Element;
}

const TYPES = ["boolean", "int", "long", "float", "double", "string"];
const DOMAINS = ["all", "graphml", "graph", "node", "edge", "hyperedge", "port", "endpoint"];

/**
 * A network from GraphML. Agents are the nodes' ids; the edges' data named `weight` counts, whatever its key is declared for, with the
 * default of its key. Everything else is left out with a note; what would change who is joined to whom is an error: hyperedges,
 * nested graphs, graphs in other files. When some edges are directed and others not, each undirected edge becomes two arrows. Ids of edges
 * play no part. See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file, and the line where it is known
 */
export function parseGraphml(text: string, options: GivenNetworkOptions = {}): Network {
  const xml = xmlReader(text, "graphml", options);
  const { left, fault, at } = xml;
  const graph = onlyGraph(xml, options.file ?? "(graphml)");
  const keys = new Map<string, Key>();
  xml.attributes(xml.root, {});
  // Keys first: a file may declare them below the graph.
  for (const child of childrenOf(xml.root)) if (localName(child) === "key") addKey(xml, keys, child);
  xml.children(xml.root, { key: () => {}, graph: () => {}, data: (one) => drop(xml, keys, one) });

  let byDefault: boolean | undefined;
  xml.attributes(graph, {
    id: true,
    edgedefault(value) {
      if (value !== "directed" && value !== "undirected")
        throw fault(`edgedefault must be directed or undirected, got ${shown(value)}`, graph);
      byDefault = value === "directed";
    },
    ...PARSE_HINTS,
  });
  if (byDefault === undefined)
    left.say(
      "the graph does not say whether its edges are directed (edgedefault): they were read as undirected",
    );
  const weights = weightKeys(xml, keys);
  xml.children(graph, {
    data: (one) => drop(xml, keys, one),
    locator: (one) => refuseLocator(xml, one),
    node(element) {
      xml.node(element);
      xml.attributes(element, { id: true, ...PARSE_HINTS });
      xml.children(element, {
        data: (one) => drop(xml, keys, one),
        locator: (one) => refuseLocator(xml, one),
        graph(one) {
          throw fault(
            "graphs inside nodes are not read: write the nodes and edges of groups into one graph",
            one,
          );
        },
      });
    },
    hyperedge(element) {
      throw fault(
        "a hyperedge joins any number of nodes, an edge two: write an edge for each pair that it joins",
        element,
      );
    },
    edge(element) {
      let oneWay = byDefault ?? false;
      xml.attributes(element, {
        id: true,
        source: true,
        target: true,
        directed: (value) => {
          oneWay = xmlBoolean(xml, "directed", value, element);
        },
      });
      let weight: number | undefined;
      xml.children(element, {
        data(one) {
          if (!weights.hold(one)) {
            drop(xml, keys, one);
            if (oneWay && drawnWithoutArrow(one))
              left.add(
                'the missing arrowhead of an edge that is directed by "edgedefault" or "directed"',
                at(one),
                "the edge was read as directed; if the drawing is right, write undirected edges",
              );
            return;
          }
          xml.attributes(one, { key: true, id: true });
          if (weight !== undefined) throw fault("the weight of an edge is given twice", one);
          weight = xml.weight(one.textContent ?? "", one);
        },
        graph(one) {
          throw fault("graphs inside edges are not read", one);
        },
      });
      xml.edge(element, { weight: weight ?? weights.fallback, oneWay });
    },
  });
  wantWeightFound(options.weight, weights.used() || weights.fallback !== undefined, {
    file: options.file ?? "(graphml)",
  });
  const { nodes, edges } = xml.counts();
  compareCount(xml, "nodes (parse.nodes)", graph.getAttribute("parse.nodes"), nodes);
  compareCount(xml, "edges (parse.edges)", graph.getAttribute("parse.edges"), edges);
  return networkOfFile(xml.graph(byDefault), options);
}

/** Attributes that help a parser and say nothing of the network; the counts among them are compared. */
const PARSE_HINTS: Readonly<Record<string, true>> = Object.fromEntries(
  [
    "nodes",
    "edges",
    "nodeids",
    "edgeids",
    "order",
    "maxindegree",
    "maxoutdegree",
    "indegree",
    "outdegree",
  ].map((name) => [`parse.${name}`, true as const]),
);

function addKey(xml: XmlReader, keys: Map<string, Key>, element: Element): void {
  const { fault } = xml;
  const id = element.getAttribute("id") ?? "";
  if (id === "") throw fault("a key needs an id, got an empty one", element);
  if (keys.has(id)) throw fault(`there are two keys with the id ${shown(id)}`, element);
  const domain = element.getAttribute("for") || "all";
  if (!DOMAINS.includes(domain))
    throw fault(`a key must be for one of ${DOMAINS.join(", ")}, got ${shown(domain)}`, element);
  let fallback: string | undefined;
  xml.children(element, {
    default: (one) => {
      fallback = one.textContent ?? "";
    },
  });
  const name = element.getAttribute("attr.name") || element.getAttribute("yfiles.type") || id;
  xml.attributes(element, {
    ...{ id: true, for: true, "attr.name": true, "yfiles.type": true },
    "attr.type": (value) =>
      void (
        TYPES.includes(value) || xml.left.add(`the type ${shown(value)} of data (attr.type)`, xml.at(element))
      ),
  });
  keys.set(id, { name, domain, element, ...(fallback === undefined ? {} : { fallback }) });
}

/** Which keys hold the weights of edges. */
interface WeightKeys {
  /** The weight of edges that have none of their own. */
  readonly fallback: number | undefined;
  /** Whether any edge had a weight so far. */
  used(): boolean;
  /** Whether data is the weight of its edge. */
  hold(data: Element): boolean;
}

function weightKeys(xml: XmlReader, keys: ReadonlyMap<string, Key>): WeightKeys {
  const named = (name: string): boolean => labelKey(name) === xml.weightName;
  const own = [...keys.values()].filter(
    ({ name, domain }) => named(name) && ["all", "edge"].includes(domain),
  );
  if (own.length > 1)
    throw xml.fault(
      `two keys are the weight of edges: ${own.map(({ name }) => shown(name)).join(" and ")}: rename one`,
      own[1]!.element,
    );
  const [first] = own;
  let used = false;
  return {
    fallback: first?.fallback === undefined ? undefined : xml.weight(first.fallback, first.element),
    used: () => used,
    hold(data) {
      const id = data.getAttribute("key") ?? "";
      const key = keys.get(id);
      if (!named(key?.name ?? id)) return false;
      used = true;
      if (key === undefined)
        xml.left.say(`no key declares the data ${shown(id)} of edges: read as their weight by its name`);
      else if (!["all", "edge"].includes(key.domain))
        xml.left.say(
          `the key ${shown(id)} is declared for ${shown(key.domain)}, but edges have it: read as their weight`,
        );
      return true;
    },
  };
}

/** Data that is not read. */
function drop(xml: XmlReader, keys: ReadonlyMap<string, Key>, data: Element): void {
  const id = data.getAttribute("key") ?? "";
  const name = keys.get(id)?.name ?? id;
  const owner = (data.parentNode as Element).nodeName;
  const { hint } = owner === "edge" ? weightHint(name) : {};
  xml.left.add(
    `data ${shown(name)} of ${owner}${keys.has(id) ? "" : ", which no key declares,"}`,
    xml.at(data),
    hint,
  );
}

function refuseLocator(xml: XmlReader, element: Element): void {
  throw xml.fault(
    "a locator says that the content is in another file, which is not read: put it into this one",
    element,
  );
}

/** Whether the drawing of an edge, in yFiles' data, has no arrowhead at either end. */
function drawnWithoutArrow(data: Element): boolean {
  const [arrows] = Array.from(data.getElementsByTagName("y:Arrows"));
  return (
    arrows !== undefined &&
    arrows.getAttribute("source") === "none" &&
    arrows.getAttribute("target") === "none"
  );
}
