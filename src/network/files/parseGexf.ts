import { labelKey } from "../../core/labelKey.ts";
import { shown } from "../../core/shown.ts";
import type { Network } from "../Network.ts";
import { type GivenNetworkOptions, wantWeightFound, weightHint } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";
import { compareCount, onlyGraph, type XmlReader, xmlReader } from "./xmlReader.ts";

/** A declaration of attributes. */
interface Declared {
  readonly title: string;
  readonly fallback?: string;
  readonly element: Element;
}

/** Types of attributes, as the versions of the format and Gephi know them; values are read by what they look like. */
const TYPES =
  /^(?:list)?(?:integer|int|long|short|byte|float|double|boolean|string|char|anyURI|uri|date|dateTime|bigdecimal|biginteger)$/i;

/** What says that a node or an edge is there for a part of the time only, or that its attributes change. */
const TIMES = ["start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals", "slices"];

/**
 * A network from GEXF (Gephi's format). Agents are the nodes' ids, not their labels; the weight of an edge counts, also as an attribute
 * of that title with its default. Mutual edges go both ways, as undirected ones do; when some edges are directed and others not, each of the
 * others becomes two arrows. Everything else is left out with a note; nodes and edges that are there for a part of the time are an
 * error. Ids of edges play no part. See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file, and the line where it is known
 */
export function parseGexf(text: string, options: GivenNetworkOptions = {}): Network {
  const file = options.file ?? "(gexf)";
  const xml = xmlReader(text, "gexf", options);
  const { left, fault } = xml;
  const graph = onlyGraph(xml, file);
  xml.attributes(xml.root, { version: true, variant: true });
  xml.children(xml.root, {
    graph: () => {},
    meta: (element) => left.add('element "meta" in gexf', xml.at(element)),
  });
  let oneWay = false;
  let said = false;
  xml.attributes(graph, {
    id: true,
    idtype(value) {
      if (value !== "string" && value !== "integer")
        throw fault(`idtype must be string or integer, got ${shown(value)}`, graph);
    },
    defaultedgetype(value) {
      said = true;
      oneWay = goesOneWay(xml, "defaultedgetype", value, graph);
    },
    mode(value) {
      if (value !== "static" && value !== "dynamic")
        throw fault(`mode must be static or dynamic, got ${shown(value)}`, graph);
      if (value === "dynamic")
        left.say(
          "the graph calls itself dynamic, and none of its nodes and edges has a time: it was read as static",
        );
    },
  });
  if (!said)
    left.say("the graph does not say what its edges are (defaultedgetype): they were read as undirected");
  const declared: Record<"node" | "edge", Map<string, Declared>> = { node: new Map(), edge: new Map() };
  let found = false;

  const nodesIn = (element: Element): void => {
    xml.attributes(element, { count: true });
    xml.children(element, { node: (one) => nodeIn(one) });
  };
  const nodeIn = (element: Element): void => {
    const id = xml.node(element);
    refuseTimes(xml, element);
    xml.attributes(element, {
      id: true,
      // A label that repeats the id says nothing of its own.
      label: (value) => void (value === id || left.add('attribute "label" of node', xml.at(element))),
    });
    xml.children(element, {
      attvalues: (values) =>
        xml.children(values, { attvalue: (one) => dropValue(xml, declared.node, "node", one) }),
      spells: (one) => refuseSpells(xml, one),
      nodes: nodesIn,
      edges: edgesIn,
    });
  };
  const edgesIn = (element: Element): void => {
    xml.attributes(element, { count: true });
    xml.children(element, { edge: (one) => edgeIn(one) });
  };
  const edgeIn = (element: Element): void => {
    refuseTimes(xml, element);
    let one = oneWay;
    const given: number[] = [];
    const own =
      xml.weightName === "weight"
        ? { weight: (value: string) => void given.push(xml.weight(value, element)) }
        : {};
    xml.attributes(element, {
      id: true,
      source: true,
      target: true,
      type: (value) => {
        one = goesOneWay(xml, "type", value, element);
      },
      ...own,
    });
    xml.children(element, {
      spells: (spells) => refuseSpells(xml, spells),
      attvalues: (values) =>
        xml.children(values, {
          attvalue(value) {
            const title = titleOf(declared.edge, value);
            if (labelKey(title) !== xml.weightName) return dropValue(xml, declared.edge, "edge", value);
            refuseTimes(xml, value);
            given.push(xml.weight(value.getAttribute("value") ?? "", value));
          },
        }),
    });
    if (given.some((value) => value !== given[0]))
      throw fault(`the edge has two different weights, ${given.slice(0, 5).join(" and ")}`, element);
    found ||= given.length > 0;
    const weight = given[0] ?? defaultWeight(xml, declared.edge);
    found ||= weight !== undefined;
    xml.edge(element, { weight, oneWay: one });
  };

  // Attributes first, wherever the file declares them.
  xml.children(graph, {
    attributes: (element) => declare(xml, declared, element),
    nodes: () => {},
    edges: () => {},
  });
  let announcedNodes: string | null = null;
  let announcedEdges: string | null = null;
  for (const element of Array.from(graph.childNodes).filter((one): one is Element => one.nodeType === 1)) {
    const name = element.nodeName.replace(/^gexf:/, "");
    if (name === "nodes") {
      announcedNodes = element.getAttribute("count");
      nodesIn(element);
    } else if (name === "edges") {
      announcedEdges = element.getAttribute("count");
      edgesIn(element);
    }
  }
  wantWeightFound(options.weight, found, { file });
  const { nodes, edges } = xml.counts();
  compareCount(xml, "nodes (count)", announcedNodes, nodes);
  compareCount(xml, "edges (count)", announcedEdges, edges);
  return networkOfFile(xml.graph(said ? oneWay : undefined), options);
}

