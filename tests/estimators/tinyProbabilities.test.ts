import { expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { answer } from "../../estimators/answer.ts";
import type { WorldData } from "../../estimators/ExperimentData.ts";
import { coarseToFine } from "../../estimators/misspecified/coarseToFine.ts";
import { bestSubgroup } from "../../estimators/subgroups/bestSubgroup.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { tiny } from "../support/tinyWorlds.ts";

// 60 agents know 30 others each, so that one of them is nearly always treated; 60 know two. Outcomes are those of nobody's treatment.
const edges: [number, number][] = [];
for (let i = 0; i < 60; i++) for (let k = 1; k <= 15; k++) edges.push([i, (i + k) % 60]);
for (let i = 60; i < 120; i++) edges.push([i, i === 119 ? 60 : i + 1]);
const network = tiny(120, edges);
const design = bernoulli();
const law = design.law(network);
const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor(), { law });

function worldAt(seed: number): WorldData {
  const arms = law.draw(rng(seed));
  const whole = new Uint8Array(120).fill(1);
  return {
    ...{ probabilities, arms, observed: whole, confidence: 0.95 },
    condition: probabilities.exposure.of(network, arms),
    outcome: Float64Array.from({ length: 120 }, (_, i) => (i % 7) + (i < 60 ? 3 : 0)),
    covariates: new Map([
      ["dense", { values: Float64Array.from({ length: 120 }, (_, i) => Number(i < 60)), observed: whole }],
    ]),
  };
}

test("where agents are hardly ever in a condition, neither groups nor finer maps get an interval under placebo outcomes", () => {
  const inquiry = { kind: "most", name: "who", first: "indirect", second: "none" } as const;
  for (let seed = 0; seed < 20; seed++) {
    const world = worldAt(seed);
    const row = answer(
      bestSubgroup({ by: "dense" }),
      { probabilities, worlds: [world], confidence: 0.95 },
      inquiry,
    );
    expect(row).toMatchObject({ because: expect.any(String) });
    const rows = coarseToFine({ network, design, law, worlds: [world] });
    for (const one of rows)
      if (one.map !== "own-arm") expect(one).toMatchObject({ because: expect.any(String) });
  }
});
