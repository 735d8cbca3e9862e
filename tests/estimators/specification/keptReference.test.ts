import { expect, test } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import { keptReference } from "../../../estimators/specification/keptReference.ts";
import { nestedMaps } from "../../../estimators/specification/nestedMaps.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(7, [
  [0, 1],
  [0, 2],
  [0, 3],
  [3, 4],
  [4, 5],
  [5, 6],
]);

test.each([
  ["any", bernoulli({ probability: [0.2, 0.3, 0.5, 0.6, 0.4, 0.7, 0.5] })],
  ["count", bernoulli({ probability: [0.2, 0.3, 0.5, 0.6, 0.4, 0.7, 0.5] })],
  ["count", complete({ treated: 3 })],
])(
  "keeps %s of focal agents, and visits assignments as often as the design would draw them",
  (name, design) => {
    const law = design.law(network);
    const map = nestedMaps({ network, law }).maps.find((one) => one.name === name)!;
    const focal = Uint32Array.of(0);
    const observed = Uint8Array.of(0, 1, 0, 0, 1, 0, 1);
    const visits = new Map<string, number>();
    const draws = 20_000;
    const { visit } = keptReference({ law, map, focal }, [observed], { draws, seed: 1 });
    let moved = 0;
    visit(([arms]) => {
      if (!map.same(0, observed, arms!)) moved++;
      visits.set(arms!.join(), (visits.get(arms!.join()) ?? 0) + 1);
    });
    expect(moved).toBe(0);
    const kept = [...law.support!()].filter(([z]) => map.same(0, observed, z) && visits.has(z.join()));
    const total = kept.reduce((sum, [, p]) => sum + p, 0);
    expect(visits.size).toBe(kept.length);
    expect(kept.length).toBeGreaterThan(5);
    const distance =
      kept.reduce((sum, [z, p]) => sum + Math.abs(visits.get(z.join())! / draws - p / total), 0) / 2;
    expect(distance).toBeLessThan(0.03);
  },
);

test("maps that equal the one before them are left out, and it says why", () => {
  const skipped = (edges: [number, number][], n: number): string[] => {
    const one = tiny(n, edges);
    return nestedMaps({ network: one, law: bernoulli().law(one) }).skipped.map(({ map }) => map);
  };
  expect(skipped([], 4)).toEqual(["any", "count", "share", "two-hops"]);
  expect(skipped([[0, 1]], 4)).toEqual(["count", "share", "two-hops"]);
  expect(
    skipped(
      [
        [0, 1],
        [1, 2],
      ],
      4,
    ),
  ).toEqual(["share"]);
});
