import { describe, expect, it } from "vitest";
import { complete } from "../../../designs/index.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { redraws } from "../../../estimators/interval/redraws.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(8, []);
const base = [3, 1, 4, 1.5, 5, 9, 2, 6];

function row(treated: number, arms: readonly number[], y: readonly number[], confidence = 0.95): Estimate {
  const [found] = estimate({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, complete({ treated }), ownArm()),
    outcomes: y,
    contrasts: { own: ["treated", "control"] },
    estimators: [hajek({ interval: "randomization" })],
    confidence,
  });
  return found as Estimate;
}

describe("two conditions and the same effect for everybody", () => {
  it("covers at least as often as it says, over every assignment, and not much more", () => {
    const effect = 2.5;
    const law = complete({ treated: 4 }).law(network);
    let covered = 0;
    for (const [arms, p] of law.support!()) {
      const y = base.map((one, i) => one + effect * arms[i]!);
      const { ci } = row(4, [...arms], y);
      if (ci![0] <= effect && effect <= ci![1]) covered += p;
    }
    expect(covered).toBeGreaterThanOrEqual(0.95);
    expect(covered).toBeLessThan(1);
  });

  it("holds exactly the effects with p above 1 − confidence, by brute force on a grid", () => {
    const arms = [1, 0, 1, 0, 0, 1, 0, 1];
    const y = base.map((one, i) => one + 2.5 * arms[i]!);
    const { ci, estimate: found } = row(4, arms, y, 0.8);
    const t = (z: ArrayLike<number>, values: readonly number[], effect: number): number => {
      const split = [1, 0].map((arm) => values.filter((_, i) => z[i] === arm));
      const mean = split.map((part) => part.reduce((a, b) => a + b) / part.length);
      // With half of the agents treated the variance is a multiple of the squared residuals of both arms, the same in all redraws.
      const spread = split.map((part, a) => part.reduce((total, one) => total + (one - mean[a]!) ** 2, 0));
      return Math.abs(mean[0]! - mean[1]! - effect) / Math.sqrt(spread[0]! + spread[1]!);
    };
    const assignments = [...complete({ treated: 4 }).law(network).support!()].map(([z]) => z);
    const p = (effect: number): number => {
      const zero = y.map((one, i) => one - effect * arms[i]!);
      const seen = t(arms, y, effect);
      const reached = assignments.filter((z) => {
        const values = zero.map((one, i) => one + effect * z[i]!);
        return t(z, values, effect) >= seen * (1 - 1e-9);
      });
      return reached.length / assignments.length;
    };
    for (const step of [0.01, 0.05]) {
      expect(p(ci![0] + step)).toBeGreaterThan(0.2);
      expect(p(ci![1] - step)).toBeGreaterThan(0.2);
      expect(p(ci![0] - step)).toBeLessThanOrEqual(0.2);
      expect(p(ci![1] + step)).toBeLessThanOrEqual(0.2);
    }
    expect(p(found)).toBe(1);
  });
});

it("with drawn redraws the data count as one of them: p = (1 + reached) / (1 + redraws), by brute force", () => {
  const sixteen = tiny(16, []);
  const design = complete({ treated: 8 });
  const probabilities = exposureProbabilities(sixteen, design, ownArm());
  const arms = Array.from({ length: 16 }, (_, i) => ((i * 7) % 16 < 8 ? 1 : 0));
  const y = arms.map((arm, i) => base[i % 8]! + ((i * i) % 5) + 2 * arm);
  const [found] = estimate({
    plan: { arms: ["control", "treated"], agents: sixteen.ids, assignments: [arms] },
    probabilities,
    outcomes: y,
    contrasts: { own: ["treated", "control"] },
    estimators: [
      hajek({ interval: { kind: "randomization", draws: 100, seed: 5 }, variance: "aronow-samii" }),
    ],
    confidence: 0.9,
  });
  const { ci, redraws: used } = found as Estimate;
  expect(used).toMatchObject({ used: 100, listed: false });
  const drawn = redraws(probabilities, { draws: 100, seed: 5 });
  const t = (z: ArrayLike<number>, values: readonly number[], effect: number): number => {
    const split = [1, 0].map((arm) => values.filter((_, i) => z[i] === arm));
    const mean = split.map((part) => part.reduce((a, b) => a + b) / part.length);
    const spread = split.map((part, a) => part.reduce((total, one) => total + (one - mean[a]!) ** 2, 0));
    return Math.abs(mean[0]! - mean[1]! - effect) / Math.sqrt(spread[0]! + spread[1]!);
  };
  const p = (effect: number): number => {
    const zero = y.map((one, i) => one - effect * arms[i]!);
    let reached = 0;
    for (let r = 0; r < 100; r++) {
      const z = drawn.conditions.subarray(16 * r, 16 * (r + 1));
      const values = zero.map((one, i) => one + effect * z[i]!);
      if (t(z, values, effect) >= t(arms, y, effect) * (1 - 1e-9)) reached++;
    }
    return (1 + reached) / 101;
  };
  for (const step of [0.001, 0.01]) {
    expect(p(ci![0] + step)).toBeGreaterThan(0.1);
    expect(p(ci![1] - step)).toBeGreaterThan(0.1);
    expect(p(ci![0] - step)).toBeLessThanOrEqual(0.1);
    expect(p(ci![1] + step)).toBeLessThanOrEqual(0.1);
  }
});

it("no interval where the design has too few assignments to reject anything", () => {
  const four = tiny(4, []);
  const [found] = estimate({
    plan: { arms: ["control", "treated"], agents: four.ids, assignments: [[1, 1, 0, 0]] },
    probabilities: exposureProbabilities(four, complete({ treated: 2 }), ownArm()),
    outcomes: [9, 8, 1, 2],
    contrasts: { own: ["treated", "control"] },
    estimators: [hajek({ interval: "randomization" })],
  });
  expect(found).toMatchObject({
    estimate: 7,
    withheld:
      "the randomization test rejects no effect at this confidence: the design has too few assignments, or too few agents in a condition",
  });
  expect(found).not.toHaveProperty("ci");
});
