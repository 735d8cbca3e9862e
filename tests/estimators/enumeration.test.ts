import { describe, expect, it } from "vitest";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { aronowSamii } from "../../estimators/variance/aronowSamii.ts";
import { dependencyBound } from "../../estimators/variance/dependencyBound.ts";
import type { PreparedVariance } from "../../estimators/variance/PreparedVariance.ts";
import { rng } from "../../src/core/rng.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { allCases, expectation } from "../support/bruteForce.ts";
import { leastSquares } from "../support/linearAlgebra.ts";
import { tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";

const mappings: readonly Exposure[] = [
  ownArm(),
  anyTreatedNeighbor(),
  shareTreated(),
  allTreated(),
  countTreated({ cap: 1 }),
  formulaExposure({ conditions: { odd: "treated % 2 == 1", some: "treated > 0" }, otherwise: "no" }),
];

/** Potential outcomes of each agent in each condition: arbitrary, of both signs, different for everybody. */
function potentialOutcomes(n: number, conditions: number): number[][] {
  const stream = rng("potential outcomes");
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: conditions }, (_, c) => 10 * stream.fork(i).fork(c).uniform() - 3 + 2 * c),
  );
}

// Over every assignment of every design: the slow truth behind "unbiased" and "conservative".
for (const [networkName, network] of Object.entries(tinyNetworks)) {
  for (const [designName, design] of Object.entries(tinyDesigns(network.n))) {
    describe(`${designName} on ${networkName}`, () => {
      for (const exposure of mappings) {
        const law = design.law(network);
        const probabilities = exposureProbabilities(network, design, exposure, { law });
        const cases = allCases(network, law, exposure);
        const y = potentialOutcomes(network.n, exposure.conditions.length);
        exposure.conditions.forEach((first, c) => {
          exposure.conditions.forEach((second, d) => {
            if (c === d) return;
            const population = y
              .map((_, i) => i)
              .filter((i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0)
              .filter((i) => law.studied?.includes(i) ?? true);
            it(`${exposure.name}: ${first} against ${second}, ${population.length} agents`, () => {
              const rows = cases.map(({ arms, condition }) => {
                const outcomes = y.map((own, i) => own[condition[i]!]);
                const plan = { arms: law.arms, agents: network.ids, assignments: [[...arms]] };
                return estimate({
                  plan,
                  probabilities,
                  outcomes,
                  contrasts: { effect: [first, second] },
                  estimators: [horvitzThompson(), hajek()],
                });
              });
              if (population.length === 0) {
                for (const row of rows.flat())
                  expect(row).toHaveProperty("because", `no agent can be in both ${first} and ${second}`);
                return;
              }
              const effect =
                population.reduce((total, i) => total + y[i]![c]! - y[i]![d]!, 0) / population.length;
              const mean = expectation(cases, (one) => estimateOf(rows[cases.indexOf(one)]![0]!));
              expect(Math.abs(mean - effect)).toBeLessThan(1e-12);
              const variance = expectation(
                cases,
                (one) => (estimateOf(rows[cases.indexOf(one)]![0]!) - effect) ** 2,
              );
              const setting = { probabilities, levels: [c, d] as const, population };
              const estimated = (formula: PreparedVariance): number =>
                expectation(cases, ({ condition }) =>
                  formula({ condition, value: Float64Array.from(y, (own, i) => own[condition[i]!]!) }),
                );
              const young = aronowSamii(setting);
              const slack = 1e-9 * Math.max(1, variance);
              expect(estimated((seen) => young(seen).total)).toBeGreaterThanOrEqual(variance - slack);
              expect(estimated(dependencyBound(setting))).toBeGreaterThanOrEqual(variance - slack);
              for (const row of rows.flat()) expectHonest(row);
            });
          });
        });
      }
    });
  }
}

type Row = ReturnType<typeof estimate>[number];

function estimateOf(row: Row): number {
  if ("because" in row) throw new Error(row.because);
  return row.estimate;
}

/** No NaN, no negative variance, no interval without its reason to exist. */
function expectHonest(row: Row): void {
  if ("because" in row) {
    expect(row.estimator).toBe("hajek");
    expect(Math.min(...row.n)).toBe(0);
    return;
  }
  expect(Number.isFinite(row.estimate)).toBe(true);
  if (Math.min(...row.n) < 2) {
    expect(row.withheld).toMatch(/needs two agents in each condition/);
    expect(row.se ?? row.variance ?? row.ci).toBeUndefined();
    return;
  }
  expect(row.variance).toBeGreaterThanOrEqual(0);
  expect(row.se).toBeCloseTo(Math.sqrt(row.variance!), 12);
  expect(row.ci![0]).toBeLessThanOrEqual(row.estimate);
  expect(row.ci![1]).toBeGreaterThanOrEqual(row.estimate);
}

it("the Hájek contrast equals weighted least squares on the two conditions", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const design = tinyDesigns(6)["bernoulli unequal"]!;
  const exposure = anyTreatedNeighbor();
  const probabilities = exposureProbabilities(network, design, exposure);
  const arms = [1, 0, 0, 0, 0, 1];
  const outcomes = [3, 1, 4, 1, 5, 9];
  const plan = { arms: ["control", "treated"], agents: network.ids, assignments: [arms] };
  const [row] = estimate({
    plan,
    probabilities,
    outcomes,
    contrasts: { effect: ["indirect", "direct"] },
    estimators: [hajek()],
  });
  const condition = exposure.of(network, Uint8Array.from(arms));
  const used = [0, 1, 2, 3, 4, 5].filter((i) => condition[i] === 1 || condition[i] === 2);
  const [, slope] = leastSquares(
    used.map((i) => [1, condition[i] === 1 ? 1 : 0]),
    used.map((i) => outcomes[i]!),
    used.map((i) => 1 / probabilities.of(i, exposure.conditions[condition[i]!]!)),
  );
  expect(estimateOf(row!)).toBeCloseTo(slope!, 12);
});
