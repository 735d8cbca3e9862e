import { describe, expect, test } from "vitest";
import { bernoulli } from "../../../designs/index.ts";
import { answer } from "../../../estimators/answer.ts";
import type { Estimate, EstimateRow, Estimator } from "../../../estimators/Estimator.ts";
import type { WorldData } from "../../../estimators/ExperimentData.ts";
import { augmentedWeighting } from "../../../estimators/observational/augmentedWeighting.ts";
import { dependentVariance } from "../../../estimators/observational/dependentVariance.ts";
import { fittedProbabilities } from "../../../estimators/observational/fittedProbabilities.ts";
import { generalizedPropensity } from "../../../estimators/observational/generalizedPropensity.ts";
import { logisticFit } from "../../../estimators/observational/logisticFit.ts";
import { separatedFolds } from "../../../estimators/observational/outcomeModel.ts";
import { targetedLikelihood } from "../../../estimators/observational/targetedLikelihood.ts";
import { targetedMean } from "../../../estimators/observational/targetedMean.ts";
import { normalDraw } from "../../../src/core/numbers/normalDraw.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { erdosRenyi } from "../../../src/network/generators/erdosRenyi.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { allCases, expectation } from "../../support/bruteForce.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const contrast = { name: "direct", first: "direct", second: "none" };

interface Log {
  readonly network: Network;
  readonly arms: Uint8Array;
  readonly outcome: Float64Array;
  readonly x: Float64Array;
  readonly known?: Uint8Array;
}

function worldOf({ network, arms, outcome, x, known }: Log): WorldData {
  const exposure = anyTreatedNeighbor();
  const probabilities = exposureProbabilities(network, bernoulli(), exposure);
  const all = new Uint8Array(network.n).fill(1);
  return {
    ...{ probabilities, arms, outcome, observed: known ?? all, confidence: 0.95 },
    condition: exposure.of(network, arms),
    covariates: new Map([["x", { values: x, observed: all }]]),
  };
}

const answerOf = (estimator: Estimator, world: WorldData): EstimateRow =>
  answer(
    estimator,
    { probabilities: world.probabilities, worlds: [world], confidence: 0.95 },
    contrast,
  ) as EstimateRow;

