import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { exposures } from "../../src/exposure/exposures.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import { degree } from "../../src/network/Network.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** 0 – 1, 0 – 2, 1 – 2, 2 – 3, 3 – 4, and 5 alone. */
const network = tiny(6, [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
]);
const namesOf = (exposure: ReturnType<typeof ownArm>, arms: readonly number[], on = network): string[] =>
  Array.from(exposure.of(on, Uint8Array.from(arms)), (c) => exposure.conditions[c]!);

describe("by hand, with agents 0 and 5 treated", () => {
  const arms = [1, 0, 0, 0, 0, 1];
  it("own arm", () =>
    expect(namesOf(ownArm(), arms)).toEqual([
      "treated",
      "control",
      "control",
      "control",
      "control",
      "treated",
    ]));
  it("any treated neighbour; an isolate has none", () =>
    expect(namesOf(anyTreatedNeighbor(), arms)).toEqual([
      "direct",
      "indirect",
      "indirect",
      "none",
      "none",
      "direct",
    ]));
  it("any treated within two hops", () =>
    expect(namesOf(anyTreatedNeighbor({ hops: 2 }), arms)).toEqual([
      "direct",
      "indirect",
      "indirect",
      "indirect",
      "none",
      "direct",
    ]));
  it("all treated; an isolate is its own neighbourhood", () =>
    expect(namesOf(allTreated(), arms)).toEqual(["mixed", "mixed", "mixed", "none", "none", "all"]));
  it("share treated; an isolate has no share", () =>
    expect(namesOf(shareTreated(), arms)).toEqual([
      "mixed",
      "control",
      "control",
      "control",
      "control",
      "isolate",
    ]));
  it("count treated, up to a cap", () =>
    expect(namesOf(countTreated(), [1, 1, 0, 1, 0, 1])).toEqual([
      "treated-1",
      "treated-1",
      "control-2+",
      "treated-0",
      "control-1",
      "treated-0",
    ]));
  it("two hops: agents 1 and 2 hear 0 directly and through each other, 3 through 2", () =>
    expect(namesOf(twoHop(), arms)).toEqual(["direct", "near-far", "near-far", "far", "none", "direct"]));
  it("share treated with a threshold of its own for untreated agents", () =>
    expect(namesOf(shareTreated({ treated: 0, control: 0.6 }), arms)).toEqual([
      "treated",
      "mixed",
      "control",
      "control",
      "control",
      "isolate",
    ]));
});

it("compares shares as counts: 3 of 4, 7 of 10 and 1 of 3 are exactly 0.75, 0.7 and 1/3", () => {
  for (const [count, degree, share] of [
    [3, 4, 0.75],
    [7, 10, 0.7],
    [1, 3, 1 / 3],
    [29, 100, 0.29],
  ] as const) {
    const { rule } = shareTreated({ treated: share }).local!(network)!;
    expect(rule.condition(1, count, degree)).toBe(2);
    expect(rule.condition(1, count - 1, degree)).toBe(1);
  }
});

it("listens in the direction of the edge: a source influences a target", () => {
  const arrow = tiny(2, [[0, 1]], true);
  expect(namesOf(anyTreatedNeighbor(), [1, 0], arrow)).toEqual(["direct", "indirect"]);
  expect(namesOf(anyTreatedNeighbor(), [0, 1], arrow)).toEqual(["none", "direct"]);
});

it("counts the named arm as treated when there are more than two", () => {
  expect(namesOf(anyTreatedNeighbor({ focal: 2 }), [2, 0, 1, 0, 1, 2])).toEqual([
    "direct",
    "indirect",
    "indirect",
    "none",
    "none",
    "direct",
  ]);
  expect(namesOf(ownArm({ arms: ["a", "b", "c"] }), [2, 0, 1, 0, 1, 2])).toEqual([
    "c",
    "a",
    "b",
    "a",
    "b",
    "c",
  ]);
});

/** Every catalogue entry, with the settings that some of them need. */
const all = exposures.map((entry) =>
  entry.from(
    entry.kind === "formula"
      ? { conditions: { many: "treated >= 2", own: "own" } }
      : entry.kind === "weighted-threshold"
        ? { threshold: 2 }
        : entry.kind === "candidate-networks"
          ? { exposure: "own-arm", networks: { second: { edges: [] } } }
          : entry.kind === "heard-edges"
            ? { exposure: "any-treated", from: 2, until: 3 }
            : {},
  ),
);

