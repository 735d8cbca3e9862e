import { describe, expect, it } from "vitest";
import { bernoulli, complete, draw, rollout, stageArms, stageLaw } from "../../designs/index.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

const six = tinyNetworks["triangle with a tail"]!;
const halves = [0, 0, 1, 1, 2, 2];

describe("across stages", () => {
  /** P(Z_i^s = 1, Z_j^t = 1) from the probabilities of the adoption stages. */
  const joint = (design: ReturnType<typeof rollout>, [i, s]: number[], [j, t]: number[]): number => {
    const pi = exposureProbabilities(six, design, ownArm());
    const by = (stage: number): string[] => pi.conditions.slice(1, stage + 1);
    return sum(by(s!).flatMap((first) => by(t!).map((second) => pi.joint(i!, first, j!, second))));
  };

  it("has the joint probabilities of one threshold per agent, with coins", () => {
    const p = [0.2, 0.5, 0.9];
    const design = rollout({ probability: p });
    for (let s = 1; s <= 3; s++) {
      for (let t = 1; t <= 3; t++) {
        expect(joint(design, [0, s], [1, t])).toBeCloseTo(p[s - 1]! * p[t - 1]!, 15);
        expect(joint(design, [4, s], [4, t])).toBeCloseTo(Math.min(p[s - 1]!, p[t - 1]!), 15);
      }
    }
  });

  it("has the joint probabilities of one random order, with counts", () => {
    const m = [1, 3, 4];
    const design = rollout({ treated: m });
    for (let s = 1; s <= 3; s++) {
      for (let t = s; t <= 3; t++) {
        expect(joint(design, [0, s], [1, t])).toBeCloseTo((m[s - 1]! * (m[t - 1]! - 1)) / 30, 15);
        expect(joint(design, [4, s], [4, t])).toBeCloseTo(m[s - 1]! / 6, 15);
      }
    }
  });

  it("keeps clusters together at every stage", () => {
    const design = rollout({ probability: [0.2, 0.5], clusters: halves });
    expect(joint(design, [0, 1], [1, 2])).toBeCloseTo(0.2, 15);
    expect(joint(design, [0, 1], [2, 2])).toBeCloseTo(0.1, 15);
    expect(draw(design, six, { seed: 1 }).clusters).toEqual(halves);
  });

  it("draws the same roll-out at every stage of one seed, nested", () => {
    for (const setting of [{ probability: [0.2, 0.5, 1] }, { treated: [1, 3, 6] }]) {
      const whole = draw(rollout(setting), six, { seed: 7, worlds: 50 }).assignments;
      for (const stage of [1, 2, 3]) {
        const { assignments } = draw(rollout({ ...setting, stage }), six, { seed: 7, worlds: 50 });
        expect(assignments).toEqual(whole.map((adopted) => [...stageArms(adopted, stage)]));
      }
      expect([...stageArms(whole[0]!, 3)]).toEqual([1, 1, 1, 1, 1, 1]);
    }
  });
});

describe("one stage", () => {
  it("is a Bernoulli or a complete design, with its exact exposure probabilities", () => {
    const pairs = [
      [rollout({ probability: [0.25, 0.5], stage: 2 }), bernoulli({ probability: 0.5 })],
      [rollout({ treated: [1, 3], stage: 2 }), complete({ treated: 3 })],
      [rollout({ shares: [1 / 6, 0.5], stage: 2 }), complete({ treated: 3 })],
    ] as const;
    for (const [staged, plain] of pairs) {
      expect(staged.law(six).structure).toEqual(plain.law(six).structure);
      const pi = exposureProbabilities(six, staged, anyTreatedNeighbor());
      const known = exposureProbabilities(six, plain, anyTreatedNeighbor());
      expect(pi.method).toBe("exact");
      for (let i = 0; i < 6; i++)
        for (const c of pi.conditions) expect(pi.of(i, c)).toBeCloseTo(known.of(i, c), 15);
    }
  });

  it("treats nobody at stage 0, and everybody once the chance is 1", () => {
    const law = rollout({ probability: [0.1, 0.3, 1] }).law(six);
    expect(stageLaw(law, 0).marginal(2, 1)).toBe(0);
    expect(stageLaw(law, 3).marginal(2, 0)).toBe(0);
    expect(stageLaw(law, 3, ["off", "on"]).arms).toEqual(["off", "on"]);
  });

  it("refuses stages that are not there and laws of another kind", () => {
    const law = rollout({ treated: [1, 2] }).law(six);
    expect(() => stageLaw(law, 3)).toThrow("rollout: stage must be a whole number from 0 to 2, got 3");
    const structure = { kind: "sampler-only" } as const;
    expect(() => stageLaw({ ...law, structure }, 1)).toThrow(
      "rollout: a stage needs a law of independent blocks or fixed counts, got sampler-only: use the design rollout",
    );
  });
});

