import { describe, expect, it } from "vitest";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { aronowSamii } from "../../estimators/variance/aronowSamii.ts";
import { dependencyBound } from "../../estimators/variance/dependencyBound.ts";
import { rng } from "../../src/core/rng.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { allCases } from "../support/bruteForce.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";
import { leastSquares } from "../support/linearAlgebra.ts";
import { type ManyChecks, manyChecks } from "../support/manyChecks.ts";
import { rememberedPairs } from "../support/rememberedPairs.ts";
import { tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";

const mappings: readonly Exposure[] = [
  ownArm(),
  anyTreatedNeighbor(),
  shareTreated(),
  allTreated(),
  countTreated({ cap: 1 }),
  formulaExposure({ conditions: { odd: "treated % 2 == 1", some: "treated > 0" }, otherwise: "no" }),
];

const KINDS = ["horvitz-thompson", "hajek"];

/** Potential outcomes of each agent in each condition: arbitrary, of both signs, different for everybody. */
function potentialOutcomes(n: number, conditions: number): number[][] {
  const stream = rng("potential outcomes");
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: conditions }, (_, c) => 10 * stream.fork(i).fork(c).uniform() - 3 + 2 * c),
  );
}

// Over every assignment of every design: the slow truth behind "unbiased" and "conservative". One test is all contrasts
// of two conditions of one exposure, over 11,000 in all where every case is wanted: each has its unbiasedness, two variances in expectation, and the
// honesty of both estimators' rows under every assignment.
for (const [turn, [networkName, network]] of Object.entries(tinyNetworks).entries()) {
  for (const [next, [designName, design]] of Object.entries(tinyDesigns(network.n)).entries()) {
    describe(`${designName} on ${networkName}`, () => {
      it.each(inTurn(mappings, turn + next))("$name: every two conditions", (exposure) => {
        const law = design.law(network);
        const probabilities = rememberedPairs(exposureProbabilities(network, design, exposure, { law }));
        const cases = allCases(network, law, exposure);
        const y = potentialOutcomes(network.n, exposure.conditions.length);
        const contrasts = exposure.conditions.flatMap((first, c) =>
          exposure.conditions.flatMap((second, d) => (c === d ? [] : [{ first, second, c, d }])),
        );
        // Rows of a case: two estimators for each contrast, in their order.
        const rows = cases.map(({ arms, condition }) =>
          estimate({
            plan: { arms: law.arms, agents: network.ids, assignments: [[...arms]] },
            probabilities,
            outcomes: y.map((own, i) => own[condition[i]!]),
            contrasts: Object.fromEntries(
              contrasts.map(({ first, second }) => [`${first} against ${second}`, [first, second]]),
            ),
            estimators: [horvitzThompson(), hajek()],
          }),
        );
        const seen = cases.map(({ condition }) => ({
          condition,
          value: Float64Array.from(y, (own, i) => own[condition[i]!]!),
        }));
        const mean = (value: (k: number) => number): number => {
          let total = 0;
          for (let k = 0; k < cases.length; k++) total += cases[k]!.p * value(k);
          return total;
        };
        const { near, holds, end } = manyChecks();
        for (const all of rows)
          holds(all.length === KINDS.length * contrasts.length, () => `${all.length} rows of a case`);
        for (const [q, { first, second, c, d }] of contrasts.entries()) {
          const name = `${first} against ${second}`;
          const own = rows.map((all) => all.slice(KINDS.length * q, KINDS.length * (q + 1)));
          for (const two of own)
            for (const [k, { contrast, estimator }] of two.entries())
              holds(
                contrast === name && estimator === KINDS[k],
                () => `${estimator} of ${contrast}: ${name}`,
              );
          const population = y
            .map((_, i) => i)
            .filter((i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0)
            .filter((i) => law.studied?.includes(i) ?? true);
          if (population.length === 0) {
            const because = `no agent can be in both ${first} and ${second}`;
            for (const row of own.flat())
              holds("because" in row && row.because === because, () => `${name}: ${JSON.stringify(row)}`);
            continue;
          }
          const effect =
            population.reduce((total, i) => total + y[i]![c]! - y[i]![d]!, 0) / population.length;
          const of = (k: number): number => estimateOf(own[k]![0]!);
          near(mean(of), effect, 1e-12, () => `${name}: mean of horvitz-thompson`);
          const variance = mean((k) => (of(k) - effect) ** 2);
          const setting = { probabilities, levels: [c, d] as const, population };
          const slack = 1e-9 * Math.max(1, variance);
          const young = aronowSamii(setting);
          const dependency = dependencyBound(setting);
          for (const [formula, estimated] of [
            ["aronow-samii", mean((k) => young(seen[k]!).total)],
            ["dependency", mean((k) => dependency(seen[k]!))],
          ] as const)
            holds(estimated >= variance - slack, () => `${name}: ${formula} ${estimated} below ${variance}`);
          for (const row of own.flat()) expectHonest(row, holds);
        }
        end();
      });
    });
  }
}

type Row = ReturnType<typeof estimate>[number];

function estimateOf(row: Row): number {
  if ("because" in row) throw new Error(row.because);
  return row.estimate;
}

/** No NaN, no negative variance, no interval without its reason to exist. */
function expectHonest(row: Row, holds: ManyChecks["holds"]): void {
  const that = (name: string, found: boolean): void => holds(found, () => `${name}: ${JSON.stringify(row)}`);
  if ("because" in row) {
    that("only hajek has no answer", row.estimator === "hajek");
    that("only for an empty condition", Math.min(...row.n) === 0);
    return;
  }
  that("estimate", Number.isFinite(row.estimate));
  if (Math.min(...row.n) < 2) {
    that("withheld", /needs two agents in each condition/.test(row.withheld ?? ""));
    that("nothing", row.se === undefined && row.variance === undefined && row.ci === undefined);
    return;
  }
  that("variance", row.variance! >= 0);
  // Of so small a design that no interval would hold, the variance alone is kept: it is right on average over assignments.
  if (row.withheld !== undefined) {
    that(
      "withheld by the design",
      row.withheld.includes("under the design") || row.withheld.includes("of the error of"),
    );
    that("no interval", row.ci === undefined);
    if (row.se === undefined) return;
  }
  that("standard error", Math.abs(row.se! - Math.sqrt(row.variance!)) < 0.5e-12);
  if (row.withheld !== undefined) return;
  that("lower", row.ci![0] <= row.estimate);
  that("upper", row.ci![1] >= row.estimate);
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
