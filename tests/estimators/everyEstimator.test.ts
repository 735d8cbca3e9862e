import { expect, test } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, bipartite, cluster, complete, rollout, twoStage } from "../../designs/index.ts";
import { answer } from "../../estimators/answer.ts";
import { assumptions } from "../../estimators/assumptions.ts";
import { CLAIMS } from "../../estimators/Claim.ts";
import { estimators } from "../../estimators/catalogue.ts";
import { differenceEstimator } from "../../estimators/differenceEstimator.ts";
import type { WorldData } from "../../estimators/ExperimentData.ts";
import { exposureRegression } from "../../estimators/exposureRegression.ts";
import { exposureSlope } from "../../estimators/exposureSlope.ts";
import type { Inquiry } from "../../estimators/Inquiry.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";
import { manyChecks } from "../support/manyChecks.ts";

const n = 24;
const network = fromEdges(
  Array.from({ length: n }, (_, i) => [`a${i}`, `a${(i * 5 + 1) % n}`] as const).filter(([a, b]) => a !== b),
);
const groups = Array.from({ length: network.n }, (_, i) => `g${i % 6}`);
const designs: Readonly<Record<string, Design>> = {
  bernoulli: bernoulli(),
  "bernoulli with certain agents": bernoulli({ probability: groups.map((_, i) => (i % 7 === 0 ? 1 : 0.4)) }),
  cluster: cluster({ clusters: groups, probability: 0.5 }),
  complete: complete({ treated: 10 }),
  "two-stage": twoStage({
    groups,
    saturations: [
      { share: 0.25, groups: 3 },
      { share: 0.5, groups: 3 },
    ],
  }),
  "two-stage of coins": twoStage({
    groups,
    within: "bernoulli",
    saturations: [
      { share: 0.25, chance: 0.5 },
      { share: 0.5, chance: 0.5 },
    ],
  }),
  rollout: rollout({ probability: [0.2, 0.5] }),
};
const asked: readonly Inquiry[] = [
  { name: "own", first: "treated", second: "control" },
  { kind: "global", name: "gate" },
  { kind: "slope", name: "slope", on: "share" },
  ...(["direct", "indirect", "total", "overall"] as const).map(
    (effect): Inquiry => ({ kind: "policy", name: effect, effect, saturation: 0.5, reference: 0.25 }),
  ),
  { kind: "test", name: "null", hypothesis: "no-effect" },
  { kind: "measure", name: "entropy", measure: "entropy" },
];
/** What an entry needs at least to be made. */
const SETTINGS: readonly object[] = [
  {},
  { covariates: ["x"] },
  { baseline: [1] },
  { predictions: "x" },
  { by: "x" },
];
const made = [
  ...estimators.map((entry) => {
    for (const settings of SETTINGS)
      try {
        return entry.from(settings);
      } catch {}
    throw new Error(`${entry.kind}: none of the settings make it`);
  }),
  exposureRegression({ covariates: ["x"], baseline: [1, 2] }),
  exposureRegression({ covariates: ["x"], slopes: "common" }),
  ...(["network", "clusters", "hc2"] as const).map((errors) => exposureRegression({ errors })),
  exposureSlope({ covariates: ["x"] }),
  differenceEstimator({ predictions: { treated: "x" }, means: "horvitz-thompson" }),
];

/** Outcomes of a usual size, of none, of one size, and at the ends of what numbers hold. */
const outcomesOf: Readonly<Record<string, (i: number, z: number) => number>> = {
  usual: (i, z) => (i % 5) + 2 * z,
  zero: () => 0,
  same: () => 7,
  huge: (i, z) => 1e200 * ((i % 3) + z),
  tiny: (i, z) => 1e-200 * ((i % 3) + z),
};

function worldOf(design: Design, outcome: (i: number, z: number) => number, k: number): WorldData {
  const law = design.law(network);
  const exposure = ownArm().forArms?.(law.arms) ?? ownArm();
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const arms = law.draw(rng(k));
  const condition = exposure.of(network, arms);
  const observed = Uint8Array.from(arms, (_, i) => Number(k === 0 || i % 9 !== 4));
  const values = Float64Array.from(arms, (z, i) => outcome(i, z));
  const round = { arms, condition, outcomes: new Map([["outcome", { values, observed }]]) };
  const of = Uint32Array.from(groups, (name) => Number(name.slice(1)));
  const clusters = { names: [...new Set(groups)], of };
  const x = {
    values: Float64Array.from(arms, (_, i) => ((i * 7) % 11) / 11),
    observed: new Uint8Array(network.n).fill(1),
  };
  return {
    ...{
      probabilities,
      arms,
      condition,
      observed,
      outcome: values,
      confidence: 0.95,
      clusters,
      errorClusters: clusters,
    },
    ...{
      rounds: [
        { round: 1, ...round },
        { round: 2, ...round },
        { round: 3, ...round },
      ],
      covariates: new Map([["x", x]]),
    },
  };
}

test("every estimator answers every inquiry under every design with finite numbers or a reason, and says when it ignores clusters of errors", {
  timeout: 60_000,
}, () => {
  const checks = manyChecks();
  for (const [turn, [name, design]] of Object.entries(designs).entries())
    for (const [size, outcome] of inTurn(Object.entries(outcomesOf), turn))
      for (const k of [0, 1]) {
        const world = worldOf(design, outcome, k);
        const { law } = world.probabilities;
        for (const estimator of made)
          for (const inquiry of asked) {
            if (!("kind" in inquiry) && !world.probabilities.conditions.includes(inquiry.first)) continue;
            const where = (): string => `${estimator.name}, ${name}, ${size}, ${k}, ${inquiry.name}`;
            const data = { probabilities: world.probabilities, worlds: [world], confidence: 0.95 };
            try {
              const row = answer(estimator, data, inquiry);
              const numbers = ["estimate", "variance", "se", "degrees"].flatMap((field) =>
                (row as never)[field] === undefined || field === "degrees"
                  ? []
                  : [(row as never)[field] as number],
              );
              checks.holds(numbers.every(Number.isFinite), () => `${where()}: ${JSON.stringify(row)}`);
              checks.holds(
                "because" in row
                  ? row.because.length > 10 && row.because.length < 2000
                  : "estimate" in row || "statistic" in row,
                where,
              );
              checks.holds(
                row.claim in CLAIMS && row.estimator === estimator.name && row.contrast === inquiry.name,
                where,
              );
              checks.holds(estimator.claim !== "association" || row.claim === "association", where);
              if ("se" in row && row.se !== undefined)
                checks.holds(
                  [...row.notes, ...row.warnings].some((words) => /\bclusters\b/.test(words)),
                  () => `${where()}: silent about clusters`,
                );
            } catch (error) {
              // What a law forbids is refused before anything is drawn; some say so here again.
              checks.holds(
                error instanceof SpillwayError && estimator.refuses?.(law) !== undefined,
                () => `${where()}: ${String(error)}`,
              );
            }
          }
      }
  checks.end();
});

test("every assumption that an estimator names has a sentence, and on two sides all refuse or answer in words", () => {
  expect(
    made.flatMap(({ name, assumes }) =>
      assumes.filter((one) => !(one in assumptions)).map((one) => `${name}: ${one}`),
    ),
  ).toEqual([]);
  const two = fromEdges(
    [
      ["u1", "o1"],
      ["u2", "o1"],
      ["u2", "o2"],
    ],
    { directed: true },
  );
  const law = bipartite().law(two);
  for (const estimator of made) {
    const refused = estimator.refuses?.(law);
    expect(refused === undefined || refused.length > 20).toBe(true);
  }
});
