import { expect, test } from "vitest";
import { expectSizes } from "../../support/testSizes.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

test("no test rejects more often than it says, on any of five networks", () => {
  const answered = expectSizes(tinyNetworks, 256);
  expect(answered.size).toBe(15);
  expect([...answered.values()].reduce((sum, cells) => sum + cells, 0)).toBeGreaterThan(2_500);
}, 900_000);
