import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEdges } from "../../../src/network/files/formatEdges.ts";
import { formatGexf } from "../../../src/network/files/formatGexf.ts";
import { networkToJson } from "../../../src/network/files/networkToJson.ts";
import { parseNetwork } from "../../../src/network/files/parseNetwork.ts";
import { parseNetworkJson } from "../../../src/network/files/parseNetworkJson.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";
import { networkHash } from "../../../src/network/networkHash.ts";

const wanted = fromEdges([
  ["a", "b"],
  ["b", "c", 2],
]);
const same = (network: Network): void => expect(networkHash(network)).toBe(networkHash(wanted));

const graphml = (inside: string, head = 'edgedefault="undirected"', keys = ""): string =>
  `<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n<key id="d0" for="edge" attr.name="weight" attr.type="double"/>${keys}\n<graph ${head}>\n${inside}\n</graph>\n</graphml>`;
const nodes = '<node id="a"/><node id="b"/><node id="c"/>';
const gexf = (inside: string, head = 'defaultedgetype="undirected"'): string =>
  `<gexf version="1.2" xmlns="http://www.gexf.net/1.2draft">\n<graph ${head}>\n<nodes>${nodes}</nodes>\n<edges>\n${inside}\n</edges>\n</graph>\n</gexf>`;

describe("parseNetwork", () => {
  it("picks the format by the ending of the file, or by its name", () => {
    const csv = "source,target,weight\na,b,1\nb,c,2\n";
    const tsv = csv.replaceAll(",", "\t");
    const json = '{"edges": [["a", "b"], ["b", "c", 2]]}';
    same(parseNetwork(csv, { file: "x/net.csv" }));
    same(parseNetwork(tsv, { file: "net.TSV" }));
    same(parseNetwork(tsv, { file: "net.txt" }));
    same(parseNetwork(json, { file: "net.json" }));
    same(parseNetwork(json, { format: "json" }));
    const xml = graphml(
      `${nodes}<edge source="a" target="b"/>\n<edge source="b" target="c"><data key="d0">2.0</data></edge>`,
    );
    same(parseNetwork(xml, { file: "net.graphml" }));
    same(parseNetwork(xml, { file: "net.xml" }));
    const gephi = gexf(
      '<edge id="0" source="a" target="b"/>\n<edge id="1" source="b" target="c" weight="2"/>',
    );
    same(parseNetwork(gephi, { file: "net.gexf" }));
    same(parseNetwork(gephi, { file: "net.xml" }));
  });

  it("names the endings that it knows", () => {
    expect(() => parseNetwork("", { file: "net.xlsx" })).toThrow(
      "net.xlsx: network: the ending of the file must be one of .csv .txt .tsv .json .graphml .xml .gexf .net .gml .mtx, got .xlsx: this is a workbook: save the sheet of edges as CSV UTF-8",
    );
    expect(() => parseNetwork("", { file: "data.d/net" })).toThrow("got none");
    expect(() => parseNetwork("")).toThrow("network: neither a file name nor a format is given");
  });

  it("gives back what it wrote, for any ids, in every format", () => {
    const id = fc.oneof(
      fc.constantFrom("__proto__", " a ", 'say "x"', "1", "10", "a,b", "\t", "<&'>", "é\n"),
      fc.string({ minLength: 1 }),
    );
    const edge = fc.tuple(
      id,
      id,
      fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(
        fc.array(edge, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        (given, directed, weighted) => {
          const seen = new Set<string>();
          const edges = given.flatMap(([s, t, w]): Edge[] => {
            const key = JSON.stringify([s, t].sort());
            if (seen.has(key)) return [];
            seen.add(key);
            return [weighted ? [s, t, w] : [s, t]];
          });
          const network = fromEdges(edges, { directed });
          const agents = network.ids;
          const back = [
            parseNetwork(formatEdges(network), { format: "csv", directed, agents }),
            parseNetwork(JSON.stringify(networkToJson(network)), { format: "json" }),
            parseNetwork(formatGexf(network), {
              format: "gexf",
              ...(network.edges === 0 ? { directed } : {}),
            }),
          ];
          for (const again of back) expect(networkHash(again)).toBe(networkHash(network));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("parseNetworkJson", () => {
  const file = "net.json";

  it("reads node-link data of d3 and networkx, with whole numbers for ids", () => {
    const links = '"directed": true, "multigraph": false, "nodes": [{"id": 3}, {"id": 1, "name": "x"}], ';
    for (const key of ["links", "edges"]) {
      const network = parseNetworkJson(`{${links}"${key}": [{"source": 1, "target": 3, "weight": 4}]}`);
      expect(network).toMatchObject({ n: 2, directed: true, ids: ["1", "3"] });
      expect(Array.from(network.weights ?? [])).toEqual([4]);
    }
  });

  it("keeps agents without edges", () => {
    expect(parseNetworkJson('{"agents": ["x", "y"], "edges": [["y", "x"]]}').n).toBe(2);
    expect(parseNetworkJson('{"agents": ["x"], "edges": []}').n).toBe(1);
  });

  it.each([
    ['{"agents": ["a"],\n"edges" []}', /^net\.json:2: network: this is not JSON: /],
    ['{"edges": [\n', /^net\.json:1: network: this is not JSON: /],
    [
      '{"agents": ["a"],\n"edges": [["a", "b"],\n["a", NaN]\n]}\n',
      /^net\.json:3: network: this is not JSON: /,
    ],
    ["[]", /^net\.json: network: settings must be a mapping, got \[\]$/],
    ["{}", /^net\.json: network: edges is missing: it must be a list$/],
    [
      '{"edges": [["a"]]}',
      /^net\.json: network: edges\.0 must be \[source, target\] or \[source, target, weight\], got \["a"\]$/,
    ],
    [
      '{"edges": [], "agent": ["a"]}',
      /^net\.json: network: there is no setting "agent" \(did you mean "agents"\?\)$/,
    ],
    [
      '{"edges": [["a", "b", -1]]}',
      /^net\.json: edge 1 of 1: network: weight must be a finite number above 0, got -1$/,
    ],
    [
      '{"edges": [["a", "b"]], "agents": ["a"]}',
      /^net\.json: edge 1 of 1: network: agent "b" of an edge is not in the list of agents/,
    ],
    ['{"nodes": [{"id": "a"}]}', /^net\.json: network: settings must have either links or edges, got /],
    [
      '{"nodes": [{"id": "a"}], "links": [{"source": "a"}]}',
      /^net\.json: network: links\.0\.target is missing: it must be a text or a whole number$/,
    ],
    [
      '{"nodes": [{"id": 0.5}], "links": []}',
      /^net\.json: network: nodes\.0\.id must be a text or a whole number, got 0\.5$/,
    ],
    ['{"edges": []}', /network: there are no agents/],
  ])("refuses %j", (text, message) => {
    expect(() => parseNetworkJson(text, { file })).toThrow(message);
  });

  it("refuses to differ from what was asked for", () => {
    const text = '{"directed": false, "agents": ["a", "b"], "edges": [["a", "b"]]}';
    expect(() => parseNetworkJson(text, { file, directed: true })).toThrow(
      "net.json: network: the file holds an undirected network, but a directed one was asked for",
    );
    expect(() => parseNetworkJson(text, { file, agents: ["a"] })).toThrow(
      'net.json: network: agent "b" of the file is not in the list of agents: add it there or remove it from the file',
    );
    expect(parseNetworkJson(text, { agents: ["a", "b", "c"] }).n).toBe(3);
  });
});

describe("parseGraphml and parseGexf", () => {
  it("take the direction from the file, edge by edge where they differ", () => {
    const all = parseNetwork(graphml(`${nodes}<edge source="a" target="b"/>`, 'edgedefault="directed"'), {
      format: "graphml",
    });
    expect(all).toMatchObject({ directed: true, edges: 1 });
    const inside = `${nodes}<edge id="e" source="a" target="b" directed="false"/><edge source="b" target="c"/>`;
    const mixed = parseNetwork(graphml(inside, 'edgedefault="directed"'), { format: "graphml" });
    const arrows = fromEdges(
      [
        ["a", "b"],
        ["b", "a"],
        ["b", "c"],
      ],
      { directed: true },
    );
    expect(networkHash(mixed)).toBe(networkHash(arrows));
    const none = `${nodes}<edge source="a" target="b" directed="false"/>`;
    expect(parseNetwork(graphml(none, 'edgedefault="directed"'), { format: "graphml" })).toMatchObject({
      directed: false,
      edges: 1,
    });
    const gephi = gexf('<edge source="a" target="b"/><edge source="b" target="c" type="directed"/>');
    expect(networkHash(parseNetwork(gephi, { format: "gexf" }))).toBe(networkHash(arrows));
  });

  it("count parallel edges once, and refuse them with two weights", () => {
    const twice = (w: number): string =>
      gexf(
        `<edge id="0" source="a" target="b" weight="2"/><edge id="1" source="b" target="a" weight="${w}"/>`,
      );
    expect(parseNetwork(twice(2), { format: "gexf" }).notes).toHaveLength(1);
    expect(() => parseNetwork(twice(3), { file: "n.gexf" })).toThrow(
      'n.gexf:5: network: the edge "b" – "a" is given with two different weights',
    );
  });

  it("pass on direction of influence and agents without edges", () => {
    const text = gexf('<edge source="a" target="b"/>', 'defaultedgetype="directed"');
    const network = parseNetwork(text, {
      format: "gexf",
      influence: "target-to-source",
      agents: ["a", "b", "c", "d"],
    });
    expect(networkHash(network)).toBe(
      networkHash(fromEdges([["b", "a"]], { directed: true, agents: ["a", "b", "c", "d"] })),
    );
    expect(() => parseNetwork(text, { file: "n.gexf", directed: false })).toThrow(
      "n.gexf: network: the file holds a directed network",
    );
  });

  const edge = (attributes: string): string => `${nodes}\n<edge ${attributes}/>`;
  it.each([
    ["", "n.graphml: network: the file is empty: wanted a graphml document"],
    ["hello", 'n.graphml: network: the outermost element must be graphml, got "none"'],
    ["<gexf><graph/></gexf>", 'n.graphml: network: the outermost element must be graphml, got "gexf"'],
    ["<graphml></graphml>", "n.graphml: network: the file must hold one graph, got 0"],
    ["<graphml>\n<graph>\n<node id='a'>\n</graphml>", "n.graphml:3: network: this is not well-formed XML: "],
    [
      "<graphml>\n<graph>\n<node& id='a'/></graph></graphml>",
      'n.graphml:3: network: this is not well-formed XML: an element is called "node&"',
    ],
    [
      "<graphml>\n<graph>\n<node id 'a'/></graph></graphml>",
      'n.graphml:3: network: this is not well-formed XML: an attribute has no value: wanted name="value"',
    ],
    [
      "<graphml>\n</graphml>\n<graphml/>",
      "n.graphml:3: network: this is not well-formed XML: something stands beside the outermost element",
    ],
    [
      graphml(edge('source="a" target="z"')),
      'n.graphml:6: network: the target of an edge must be a node of the file, got "z"',
    ],
    [
      graphml(edge('source="a"')),
      'n.graphml:6: network: the target of an edge must be a node of the file, got ""',
    ],
    [graphml(`${nodes}\n<node id="a"/>`), 'n.graphml:6: network: there are two nodes with the id "a"'],
    [graphml('<node id=""/>'), "n.graphml:5: network: a node needs an id, got an empty one"],
    [graphml(""), "n.graphml: network: there are no agents"],
    [
      graphml(`${nodes}<edge source="a" target="b"><data key="d0">x</data></edge>`),
      'n.graphml:5: network: weight must be a finite number above 0, got "x"',
    ],
    [
      graphml(nodes, 'edgedefault="sideways"'),
      'n.graphml:4: network: edgedefault must be directed or undirected, got "sideways"',
    ],
  ])("refuse %j with the file, and the line where it is known", (text, message) => {
    expect(() => parseNetwork(text, { file: "n.graphml" })).toThrow(message);
  });

  it("leave the prototype of all objects alone, whatever a file calls its keys", () => {
    const keys =
      '<key id="__proto__" for="node" attr.name="polluted"/><key id="y" for="all" attr.name="__proto__"/>';
    const data = '<node id="d"><data key="__proto__">1</data><data key="y">1</data></node>';
    expect(parseNetwork(graphml(`${nodes}${data}`, undefined, keys), { format: "graphml" }).n).toBe(4);
    const odd = '<key id="polluted" for="__proto__" attr.name="polluted"/>';
    expect(() => parseNetwork(graphml(nodes, undefined, odd), { file: "n.graphml" })).toThrow(
      'n.graphml:3: network: a key must be for one of all, graphml, graph, node, edge, hyperedge, port, endpoint, got "__proto__"',
    );
    expect("polluted" in {}).toBe(false);
  });
});

describe("formatGexf", () => {
  it("writes attributes under a prefix, so that none becomes a position", () => {
    const text = formatGexf(
      wanted,
      new Map<string, (string | number)[]>([
        ["z", [1, 0, 1]],
        ["arm", ["<b>", "\u0000", "x"]],
      ]),
    );
    expect(text).toContain('<attribute id="spillway_z" title="spillway_z" type="integer"/>');
    expect(text).toContain('<attvalue for="spillway_arm" value="&lt;b>"/>');
    expect(text).toContain('<attvalue for="spillway_arm" value="\uFFFD"/>');
    expect(text).not.toContain("position");
    expect(formatGexf(wanted)).toBe(formatGexf(wanted));
  });

  it("refuses attributes of the wrong length and ids that XML cannot hold", () => {
    expect(() => formatGexf(wanted, new Map([["arm", [1]]]))).toThrow(
      'formatGexf: attribute "arm" must have 3 values, got 1',
    );
    expect(() => formatGexf(fromEdges([["a\u0000", "b"]]))).toThrow(
      'formatGexf: the id "a\\u0000" holds a character that XML cannot: write CSV or JSON',
    );
  });
});
