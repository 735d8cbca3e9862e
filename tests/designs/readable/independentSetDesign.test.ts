import { fromEdges } from "spillway";
import { independentSetDesign } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("independent-set: no two members are neighbours, and nobody else is treated", () => {
  // a has the fewest neighbours and the first id; b leaves; c and d have one each, so c.
  const { of, both } = chances(
    fromEdges([
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
    ]),
    independentSetDesign({ treated: 1 }),
  );
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(of("c")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "c")).toBeCloseTo(0, 14);
  expect(of("b")).toBeCloseTo(0, 14);
  expect(of("d")).toBeCloseTo(0, 14);
});
