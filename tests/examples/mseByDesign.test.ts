import { expect, it } from "vitest";
import { hajekErrors } from "../../estimators/variance/hajekErrors.ts";
import { candidates, figure, mseByDesign, network } from "../../examples/mseByDesign.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { contrastSetting } from "../estimators/contrastSetting.ts";

const DRAWS = 150;
const some = candidates.filter(([name]) =>
  ["Bernoulli", "clusters, resolution 2", "clusters, 3-net"].includes(name),
);
const scores = mseByDesign(DRAWS, some);

it("finds by simulation the error that is predicted before there are outcomes", () => {
  for (const [name, design] of some.slice(1)) {
    const [predicted] = hajekErrors([contrastSetting(network, design, allTreated(), ["all", "none"])]);
    const found = scores.find((score) => score.design === name && score.estimator === "full neighbourhoods")!;
    // The error of the square of a standard error; 4.5 standard errors have a chance of 7 in a million.
    const error = Math.hypot(found.mcse, 2 * predicted!.se! * predicted!.mcse);
    expect(Math.abs(found.mse - predicted!.se! ** 2)).toBeLessThan(4.5 * error);
    expect(Math.abs(found.bias)).toBeLessThan(4.5 * found.biasMcse);
  }
});

it("finds that the own arm alone misses what comes from neighbours: all of it under coins, less under clusters", () => {
  const bias = (design: string): number =>
    scores.find((score) => score.design === design && score.estimator === "own arm")!.bias;
  expect(Math.abs(bias("Bernoulli") + 1)).toBeLessThan(0.02);
  expect(bias("clusters, 3-net")).toBeLessThan(-0.2);
  expect(bias("clusters, resolution 2")).toBeGreaterThan(bias("clusters, 3-net"));
});

it("draws a dot for each score", async () => {
  const svg = await figure(scores, DRAWS);
  expect(svg.match(/<circle/g)).toHaveLength(scores.length);
  expect(svg).not.toContain("NaN");
});
