// Intervals by regression errors hold the 0 of outcomes that nobody's treatment moves, where they held it least: neighbourhoods that overlap much.
import { expect, test } from "vitest";
import { bernoulli, graphCluster } from "../../../designs/index.ts";
import { networks } from "../../../examples/coverageTable.ts";
import { placebos } from "../../../examples/regressionErrors.ts";
import { rng } from "../../../src/core/rng.ts";

const ASSIGNMENTS = 200;
/** 178 of 200: P(at most 177 at 0.95) is below 0.0003, so that an interval that holds fails once in three thousand. Likewise of fewer. */
const fewest = (given: number): number => Math.floor(0.95 * given - 3.7 * Math.sqrt(0.0475 * given));

test.each([
  ["coins", bernoulli({ probability: 0.2 })],
  ["balanced clusters", graphCluster({ method: "balanced", clusters: 40 })],
] as const)("on a geometric network under %s", (name, design) => {
  const network = networks.geometric!.draw(rng("another geometric network"));
  const found = placebos(network, design, ASSIGNMENTS);
  expect(found.length).toBe(6);
  for (const { column, given, covered } of found) {
    // Agents of a cluster share their treatment, so HC2 is no error for them.
    if (name === "balanced clusters" && column.startsWith("hc2")) expect(given, column).toBe(0);
    else {
      // Where a network has no room for two neighbourhoods, errors by the network are withheld.
      expect(given, column).toBeGreaterThanOrEqual(
        column.startsWith("network") ? 0.85 * ASSIGNMENTS : ASSIGNMENTS,
      );
      expect(covered, column).toBeGreaterThanOrEqual(fewest(given));
    }
  }
});
