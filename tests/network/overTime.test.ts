import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { agentTimes } from "../../src/network/agentTimes.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { modelOverTime } from "../../src/network/generators/modelOverTime.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { overTime, unitId } from "../../src/network/overTime.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** What the doc of overTime says, edge by edge, through the reader of edge lists. */
function slow(
  edges: readonly Edge[],
  agents: readonly string[],
  directed: boolean,
  periods: number,
  carryOver: number,
): ReturnType<typeof fromEdges> {
  const arrows = directed ? edges : edges.flatMap(([a, b, w]): Edge[] => [edge(a, b, w), edge(b, a, w)]);
  const both = [...arrows, ...agents.map((id): Edge => [id, id])];
  const found: Edge[] = [];
  for (let t = 1; t <= periods; t++)
    for (let s = Math.max(1, t - carryOver); s <= t; s++)
      for (const [j, i, w] of both)
        if (j !== i || s < t) found.push(edge(unitId(j, s, periods), unitId(i, t, periods), w));
  const all = agents.flatMap((id) => Array.from({ length: periods }, (_, t) => unitId(id, t + 1, periods)));
  return fromEdges(found, { directed: directed || carryOver > 0, agents: all });
}

const edge = (a: string, b: string, w: number | undefined): Edge => (w === undefined ? [a, b] : [a, b, w]);

describe("overTime", () => {
  it("makes a time series of one agent without edges", () => {
    const network = overTime(tiny(1, []), { periods: 3, carryOver: 1 });
    expect(network.ids).toEqual(["0@1", "0@2", "0@3"]);
    expect([...network.offsets]).toEqual([0, 0, 1, 2]);
    expect([...network.sources]).toEqual([0, 1]);
    expect([network.edges, network.directed]).toEqual([2, true]);
  });

  it("repeats the network in each period without carry-over", () => {
    const network = overTime(tiny(3, [[0, 1]]), { periods: 2 });
    expect([network.n, network.edges, network.directed]).toEqual([6, 2, false]);
  });

  it("is what its doc says, edge by edge, with ids in their order", () => {
    const ids = fc.constantFrom("a", "a@1", "a@01", "b", "2", "10", "__proto__", "z@@", "ä");
    const link = fc.tuple(ids, ids).filter(([a, b]) => a !== b);
    const options = fc.record({
      directed: fc.boolean(),
      weight: fc.constantFrom(undefined, 2),
      periods: fc.integer({ min: 1, max: 11 }),
      carryOver: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(link, { maxLength: 6 }), options, (links, given) => {
        const { directed, weight, periods } = given;
        const carryOver = Math.min(given.carryOver, periods - 1);
        const edges = links.map(([a, b]) => edge(a, b, weight));
        const network = fromEdges(edges, {
          directed,
          agents: ["a", "a@1", "a@01", "b", "2", "10", "__proto__", "z@@", "ä"],
        });
        const made = overTime(network, { periods, carryOver });
        const wanted = slow(edges, network.ids, directed, periods, carryOver);
        expect(networkHash(made)).toBe(networkHash(wanted));
        expect(made.edges).toBe(wanted.edges);
        const times = agentTimes(made);
        expect(times?.agents).toEqual(network.ids);
        expect(times?.periods).toBe(periods);
        expect(made.ids).toEqual(
          Array.from(made.ids.keys(), (u) =>
            unitId(times!.agents[times!.agent[u]!]!, times!.period[u]!, periods),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("keeps weights at every delay, and gives an agent's own past weight 1", () => {
    const network = overTime(fromEdges([["a", "b", 3]], { directed: true }), { periods: 2, carryOver: 1 });
    expect(network.ids).toEqual(["a@1", "a@2", "b@1", "b@2"]);
    const heard = (i: number): unknown[] => {
      const [from, to] = [network.offsets[i]!, network.offsets[i + 1]!];
      return Array.from({ length: to - from }, (_, e) => [
        network.sources[from + e],
        network.weights![from + e],
      ]);
    };
    expect(heard(3)).toEqual([
      [0, 3],
      [1, 3],
      [2, 1],
    ]);
    expect(heard(1)).toEqual([[0, 1]]);
  });

  it("refuses numbers out of range", () => {
    const network = tiny(2, [[0, 1]]);
    expect(() => overTime(network, { periods: 0 })).toThrow(
      "overTime: periods must be a whole number of at least 1, got 0",
    );
    expect(() => overTime(network, { periods: 3, carryOver: 3 })).toThrow(
      "overTime: carryOver must be a whole number from 0 to 2 (one less than the periods), got 3",
    );
    expect(() => overTime(network, { periods: 20_000, carryOver: 19_999 })).toThrow(
      "overTime: 20000 periods with carryOver 19999 would make 800000000 arrows, more than 2^25: take fewer periods or a smaller network",
    );
  });
});

describe("agentTimes", () => {
  it("reads who, when and how long from ids and edges", () => {
    const times = agentTimes(overTime(tiny(2, [[0, 1]]), { periods: 4, carryOver: 2 }))!;
    expect(times).toMatchObject({ agents: ["0", "1"], periods: 4, carryOver: 2 });
    expect([...times.agent]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...times.period]).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it("knows a network that is not over time", () => {
    const of = (edges: Edge[]): unknown => agentTimes(fromEdges(edges, { directed: true }));
    expect(agentTimes(tiny(2, []))).toBeUndefined();
    expect(of([["a@1", "b@x"]])).toBeUndefined();
    expect(of([["a@0", "a@1"]])).toBeUndefined();
    expect(of([["a@2", "a@1"]])).toBeUndefined();
    expect(of([["ann@example.org", "a@1"]])).toBeUndefined();
  });
});

it("makes a recipe over time, whose settings say so", () => {
  const model = ringLattice({ n: 6, k: 2 });
  const time = { periods: 3, carryOver: 1 };
  const made = modelOverTime(model, time);
  expect(made.params).toEqual({ n: 6, k: 2, periods: 3, carryOver: 1 });
  expect(networkHash(made.draw(rng(1)))).toBe(networkHash(overTime(model.draw(rng(1)), time)));
});
