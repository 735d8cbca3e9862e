import { describe, expect, it } from "vitest";
import { parseEdges } from "../../../src/network/files/parseEdges.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { networkHash } from "../../../src/network/networkHash.ts";

const file = "edges.csv";

describe("parseEdges", () => {
  it("reads commas and tabs, any line ending, a byte order mark and quoted ids alike", () => {
    const wanted = networkHash(
      fromEdges([
        ["a", "b, c"],
        ["a", "d"],
      ]),
    );
    const texts = [
      'source,target\na,"b, c"\na,d\n',
      '\uFEFFsource,target\r\na,"b, c"\r\n\r\na,d',
      "source\ttarget\na\tb, c\na\td\n",
      'Target, Source\n"b, c", a\n d ,a\n',
    ];
    for (const text of texts) expect(networkHash(parseEdges(text))).toBe(wanted);
  });

  it("reads weights and directions, and takes agents without edges", () => {
    const network = parseEdges("source,target,weight\na,b,2.5\n", {
      directed: true,
      agents: ["a", "b", "c"],
    });
    expect(network).toMatchObject({ n: 3, edges: 1, directed: true });
    expect(Array.from(network.weights ?? [])).toEqual([2.5]);
    const turned = parseEdges("source,target\na,b\n", { directed: true, influence: "target-to-source" });
    expect(Array.from(turned.offsets)).toEqual([0, 1, 1]);
  });

  it("keeps spaces inside quotes, and takes names of object members for ids and columns", () => {
    const network = parseEdges('source,target,__proto__\n" a",__proto__,x\n');
    expect(network.ids).toEqual([" a", "__proto__"]);
    expect(network.notes).toEqual(['column "__proto__" of the edges was left out (at (edges):2)']);
  });

  it("notes the columns that it leaves out", () => {
    expect(parseEdges("since,source,target,kind\n1,a,b,x\n,b,c,y\n", { file }).notes).toEqual([
      'column "since" of the edges was left out (at edges.csv:2)',
      'column "kind" of the edges was left out (2 times, first at edges.csv:2)',
    ]);
  });

  it.each([
    ["", "edges.csv: network: the file is empty: wanted a header line and rows below it"],
    [" \n\n", "edges.csv: network: the file is empty: wanted a header line and rows below it"],
    [
      "a,b\nb,c\n",
      'edges.csv:1: network: the first line must name the columns source and target (and weight, if there is one), got "a", "b": if the first line is an edge already, say so with --edge-columns 1,2 (in a study: columns: [1, 2]), or write a header',
    ],
    [
      "source,target\n",
      "edges.csv: network: there are no agents: no edges stand below the header and no agents are named",
    ],
    ["source,target,source\n", 'edges.csv:1: network: column "source" is named twice'],
    ["source,target\na,b\nc\n", "edges.csv:3: network: wanted 2 fields (source, target), got 1"],
    ["source,target,weight\na,b\n", "edges.csv:2: network: wanted 3 fields (source, target, weight), got 2"],
    ["source,target\na,b\n\nc,d,1\n", "edges.csv:4: network: wanted 2 fields (source, target), got 3"],
    [
      "source,target,weight\na,b,1\nb,c,abc\n",
      'edges.csv:3: network: weight must be a finite number above 0, got "abc"',
    ],
    ["source,target,weight\na,b,\n", 'edges.csv:2: network: weight must be a finite number above 0, got ""'],
    [
      "source,target,weight\na,b,NaN\n",
      'edges.csv:2: network: weight must be a finite number above 0, got "NaN"',
    ],
    [
      "source,target,weight\na,b,0x10\n",
      'edges.csv:2: network: weight must be a finite number above 0, got "0x10"',
    ],
    [
      "source,target,weight\na,b,1e999\n",
      "edges.csv:2: network: weight must be a finite number above 0, got Infinity",
    ],
    [
      "source,target,weight\na,b,-1\n",
      "edges.csv:2: network: weight must be a finite number above 0, got -1",
    ],
    [
      "source,target\na,b\n,c\n",
      "edges.csv:3: network: an edge needs a source and a target, got an empty id",
    ],
    ['source,target\na,"b\n', "edges.csv:2: network: a quote is opened and never closed"],
    [
      'source,target\na,b"c\n',
      "edges.csv:2: network: a quote stands where none may be: quote the whole field and double the quotes in it",
    ],
  ])("refuses %j with the file and line", (text, message) => {
    expect(() => parseEdges(text, { file })).toThrow(expect.objectContaining({ message }));
  });

  it("says which line names a stranger", () => {
    expect(() => parseEdges("source,target\na,b\nb,x\n", { file, agents: ["a", "b"] })).toThrow(
      'edges.csv:3: network: agent "x" of an edge is not in the list of agents: add it there or remove the edge',
    );
  });

  it("reads without Node's Buffer, as in a browser", async () => {
    const buffer = globalThis.Buffer;
    try {
      Reflect.deleteProperty(globalThis, "Buffer");
      expect(parseEdges("source,target\na,é\n").ids).toEqual(["a", "é"]);
    } finally {
      globalThis.Buffer = buffer;
    }
  });
});