function goesOneWay(xml: XmlReader, name: string, value: string, element: Element): boolean {
  if (value === "directed") return true;
  if (value === "undirected" || value === "mutual") return false;
  throw xml.fault(`${name} must be directed, undirected or mutual, got ${shown(value)}`, element);
}

function declare(
  xml: XmlReader,
  declared: Readonly<Record<"node" | "edge", Map<string, Declared>>>,
  element: Element,
): void {
  const of = element.getAttribute("class");
  if (of !== "node" && of !== "edge")
    throw xml.fault(`attributes must be of the class node or edge, got ${shown(of ?? "none")}`, element);
  xml.attributes(element, { class: true, mode: true });
  xml.children(element, {
    attribute(one) {
      const id = one.getAttribute("id") ?? "";
      const title = one.getAttribute("title") || id;
      let fallback: string | undefined;
      xml.attributes(one, {
        id: true,
        title: true,
        type: (value) =>
          void (TYPES.test(value) || xml.left.add(`the type ${shown(value)} of attributes`, xml.at(one))),
      });
      xml.children(one, {
        default: (value) => {
          fallback = value.textContent ?? "";
        },
      });
      if (declared[of].has(id))
        throw xml.fault(`there are two attributes of ${of}s with the id ${shown(id)}`, one);
      declared[of].set(id, { title, element: one, ...(fallback === undefined ? {} : { fallback }) });
    },
  });
}

function titleOf(declared: ReadonlyMap<string, Declared>, value: Element): string {
  const id = (value.getAttribute("for") || value.getAttribute("id")) ?? "";
  return declared.get(id)?.title ?? id;
}

function defaultWeight(xml: XmlReader, declared: ReadonlyMap<string, Declared>): number | undefined {
  for (const { title, fallback, element } of declared.values())
    if (fallback !== undefined && labelKey(title) === xml.weightName) return xml.weight(fallback, element);
  return undefined;
}

function dropValue(
  xml: XmlReader,
  declared: ReadonlyMap<string, Declared>,
  of: "node" | "edge",
  value: Element,
): void {
  const title = titleOf(declared, value);
  const { hint } = of === "edge" ? weightHint(title) : {};
  xml.left.add(`attribute ${shown(title)} of ${of} (attvalue)`, xml.at(value), hint);
}

/** @throws SpillwayError where something is there for a part of the time: an edge would join agents that it does not always join */
function refuseTimes(xml: XmlReader, element: Element): void {
  const name = TIMES.find((time) => (element.getAttribute(time) ?? "") !== "");
  if (name !== undefined)
    throw xml.fault(
      `${element.nodeName} has a time (${name}), and a network here is the same at all times: export one moment of it, or a static graph`,
      element,
    );
}

function refuseSpells(xml: XmlReader, element: Element): void {
  xml.children(element, { spell: (spell) => refuseTimes(xml, spell) });
}
