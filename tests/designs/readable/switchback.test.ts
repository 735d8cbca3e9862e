import { allTreated, fromEdges } from "spillway";
import { switchback } from "spillway/designs";
import { overTime } from "spillway/networks";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("switchback: a coin is held until the next toss", () => {
  const market = overTime(fromEdges([], { agents: ["market"] }), { periods: 6, carryOver: 1 });
  const design = switchback({ points: [1, 4], probability: 0.4 });
  const { both } = chances(market, design);
  expect(both("market@1", "market@3")).toBeCloseTo(0.4, 14);
  expect(both("market@3", "market@4")).toBeCloseTo(0.4 * 0.4, 14);
  // Treated now and in the period before: by one coin, or by two where it was just tossed.
  const held = chances(market, design, allTreated());
  expect(held.of("market@3", "all")).toBeCloseTo(0.4, 14);
  expect(held.of("market@4", "all")).toBeCloseTo(0.4 * 0.4, 14);
});
