import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Nodes and edges of a JSON file, wherever its form keeps them. */
export interface JsonForm {
  readonly file: string;
  /** Absent where the form lists none. */
  readonly nodes?: readonly JsonRecord[];
  readonly edges: readonly JsonRecord[];
  /** What the form calls its edges, for messages. */
  readonly edgesName: string;
  /** Whether the whole is directed; undefined where the form is silent. */
  readonly directed?: boolean;
  /** Whether an undirected edge stands twice, once for each of its ends, as in lists of neighbours. */
  readonly doubled?: boolean;
  /** Keys of the outermost objects that are not read, with the path that they have. */
  readonly spare: readonly string[];
  /** What was supposed. */
  readonly said: readonly string[];
}

/**
 * Finds nodes and edges in what other programs write as JSON; undefined for everything else, which may be the form of this project.
 *
 * @throws SpillwayError for forms that cannot be read, by name, and for parts of another shape.
 */
export function jsonForm(data: unknown, file: string): JsonForm | undefined {
  if (Array.isArray(data)) {
    if (data.length === 0 || !data.every(isRecord)) return undefined;
    const joined = data.some((one) => isRecord(one.data));
    return joined
      ? cytoscape({ elements: data }, file)
      : { file, edges: data, edgesName: "edges", spare: [], said: [] };
  }
  if (!isRecord(data)) return undefined;
  if ("elements" in data) return cytoscape(data, file);
  if ("adjacency" in data) return adjacency(data, file);
  if (
    "graph" in data &&
    isRecord(data.graph) &&
    ("nodes" in data.graph || "edges" in data.graph) &&
    !("nodes" in data)
  )
    return jsonGraphFormat(data, data.graph, file);
  if ("graphs" in data && Array.isArray(data.graphs))
    throw fault(
      `the file must hold one graph, got ${data.graphs.length} (graphs): give each a file of its own`,
      file,
    );
  if ("children" in data && !("edges" in data))
    throw fault("this looks like a tree of children, which is not read: write it as nodes and links", file);
  const columns = ["source", "target"].every((name) => isRecord(data[name]) || Array.isArray(data[name]));
  if (columns)
    throw fault('this looks like a table by columns: write it by rows (in pandas, orient="records")', file);
  const { edges } = data;
  const records = Array.isArray(edges) && edges.length > 0 && edges.every(isRecord);
  if ("nodes" in data || "links" in data || records) return nodeLink(data, file);
  return undefined;
}

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fault = (message: string, file: string): SpillwayError =>
  new SpillwayError(`network: ${message}`, { place: { file } });

function nodeLink(data: JsonRecord, file: string): JsonForm {
  const { links, edges, nodes, directed, multigraph, options, graph, attributes, ...rest } = data;
  if ((links === undefined) === (edges === undefined))
    throw fault(`settings must have either links or edges, got ${shown(data)}`, file);
  const edgesName = links === undefined ? "edges" : "links";
  const type = isRecord(options) ? options.type : undefined;
  if (type !== undefined && !["directed", "undirected", "mixed"].includes(String(type)))
    throw fault(`options.type must be directed, undirected or mixed, got ${shown(type)}`, file);
  return {
    file,
    ...(nodes === undefined ? {} : { nodes: records(nodes, "nodes", file) }),
    edges: records(links ?? edges, edgesName, file),
    edgesName,
    ...wholeDirection(directed, file),
    // graphology: edges of a mixed graph are directed unless they say otherwise.
    ...(type === undefined ? {} : { directed: type !== "undirected" }),
    spare: [
      ...Object.keys(rest),
      ...filled("graph", graph),
      ...filled("attributes", attributes),
      ...filled(
        "options",
        isRecord(options) ? without(options, ["type", "multi", "allowSelfLoops"]) : options,
      ),
      ...(typeof multigraph === "boolean" || multigraph === undefined ? [] : ["multigraph"]),
    ],
    said: [],
  };
}