describe("golden numbers", () => {
  /** Mean and variance over all roll-outs of Σ_t w_t Ȳ_t, where outcomes follow from who is treated at a stage. */
  const moments = (
    design: ReturnType<typeof rollout>,
    weights: readonly number[],
    outcomes: (z: Uint8Array) => number[],
  ): [mean: number, variance: number] => {
    const law = design.law(six);
    const found = [...law.support!()].map(([adopted, p]) => {
      const means = weights.map((_, t) => sum(outcomes(stageArms(adopted, t))) / 6);
      return [sum(means.map((mean, t) => mean * weights[t]!)), p] as const;
    });
    const mean = sum(found.map(([value, p]) => value * p));
    return [mean, sum(found.map(([value, p]) => (value - mean) ** 2 * p))];
  };

  it("c05: the interpolation estimator over a coupled Bernoulli roll-out", () => {
    type Golden = {
      input: { p: number[] };
      expected: { weights: number[]; estimate: number; variance: number };
    };
    const { input, expected } = readGolden<Golden>("c05-staggered-rollout");
    const { coefficients } = readGolden<{ input: { coefficients: Record<string, number>[] } }>(
      "c04-snipe",
    ).input;
    const terms = coefficients.map((row) =>
      Object.entries(row).map(([set, c]) => [set === "" ? [] : set.split(",").map(Number), c] as const),
    );
    const outcomes = (z: Uint8Array): number[] =>
      terms.map((row) => sum(row.map(([set, c]) => (set.every((j) => z[j] === 1) ? c : 0))));
    const [mean, variance] = moments(rollout({ probability: input.p.slice(1) }), expected.weights, outcomes);
    expect(mean).toBeCloseTo(expected.estimate, 10);
    expect(variance).toBeCloseTo(expected.variance, 10);
  });

  it("rollout: the exact mean and variance of a peer's estimator on a ring of 6", () => {
    type Golden = {
      one_stage_ring6: { P: number[]; alpha: number[]; linear: number[][] } & Record<string, number>;
      interpolation_coefficients: { P: number[]; H: number[] }[];
    };
    const { one_stage_ring6: ring, interpolation_coefficients } = readGolden<Golden>("rollout/rollout");
    const { H } = interpolation_coefficients.find(({ P }) => P.join() === ring.P.join())!;
    const outcomes = (z: Uint8Array): number[] =>
      ring.alpha.map((alpha, i) => {
        const linear = ring.linear[i]!.map((c, j) => c * z[j]!);
        return alpha + sum(linear) + 0.4 * z[(i + 5) % 6]! * z[(i + 1) % 6]!;
      });
    const [mean, variance] = moments(rollout({ probability: ring.P.slice(1) }), H, outcomes);
    expect(mean).toBeCloseTo(ring.exact_mean!, 10);
    expect(variance).toBeCloseTo(ring.exact_variance!, 10);
  });
});

describe("settings", () => {
  it("names its arms after the stages, or as it is told", () => {
    expect(rollout({ treated: [1, 2] }).params).toEqual({
      treated: [1, 2],
      arms: ["never", "stage-1", "stage-2"],
    });
    expect(rollout({ treated: [1, 2], stage: 1 }).params.arms).toEqual(["control", "treated"]);
    expect(rollout({ treated: [1], arms: ["no", "yes"] }).law(six).arms).toEqual(["no", "yes"]);
  });

  const faults: readonly (readonly [Record<string, unknown>, string])[] = [
    [
      {},
      "rollout: probability is missing: it must be a list, one chance per stage (or give treated or shares)",
    ],
    [
      { probability: [0.1], treated: [1] },
      "rollout: treated must be left out where probability is given, got [1]",
    ],
    [{ probability: [] }, "rollout: probability must have at least one stage, got []"],
    [
      { probability: [0.5, 0.2] },
      "rollout: probability must increase from stage to stage (order the stages, and leave out those that add nobody), got [0.5,0.2]",
    ],
    [
      { treated: [2, 2] },
      "rollout: treated must increase from stage to stage (order the stages, and leave out those that add nobody), got [2,2]",
    ],
    [{ probability: [0, 0.2] }, "rollout: probability.0 must be a probability above 0, at most 1, got 0"],
    [{ probability: [0.2, 1.2] }, "rollout: probability.1 must be a probability from 0 to 1, got 1.2"],
    [{ treated: [0.5, 2] }, "rollout: treated.0 must be a whole number of at least 1, got 0.5"],
    [{ treated: [1, 2], stage: 3 }, "rollout: stage must be a whole number from 1 to 2, got 3"],
    [
      { treated: [1], arms: ["a"] },
      'rollout: arms must be 2 names, all different, untreated first, got ["a"]',
    ],
    [{ treated: [1, 7] }, "rollout: treated must end with at most 6 (there are 6 agents), got 7"],
    [
      { treated: [1, 2, 3, 4], clusters: halves },
      "rollout: every stage must add at least one cluster, but there are 4 stages for 3 clusters: name fewer stages",
    ],
    [
      { shares: [0.25, 0.9, 1] },
      "rollout: shares must give whole numbers of agents, but of 6 agents they are 1.5, 5.4, 6: give treated, such as [2, 5, 6]",
    ],
    [
      { shares: [0.9, 0.95, 1] },
      "rollout: shares must give whole numbers of agents, but of 6 agents they are 5.4, 5.7, 6: give treated, such as [4, 5, 6]",
    ],
    [{ treated: [1], clusters: [0, 1] }, "rollout: clusters must have 6 entries, one per agent, got 2"],
  ];
  it.each(faults)("refuses %j", (settings, message) => {
    expect(() => rollout.from(settings).law(six)).toThrow(message);
  });

  it("works with one agent", () => {
    const law = rollout({ treated: [1] }).law(tiny(1, []));
    expect([...law.support!()]).toEqual([[Uint8Array.of(1), 1]]);
  });
});

it("is planned from a study file, with the stage of each agent", async () => {
  const study = await parseStudy(`
seed: 7
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: linear-in-means }
inquiry: { first: [both, none] }
data:
  assign: { kind: rollout, shares: [0.25, 0.5, 1] }
  expose: { kind: any-treated, focal: stage-1 }
answer: [hajek]
`);
  const plan = planStudy(study);
  expect(plan.arms).toEqual(["never", "stage-1", "stage-2", "stage-3"]);
  expect(plan.design.params).toEqual({ shares: [0.25, 0.5, 1], arms: plan.arms });
  expect([...plan.assignments[0]!].sort()).toEqual([1, 1, 2, 2, 3, 3, 3, 3]);
});
