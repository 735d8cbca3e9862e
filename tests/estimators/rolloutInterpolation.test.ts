import { describe, expect, test } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, blocked, rollout, twoStage } from "../../designs/index.ts";
import { stageArms } from "../../designs/law/stageLaw.ts";
import { answer } from "../../estimators/answer.ts";
import type { AnswerRow, FurtherEstimate } from "../../estimators/Estimator.ts";
import type { RoundData, WorldData } from "../../estimators/ExperimentData.ts";
import { rolloutWeights } from "../../estimators/global/rolloutWeights.ts";
import {
  type RolloutInterpolationSettings,
  rolloutInterpolation,
} from "../../estimators/rolloutInterpolation.ts";
import { rng } from "../../src/core/rng.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";
import { momentsOf } from "./everyAnswer.ts";

const inquiry = { kind: "global", name: "gate" } as const;
type Outcome = (i: number, z: ArrayLike<number>) => number;

/** Worlds in which outcomes were measured at each stage, from stage `first` on. */
function worldsOf(
  network: Network,
  design: Design,
  { outcome, first = 0 }: { readonly outcome: Outcome; readonly first?: number },
) {
  const law = design.law(network);
  const exposure = ownArm().forArms?.(law.arms) ?? ownArm();
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const observed = new Uint8Array(network.n).fill(1);
  const worldOf = (adopted: Uint8Array): WorldData => {
    const condition = exposure.of(network, adopted);
    const rounds = law.arms.slice(first).map((_, r): RoundData => {
      const z = stageArms(adopted, first + r);
      const values = Float64Array.from(z, (_, i) => outcome(i, z));
      return {
        round: r + 1,
        arms: adopted,
        condition,
        outcomes: new Map([["outcome", { values, observed }]]),
      };
    });
    const { values } = rounds.at(-1)!.outcomes.get("outcome")!;
    return { probabilities, condition, arms: adopted, observed, outcome: values, rounds, confidence: 0.95 };
  };
  return { law, probabilities, worldOf };
}

function answerOf(worlds: readonly WorldData[], settings: RolloutInterpolationSettings): AnswerRow {
  const { probabilities } = worlds[0]!;
  return answer(rolloutInterpolation(settings), { probabilities, worlds, confidence: 0.95 }, inquiry);
}

function everyRow(
  network: Network,
  design: Design,
  given: { outcome: Outcome; first?: number },
  settings: RolloutInterpolationSettings,
) {
  const { law, worldOf } = worldsOf(network, design, given);
  return [...law.support!()].map(([adopted, p]) => ({
    p,
    row: answerOf([worldOf(adopted.slice())], settings),
  }));
}

interface Peer {
  readonly interpolation_coefficients: readonly {
    readonly P: readonly number[];
    readonly H: readonly number[];
  }[];
  readonly complete_rollout_coefficients: readonly Readonly<{
    beta: number;
    n: number;
    treated_per_step: number;
    L: readonly number[];
  }>[];
  readonly one_stage_ring6: {
    readonly edges: readonly (readonly [number, number])[];
    readonly alpha: readonly number[];
    readonly linear: readonly (readonly number[])[];
    readonly TTE: number;
    readonly exact_variance: number;
    readonly examples: readonly Readonly<Record<string, unknown>>[];
  };
}
const peer = readGolden<Peer>("rollout/rollout");