function cytoscape(data: JsonRecord, file: string): JsonForm {
  const { elements, directed, multigraph: _, data: about, ...rest } = data;
  const lists = isRecord(elements)
    ? { nodes: elements.nodes ?? [], edges: elements.edges ?? [] }
    : { nodes: [], edges: [] };
  if (Array.isArray(elements)) {
    const all = records(elements, "elements", file);
    const joins = ({ group, data: inside }: JsonRecord): boolean =>
      group === "edges" || (group === undefined && isRecord(inside) && "source" in inside);
    lists.nodes = all.filter((one) => !joins(one));
    lists.edges = all.filter(joins);
  } else if (!isRecord(elements))
    throw fault(`elements must be a mapping or a list, got ${shown(elements)}`, file);
  const open = (list: unknown, name: string): JsonRecord[] =>
    records(list, `elements.${name}`, file).map((one) => {
      const { data: inside, group: __, ...looks } = one;
      return isRecord(inside) ? { ...inside, ...looks } : one;
    });
  return {
    file,
    nodes: open(lists.nodes, "nodes"),
    edges: open(lists.edges, "edges"),
    edgesName: "elements.edges",
    ...wholeDirection(directed, file),
    spare: [...Object.keys(rest), ...filled("data", about)],
    said: [],
  };
}

/** Lists of neighbours, as networkx' adjacency_data writes them. */
function adjacency(data: JsonRecord, file: string): JsonForm {
  const { nodes, adjacency: lists, directed, multigraph: _, graph, ...rest } = data;
  const known = records(nodes, "nodes", file);
  if (!Array.isArray(lists) || lists.length !== known.length)
    throw fault(
      `adjacency must be a list with one list for each of the ${known.length} nodes, got ${shown(lists)}`,
      file,
    );
  const edges = lists.flatMap((list: unknown, k) =>
    records(list, `adjacency.${k}`, file).map(({ id, key: __, ...about }) => ({
      ...about,
      source: known[k]!.id,
      target: id,
    })),
  );
  return {
    file,
    nodes: known,
    edges,
    edgesName: "adjacency",
    ...wholeDirection(directed, file),
    doubled: directed !== true,
    spare: [...Object.keys(rest), ...filled("graph", graph)],
    said: [],
  };
}

/** The JSON Graph Format, whose nodes are a mapping (or, in its first version, a list), and whose edges are directed by default. */
function jsonGraphFormat(data: JsonRecord, graph: JsonRecord, file: string): JsonForm {
  const { graph: _, ...outside } = data;
  const { nodes, edges = [], directed, hyperedges, id: __, ...rest } = graph;
  if (hyperedges !== undefined)
    throw fault("graph.hyperedges join any number of nodes, an edge two: write an edge for each pair", file);
  const list = isRecord(nodes)
    ? Object.entries(nodes).map(([id, about]) => ({ ...(isRecord(about) ? about : {}), id }))
    : records(nodes ?? [], "graph.nodes", file);
  const said =
    directed === undefined
      ? ["the graph does not say whether it is directed, which this form takes for directed"]
      : [];
  return {
    file,
    nodes: list,
    edges: records(edges, "graph.edges", file),
    edgesName: "graph.edges",
    directed: true,
    ...wholeDirection(directed, file),
    spare: [...Object.keys(outside), ...Object.keys(rest).map((name) => `graph.${name}`)],
    said,
  };
}

function wholeDirection(directed: unknown, file: string): { directed?: boolean } {
  if (directed === undefined) return {};
  if (typeof directed === "boolean") return { directed };
  throw fault(`directed must be true or false, got ${shown(directed)}`, file);
}

function records(given: unknown, name: string, file: string): readonly JsonRecord[] {
  if (!Array.isArray(given)) throw fault(`${name} must be a list, got ${shown(given)}`, file);
  const odd = given.findIndex((one) => !isRecord(one));
  if (odd !== -1) throw fault(`${name}.${odd} must be a mapping, got ${shown(given[odd])}`, file);
  return given as readonly JsonRecord[];
}

const without = (given: JsonRecord, names: readonly string[]): JsonRecord =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));

/** The name of something that is not read, unless it is empty. */
function filled(name: string, given: unknown): string[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.length === 0 ? [] : [name];
  return isRecord(given) ? Object.keys(given).map((key) => `${name}.${key}`) : [name];
}
