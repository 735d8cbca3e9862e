import { describe, expect, it } from "vitest";
import { parseNetwork } from "../../../src/network/files/parseNetwork.ts";

/** What must come of one thing in a file: a note, an error, or that it is read and says nothing. */
type Fate = { note: RegExp } | { refused: RegExp } | "read";
type Case = readonly [what: string, text: string, fate: Fate];

function fateOf(file: string, text: string, fate: Fate): string {
  try {
    const { notes } = parseNetwork(text, { file });
    if (fate === "read") return notes.length === 0 ? "as it must" : `noted: ${notes.join("; ")}`;
    if ("refused" in fate) return `accepted, ${JSON.stringify(notes)}`;
    return notes.some((note) => fate.note.test(note)) ? "as it must" : `notes: ${JSON.stringify(notes)}`;
  } catch (cause) {
    const { message } = cause as Error;
    return typeof fate === "object" && "refused" in fate && fate.refused.test(message)
      ? "as it must"
      : message;
  }
}

function walk(file: string, cases: readonly Case[]): void {
  expect(cases.map(([what, text, fate]) => [what, fateOf(file, text, fate)])).toEqual(
    cases.map(([what]) => [what, "as it must"]),
  );
}

const note = (words: string): Fate => ({ note: new RegExp(words) });
const refused = (words: string): Fate => ({ refused: new RegExp(words) });

