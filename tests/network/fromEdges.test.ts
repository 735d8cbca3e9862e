import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareIds } from "../../src/network/compareIds.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { degree } from "../../src/network/Network.ts";
import { networkHash } from "../../src/network/networkHash.ts";

const row = (network: ReturnType<typeof fromEdges>, i: number): number[] =>
  Array.from(network.sources.subarray(network.offsets[i], network.offsets[i + 1]));

describe("fromEdges", () => {
  it("refuses a network without agents", () => {
    expect(() => fromEdges([])).toThrow(
      "network: there are no agents: the list of edges is empty and no agents are named",
    );
    expect(() => fromEdges([], { agents: [] })).toThrow("network: there are no agents");
  });

  it("takes one agent without edges", () => {
    const network = fromEdges([], { agents: ["a"] });
    expect(network).toMatchObject({ n: 1, edges: 0, directed: false, ids: ["a"], notes: [] });
    expect(Array.from(network.offsets)).toEqual([0, 0]);
    expect(network.weights).toBeUndefined();
  });

  it("keeps an agent whose only edge is a self-loop, and notes the loop", () => {
    const network = fromEdges([["a", "a"]]);
    expect(network).toMatchObject({ n: 1, edges: 0 });
    expect(network.notes).toEqual([
      "1 self-loop was left out: an agent's own treatment is its arm, not its exposure",
    ]);
  });

  it("refuses empty ids, in edges and in the list of agents", () => {
    expect(() => fromEdges([["", "b"]])).toThrow(
      "network: an edge needs a source and a target, got an empty id",
    );
    expect(() => fromEdges([["a", ""]])).toThrow(
      "network: an edge needs a source and a target, got an empty id",
    );
    expect(() => fromEdges([], { agents: ["a", ""] })).toThrow(
      "network: an agent needs an id, got an empty one in the list of agents",
    );
  });

  it("refuses an agent listed twice and an agent that is not listed", () => {
    expect(() => fromEdges([], { agents: ["a", "b", "a"] })).toThrow('network: agent "a" is listed twice');
    expect(() => fromEdges([["a", "c"]], { agents: ["a", "b"] })).toThrow(
      'network: agent "c" of an edge is not in the list of agents: add it there or remove the edge',
    );
  });

  it("puts an undirected edge into both rows, a directed one into the row of its target", () => {
    const both = fromEdges([["a", "b"]]);
    expect([row(both, 0), row(both, 1)]).toEqual([[1], [0]]);
    const arrow = fromEdges([["a", "b"]], { directed: true });
    expect([row(arrow, 0), row(arrow, 1)]).toEqual([[], [0]]);
    expect(arrow.edges).toBe(1);
  });

  it("turns arrows round when the target does the influencing", () => {
    const listens = fromEdges([["fan", "star", 2]], { directed: true, influence: "target-to-source" });
    expect(networkHash(listens)).toBe(networkHash(fromEdges([["star", "fan", 2]], { directed: true })));
  });

  it("counts a repeated edge once and says so", () => {
    const undirected = fromEdges([
      ["a", "b"],
      ["b", "a"],
      ["a", "b"],
    ]);
    expect(undirected.edges).toBe(1);
    expect(undirected.notes).toEqual([
      "2 repeated edges were counted once (in an undirected network a–b and b–a are one edge)",
    ]);
    const directed = fromEdges(
      [
        ["a", "b"],
        ["b", "a"],
        ["a", "b"],
      ],
      { directed: true },
    );
    expect(directed.edges).toBe(2);
    expect(directed.notes).toEqual(["1 repeated edge was counted once"]);
  });

  it("refuses one edge with two weights, with the place of the edge", () => {
    const edges: Edge[] = [
      ["a", "a"],
      ["a", "b", 2],
      ["b", "a", 3],
    ];
    const place = (k: number): { file: string; line: number } => ({ file: "e.csv", line: k + 2 });
    expect(() => fromEdges(edges, { place })).toThrow(
      'e.csv:4: network: the edge "b" – "a" is given with two different weights',
    );
    expect(fromEdges(edges, { directed: true }).edges).toBe(2);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the weight %d", (weight) => {
    expect(() => fromEdges([["a", "b", weight]])).toThrow(
      `network: weight must be a finite number above 0, got ${weight}`,
    );
  });

  it("keeps weights beside their edges, and none when all are 1", () => {
    const network = fromEdges([
      ["b", "c", 0.5],
      ["a", "c", 2],
    ]);
    expect(row(network, 2)).toEqual([0, 1]);
    expect(Array.from(network.weights ?? [])).toEqual([2, 0.5, 2, 0.5]);
    expect(fromEdges([["a", "b", 1]]).weights).toBeUndefined();
  });

  it("takes names of object members for ids like any other", () => {
    const network = fromEdges([
      ["__proto__", "constructor"],
      ["toString", "__proto__"],
    ]);
    expect(network.ids).toEqual(["__proto__", "constructor", "toString"]);
    expect([0, 1, 2].map((i) => degree(network, i))).toEqual([2, 1, 1]);
  });

  it("orders whole numbers by size, before texts", () => {
    expect(fromEdges([], { agents: ["b", "10", "a", "2", "02", "-1"] }).ids).toEqual([
      "2",
      "10",
      "-1",
      "02",
      "a",
      "b",
    ]);
  });

  it("gives the same network for every order of edges, ends and agents, with sorted rows as in a brute-force matrix", () => {
    const id = fc.constantFrom("0", "1", "2", "10", "a", "b", "__proto__", "é");
    const given = fc.record({
      pairs: fc.array(fc.tuple(id, id), { maxLength: 20 }),
      directed: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(given, fc.func(fc.nat(1000)), ({ pairs, directed }, rank) => {
        const agents = ["0", "1", "2", "10", "a", "b", "__proto__", "é"];
        const weightOf = new Map<string, number>();
        const edges = pairs.map(([s, t]): Edge => {
          const key = directed ? `${s}>${t}` : [s, t].sort().join("-");
          if (!weightOf.has(key)) weightOf.set(key, 1 + (weightOf.size % 3));
          return [s, t, weightOf.get(key)!];
        });
        const network = fromEdges(edges, { directed, agents });
        const shuffled = edges
          .map((edge, k) => ({ edge, key: rank(k) }))
          .sort((a, b) => a.key - b.key)
          .map(({ edge: [s, t, w] }): Edge => (directed || rank(w) % 2 === 0 ? [s, t, w!] : [t, s, w!]));
        const again = fromEdges(shuffled, { directed, agents: [...agents].reverse() });
        expect(again).toEqual(network);
        expect(networkHash(again)).toBe(networkHash(network));
        expect(network.ids).toEqual([...agents].sort(compareIds));
        for (let i = 0; i < network.n; i++) {
          const expected = network.ids.flatMap((other, j) => {
            const mine = network.ids[i]!;
            const joined = pairs.some(
              ([s, t]) => (s === other && t === mine) || (!directed && s === mine && t === other),
            );
            return joined && i !== j ? [j] : [];
          });
          expect(row(network, i)).toEqual(expected);
        }
      }),
    );
  });
});
