import { expect, test } from "vitest";
import { expectSizes } from "../../support/testSizes.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

test("no test rejects more often than it says, under any design and hypothesis, over all assignments", () => {
  const place = "two pairs and an isolate";
  const answered = expectSizes({ [place]: tinyNetworks[place]! }, 32);
  expect([...answered.values()].reduce((sum, cells) => sum + cells, 0)).toBeGreaterThan(500);
});
