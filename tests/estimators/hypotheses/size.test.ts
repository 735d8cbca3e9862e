import { expect, test } from "vitest";
import { expectSizes } from "../../support/testSizes.ts";
import { tiny } from "../../support/tinyWorlds.ts";

test("no test rejects more often than it says, under any design and hypothesis, over all assignments", () => {
  const path = tiny(4, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const answered = expectSizes({ "a path of four": path }, 81);
  expect(answered.size).toBe(15);
  expect([...answered.values()].reduce((sum, cells) => sum + cells, 0)).toBeGreaterThan(500);
});
