import Graph from "graphology";
import { describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { fromGraphology } from "../../src/network/files/fromGraphology.ts";
import { toGraphology } from "../../src/network/files/toGraphology.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { networkHash } from "../../src/network/networkHash.ts";

describe("toGraphology and fromGraphology", () => {
  it.each([true, false])(
    "undo each other (directed: %s), weights and agents without edges included",
    (directed) => {
      const network = fromEdges(
        [
          ["a", "b", 2],
          ["c", "a"],
          ["10", "2"],
        ],
        { directed, agents: ["a", "b", "c", "2", "10", "alone"] },
      );
      const graph = toGraphology(network);
      expect(graph.nodes()).toEqual(network.ids);
      expect([graph.order, graph.size, graph.type]).toEqual([6, 3, directed ? "directed" : "undirected"]);
      expect(networkHash(fromGraphology(graph))).toBe(networkHash(network));
    },
  );

  it("writes no weights when there are none", () => {
    const graph = toGraphology(smallWorld({ n: 10, k: 4, rewire: 0.2 }).draw(rng(1)));
    expect(graph.everyEdge((_, attributes) => Object.keys(attributes).length === 0)).toBe(true);
  });

  it("makes two arrows of each undirected edge in a mixed graph, and none directed of an undirected one", () => {
    const mixed = new Graph();
    mixed.mergeUndirectedEdge("a", "b");
    expect(fromGraphology(mixed)).toMatchObject({ directed: false, edges: 1 });
    mixed.mergeDirectedEdge("b", "c", { weight: 3 });
    mixed.addUndirectedEdge("c", "c");
    const network = fromGraphology(mixed);
    expect(networkHash(network)).toBe(
      networkHash(
        fromEdges(
          [
            ["a", "b"],
            ["b", "a"],
            ["b", "c", 3],
          ],
          { directed: true },
        ),
      ),
    );
    expect(network.notes).toHaveLength(1);
    const turned = fromGraphology(mixed, { influence: "target-to-source" });
    expect(networkHash(turned)).toBe(
      networkHash(
        fromEdges(
          [
            ["a", "b"],
            ["b", "a"],
            ["c", "b", 3],
          ],
          { directed: true },
        ),
      ),
    );
    expect(fromGraphology(new Graph({ type: "directed" }).import({ nodes: [{ key: "a" }] })).directed).toBe(
      true,
    );
  });

  it("counts parallel edges of a multigraph once", () => {
    const multi = new Graph({ multi: true, type: "undirected" });
    multi.mergeNode("a");
    multi.mergeNode("b");
    multi.addEdge("a", "b");
    multi.addEdge("b", "a");
    expect(fromGraphology(multi)).toMatchObject({
      edges: 1,
      notes: [expect.stringContaining("1 repeated edge")],
    });
  });

  it("refuses weights that are not numbers above 0, and a graph without nodes", () => {
    const graph = new Graph();
    expect(() => fromGraphology(graph)).toThrow("network: there are no agents");
    graph.mergeEdge("a", "b", { weight: "heavy" });
    expect(() => fromGraphology(graph)).toThrow(
      'network: weight must be a finite number above 0, got "heavy" on the edge "a" – "b"',
    );
  });

  it("refuses ids that graphology would mistake for members of every object", () => {
    expect(() => toGraphology(fromEdges([["a", "constructor"]]))).toThrow(
      'toGraphology: graphology cannot hold the id "constructor": rename the agent',
    );
  });
});
