import { describe, expect, it } from "vitest";
import { bernoulli } from "../../../designs/bernoulli.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { parseNetwork } from "../../../src/network/files/parseNetwork.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { networkHash } from "../../../src/network/networkHash.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { type Drawn, exporters } from "./exporters.ts";

const graphs: readonly (readonly [string, Omit<Drawn, "directed">])[] = [
  ["one edge", { nodes: ["ann", "bob"], edges: [["ann", "bob", 1]] }],
  [
    "weights",
    {
      nodes: ["ann", "bob", "cid"],
      edges: [
        ["ann", "bob", 2.5],
        ["bob", "cid", 0.25],
        ["cid", "ann", 1],
      ],
    },
  ],
  [
    "a repeated edge",
    {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 2],
        ["a", "b", 2],
        ["c", "b", 1],
      ],
    },
  ],
  [
    "a self-loop",
    {
      nodes: ["a", "b"],
      edges: [
        ["a", "a", 1],
        ["a", "b", 3],
      ],
    },
  ],
  [
    "there and back",
    {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 2],
        ["b", "a", 2],
        ["b", "c", 1],
      ],
    },
  ],
  [
    "a star",
    {
      nodes: ["hub", "p", "q", "r", "s"],
      edges: ["p", "q", "r", "s"].map((leaf) => ["hub", leaf, 1] as const),
    },
  ],
];
const sized = (directed: boolean): [string, Drawn][] => [
  ...graphs.map(([name, graph]): [string, Drawn] => [name, { ...graph, directed }]),
];

describe("files of the usual exporters", () => {
  for (const directed of [false, true])
    for (const [name, graph] of sized(directed)) {
      it(`are read alike: ${name}, ${directed ? "directed" : "undirected"}`, () => {
        const wanted = networkHash(
          fromEdges(graph.edges as readonly Edge[], { directed, agents: graph.nodes }),
        );
        const odd = exporters.flatMap(([program, ending, write]) => {
          try {
            const network = parseNetwork(write(graph), {
              file: `net.${ending}`,
              directed,
              agents: graph.nodes,
            });
            return networkHash(network) === wanted ? [] : [`${program}: another network`];
          } catch (cause) {
            return [`${program}: ${(cause as Error).message}`];
          }
        });
        expect(odd).toEqual([]);
      });
    }

  it("take their direction from the file, where the format has one", () => {
    const silent = exporters.findIndex(([program]) => program === "a table");
    const graph: Drawn = { ...graphs[1]![1], directed: true };
    const directions = exporters.map(([program, ending, write]) => [
      program,
      parseNetwork(write(graph), { file: `net.${ending}` }).directed,
    ]);
    expect(directions).toEqual(exporters.map(([program], k) => [program, k < silent]));
  });

  it("refuse to be read otherwise than the file says", () => {
    const silent = exporters.findIndex(([program]) => program === "a table");
    for (const directed of [true, false]) {
      const graph: Drawn = { ...graphs[1]![1], directed };
      for (const [, ending, write] of exporters.slice(0, silent))
        expect(() => parseNetwork(write(graph), { file: `net.${ending}`, directed: !directed })).toThrow(
          `network: the file holds ${directed ? "a directed" : "an undirected"} network`,
        );
    }
  });

  it("give the same probabilities", () => {
    const club = karateClub({}).draw(rng(1));
    const nodes = club.ids;
    const edges: [string, string, number][] = [];
    for (let i = 0; i < club.n; i++)
      for (let e = club.offsets[i]!; e < club.offsets[i + 1]!; e++)
        if (club.sources[e]! < i) edges.push([nodes[club.sources[e]!]!, nodes[i]!, 1]);
    const chances = (network: typeof club): number[] => {
      const found = exposureProbabilities(network, bernoulli(), anyTreatedNeighbor());
      return network.ids.map((_, i) => found.of(i, "indirect"));
    };
    const wanted = chances(club);
    for (const [program, ending, write] of exporters)
      expect([
        program,
        chances(parseNetwork(write({ nodes, edges, directed: false }), { file: `net.${ending}` })),
      ]).toEqual([program, wanted]);
  });

  it("hold no edges and still all agents, where the format lists them", () => {
    const graph: Drawn = { nodes: ["a", "b", "c"], edges: [], directed: false };
    for (const [program, ending, write] of exporters) {
      const text = write(graph);
      if (!/[ac]["> ]|"a"/.test(text) || !text.includes("b")) continue;
      const network = parseNetwork(text, { file: `net.${ending}` });
      expect([program, network.ids, network.edges]).toEqual([program, graph.nodes, 0]);
    }
  });
});