describe("weights of stages, against the authors' program", () => {
  test.each(peer.interpolation_coefficients)("shares $P", ({ P, H }) => {
    const found = rolloutWeights(P, P.length - 1)!;
    H.forEach((h, t) => {
      expect(Math.abs(found[t]! - h)).toBeLessThan(1e-9 * Math.max(1, ...H.map(Math.abs)));
    });
  });
  test.each(peer.complete_rollout_coefficients)(
    "numbers of agents: $beta of $n",
    ({ beta, n, treated_per_step, L }) => {
      const found = rolloutWeights(
        Array.from({ length: beta + 1 }, (_, t) => (t * treated_per_step) / beta / n),
        beta,
      )!;
      L.forEach((l, t) => {
        expect(Math.abs(found[t]! - l)).toBeLessThan(1e-9 * Math.abs(l));
      });
    },
  );
  test("more stages than the degree needs: least squares, exact for every polynomial of the degree", () => {
    const shares = [0, 0.1, 0.3, 0.4, 0.55];
    const weights = rolloutWeights(shares, 2)!;
    for (const [k, effect] of [0, 1, 1].entries())
      expect(shares.reduce((sum, p, t) => sum + weights[t]! * p ** k, 0)).toBeCloseTo(effect, 12);
    expect(rolloutWeights([0, 0.2], 2)).toBeUndefined();
    expect(rolloutWeights([0.2, 0.2, 0.2], 1)).toBeUndefined();
    expect(rolloutWeights([0, 0.2, 0.2], 2)).toBeUndefined();
  });
});

describe("roll-out interpolation over all roll-outs", () => {
  const ring = peer.one_stage_ring6;
  const onRing: Outcome = (i, z) =>
    ring.alpha[i]! +
    ring.linear[i]!.reduce((sum, c, j) => sum + c * z[j]!, 0) +
    0.4 * z[(i + 5) % 6]! * z[(i + 1) % 6]!;
  test("the authors' ring of 6: unbiased, their variance, their examples; the bound is not below it", () => {
    const network = tiny(6, [...ring.edges]);
    const design = rollout({ probability: [0.25, 0.5] });
    const found = momentsOf(everyRow(network, design, { outcome: onRing }, { order: 2 }));
    expect(found.mean).toBeCloseTo(ring.TTE, 10);
    expect(found.variance).toBeCloseTo(ring.exact_variance, 9);
    expect(found.expected).toBeGreaterThan(found.variance);
    const { worldOf } = worldsOf(network, design, { outcome: onRing });
    for (const example of ring.examples) {
      const steps = example["first_step_treated(1,2; 3=never)"] as number[];
      const row = answerOf([worldOf(Uint8Array.from(steps, (s) => (s === 3 ? 0 : s)))], { order: 2 });
      expect((row as FurtherEstimate).estimate).toBeCloseTo(example.estimate as number, 10);
    }
  });

  test("the worked example: mean outcomes of the stages, estimate and variance", () => {
    const { input } = readGolden<{
      input: { edges: [number, number][]; coefficients: Record<string, number>[] };
    }>("c04-snipe");
    const { expected } = readGolden<{ expected: { weights: number[]; estimate: number; variance: number } }>(
      "c05-staggered-rollout",
    );
    const outcome: Outcome = (i, z) =>
      Object.entries(input.coefficients[i]!).reduce(
        (sum, [set, c]) => sum + (set === "" || set.split(",").every((j) => z[Number(j)] === 1) ? c : 0),
        0,
      );
    const found = momentsOf(
      everyRow(tiny(6, input.edges), rollout({ probability: [0.2, 0.5] }), { outcome }, { order: 2 }),
    );
    expect(
      [...rolloutWeights([0, 0.2, 0.5], 2)!].map((w, t) => Math.abs(w - expected.weights[t]!) < 1e-10),
    ).toEqual([true, true, true]);
    expect(found.mean).toBeCloseTo(expected.estimate, 10);
    expect(found.variance).toBeCloseTo(expected.variance, 9);
  });

  const near =
    (network: Network): Outcome =>
    (i, z) => {
      const around = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
      return i + (1 + i) * z[i]! + around.reduce((sum, j) => sum + (0.5 + 0.3 * j) * z[j]! * (1 + z[i]!), 0);
    };
  test.each(Object.entries(tinyNetworks))(
    "numbers of adopters, %s: unbiased; no error from one world",
    (_, network) => {
      const outcome = near(network);
      const effect =
        network.ids.reduce(
          (sum, _, i) =>
            sum + outcome(i, new Uint8Array(network.n).fill(1)) - outcome(i, new Uint8Array(network.n)),
          0,
        ) / network.n;
      const rows = everyRow(network, rollout({ treated: [1, 2, 3] }), { outcome, first: 1 }, { order: 2 });
      expect(momentsOf(rows).mean).toBeCloseTo(effect, 9);
      expect(rows[0]!.row).toMatchObject({
        withheld: expect.stringMatching(/every agent depends on every other/),
      });
    },
  );

  test("several worlds with fixed numbers have the error that their spread tells", () => {
    const network = tinyNetworks.star!;
    const { law, worldOf } = worldsOf(network, rollout({ treated: [2, 4] }), { outcome: near(network) });
    const worlds = [0, 1, 2, 3].map((k) => worldOf(law.draw(rng(k))));
    const single = worlds.map((world) => (answerOf([world], { order: 2 }) as FurtherEstimate).estimate);
    const mean = single.reduce((a, b) => a + b, 0) / 4;
    const row = answerOf(worlds, { order: 2 }) as FurtherEstimate;
    expect(row.estimate).toBeCloseTo(mean, 12);
    expect(row.variance).toBeCloseTo(single.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3 / 4, 10);
    expect([row.varianceMethod, row.degrees]).toEqual(["between-worlds", 3]);
  });
});