describe("against worked examples", () => {
  test("the joint propensity of own and neighbours' treatment, from chances of agents", () => {
    const { input, expected } = readGolden<{
      input: { edges: [number, number][]; e: number[]; z: number[] };
      expected: { pmf: Record<string, number[]>; jointPropensity: number[]; neighbourCount: number[] };
    }>("e02-generalized-propensity");
    const network = tiny(6, input.edges);
    const probabilities = exposureProbabilities(
      network,
      bernoulli({ probability: input.e }),
      anyTreatedNeighbor(),
    );
    network.ids.forEach((_, i) => {
      const [none] = expected.pmf[String(i)]!;
      const own = input.z[i] === 1 ? input.e[i]! : 1 - input.e[i]!;
      // Where no neighbour is treated the condition is the joint event itself.
      if (expected.neighbourCount[i] === 0)
        expect(probabilities.of(i, input.z[i] === 1 ? "direct" : "none")).toBeCloseTo(
          expected.jointPropensity[i]!,
          12,
        );
      expect(probabilities.of(i, input.z[i] === 1 ? "direct" : "none")).toBeCloseTo(own * none!, 12);
    });
  });

  test("the fluctuation, its means, influence and both variances", () => {
    const { input, expected } = readGolden<{
      input: {
        y: number[];
        exposure: string[];
        propensityOfObservedExposure: number[];
        Q: Record<"11" | "00", number[]>;
      };
      expected: {
        arms: Record<"11" | "00", { epsilon: number; updated: number[]; psi: number; score: number }>;
        tau: number;
        influence: number[];
        varianceDependent: number;
        varianceIndependent: number;
      };
    }>("e07-tmle");
    const influence = new Float64Array(6).fill(-expected.tau);
    for (const [arm, sign] of [
      ["11", 1],
      ["00", -1],
    ] as const) {
      const weights = Float64Array.from(input.exposure, (d, i) =>
        d === arm ? 1 / input.propensityOfObservedExposure[i]! : 0,
      );
      const { epsilon, updated } = targetedMean(input.y, Float64Array.from(input.Q[arm]), weights)!;
      expect(epsilon).toBeCloseTo(expected.arms[arm].epsilon, 10);
      const score = weights.reduce((sum, w, i) => sum + w * (input.y[i]! - updated[i]!), 0);
      expect(score).toBeCloseTo(expected.arms[arm].score, 10);
      updated.forEach((m, i) => {
        expect(m).toBeCloseTo(expected.arms[arm].updated[i]!, 10);
        influence[i]! += sign * (m + weights[i]! * (input.y[i]! - m));
      });
      expect(updated.reduce((a, b) => a + b, 0) / 6).toBeCloseTo(expected.arms[arm].psi, 10);
    }
    influence.forEach((phi, i) => {
      expect(phi).toBeCloseTo(expected.influence[i]!, 9);
    });
    // Agents that are next to each other share the edge's source, and no others do.
    const chain = tiny(
      6,
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
      ],
      true,
    );
    const found = dependentVariance(chain, influence, 6);
    expect(found.dependent).toBeCloseTo(expected.varianceDependent, 10);
    expect(found.independent).toBeCloseTo(expected.varianceIndependent, 10);
    expect(found.variance).toBe(found.independent);
  });

  test("AIPW: right over all assignments if either the predictions or the probabilities are", () => {
    const { input, expected } = readGolden<{
      input: {
        edges: [number, number][];
        p: number[];
        m: Record<string, number[]>;
        potentialOutcomes: Record<string, number[]>;
        z: number[];
        y: number[];
      };
      expected: Record<"tau" | "estimate" | "expectationWrongOutcomeModel" | "expectationWrongPi", number>;
    }>("e03-aipw");
    const network = tiny(6, input.edges);
    const design = bernoulli({ probability: input.p });
    const exposure = anyTreatedNeighbor();
    const probabilities = exposureProbabilities(network, design, exposure);
    const codes: Readonly<Record<string, string>> = { both: "11", none: "00", direct: "10", indirect: "01" };
    const term = (name: string, arms: Uint8Array, m: readonly number[], wrong: boolean): number => {
      const condition = exposure.of(network, arms);
      return (
        network.ids.reduce((sum, _, i) => {
          const seen = probabilities.conditions[condition[i]!] === name;
          const y = input.potentialOutcomes[codes[name]!]![i]!;
          return sum + m[i]! + (seen ? (y - m[i]!) / (wrong ? 0.3 : probabilities.of(i, name)) : 0);
        }, 0) / 6
      );
    };
    const cases = allCases(network, design.law(network), exposure);
    for (const [wrong, of, wanted] of [
      [false, input.m, expected.expectationWrongOutcomeModel],
      [true, input.potentialOutcomes, expected.expectationWrongPi],
    ] as const) {
      expect(wanted).toBeCloseTo(expected.tau, 12);
      expect(
        expectation(
          cases,
          ({ arms }) => term("both", arms, of["11"]!, wrong) - term("none", arms, of["00"]!, wrong),
        ),
      ).toBeCloseTo(wanted, 10);
    }
    const z = Uint8Array.from(input.z);
    expect(term("both", z, input.m["11"]!, false) - term("none", z, input.m["00"]!, false)).toBeCloseTo(
      expected.estimate,
      10,
    );
  });
});

test("logistic regression: the scores of the fit are 0, and separation has a reason", () => {
  const x = Float64Array.from([-2, -1, 0, 1, 2, 3, 0.5, -0.5]);
  const z = [0, 0, 1, 0, 1, 1, 1, 0];
  const columns = [new Float64Array(8).fill(1), x];
  const fit = logisticFit(columns, z);
  if (typeof fit === "string") throw new Error(fit);
  for (const column of columns)
    expect(column.reduce((sum, v, i) => sum + v * (z[i]! - fit.fitted[i]!), 0)).toBeCloseTo(0, 10);
  expect(logisticFit(columns, [0, 0, 0, 0, 1, 1, 0, 0])).toMatch(/separation/);
  expect(logisticFit([...columns, x], z)).toMatch(/combination/);
});

test("folds are apart on the network: nobody trains on a neighbour of the fold, everybody is in one fold", () => {
  const network = erdosRenyi({ n: 120, p: 3 / 120 }).draw(rng(1));
  const folds = separatedFolds(network, 4, 1);
  expect(folds.flatMap(({ agents }) => agents).sort((a, b) => a - b)).toEqual(network.ids.map((_, i) => i));
  for (const { agents, training } of folds) {
    expect(training.some((one) => one === 1)).toBe(true);
    const touched = agents.flatMap((i) => [
      i,
      ...network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!),
    ]);
    expect(touched.filter((i) => training[i] === 1)).toEqual([]);
  }
});