const world = fc.record({
  edges: fc.uniqueArray(
    fc.tuple(fc.nat(6), fc.nat(6)).filter(([a, b]) => a !== b),
    { maxLength: 15, selector: ([a, b]) => a * 7 + b },
  ),
  directed: fc.boolean(),
  arms: fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }),
  other: fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }),
});

it("the local rule over the doses of in-neighbours says what the mapping says, of every catalogue entry", () => {
  fc.assert(
    fc.property(world, ({ edges, directed, arms: list }) => {
      const graph = tiny(7, edges, directed);
      const arms = Uint8Array.from(list);
      for (const exposure of all) {
        const { network: near, doses, rule } = exposure.local!(graph)!;
        const found = Array.from({ length: 7 }, (_, i) => {
          const entries = Array.from({ length: degree(near, i) }, (_, k) => near.offsets[i]! + k);
          const together = (chosen: number[]): number =>
            chosen
              .map((e) => (doses ? doses[e]! : 1))
              .reduce((a, b) => (rule.combine === "bits" ? a | b : a + b), 0);
          const treated = entries.filter((e) => arms[near.sources[e]!] === rule.focal);
          return rule.condition(arms[i]!, together(treated), together(entries));
        });
        expect(found).toEqual([...exposure.of(graph, arms)]);
      }
    }),
  );
});

it("depends on own arm and in-neighbours alone, as the local form claims", () => {
  fc.assert(
    fc.property(world, ({ edges, directed, arms: list, other }) => {
      const graph = tiny(7, edges, directed);
      const arms = Uint8Array.from(list);
      for (const exposure of all) {
        const { network: near } = exposure.local!(graph)!;
        const conditions = exposure.of(graph, arms);
        for (let i = 0; i < 7; i++) {
          const row = new Set([i, ...near.sources.subarray(near.offsets[i], near.offsets[i + 1])]);
          const changed = arms.map((arm, k) => (row.has(k) ? arm : other[k]!));
          expect(exposure.of(graph, changed)[i]).toBe(conditions[i]);
        }
      }
    }),
  );
});

it("refuses settings outside their range", () => {
  expect(() => twoHop({ far: "step" as "walk" })).toThrow(
    'two-hop: far must be one of walk, distance, got "step"',
  );
  expect(() => shareTreated({ treated: 1.2 })).toThrow(
    "share-treated: treated must be a probability from 0 to 1, got 1.2",
  );
  expect(() => anyTreatedNeighbor({ hops: 0 })).toThrow(
    "any-treated: hops must be a whole number of at least 1, got 0",
  );
  expect(() => ownArm({ arms: ["only"] })).toThrow(
    'own-arm: arms must have at least 2 entries, got ["only"]',
  );
});

it("two hops: walks of exactly two edges, or a distance of two, against powers of the adjacency matrix", () => {
  fc.assert(
    fc.property(world, ({ edges, directed, arms }) => {
      const graph = tiny(7, edges, directed);
      const hears = Array.from({ length: 7 }, (_, i) =>
        Array.from({ length: 7 }, (_, j) =>
          graph.sources.subarray(graph.offsets[i], graph.offsets[i + 1]).includes(j),
        ),
      );
      const walked = twoHop().of(graph, Uint8Array.from(arms));
      const distant = twoHop({ far: "distance" }).of(graph, Uint8Array.from(arms));
      for (let i = 0; i < 7; i++) {
        const near = arms.some((arm, j) => arm === 1 && hears[i]![j]);
        const walk = (k: number): boolean => k !== i && hears[i]!.some((yes, j) => yes && hears[j]![k]!);
        const far = arms.some((arm, k) => arm === 1 && walk(k));
        const farther = arms.some((arm, k) => arm === 1 && walk(k) && !hears[i]![k]);
        const own = arms[i] === 1 ? 4 : 0;
        expect(walked[i]).toBe(own + 2 * Number(near) + Number(far));
        expect(distant[i]).toBe(own + 2 * Number(near) + Number(farther));
      }
    }),
  );
});

it("makes the network of two hops once, whatever arm counts", () => {
  const first = twoHop().local!(network)!;
  expect(twoHop({ focal: 0 }).local!(network)!.network).toBe(first.network);
  expect(twoHop({ far: "distance" }).local!(network)!.network).not.toBe(first.network);
  // Agent 0 hears 1 and 2, both also through each other, and 3 through 2.
  expect([...first.network.sources.subarray(0, 3)]).toEqual([1, 2, 3]);
  expect([...first.doses!.subarray(0, 3)]).toEqual([3, 3, 2]);
});
