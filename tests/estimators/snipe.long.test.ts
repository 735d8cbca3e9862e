import { expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import type { FurtherEstimate } from "../../estimators/Estimator.ts";
import { snipe } from "../../estimators/snipe.ts";
import { rng } from "../../src/core/rng.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { answerTo } from "./everyAnswer.ts";

const inquiry = { kind: "global", name: "gate" } as const;

test("snipe on 100,000 agents takes less than 5 seconds", { timeout: 20_000 }, () => {
  const network = ringLattice({ n: 100_000, k: 6 }).draw(rng(1));
  const design = bernoulli();
  const law = design.law(network);
  const arms = law.draw(rng(2));
  const outcomes = Array.from(arms, (z, i) => (i % 5) + z);
  const before = performance.now();
  const row = answerTo(
    { network, design, estimator: snipe({ order: 2 }), inquiry },
    arms,
    outcomes,
  ) as FurtherEstimate;
  expect(performance.now() - before).toBeLessThan(5000);
  expect(Math.abs(row.estimate - 1)).toBeLessThan(4 * row.se!);
});
