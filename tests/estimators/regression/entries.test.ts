import { describe, expect, it } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { changeFromBaseline } from "../../../estimators/changeFromBaseline.ts";
import { differenceEstimator } from "../../../estimators/differenceEstimator.ts";
import type { AnswerRow, Estimate, Estimator } from "../../../estimators/Estimator.ts";
import { type Measurements, OUTCOME, type WorldContext } from "../../../estimators/ExperimentData.ts";
import { exposureRegression } from "../../../estimators/exposureRegression.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { inquire } from "../../../estimators/inquire.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const known = (values: readonly (number | undefined)[]): Measurements => ({
  values: Float64Array.from(values, (value) => value ?? 0),
  observed: Uint8Array.from(values, (value) => (value === undefined ? 0 : 1)),
});

interface Scene {
  readonly network: Network;
  readonly design: Design;
  readonly exposure: Exposure;
  readonly arms: readonly number[];
  readonly outcomes: readonly (number | undefined)[];
  readonly context?: WorldContext;
  readonly contrast?: readonly [string, string];
}

function rowsOf(
  { network, design, exposure, arms, outcomes, context, contrast = ["treated", "control"] }: Scene,
  estimators: readonly Estimator[],
): AnswerRow[] {
  return inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, design, exposure),
    outcomes,
    inquiries: [{ name: "effect", first: contrast[0], second: contrast[1] }],
    estimators,
    ...(context ? { context: [context] } : {}),
  });
}

const six = tiny(6, [
  [0, 1],
  [2, 3],
  [4, 5],
]);
const own = { network: six, design: bernoulli(), exposure: ownArm(), arms: [1, 1, 1, 0, 0, 0] };
const [x, y] = [
  [1, 2, 4, 1, 3, 5],
  [2, 4, 9, 1, 2, 5],
];
const covariates = new Map([["x", known(x)]]);
const before = { rounds: [round(0, [1, 1, 2, 0, 1, 3])] };

function round(number: number, outcomes: readonly (number | undefined)[]) {
  const nobody = new Uint8Array(outcomes.length);
  return { round: number, arms: nobody, condition: nobody, outcomes: new Map([[OUTCOME, known(outcomes)]]) };
}

const found = (row: AnswerRow | undefined): Estimate => {
  if (!row || "kind" in row || "because" in row) throw new Error(JSON.stringify(row));
  return row;
};