describe("data that nobody randomized", () => {
  const network = erdosRenyi({ n: 600, p: 1.2 / 600 }).draw(rng(3));
  /** A covariate moves treatment and outcome; the effect of own treatment alone is 1. */
  const logOf = (k: number, shape: (x: number) => number = (x) => x): Log => {
    const random = rng(`log ${k}`);
    const x = Float64Array.from(network.ids, () => normalDraw(random));
    const arms = Uint8Array.from(x, (v) => Number(random.uniform() < 1 / (1 + Math.exp(-0.8 * v))));
    const outcome = Float64Array.from(x, (v, i) => {
      const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
      return (
        2 * shape(v) + arms[i]! + 0.5 * Number(near.some((j) => arms[j] === 1)) + 0.5 * normalDraw(random)
      );
    });
    return { network, arms, outcome, x };
  };
  const covariates = ["x"];
  const three = [
    generalizedPropensity({ covariates }),
    augmentedWeighting({ covariates }),
    targetedLikelihood({ covariates }),
  ];
  test.each(three.map((one) => [one.name, one] as const))(
    "%s finds the effect that plain means miss, and says what it assumes",
    (name, estimator) => {
      let [bias, missed, raw] = [0, 0, 0];
      for (let k = 0; k < 12; k++) {
        const world = worldOf(logOf(k));
        const row = answerOf(estimator, world) as Estimate;
        bias += (row.estimate - 1) / 12;
        if (row.ci === undefined) expect(row.withheld).toBeDefined();
        else missed += Number(row.ci[0] > 1 || 1 > row.ci[1]);
        const none = answerOf(generalizedPropensity({ covariates: [] }), world) as Estimate;
        raw += (none.estimate - 1) / 12;
        expect(row.claim).toBe("association");
        expect(row.notes.join("; ")).toMatch(
          /no unmeasured confounding of treatment and outcome; E-value [0-9.]+/,
        );
      }
      expect(raw).toBeGreaterThan(1);
      expect(Math.abs(bias)).toBeLessThan(name === "generalized-propensity" ? 0.2 : 0.08);
      expect(missed).toBeLessThanOrEqual(2);
    },
  );

  test("probabilities of conditions follow exactly from fitted chances", () => {
    const world = worldOf(logOf(1));
    const found = fittedProbabilities(world, { covariates, contrast, trim: 0 });
    if (typeof found === "string") throw new Error(found);
    const chance = (i: number): number => found.law.marginal(i, 1)!;
    for (let i = 0; i < 20; i++) {
      const near = [...network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!)];
      const nobody = near.reduce((product, j) => product * (1 - chance(j)), 1);
      expect(found.of(i, "direct")).toBeCloseTo(chance(i) * nobody, 12);
    }
  });

  test("trimming is by both scores; missing outcomes are left out; nothing is filled in", () => {
    const log = logOf(2);
    const trimmed = answerOf(generalizedPropensity({ covariates, trim: 0.1 }), worldOf(log)) as Estimate;
    expect(trimmed.population).toBeLessThan(600);
    expect(trimmed.notes.join()).toMatch(/below the floor of 0.1/);
    const known = new Uint8Array(600).fill(1);
    known[7] = 0;
    for (const estimator of three) {
      const [all, without] = [
        answerOf(estimator, worldOf(log)),
        answerOf(estimator, worldOf({ ...log, known })),
      ];
      expect(without.population).toBe(all.population - 1);
      const odd = { ...log, known, outcome: log.outcome.map((y, i) => (i === 7 ? 1e9 : y)) };
      expect((answerOf(estimator, worldOf(odd)) as Estimate).estimate).toBe((without as Estimate).estimate);
    }
  });

  test("what has no estimate, with the reason", () => {
    const log = logOf(3);
    for (const make of [generalizedPropensity, augmentedWeighting, targetedLikelihood]) {
      expect(answerOf(make({ covariates: ["age"] }), worldOf(log))).toMatchObject({
        because: expect.stringMatching(/no covariate "age": the data have x/),
      });
      const apart = { ...log, x: Float64Array.from(log.arms, (z, i) => 5 * z + (i % 3)) };
      expect(answerOf(make({ covariates }), worldOf(apart))).toMatchObject({
        because: expect.stringMatching(/separation/),
      });
    }
    const few = { ...log, arms: log.arms.map((_, i) => Number(i < 5)) };
    expect(answerOf(augmentedWeighting({ covariates }), worldOf(few))).toMatchObject({
      because: expect.stringMatching(/outcome model of condition direct has \d+ agents apart from a fold/),
    });
    expect(() => generalizedPropensity({} as never)).toThrow(/covariates/);
  });
});
