import { anyTreatedNeighbor, draw, fromEdges } from "spillway";
import { complete } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("complete: two of four, each two equally likely", () => {
  const path = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  const design = complete({ treated: 2 });
  expect(chances(path, design).of("a")).toBeCloseTo(2 / 4, 14);
  // a is one of the two, and b the other of three that are left.
  expect(chances(path, design).both("a", "b")).toBeCloseTo((2 / 4) * (1 / 3), 14);
  // a hears of b alone: neither is treated in one of six choices, c and d.
  expect(chances(path, design, anyTreatedNeighbor()).of("a", "none")).toBeCloseTo(1 / 6, 14);
  for (const arms of draw(design, path, { seed: 1, worlds: 5 }).assignments)
    expect(arms.filter((arm) => arm === 1).length).toBe(2);
});