describe("exposure-regression", () => {
  it("without covariates is Hájek's estimate, error and interval to the bit, on a network too", () => {
    const network = smallWorld({ n: 60, k: 4, rewire: 0.1 }).draw(rng(2));
    const random = rng("outcomes");
    const arms = network.ids.map(() => random.integer(2));
    const outcomes = network.ids.map((_, i) => random.uniform() + arms[i]!);
    for (const [exposure, contrast] of [
      [ownArm(), ["treated", "control"]],
      [anyTreatedNeighbor(), ["both", "indirect"]],
    ] as const) {
      const scene = { network, design: bernoulli(), exposure, arms, outcomes, contrast };
      const [plain, regression] = rowsOf(scene, [hajek(), exposureRegression()]).map(found);
      expect(regression!.estimate).toBeCloseTo(plain!.estimate, 13);
      expect(regression!.se).toBeCloseTo(plain!.se!, 13);
      expect(regression!.ci![0]).toBeCloseTo(plain!.ci![0], 12);
      expect(regression!.ci![1]).toBeCloseTo(plain!.ci![1], 12);
    }
  });

  it("by hand: slopes of each condition's own, at the population's mean", () => {
    // Treated y on x: (1, 2), (2, 4), (4, 9): slope 33/14, mean 5 at 7/3. Controls (1, 1), (3, 2), (5, 5): slope 1, mean 8/3 at 3. Mean x 8/3.
    const [row] = rowsOf({ ...own, outcomes: y, context: { covariates } }, [
      exposureRegression({ covariates: ["x"] }),
    ]);
    expect(found(row).estimate).toBeCloseTo(5 + (33 / 14) * (8 / 3 - 7 / 3) - (8 / 3 + (8 / 3 - 3)), 12);
  });

  it("by hand: one slope for all, which is ANCOVA on a baseline", () => {
    const [row] = rowsOf({ ...own, outcomes: y, context: before }, [
      exposureRegression({ baseline: [0], slopes: "common" }),
    ]);
    // Deviations of x from condition means: treated −1/3, −1/3, 2/3; controls −4/3, −1/3, 5/3. Slope (Σ dx dy)/(Σ dx²) with Σ dx dy = 4 + 20/3, Σ dx² = 2/3 + 14/3.
    const slope = (4 + 19 / 3) / (2 / 3 + 14 / 3);
    expect(found(row).estimate).toBeCloseTo(5 - 8 / 3 - slope * (4 / 3 - 4 / 3), 12);
  });

  it("outcomes that are linear in a covariate within each condition are estimated without error, in every assignment", () => {
    const ages = [3, 1, 4, 1.5, 9, 2.6];
    let assignments = 0;
    for (let code = 0; code < 64; code++) {
      const arms = Array.from({ length: 6 }, (_, i) => (code >> i) & 1);
      const treated = arms.filter((arm) => arm === 1).length;
      if (treated < 3 || treated > 3) continue;
      const outcomes = arms.map((arm, i) => (arm === 1 ? 2 + 3 * ages[i]! : 1 - ages[i]!));
      const [row] = rowsOf(
        { ...own, arms, outcomes, context: { covariates: new Map([["age", known(ages)]]) } },
        [exposureRegression({ covariates: ["age"], interval: "wald" })],
      );
      const mean = ages.reduce((sum, age) => sum + age / 6, 0);
      expect(found(row).estimate).toBeCloseTo(1 + 4 * mean, 10);
      assignments++;
    }
    expect(assignments).toBe(20);
  });

  it("agents without a covariate are left out by name, and nothing is filled in", () => {
    const some = new Map([["x", known([1, 2, 4, 1, 3, undefined])]]);
    const [row] = rowsOf({ ...own, outcomes: y, context: { covariates: some } }, [
      exposureRegression({ covariates: ["x"], slopes: "common" }),
    ]);
    expect(found(row).population).toBe(5);
    expect(found(row).excluded).toEqual([six.ids[5]]);
    expect(found(row).notes).toContain("the contrast is about agents with a known x: 1 agent left out");
  });

  it("errors by clusters, HC2 and the network, and the reasons where there are none", () => {
    const network = smallWorld({ n: 60, k: 4, rewire: 0.1 }).draw(rng(2));
    const random = rng("errors");
    const arms = network.ids.map(() => random.integer(2));
    const outcomes = network.ids.map((_, i) => random.uniform() + arms[i]!);
    const scene = { network, design: bernoulli(), exposure: ownArm(), arms, outcomes };
    const rows = rowsOf(scene, [
      exposureRegression({ errors: "hc2" }),
      exposureRegression({ errors: "network" }),
      exposureRegression({ errors: "network", bandwidth: 0 }),
    ]).map(found);
    expect(rows.map((row) => row.varianceMethod)).toEqual(["hc2", "network-hac", "network-hac"]);
    expect(rows[1]!.notes.at(-1)).toMatch(
      /^standard error by the network: agents at most 2 steps apart .* by Leung's rule/,
    );
    for (const row of rows) expect(row.ci![0]).toBeLessThan(row.estimate);

    const groups = Uint32Array.from(network.ids, (_, i) => (i < 30 ? 0 : 1));
    const clustered = cluster({
      clusters: Object.fromEntries(network.ids.map((id, i) => [id, groups[i]!])),
      treated: 1,
    });
    const [one] = rowsOf({ ...scene, design: clustered, arms: [...groups] }, [
      exposureRegression({ errors: "clusters" }),
    ]);
    expect(found(one).withheld).toMatch(
      /effective sample size of condition treated under the design is 1, below 2/,
    );
    // Complete randomization draws agents one by one: each is a cluster of its own.
    const treated = arms.filter((arm) => arm === 1).length;
    const alone = rowsOf({ ...scene, design: complete({ treated }) }, [
      exposureRegression({ errors: "clusters" }),
      exposureRegression({ errors: "hc2" }),
    ]).map(found);
    expect(alone[0]!.se).toBeCloseTo(alone[1]!.se!, 13);
  });

  it("rank deficiency is no estimate, by the name of the column; a covariate that nobody knows is an error with the way out", () => {
    const same = new Map([["one", known([1, 1, 1, 1, 1, 1])]]);
    const [row] = rowsOf({ ...own, outcomes: y, context: { covariates: same } }, [
      exposureRegression({ covariates: ["one"], slopes: "common" }),
    ]);
    expect(row).toMatchObject({ because: "the other columns of the regression determine one: leave it out" });
    expect(() =>
      rowsOf({ ...own, outcomes: y, context: { covariates } }, [exposureRegression({ covariates: ["y"] })]),
    ).toThrow('covariates: there is no covariate "y" (did you mean "x"?): those of the data are x');
    expect(() => rowsOf({ ...own, outcomes: y }, [changeFromBaseline({ baseline: [3] })])).toThrow(
      "baseline: there are no outcomes of round 3: the data have one round",
    );
  });
});