describe("every part of the format is read, noted or refused", () => {
  it("GraphML", () => {
    const file = ({
      root = "",
      keys = "",
      graph = 'edgedefault="directed"',
      top = "",
      before = "",
      node = "",
      nodeIn = "",
      edge = "",
      edgeIn = "",
    } = {}): string =>
      `<graphml xmlns="http://graphml.graphdrawing.org/xmlns"${root}>\n${keys}\n${top}<graph ${graph}>\n${before}<node id="a"${node}>${nodeIn}</node><node id="b"/>\n<edge source="a" target="b"${edge}>${edgeIn}</edge>\n</graph></graphml>`;
    const weight = '<key id="w" for="edge" attr.name="weight" attr.type="double"/>';
    const key = (attributes: string, inside = ""): string => `<key ${attributes}>${inside}</key>`;
    walk("n.graphml", [
      ["the base", file(), "read"],
      [
        "an attribute of the root",
        file({ root: ' colour="red"' }),
        note('attribute "colour" of graphml was left out \\(at n.graphml:1\\)'),
      ],
      ["desc of the root", file({ top: "<desc>words</desc>" }), note('element "desc" in graphml')],
      [
        "data of the root",
        file({ keys: key('id="k" for="graphml"'), top: '<data key="k">1</data>' }),
        note('data "k" of graphml'),
      ],
      ["an invented element", file({ top: "<wish/>" }), note('element "wish" in graphml')],
      ["a second graph", file({ top: "<graph/>" }), refused("must hold one graph, got 2")],
      ["key without id", file({ keys: "<key/>" }), refused("n.graphml:2: .*a key needs an id")],
      ["two keys of one id", file({ keys: key('id="k"') + key('id="k"') }), refused("two keys")],
      [
        "key for a node",
        file({
          keys: key('id="k" for="node" attr.name="age" attr.type="int"'),
          nodeIn: '<data key="k">1</data>',
        }),
        note('data "age" of node'),
      ],
      [
        "key for an unknown part",
        file({ keys: key('id="k" for="arc"') }),
        refused("n.graphml:2: .*a key must be for one of"),
      ],
      [
        "a type that is unknown",
        file({ keys: key('id="k" attr.type="decimal"') }),
        note('the type "decimal"'),
      ],
      ["dynamic of key", file({ keys: key('id="k" dynamic="true"') }), note('attribute "dynamic" of key')],
      ["desc of key", file({ keys: key('id="k"', "<desc/>") }), note('element "desc" in key')],
      [
        "an invented attribute of key",
        file({ keys: key('id="k" wish="1"') }),
        note('attribute "wish" of key'),
      ],
      ["no edgedefault", file({ graph: "" }), note("edgedefault")],
      [
        "an edgedefault that is unknown",
        file({ graph: 'edgedefault="mixed"' }),
        refused("n.graphml:3: .*edgedefault must be"),
      ],
      ["id of graph", file({ graph: 'id="G" edgedefault="directed"' }), "read"],
      [
        "the right count",
        file({ graph: 'edgedefault="directed" parse.nodes="2" parse.edges="1" parse.order="free"' }),
        "read",
      ],
      [
        "a wrong count",
        file({ graph: 'edgedefault="directed" parse.nodes="3"' }),
        note('announces "3" nodes'),
      ],
      [
        "an invented attribute of graph",
        file({ graph: 'edgedefault="directed" wish="1"' }),
        note('attribute "wish" of graph'),
      ],
      ["desc of graph", file({ before: "<desc/>" }), note('element "desc" in graph')],
      [
        "data of graph",
        file({ keys: key('id="k" for="graph" attr.name="title"'), before: '<data key="k">x</data>' }),
        note('data "title" of graph'),
      ],
      ["locator of graph", file({ before: "<locator/>" }), refused("n.graphml:4: .*in another file")],
      [
        "hyperedge",
        file({ before: '<hyperedge><endpoint node="a"/></hyperedge>' }),
        refused("n.graphml:4: .*hyperedge"),
      ],
      ["an invented element of graph", file({ before: "<wish/>" }), note('element "wish" in graph')],
      ["desc of node", file({ nodeIn: "<desc/>" }), note('element "desc" in node')],
      ["port of node", file({ nodeIn: '<port name="north"/>' }), note('element "port" in node')],
      [
        "graph in node",
        file({ nodeIn: '<graph edgedefault="directed"/>' }),
        refused("n.graphml:4: .*graphs inside nodes"),
      ],
      ["locator of node", file({ nodeIn: "<locator/>" }), refused("in another file")],
      ["an attribute of node", file({ node: ' wish="1"' }), note('attribute "wish" of node')],
      ["id of edge", file({ edge: ' id="e"' }), "read"],
      ...["true", "1", "false", "0"].map(
        (value): Case => [`directed ${value}`, file({ edge: ` directed="${value}"` }), "read"],
      ),
      ...["yes", "True", "", "2"].map(
        (value): Case => [
          `directed ${value}`,
          file({ edge: ` directed="${value}"` }),
          refused("n.graphml:5: .*directed must be true, false, 1 or 0"),
        ],
      ),
      [
        "ports of edge",
        file({ edge: ' sourceport="x" targetport="y"' }),
        note('attribute "sourceport" of edge'),
      ],
      ["an attribute of edge", file({ edge: ' weight="3"' }), note('attribute "weight" of edge')],
      ["desc of edge", file({ edgeIn: "<desc/>" }), note('element "desc" in edge')],
      ["graph in edge", file({ edgeIn: "<graph/>" }), refused("graphs inside edges")],
      ["weight", file({ keys: weight, edgeIn: '<data key="w">2</data>' }), "read"],
      [
        "weight by a key for all",
        file({ keys: key('id="w" for="all" attr.name="weight"'), edgeIn: '<data key="w">2</data>' }),
        "read",
      ],
      [
        "weight by a key for nothing",
        file({ keys: key('id="w" attr.name="weight"'), edgeIn: '<data key="w">2</data>' }),
        "read",
      ],
      [
        "weight by a key for nodes",
        file({ keys: key('id="w" for="node" attr.name="weight"'), edgeIn: '<data key="w">2</data>' }),
        note('is declared for "node"'),
      ],
      [
        "weight that no key declares",
        file({ edgeIn: '<data key="weight">2</data>' }),
        note("no key declares"),
      ],
      [
        "weight as a default",
        file({ keys: key('id="w" for="edge" attr.name="weight"', "<default>3</default>") }),
        "read",
      ],
      [
        "a default that is no weight",
        file({ keys: key('id="w" for="edge" attr.name="weight"', "<default>much</default>") }),
        refused('n.graphml:2: .*weight must be a finite number above 0, got "much"'),
      ],
      [
        "weight twice",
        file({ keys: weight, edgeIn: '<data key="w">2</data><data key="w">2</data>' }),
        refused("given twice"),
      ],
      [
        "an empty weight",
        file({ keys: weight, edgeIn: '<data key="w"/>' }),
        refused('n.graphml:5: .*weight must be a finite number above 0, got ""'),
      ],
      [
        "weight of time",
        file({ keys: weight, edgeIn: '<data key="w" time="3">2</data>' }),
        note('attribute "time" of data'),
      ],
      [
        "two keys called weight",
        file({ keys: weight + key('id="v" for="edge" attr.name="Weight"') }),
        refused("two keys are the weight"),
      ],
      [
        "strength",
        file({ keys: key('id="s" for="edge" attr.name="strength"'), edgeIn: '<data key="s">2</data>' }),
        note('data "strength" of edge was left out .*--weight "strength"'),
      ],
      [
        "data that no key declares",
        file({ edgeIn: '<data key="z">2</data>' }),
        note('data "z" of edge, which no key declares,'),
      ],
    ]);
  });

  it("GEXF", () => {
    const file = ({
      root = "",
      meta = "",
      graph = 'defaultedgetype="directed"',
      before = "",
      nodes = "",
      node = "",
      nodeIn = "",
      edges = "",
      edge = "",
      edgeIn = "",
    } = {}): string =>
      `<gexf version="1.3"${root}>\n${meta}<graph ${graph}>\n${before}<nodes${nodes}><node id="a"${node}>${nodeIn}</node><node id="b"/></nodes>\n<edges${edges}><edge source="a" target="b"${edge}>${edgeIn}</edge></edges>\n</graph></gexf>`;
    const declared = (of: string, title: string, inside = "", more = ""): string =>
      `<attributes class="${of}"${more}><attribute id="0" title="${title}" type="float">${inside}</attribute></attributes>`;
    const value = (more = ""): string => `<attvalues><attvalue for="0" value="2"${more}/></attvalues>`;
    walk("n.gexf", [
      ["the base", file(), "read"],
      ["an attribute of the root", file({ root: ' wish="1"' }), note('attribute "wish" of gexf')],
      ["meta", file({ meta: "<meta><creator>me</creator></meta>" }), note('element "meta"')],
      ["no defaultedgetype", file({ graph: "" }), note("defaultedgetype")],
      ...["undirected", "mutual"].map(
        (type): Case => [type, file({ graph: `defaultedgetype="${type}"` }), "read"],
      ),
      [
        "a type that is unknown",
        file({ graph: 'defaultedgetype="dir"' }),
        refused("n.gexf:2: .*defaultedgetype must be directed, undirected or mutual"),
      ],
      [
        "dynamic without times",
        file({ graph: 'defaultedgetype="directed" mode="dynamic"' }),
        note("calls itself dynamic"),
      ],
      [
        "a mode that is unknown",
        file({ graph: 'defaultedgetype="directed" mode="film"' }),
        refused("mode must be static or dynamic"),
      ],
      ["idtype", file({ graph: 'defaultedgetype="directed" idtype="string"' }), "read"],
      [
        "an idtype that is unknown",
        file({ graph: 'defaultedgetype="directed" idtype="uuid"' }),
        refused("idtype must be"),
      ],
      ...["timeformat", "timerepresentation", "timezone", "start", "end", "wish"].map(
        (name): Case => [
          name,
          file({ graph: `defaultedgetype="directed" ${name}="x"` }),
          note(`attribute "${name}" of graph`),
        ],
      ),
      ["an invented element of graph", file({ before: "<wish/>" }), note('element "wish" in graph')],
      [
        "attributes of nodes",
        file({ before: declared("node", "age"), nodeIn: value() }),
        note('attribute "age" of node \\(attvalue\\)'),
      ],
      [
        "attributes of edges",
        file({ before: declared("edge", "value"), edgeIn: value() }),
        note('attribute "value" of edge .*--weight "value"'),
      ],
      [
        "attributes of nobody",
        file({ before: declared("graph", "age") }),
        refused("n.gexf:3: .*class node or edge"),
      ],
      [
        "options of an attribute",
        file({ before: declared("node", "age", "<options>1|2</options>") }),
        note('element "options" in attribute'),
      ],
      [
        "an invented attribute of attributes",
        file({ before: declared("node", "age", "", ' wish="1"') }),
        note('attribute "wish" of attributes'),
      ],
      ["count", file({ nodes: ' count="2"', edges: ' count="1"' }), "read"],
      ["a wrong count", file({ edges: ' count="9"' }), note('announces "9" edges')],
      ["label", file({ node: ' label="Ann"' }), note('attribute "label" of node')],
      ["a label that is the id", file({ node: ' label="a"' }), "read"],
      ["pid", file({ node: ' pid="b"' }), note('attribute "pid" of node')],
      [
        "parents",
        file({ nodeIn: '<parents><parent for="b"/></parents>' }),
        note('element "parents" in node'),
      ],
      ["nodes in a node", file({ nodeIn: '<nodes><node id="c"/></nodes>' }), "read"],
      [
        "colour of a node",
        file({ nodeIn: '<viz:color r="1"/>', root: ' xmlns:viz="http://gexf.net/1.3/viz"' }),
        note('element "viz:color" in node'),
      ],
      ["an invented element of node", file({ nodeIn: "<wish/>" }), note('element "wish" in node')],
      ...["start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals"].flatMap(
        (name): Case[] => [
          [
            `${name} of node`,
            file({ node: ` ${name}="1"` }),
            refused(`n.gexf:3: .*node has a time \\(${name}\\)`),
          ],
          [
            `${name} of edge`,
            file({ edge: ` ${name}="1"` }),
            refused(`n.gexf:4: .*edge has a time \\(${name}\\)`),
          ],
        ],
      ),
      ["an empty start", file({ edge: ' start=""' }), note('attribute "start" of edge')],
      [
        "spells of node",
        file({ nodeIn: '<spells><spell start="1"/></spells>' }),
        refused("spell has a time"),
      ],
      ["spells of edge", file({ edgeIn: '<spells><spell end="1"/></spells>' }), refused("spell has a time")],
      ...["directed", "undirected", "mutual"].map(
        (type): Case => [`type ${type}`, file({ edge: ` type="${type}"` }), "read"],
      ),
      [
        "a type of edge that is unknown",
        file({ edge: ' type="Mutual"' }),
        refused("n.gexf:4: .*type must be directed, undirected or mutual"),
      ],
      ["id and weight", file({ edge: ' id="0" weight="2.5"' }), "read"],
      [
        "an empty weight",
        file({ edge: ' weight=""' }),
        refused('n.gexf:4: .*weight must be a finite number above 0, got ""'),
      ],
      ["weight as an attribute", file({ before: declared("edge", "weight"), edgeIn: value() }), "read"],
      ["weight as a default", file({ before: declared("edge", "Weight", "<default>2</default>") }), "read"],
      [
        "two weights",
        file({ before: declared("edge", "weight"), edge: ' weight="3"', edgeIn: value() }),
        refused("two different weights, 3 and 2"),
      ],
      [
        "a weight of a time",
        file({ before: declared("edge", "weight"), edgeIn: value(' start="1"') }),
        refused("attvalue has a time"),
      ],
      ["kind of edge", file({ edge: ' kind="x"' }), note('attribute "kind" of edge')],
      ["label of edge", file({ edge: ' label="x"' }), note('attribute "label" of edge')],
      ["an invented element of edge", file({ edgeIn: "<wish/>" }), note('element "wish" in edge')],
    ]);
  });

  it("JSON of other programs", () => {
    const file = (more: object = {}, edge: object = {}, node: object = {}): string =>
      JSON.stringify({
        directed: true,
        nodes: [{ id: "a", ...node }, { id: "b" }],
        links: [{ source: "a", target: "b", ...edge }],
        ...more,
      });
    walk("n.json", [
      ["the base", file(), "read"],
      ["multigraph and an empty graph", file({ multigraph: true, graph: {} }), "read"],
      ["attributes of the graph", file({ graph: { name: "x" } }), note('key "graph.name"')],
      ["an invented key", file({ wish: 1 }), note('key "wish" was left out')],
      [
        "directed as a text",
        file({ directed: "true" }),
        refused('directed must be true or false, got "true"'),
      ],
      ["a key of a node", file({}, {}, { age: 3 }), note('key "age" of nodes .*n.json: node 1 of 2')],
      ["id and key of an edge", file({}, { id: 3, key: 0 }), "read"],
      ["value", file({}, { value: 3 }), note('key "value" of edges .*n.json: edge 1 of 1.*--weight "value"')],
      ["weight", file({}, { weight: 3 }), "read"],
      ["Weight", file({}, { Weight: 3 }), "read"],
      [
        "a weight that is a text",
        file({}, { weight: "3" }),
        refused("links.0.weight must be a finite number above 0"),
      ],
      [
        "a weight that is null",
        file({}, { weight: null }),
        refused("links.0.weight must be a finite number above 0"),
      ],
      [
        "weight in attributes",
        file({}, { attributes: { weight: 3, colour: "red" } }),
        note('key "attributes.colour" of edges'),
      ],
      [
        "two weights",
        file({}, { weight: 3, data: { weight: 4 } }),
        refused("weight and data.weight are two different weights"),
      ],
      ["directed of an edge", file({}, { directed: false }), "read"],
      [
        "directed of an edge as a number",
        file({}, { directed: 1 }),
        refused("links.0.directed must be true or false, got 1"),
      ],
      ["undirected of an edge", file({}, { undirected: true }), "read"],
      ["a type of an edge", file({}, { type: "friend" }), note('key "type" of edges')],
      ["an arrow", file({ directed: undefined }, { arrows: "to" }), refused("links.0.arrows says which way")],
      [
        "an end that is nobody",
        file({}, { target: "z" }),
        refused('links.0.target must be a node of the file, got "z"'),
      ],
      [
        "hyperedges",
        JSON.stringify({ graph: { nodes: {}, edges: [], hyperedges: [] } }),
        refused("hyperedges join any number"),
      ],
      ["two graphs", JSON.stringify({ graphs: [{}, {}] }), refused("one graph, got 2")],
      [
        "no direction in the JSON Graph Format",
        JSON.stringify({ graph: { nodes: { a: {}, b: {} }, edges: [{ source: "a", target: "b" }] } }),
        note("takes for directed"),
      ],
      ["a tree", JSON.stringify({ id: "a", children: [{ id: "b" }] }), refused("a tree of children")],
      [
        "a table by columns",
        JSON.stringify({ source: { 0: "a" }, target: { 0: "b" } }),
        refused('orient="records"'),
      ],
      ["NaN", '{"nodes": [], "links": [{"weight": NaN}]}', refused("NaN and Infinity are no JSON")],
    ]);
  });

  it("tables of edges, Pajek, GML and Matrix Market", () => {
    walk("n.csv", [
      ["the base", "source,target\na,b\n", "read"],
      [
        "a column",
        "source,target,since\na,b,3\nb,c,\n",
        note('column "since" of the edges was left out \\(at n.csv:2\\)'),
      ],
      ["an empty column", "source,target,label\na,b,\n", note('column "label"')],
      [
        "a column that may be the weight",
        "source,target,value\na,b,3\n",
        note('column "value" .*--weight "value"'),
      ],
      ["directions in a column", "source,target,type\na,b,Directed\nb,c,Undirected\n", "read"],
      ["sorts of edges in a column", "source,target,type\na,b,friend\n", note('column "type"')],
      [
        "directions and other words",
        "source,target,type\na,b,Directed\nb,c,friend\n",
        refused('n.csv:3: .*"type" must be directed, undirected or mutual, got "friend"'),
      ],
      [
        "a direction that is no boolean",
        "source,target,directed\na,b,maybe\n",
        refused('n.csv:2: .*"directed" must be true or false, got "maybe"'),
      ],
    ]);
    const pajek = (vertices: string, edges: string): string => `*Vertices 2\n${vertices}\n*Arcs\n${edges}\n`;
    walk("n.net", [
      ["the base", pajek('1 "a"\n2 "b"', "1 2 3.5"), "read"],
      ["places", pajek('1 "a" 0.1 0.2\n2 "b"', "1 2"), note("position and looks of vertices")],
      ["looks", pajek('1 "a"\n2 "b"', "1 2 1 c Blue"), note("looks of edges")],
      ["times", pajek('1 "a"\n2 "b"', "1 2 1 [1-3]"), refused("n.net:5: .*part of the time")],
      ["sorts of relations", '*Vertices 2\n*Arcs :2 "likes"\n1 2\n', refused("n.net:2: .*several sorts")],
      ["two modes", "*Vertices 3 2\n*Edges\n1 3\n", refused("two sorts of vertices")],
      ["a matrix", "*Vertices 2\n*Matrix\n0 1\n1 0\n", refused("\\*Matrix is not read")],
      ["a vertex that is not there", pajek('1 "a"\n2 "b"', "1 3"), refused("n.net:5: .*from 1 to 2")],
      ["a negative weight", pajek('1 "a"\n2 "b"', "1 2 -1"), refused("n.net:5: .*weight must be")],
    ]);
    const gml = (top: string, node: string, edge: string): string =>
      `graph [\n${top}\nnode [ id 1 ${node} ]\nnode [ id 2 ]\nedge [ source 1 target 2 ${edge} ]\n]`;
    walk("n.gml", [
      ["the base", gml("directed 1", "", "weight 2.5"), "read"],
      ["a key of the graph", gml("wish 1", "", ""), note('key "wish" of graph')],
      ["graphics", gml("", "graphics [ x 1 ]", ""), note('key "graphics" of node')],
      ["a key of an edge", gml("", "", "value 3"), note('key "value" of edge .*--weight "value"')],
      [
        "a direction that is no number",
        gml("directed maybe", "", ""),
        refused("n.gml:2: .*must be a number or a quoted text"),
      ],
      ["directed 2", gml("directed 2", "", ""), refused("n.gml:2: .*directed must be 0 or 1")],
      ["a list that is not closed", "graph [ node [ id 1 ]", refused("opened and never closed")],
    ]);
    const mtx = (kind: string, rest: string): string =>
      `%%MatrixMarket matrix coordinate ${kind}\n% by hand\n${rest}\n`;
    walk("n.mtx", [
      ["a comment", mtx("pattern symmetric", "2 2 1\n2 1"), note("a comment was left out")],
      ["not square", mtx("real general", "2 3 1\n1 2 1"), refused("n.mtx:3: .*square")],
      ["cut short", mtx("real general", "2 2 2\n1 2 1"), refused("announces 2 entries and holds 1")],
      ["complex", mtx("complex general", "2 2 1\n1 2 1 1"), refused("real, integer or pattern")],
      ["skew", mtx("real skew-symmetric", "2 2 1\n2 1 1"), refused("general or symmetric")],
    ]);
  });

  it("lists with comments above them say their direction and weights there", () => {
    const snap = (word: string): string =>
      `# ${word} graph: friends.txt\n# Nodes: 3 Edges: 2\n# FromNodeId\tToNodeId\n0\t1\n1\t2\n`;
    expect(parseNetwork(snap("Directed"), { file: "n.txt" })).toMatchObject({
      n: 3,
      edges: 2,
      directed: true,
    });
    expect(parseNetwork(snap("Undirected"), { file: "n.txt" })).toMatchObject({
      n: 3,
      edges: 2,
      directed: false,
    });
    const konect = parseNetwork("% asym posweighted\n1 2 5\n2 3 7\n", { file: "out.txt" });
    expect([konect.directed, [...(konect.weights ?? [])]]).toEqual([true, [5, 7]]);
    expect(() => parseNetwork("% bip unweighted\n1 2\n", { file: "out.txt" })).toThrow("two sorts of nodes");
    expect(() => parseNetwork("% sym signed\n1 2 -1\n", { file: "out.txt" })).toThrow("signed");
    const bare = parseNetwork("1 2 0.5\n2 3 4\n", {
      file: "n.txt",
      columns: ["1", "2"],
      weight: "3",
      delimiter: " ",
    });
    expect([...(bare.weights ?? [])]).toEqual([0.5, 0.5, 4, 4]);
  });
});
