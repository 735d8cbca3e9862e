// Intervals by regression errors hold the 0 of outcomes that nobody's treatment moves, where they held it least: neighbourhoods that overlap much.
import { expect, test } from "vitest";
import { bernoulli, graphCluster } from "../../../designs/index.ts";
import { networks } from "../../../examples/coverageTable.ts";
import { placebos } from "../../../examples/regressionErrors.ts";
import { rng } from "../../../src/core/rng.ts";

const ASSIGNMENTS = 200;
// P(at most 177 of 200 at 0.95) is below 0.0003: an interval that holds fails this once in three thousand.
const FEWEST = 178;

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
      expect(given, column).toBe(ASSIGNMENTS);
      expect(covered, column).toBeGreaterThanOrEqual(FEWEST);
    }
  }
});
