import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { exposures } from "../../src/exposure/exposures.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import { tiny } from "../tinyWorlds.ts";

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

it("depends on own arm and counted neighbours alone, as the local rule claims", () => {
  // Arms of agents outside the closed neighbourhood are flipped at will; the condition must not move.
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.nat(5),
      (base, other, i) => {
        const near = new Set([i, ...network.sources.subarray(network.offsets[i], network.offsets[i + 1])]);
        const arms = Uint8Array.from(base, Number);
        const flipped = arms.map((arm, k) => (near.has(k) ? arm : Number(other[k])));
        for (const entry of exposures) {
          const exposure = entry.from(
            entry.kind === "formula" ? { conditions: { many: "treated >= 2", own: "own" } } : {},
          );
          if (!exposure.local) continue;
          expect(exposure.of(network, flipped)[i]).toBe(exposure.of(network, arms)[i]);
        }
      },
    ),
  );
});

it("refuses settings outside their range", () => {
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

it("two hops: walks of exactly two edges, not back to oneself, against powers of the adjacency matrix", () => {
  const world = fc.record({
    edges: fc.uniqueArray(
      fc.tuple(fc.nat(6), fc.nat(6)).filter(([a, b]) => a !== b),
      { maxLength: 15, selector: ([a, b]) => a * 7 + b },
    ),
    directed: fc.boolean(),
    arms: fc.array(fc.nat(1), { minLength: 7, maxLength: 7 }),
  });
  fc.assert(
    fc.property(world, ({ edges, directed, arms }) => {
      const graph = tiny(7, edges, directed);
      const hears = Array.from({ length: 7 }, (_, i) =>
        Array.from({ length: 7 }, (_, j) =>
          graph.sources.subarray(graph.offsets[i], graph.offsets[i + 1]).includes(j),
        ),
      );
      const exposure = twoHop();
      const found = exposure.of(graph, Uint8Array.from(arms));
      for (let i = 0; i < 7; i++) {
        const near = arms.some((arm, j) => arm === 1 && hears[i]![j]);
        const far = arms.some(
          (arm, k) => arm === 1 && k !== i && hears[i]!.some((yes, j) => yes && hears[j]![k]),
        );
        expect(found[i]).toBe(4 * arms[i]! + 2 * Number(near) + Number(far));
      }
    }),
  );
});
