import { describe, expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import type { FurtherEstimate } from "../../estimators/Estimator.ts";
import { equilibriumEffect } from "../../estimators/global/equilibriumEffect.ts";
import { neighborMean } from "../../estimators/global/neighborMean.ts";
import { twoStageLeastSquares } from "../../estimators/twoStageLeastSquares.ts";
import { normalDraw } from "../../src/core/numbers/normalDraw.ts";
import { rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { erdosRenyi } from "../../src/network/generators/erdosRenyi.ts";
import type { Network } from "../../src/network/Network.ts";
import { solve } from "../support/linearAlgebra.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";
import { answerTo } from "./everyAnswer.ts";

const inquiry = { kind: "global", name: "gate" } as const;
const estimator = twoStageLeastSquares();

/** Outcomes in equilibrium, with errors. */
function outcomesOf(
  network: Network,
  z: ArrayLike<number>,
  [a, b, c, rho]: readonly number[],
  noise = 0,
  seed = 1,
): number[] {
  const random = rng(seed);
  const arms = Float64Array.from(z);
  const right = neighborMean(network, arms).map(
    (mean, i) => a! + b! * arms[i]! + c! * mean + noise * normalDraw(random),
  );
  let y = right;
  for (let k = 0; k < 80; k++) y = neighborMean(network, y).map((mean, i) => right[i]! + rho! * mean);
  return [...y];
}

const F02 = readGolden<{
  input: { edges: [number, number][]; a: number; b: number; c: number; rho: number; z: number[] };
  expected: { y: number[]; gate: number };
}>("f02-linear-in-means");

describe("the linear-in-means model", () => {
  const { input, expected } = F02;
  const network = tiny(6, input.edges);
  test("without errors, the coefficients and the global effect of the worked example come back", () => {
    const row = answerTo(
      { network, design: bernoulli(), estimator, inquiry },
      input.z,
      expected.y,
    ) as FurtherEstimate;
    expect(row.estimate).toBeCloseTo(expected.gate, 8);
    expect(row.notes.join()).toMatch(
      /own arm 0.5000, in-neighbours' arms 0.3000, in-neighbours' outcomes 0.4000/,
    );
    expect(row.claim).toBe("modelled");
  });
  test("the effect and its derivatives, against a dense solution, with agents that hear nobody", () => {
    const directed = tiny(
      5,
      [
        [0, 1],
        [1, 2],
        [2, 1],
        [0, 3],
      ],
      true,
    );
    const dense = (own: number, neighbors: number, peers: number): number => {
      const W = directed.ids.map((_, i) => neighborMeanRow(directed, i));
      const has = W.map((row) => Number(row.some((w) => w > 0)));
      const A = W.map((row, i) => row.map((w, j) => Number(i === j) - peers * w));
      return (
        solve(
          A,
          has.map((h) => own + neighbors * h),
        ).reduce((sum, x) => sum + x, 0) / 5
      );
    };
    const [b, c, rho] = [0.7, -0.4, 0.55] as const;
    const found = equilibriumEffect(directed, { own: b, neighbors: c, peers: rho });
    expect(found.effect).toBeCloseTo(dense(b, c, rho), 10);
    const h = 1e-5;
    expect(found.gradient[0]).toBeCloseTo((dense(b + h, c, rho) - dense(b - h, c, rho)) / (2 * h), 7);
    expect(found.gradient[1]).toBeCloseTo((dense(b, c + h, rho) - dense(b, c - h, rho)) / (2 * h), 7);
    expect(found.gradient[2]).toBeCloseTo((dense(b, c, rho + h) - dense(b, c, rho - h)) / (2 * h), 6);
  });
});

const neighborMeanRow = (network: Network, i: number): number[] =>
  network.ids.map(
    (_, j) =>
      neighborMean(
        network,
        network.ids.map((_, k) => Number(k === j)),
      )[i]!,
  );

describe("with errors", () => {
  const network = erdosRenyi({ n: 400, p: 4 / 400 }).draw(rng(2));
  const design = bernoulli();
  const law = design.law(network);
  test("intervals contain the effect in at least 34 of 40 assignments", () => {
    const theta = [1, 2, 1, 0.3];
    const truth = equilibriumEffect(network, { own: 2, neighbors: 1, peers: 0.3 }).effect;
    let covered = 0;
    for (let k = 0; k < 40; k++) {
      const z = law.draw(rng(`arms ${k}`));
      const row = answerTo(
        { network, design, law, estimator, inquiry },
        z,
        outcomesOf(network, z, theta, 0.5, k),
      ) as FurtherEstimate;
      if (row.ci![0] <= truth && truth <= row.ci![1]) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(34);
  });
  test("weak instruments: the statistic is told, a warning stands, and no error is given", () => {
    const z = law.draw(rng(5));
    const row = answerTo(
      { network, design, law, estimator, inquiry },
      z,
      outcomesOf(network, z, [1, 0.05, 0, 0.2], 1),
    ) as FurtherEstimate & { because?: string };
    if (row.because) expect(row.because).toMatch(/first-stage F/);
    else {
      expect(row.withheld).toMatch(
        /weak instruments \(first-stage F = [0-9.e-]+ of 1 instrument, below 10\)/,
      );
      expect(row.warnings.join()).toMatch(/weak/);
    }
  });
});

describe("what is not identified has no answer", () => {
  const outcomes = [1, 4, 2, 5, 3, 7];
  const of = (network: Network, z: readonly number[], y: readonly (number | undefined)[] = outcomes) =>
    answerTo({ network, design: bernoulli(), estimator, inquiry }, z, y);
  test("groups of one size where everybody hears everybody", () => {
    const triangles = fromEdges([
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
      ["d", "e"],
      ["e", "f"],
      ["d", "f"],
    ]);
    expect(of(triangles, [1, 0, 0, 1, 1, 0])).toMatchObject({
      because: expect.stringMatching(/combination of own arms.*everybody hears everybody/),
    });
  });
  test("arms that do not vary; too few agents; three arms", () => {
    const path = tiny(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
    expect(of(path, [0, 0, 0, 0, 0, 0])).toMatchObject({ because: expect.stringMatching(/do not vary/) });
    expect(of(path, [1, 0, 0, 1, 0, 1], [1, undefined, 2, undefined, 3, 4])).toMatchObject({
      because: expect.stringMatching(/agents with all that is needed/),
      population: 1,
    });
    expect(estimator.refuses!(complete({ counts: [2, 2, 2], arms: ["a", "b", "c"] }).law(path))).toMatch(
      /two arms/,
    );
  });
  test("outcomes that do not vary among in-neighbours", () => {
    expect(of(tiny(6, F02.input.edges), [1, 0, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0])).toMatchObject({
      because: expect.stringMatching(/do not vary/),
    });
  });
});
