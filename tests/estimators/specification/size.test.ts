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

test("the closed procedure rejects a true hypothesis at most as often as it says, over all assignments of every design", () => {
  const [path, weighted] = Object.entries(networks).map(([name, network]) => ({ [name]: network }));
  const cells = [
    ...specificationSizes(path!, 8, "auto"),
    ...specificationSizes(weighted!, 8, "auto"),
    ...specificationSizes(path!, 6, "pairs"),
  ];
  expect(cells.filter(({ worst, single }) => worst > 1e-9 || single > 1e-9)).toEqual([]);
  expect(cells.filter(({ answered }) => answered > 0).length).toBeGreaterThan(100);
});
