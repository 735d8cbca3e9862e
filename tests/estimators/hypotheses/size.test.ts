import { expect, test } from "vitest";
import { designs } from "../../../designs/catalogue.ts";
import { expectSizes } from "../../support/testSizes.ts";
import { tiny } from "../../support/tinyWorlds.ts";

test("no test rejects more often than it says, under any design and hypothesis, over all assignments", () => {
  const path = tiny(4, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const { answered, covered } = expectSizes({ "a path of four": path }, 81);
  // On this path bipartite and ego study one agent; on five networks the long test has every design.
  expect(designs.length - covered.size).toBeLessThanOrEqual(2);
  expect(answered.size).toBe(18);
  expect([...answered.values()].reduce((sum, cells) => sum + cells, 0)).toBeGreaterThan(500);
});