describe("change-from-baseline", () => {
  it("by hand: Hájek's estimate of changes", () => {
    const [row] = rowsOf({ ...own, outcomes: y, context: before }, [changeFromBaseline({ baseline: [0] })]);
    expect(found(row).estimate).toBeCloseTo((1 + 3 + 7) / 3 - (1 + 1 + 2) / 3, 12);
  });

  it("several baseline rounds count with their mean; who lacks one is left out", () => {
    const two = { rounds: [round(0, [1, 1, 2, 0, 1, 3]), round(1, [3, 1, 2, 0, 1, undefined])] };
    const [row] = rowsOf({ ...own, outcomes: y, context: two }, [changeFromBaseline({ baseline: [0, 1] })]);
    expect(found(row).population).toBe(5);
    expect(found(row).estimate).toBeCloseTo((0 + 3 + 7) / 3 - (1 + 1) / 2, 12);
  });

  it("outcomes that stay as they were show no variation, whatever they are", () => {
    const [row] = rowsOf({ ...own, outcomes: [1, 1, 2, 0, 1, 3], context: before }, [
      changeFromBaseline({ baseline: [0] }),
    ]);
    expect(found(row)).toMatchObject({ estimate: 0 });
    expect(found(row).withheld).toMatch(/no variation/);
  });
});

describe("difference-estimator", () => {
  it("with Horvitz–Thompson means is exactly unbiased whatever the predictions, by enumeration", () => {
    const [ofTreated, ofControl] = [
      [5, 2, 8, 1, 0, 4],
      [1, 3, 2, 2, 1, 1],
    ];
    const guesses = new Map([
      ["good", known([5, 2, 7, 1, 0, 4])],
      ["bad", known([-9, 4, 0, 100, 3, 3])],
    ]);
    const probabilities = bernoulli({ probability: [0.5, 0.25, 0.5, 0.75, 0.5, 0.5] });
    const sums = [0, 0];
    for (let code = 0; code < 64; code++) {
      const arms = Array.from({ length: 6 }, (_, i) => (code >> i) & 1);
      const chance = arms.reduce(
        (p, arm, i) => p * [0.5, 0.25, 0.5, 0.75, 0.5, 0.5].map((q) => (arm ? q : 1 - q))[i]!,
        1,
      );
      const outcomes = arms.map((arm, i) => (arm === 1 ? ofTreated[i]! : ofControl[i]!));
      const rows = rowsOf(
        { ...own, design: probabilities, arms, outcomes, context: { covariates: guesses } },
        [
          differenceEstimator({
            predictions: { treated: "good", control: "bad" },
            means: "horvitz-thompson",
          }),
          differenceEstimator({ predictions: "bad", means: "horvitz-thompson" }),
        ],
      );
      rows.forEach((row, k) => {
        sums[k]! += chance * found(row).estimate;
      });
    }
    const truth = ofTreated.reduce((sum, one, i) => sum + (one - ofControl[i]!) / 6, 0);
    for (const sum of sums) expect(sum).toBeCloseTo(truth, 10);
  });

  it("perfect predictions leave nothing to be wrong about", () => {
    const outcomes = [3, 4, 6, 1, 2, 5];
    const guesses = new Map([
      ["treated", known([3, 4, 6, 3, 4, 7])],
      ["control", known([1, 2, 4, 1, 2, 5])],
    ]);
    const [row] = rowsOf({ ...own, outcomes, context: { covariates: guesses } }, [
      differenceEstimator({ predictions: { treated: "treated", control: "control" } }),
    ]);
    expect(found(row).estimate).toBeCloseTo(2, 12);
    expect(found(row).withheld).toMatch(/no variation/);
  });
});
