import { expect, test } from "vitest";
import { designs } from "../../../designs/catalogue.ts";
import { expectSizes } from "../../support/testSizes.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

test("no test rejects more often than it says, on any of five networks", () => {
  const { answered, covered } = expectSizes(tinyNetworks, 256);
  expect([...covered].sort()).toEqual(designs.map(({ kind }) => kind).sort());
  expect(answered.size).toBe(18);
  expect([...answered.values()].reduce((sum, cells) => sum + cells, 0)).toBeGreaterThan(2_500);
}, 900_000);
