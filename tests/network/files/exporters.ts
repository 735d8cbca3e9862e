/** A small graph, and how the usual programs write it. */
export interface Drawn {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string, weight: number])[];
  /** Whether all edges go one way. */
  readonly directed: boolean;
}

type Writer = (graph: Drawn) => string;

const graphml = (keys: string, { directed }: Drawn, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="http://www.yworks.com/xml/graphml" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n${keys}\n<graph id="G" edgedefault="${directed ? "directed" : "undirected"}">\n${inside}\n</graph>\n</graphml>\n`;
const each = <Item>(items: readonly Item[], one: (item: Item, k: number) => string, between = "\n"): string =>
  items.map(one).join(between);
const at = ({ nodes }: Drawn, id: string): number => nodes.indexOf(id);
const csv = (header: string, graph: Drawn, sign: string): string =>
  `${header}\n${each(graph.edges, ([s, t, w]) => [s, t, w].join(sign))}\n`;
const links = ({ edges }: Drawn): object[] =>
  edges.map(([source, target, weight]) => ({ source, target, weight }));

const javaDouble = (w: number): string => (Number.isInteger(w) ? `${w}.0` : String(w));

/** By the ending of the file and the program: writers of the same graph. Formats that are silent on direction come last. */
export const exporters: readonly (readonly [name: string, ending: string, write: Writer])[] = [
  [
    "networkx write_graphml",
    "graphml",
    (g) =>
      graphml(
        '<key id="d0" for="edge" attr.name="weight" attr.type="double" />',
        g,
        each(g.nodes, (id) => `<node id="${id}" />`) +
          each(
            g.edges,
            ([s, t, w]) => `<edge source="${s}" target="${t}" id="0"><data key="d0">${w}</data></edge>`,
          ),
      ),
  ],
  [
    "igraph write_graph(graphml)",
    "graphml",
    (g) =>
      graphml(
        '<key id="v_name" for="node" attr.name="name" attr.type="string"/><key id="e_weight" for="edge" attr.name="weight" attr.type="double"/>',
        g,
        each(g.nodes, (id) => `<node id="${id}">\n<data key="v_name">${id}</data>\n</node>`) +
          each(
            g.edges,
            ([s, t, w]) => `<edge source="${s}" target="${t}">\n<data key="e_weight">${w}</data>\n</edge>`,
          ),
      ),
  ],
  [
    "Gephi GraphML",
    "graphml",
    (g) =>
      graphml(
        '<key attr.name="label" attr.type="string" for="node" id="label"/><key attr.name="weight" attr.type="double" for="edge" id="weight"/><key attr.name="r" attr.type="int" for="node" id="r"/>',
        g,
        each(
          g.nodes,
          (id) => `<node id="${id}"><data key="label">${id}</data><data key="r">7</data></node>`,
        ) +
          each(
            g.edges,
            ([s, t, w], k) =>
              `<edge id="${k}" source="${s}" target="${t}"><data key="weight">${javaDouble(w)}</data></edge>`,
          ),
      ),
  ],
  [
    "yEd",
    "graphml",
    (g) =>
      graphml(
        '<key for="node" id="d5" yfiles.type="nodegraphics"/><key for="edge" id="d9" attr.name="weight" attr.type="double"><default>1</default></key><key for="edge" id="d10" yfiles.type="edgegraphics"/><key for="graphml" id="d7" yfiles.type="resources"/>',
        g,
        each(
          g.nodes,
          (id) =>
            `<node id="${id}"><data key="d5"><y:ShapeNode><y:NodeLabel>${id}</y:NodeLabel></y:ShapeNode></data></node>`,
        ) +
          each(
            g.edges,
            ([s, t, w], k) =>
              `<edge id="e${k}" source="${s}" target="${t}">${w === 1 ? "" : `<data key="d9">${w}</data>`}<data key="d10"><y:PolyLineEdge><y:Arrows source="none" target="standard"/></y:PolyLineEdge></data></edge>`,
          ),
      ),
  ],
  [
    "edges that say their direction as xs:boolean",
    "xml",
    (g) =>
      graphml(
        '<key id="w" attr.name="weight" attr.type="float"/>',
        { ...g, directed: !g.directed },
        each(g.nodes, (id) => `<node id="${id}"/>`) +
          each(
            g.edges,
            ([s, t, w], k) =>
              `<edge source="${s}" target="${t}" directed="${g.directed ? ["1", "true"][k % 2] : ["0", "false"][k % 2]}"><data key="w">${w}</data></edge>`,
          ),
      ),
  ],
  [
    "Gephi GEXF 1.3",
    "gexf",
    (g) =>
      `<?xml version='1.0' encoding='UTF-8'?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz">\n<meta lastmodifieddate="2026-01-01"><creator>Gephi 0.10</creator></meta>\n<graph defaultedgetype="${g.directed ? "directed" : "undirected"}" mode="static">\n<nodes count="${g.nodes.length}">${each(g.nodes, (id) => `<node id="${id}" label="${id}"><viz:size value="1.0"/></node>`)}</nodes>\n<edges count="${g.edges.length}">${each(g.edges, ([s, t, w], k) => `<edge id="${k}" source="${s}" target="${t}" weight="${w}"/>`)}</edges>\n</graph></gexf>`,
  ],
  [
    "networkx write_gexf, edge by edge, with a default attribute",
    "gexf",
    (g) =>
      `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="${g.directed ? "undirected" : "directed"}" mode="static" name=""><attributes class="edge" mode="static"><attribute id="0" title="weight" type="double"><default>1</default></attribute></attributes><nodes>${each(g.nodes, (id) => `<node id="${id}" label="${id}"/>`)}</nodes><edges>${each(g.edges, ([s, t, w], k) => `<edge source="${s}" target="${t}" id="${k}" type="${g.directed ? "directed" : ["undirected", "mutual"][k % 2]}">${w === 1 ? "" : `<attvalues><attvalue for="0" value="${w}"/></attvalues>`}</edge>`)}</edges></graph></gexf>`,
  ],
  [
    "networkx node_link_data before 3.4",
    "json",
    (g) =>
      JSON.stringify({
        directed: g.directed,
        multigraph: false,
        graph: {},
        nodes: g.nodes.map((id) => ({ id })),
        links: links(g),
      }),
  ],
  [
    "networkx node_link_data since 3.4",
    "json",
    (g) =>
      JSON.stringify({
        directed: g.directed,
        multigraph: false,
        graph: {},
        nodes: g.nodes.map((id) => ({ id })),
        edges: links(g),
      }),
  ],
  [
    "networkx adjacency_data",
    "json",
    (g) =>
      JSON.stringify({
        directed: g.directed,
        multigraph: false,
        graph: [],
        nodes: g.nodes.map((id) => ({ id })),
        adjacency: g.nodes.map((id) =>
          g.edges.flatMap(([s, t, weight]) =>
            s === id ? [{ weight, id: t }] : !g.directed && t === id ? [{ weight, id: s }] : [],
          ),
        ),
      }),
  ],
  [
    "networkx cytoscape_data",
    "json",
    (g) =>
      JSON.stringify({
        data: [],
        directed: g.directed,
        multigraph: false,
        elements: {
          nodes: g.nodes.map((id) => ({ data: { id, value: id, name: id } })),
          edges: links(g).map((data) => ({ data })),
        },
      }),
  ],
  [
    "graphology export",
    "json",
    (g) =>
      JSON.stringify({
        attributes: {},
        options: { type: g.directed ? "directed" : "undirected", multi: false, allowSelfLoops: true },
        nodes: g.nodes.map((key) => ({ key })),
        edges: g.edges.map(([source, target, weight], k) => ({
          key: `e${k}`,
          source,
          target,
          attributes: { weight },
          ...(g.directed ? {} : { undirected: true }),
        })),
      }),
  ],
  [
    "JSON Graph Format",
    "json",
    (g) =>
      JSON.stringify({
        graph: {
          directed: g.directed,
          nodes: Object.fromEntries(g.nodes.map((id) => [id, { label: id }])),
          edges: g.edges.map(([source, target, weight]) => ({ source, target, metadata: { weight } })),
        },
      }),
  ],
  ["our own JSON", "json", (g) => JSON.stringify({ directed: g.directed, agents: g.nodes, edges: g.edges })],
  [
    "Pajek",
    "net",
    (g) =>
      `*Vertices ${g.nodes.length}\r\n${each(g.nodes, (id, k) => `${k + 1} "${id}" 0.1 0.2 ellipse`, "\r\n")}\r\n*${g.directed ? "Arcs" : "Edges"}\r\n${each(g.edges, ([s, t, w]) => `${at(g, s) + 1} ${at(g, t) + 1} ${w}`, "\r\n")}\r\n`,
  ],
  [
    "networkx write_gml",
    "gml",
    (g) =>
      `graph [\n${g.directed ? "  directed 1\n" : ""}${each(g.nodes, (id, k) => `  node [\n    id ${k}\n    label "${id}"\n  ]`)}\n${each(g.edges, ([s, t, w]) => `  edge [\n    source ${at(g, s)}\n    target ${at(g, t)}\n    weight ${w}\n  ]`)}\n]\n`,
  ],
  [
    "igraph write_graph(gml)",
    "gml",
    (g) =>
      `Creator "igraph version 0.10"\nVersion 1\ngraph\n[\n  directed ${g.directed ? 1 : 0}\n${each(g.nodes, (id, k) => `  node\n  [\n    id ${k}\n    name "x"\n    label "${id}"\n  ]`)}\n${each(g.edges, ([s, t, w]) => `  edge\n  [\n    source ${at(g, s)}\n    target ${at(g, t)}\n    weight ${w}\n  ]`)}\n]\n`,
  ],
  [
    "Gephi's table of edges",
    "csv",
    (g) =>
      `Source,Target,Type,Id,Label,timeset,Weight\n${each(g.edges, ([s, t, w], k) => `${s},${t},${g.directed ? "Directed" : "Undirected"},${k},,,${javaDouble(w)}`)}\n`,
  ],
  // Silent on direction from here on.
  ["a table", "csv", (g) => csv("source,target,weight", g, ",")],
  ["tabs", "tsv", (g) => csv("source\ttarget\tweight", g, "\t")],
  ["tabs in .csv, with a byte order mark", "csv", (g) => `\uFEFF${csv("source\ttarget\tweight", g, "\t")}`],
  ["semicolons and CRLF", "csv", (g) => csv('"source";"target";"weight"', g, ";").replaceAll("\n", "\r\n")],
  [
    "a spreadsheet where the comma is decimal",
    "csv",
    (g) =>
      `Source;Target;Weight\n${each(g.edges, ([s, t, w]) => `${s};${t};${String(w).replace(".", ",")}`)}\n`,
  ],
  ["bars", "txt", (g) => csv("source|target|weight", g, "|")],
  [
    "pandas with its index",
    "csv",
    (g) => `,source,target,weight\n${each(g.edges, (row, k) => `${k},${row.join(",")}`)}\n`,
  ],
  [
    "R's write.csv",
    "csv",
    (g) => `"","from","to","weight"\n${each(g.edges, ([s, t, w], k) => `"${k + 1}","${s}","${t}",${w}`)}\n`,
  ],
  [
    "R's write.table",
    "txt",
    (g) => `"from" "to" "weight"\n${each(g.edges, ([s, t, w], k) => `"${k + 1}" "${s}" "${t}" ${w}`)}\n`,
  ],
  ["node1 and node2", "csv", (g) => csv("node1,node2,weight", g, ",")],
  ["JSONL", "jsonl", (g) => each(links(g), (one) => JSON.stringify(one))],
  ["a list of records", "json", (g) => JSON.stringify(links(g))],
  [
    "Cytoscape.js",
    "json",
    (g) =>
      JSON.stringify({
        elements: [
          ...g.nodes.map((id) => ({ group: "nodes", data: { id } })),
          ...links(g).map((data) => ({ group: "edges", data })),
        ],
      }),
  ],
  [
    "d3 before ids, by number",
    "json",
    (g) =>
      JSON.stringify({
        nodes: g.nodes.map((name) => ({ name, group: 1 })),
        links: g.edges.map(([s, t, weight]) => ({ source: at(g, s), target: at(g, t), weight })),
      }),
  ],
  [
    "vis.js",
    "json",
    (g) =>
      JSON.stringify({
        nodes: g.nodes.map((id) => ({ id, label: id })),
        edges: g.edges.map(([from, to, weight]) => ({ from, to, weight })),
      }),
  ],
];
