import { expect, test } from "vitest";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { specificationSizes } from "../../support/specificationSizes.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const networks = {
  "a path of four": tiny(4, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]),
  "a directed network with weights": fromEdges(
    [
      ["1", "0", 1],
      ["3", "0", 2],
      ["0", "1", 1],
      ["2", "1", 1],
      ["3", "1", 2],
      ["1", "2", 2],
      ["3", "2", 1],
      ["1", "3", 3],
    ],
    { directed: true },
  ),
};

test("the closed procedure rejects a true hypothesis at most as often as it says, under every design of at most 81 assignments", () => {
  let answered = 0;
  for (const method of ["auto", "pairs"] as const) {
    const cells = specificationSizes(networks, 81, method);
    expect(cells.filter(({ worst, single }) => worst > 1e-9 || single > 1e-9)).toEqual([]);
    answered += cells.filter(({ answered }) => answered > 0).length;
  }
  expect(answered).toBeGreaterThan(400);
}, 600_000);
