import { anyTreatedNeighbor, fromEdges } from "spillway";
import { bipartite } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("bipartite: one side is treated, the other is reached", () => {
  const views = fromEdges(
    [
      ["ad1", "ann"],
      ["ad2", "ann"],
      ["ad2", "bob"],
    ],
    { directed: true },
  );
  const design = bipartite({ probability: 0.5 });
  expect(chances(views, design).of("ad1")).toBeCloseTo(1 / 2, 14);
  expect(chances(views, design).of("ann")).toBeCloseTo(0, 14);
  // ann has two chances to be reached, bob one.
  const reached = chances(views, design, anyTreatedNeighbor());
  expect(reached.of("ann", "indirect")).toBeCloseTo(3 / 4, 14);
  expect(reached.of("bob", "indirect")).toBeCloseTo(1 / 2, 14);
});
