import { describe, expect, test } from "vitest";
import { bernoulli } from "../../../designs/index.ts";
import { answer } from "../../../estimators/answer.ts";
import type { Estimate, EstimateRow } from "../../../estimators/Estimator.ts";
import type { Measurements, RoundData, WorldData } from "../../../estimators/ExperimentData.ts";
import {
  type SequentialWeightingSettings,
  sequentialWeighting,
} from "../../../estimators/observational/sequentialWeighting.ts";
import { rng } from "../../../src/core/rng.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../../support/readGolden.ts";

interface History {
  readonly l0: number;
  readonly z1: number;
  readonly l1: number;
  readonly z2: number;
  readonly y: number;
}

const measured = (values: readonly number[], unknown: readonly number[] = []): Measurements => ({
  values: Float64Array.from(values),
  observed: Uint8Array.from(values, (_, i) => Number(!unknown.includes(i))),
});

function worldOf(
  network: Network,
  histories: readonly History[],
  unknown: readonly number[] = [],
): WorldData {
  const probabilities = exposureProbabilities(network, bernoulli(), ownArm());
  const column = (name: keyof History): number[] => histories.map((one) => one[name]);
  const round = (t: number, arms: number[], outcomes: [string, Measurements][]): RoundData => ({
    ...{
      round: t,
      arms: Uint8Array.from(arms),
      condition: Uint8Array.from(arms),
      outcomes: new Map(outcomes),
    },
  });
  return {
    ...{
      probabilities,
      confidence: 0.95,
      arms: Uint8Array.from(column("z2")),
      condition: Uint8Array.from(column("z2")),
    },
    ...{ outcome: Float64Array.from(column("y")), observed: new Uint8Array(network.n).fill(1) },
    rounds: [
      round(1, column("z1"), [["l", measured(column("l1"), unknown)]]),
      round(2, column("z2"), [["y", measured(column("y"))]]),
    ],
    covariates: new Map([["l0", measured(column("l0"))]]),
  };
}

const contrast = { name: "always", first: "treated", second: "control" };
const answerOf = (world: WorldData, settings: SequentialWeightingSettings, asked = contrast): EstimateRow =>
  answer(
    sequentialWeighting(settings),
    { probabilities: world.probabilities, worlds: [world], confidence: 0.95 },
    asked,
  ) as EstimateRow;

/** P(history) of the worked example, whose L1 is changed by Z1 and changes Z2. */
function* example(): Generator<readonly [History, number]> {
  const coin = (p: number, one: number): number => (one === 1 ? p : 1 - p);
  for (let k = 0; k < 16; k++) {
    const [l0, z1, l1, z2] = [k & 1, (k >> 1) & 1, (k >> 2) & 1, k >> 3] as [number, number, number, number];
    const p =
      coin(0.4, l0) *
      coin(l0 === 0 ? 0.3 : 0.6, z1) *
      coin(0.2 + 0.3 * l0 + 0.3 * z1, l1) *
      coin(0.25 + 0.5 * l1 + 0.1 * z1, z2);
    yield [{ l0, z1, l1, z2, y: 1 + 2 * z1 + 1.5 * z2 - l1 + 0.5 * l0 + 0.7 * z1 * z2 }, p];
  }
}

describe("sequential weights", () => {
  const { expected } = readGolden<{
    expected: { counterfactualMeans: Record<string, number>; naiveConditionalMeans: Record<string, number> };
  }>("e06-sequential-ipw");
  test("the worked example as a population of 20,000 histories: the counterfactual contrast, not the conditional one", () => {
    const histories = [...example()].flatMap(([history, p]) =>
      new Array<History>(Math.round(20_000 * p)).fill(history),
    );
    const network = fromEdges([], { agents: histories.map((_, i) => String(i).padStart(5, "0")) });
    const world = worldOf(network, histories);
    const wanted = expected.counterfactualMeans["11"]! - expected.counterfactualMeans["00"]!;
    const naive = expected.naiveConditionalMeans["11"]! - expected.naiveConditionalMeans["00"]!;
    const row = answerOf(world, { covariates: ["l0"] }) as Estimate;
    expect(Math.abs(row.estimate - wanted)).toBeLessThan(2e-3);
    expect(row.claim).toBe("association");
    expect(row.notes.join("; ")).toMatch(/no unmeasured confounding.*E-value/);
    const unweighted = answerOf(world, { covariates: [], history: [] }) as Estimate;
    expect(Math.abs(unweighted.estimate - naive)).toBeLessThan(2e-3);
    const cut = answerOf(world, { covariates: ["l0"], truncate: 0.8 }) as Estimate;
    expect(cut.notes.join()).toMatch(/cut at their quantile 0.8; untruncated the estimate is 3.9/);
    expect(cut.estimate).not.toBeCloseTo(row.estimate, 3);
  });

  test("neighbours' histories are in the models; unknown histories are left out", () => {
    const network = ringLattice({ n: 400, k: 2 }).draw(rng(1));
    const random = rng(2);
    const histories = network.ids.map(() => {
      const [l0, z1] = [random.uniform(), Number(random.uniform() < 0.5)];
      const l1 = random.uniform() + z1;
      const z2 = Number(random.uniform() < 0.3 + 0.2 * l1);
      return { l0, z1, l1, z2, y: l1 + z2 + random.uniform() };
    });
    const row = answerOf(worldOf(network, histories, [3, 7]), { covariates: ["l0"] }) as Estimate;
    expect(row.population).toBe(398);
    expect(row.notes.join()).toMatch(/2 agents with an unknown outcome or history/);
    expect(row.ci![0]).toBeLessThan(2);
    expect(row.ci![1]).toBeGreaterThan(2);
  });

  test("what has no estimate, with the reason", () => {
    const network = fromEdges([], { agents: ["a", "b", "c", "d"] });
    const histories = [0, 1, 2, 3].map((i) => ({ l0: i, z1: Number(i < 2), l1: i, z2: Number(i > 1), y: i }));
    const world = worldOf(network, histories);
    const because = (row: EstimateRow): string => (row as { because: string }).because;
    expect(because(answerOf(world, { covariates: [] }))).toMatch(
      /for treated, (nobody is in the arm in all rounds up to 2|in round)/,
    );
    expect(because(answerOf(world, { covariates: [] }, { ...contrast, first: "direct" }))).toMatch(
      /contrast of arms is wanted \(control, treated\), kept in all rounds, got "direct"/,
    );
    expect(because(answerOf(world, { covariates: ["age"] }))).toMatch(/no covariate "age"/);
    expect(because(answerOf(world, { covariates: [], history: ["mood"] }))).toMatch(
      /no round before the last has an outcome "mood"/,
    );
    const { rounds: _, ...bare } = world;
    expect(because(answerOf(bare, { covariates: [] }))).toMatch(/have no rounds/);
    expect(() => sequentialWeighting({ covariates: [], truncate: 0.2 })).toThrow(
      /truncate must be a number above 0.5/,
    );
  });
});