describe("roll-out interpolation says why not, and how far it reaches", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const design = rollout({ probability: [0.1, 0.2] });
  const { law, worldOf } = worldsOf(network, design, { outcome: (i, z) => i + z[i]! });
  const world = worldOf(law.draw(rng(3)));
  test("a degree beyond the stages", () => {
    expect(answerOf([world], { order: 3 })).toMatchObject({
      because: expect.stringMatching(/needs 4 stages.*0, 0.1, 0.2/),
    });
  });
  test("no rounds; rounds that fit no stages; a list of stages that does not fit; an outcome that is not there", () => {
    const { rounds, ...bare } = world;
    const why = (given: WorldData, settings: RolloutInterpolationSettings): string =>
      (answerOf([given], settings) as { because: string }).because;
    expect(why(bare, {})).toMatch(/have no rounds/);
    expect(why({ ...world, rounds: rounds!.slice(0, 1) }, {})).toMatch(
      /1 rounds, and the roll-out has 2 stages/,
    );
    expect(why(world, { stages: [0, 1] })).toMatch(
      /stages must name a stage from 0 to 2 for each of 3 rounds/,
    );
    expect(why(world, { outcome: "mood" })).toMatch(/no outcome "mood", but outcome/);
  });
  test("the stages of rounds may be named; far extrapolation is a warning; missing outcomes leave agents out", () => {
    const last = world.rounds!.at(-1)!;
    const lost = {
      values: last.outcomes.get("outcome")!.values,
      observed: Uint8Array.from([0, 1, 1, 1, 1, 1]),
    };
    const partly = {
      ...world,
      rounds: [world.rounds![0]!, { ...last, outcomes: new Map([["outcome", lost]]) }],
    };
    const row = answerOf([partly], { stages: [0, 2] }) as FurtherEstimate;
    expect(row.population).toBe(5);
    expect(row.claim).toBe("modelled");
    expect(row.notes.join()).toMatch(/Σ\|w\| = 10;?/);
    expect((answerOf([world], { order: 2 }) as FurtherEstimate).warnings.join()).toMatch(
      /magnified 160 times/,
    );
  });
  test("designs without stages", () => {
    expect(
      rolloutInterpolation().refuses!(
        bernoulli({ probability: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] }).law(network),
      ),
    ).toMatch(/same chances/);
    const groups = ["a", "a", "a", "b", "b", "b"];
    const shares = blocked({ blocks: groups, treated: { a: 1, b: 2 } });
    expect(rolloutInterpolation().refuses!(shares.law(network))).toMatch(/same chances/);
    const equal = blocked({ blocks: groups, treated: 1 });
    expect(rolloutInterpolation().refuses!(equal.law(network))).toBeUndefined();
    const mixed = twoStage({
      groups,
      saturations: [
        { treated: 1, groups: 1 },
        { treated: 2, groups: 1 },
      ],
    });
    expect(rolloutInterpolation().refuses!(mixed.law(network))).toMatch(/use that design/);
  });
});
