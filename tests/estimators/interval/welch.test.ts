import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { bernoulli, complete, type Design } from "../../../designs/index.ts";
import { welch } from "../../../estimators/interval/welch.ts";
import { aronowSamii } from "../../../estimators/variance/aronowSamii.ts";
import type { Seen, VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

interface Scene {
  readonly setting: VarianceSetting;
  readonly condition: Uint8Array;
  readonly formula: (seen: Seen) => number;
}

function scene(
  network: Network,
  design: Design,
  exposure: Exposure,
  arms: readonly number[],
  names: readonly [string, string],
): Scene {
  const probabilities = exposureProbabilities(network, design, exposure);
  const levels = names.map((name) => probabilities.conditions.indexOf(name)) as [number, number];
  const population = network.ids.map((_, i) => i);
  const setting = { probabilities, levels, population };
  const parts = aronowSamii(setting);
  const formula = (seen: Seen): number => parts(seen).total;
  return { setting, condition: exposure.of(network, Uint8Array.from(arms)), formula };
}

/** Residuals of made-up outcomes from the weighted mean of their condition. */
function residuals({ setting, condition }: Scene): Float64Array {
  const { probabilities, levels } = setting;
  const value = Float64Array.from(condition, (_, i) => Math.sin(3 * i) + (i % 4));
  for (const level of levels) {
    const members = [...condition.keys()].filter((i) => condition[i] === level);
    const w = members.map((i) => 1 / probabilities.marginals[i * probabilities.conditions.length + level]!);
    const all = w.reduce((a, b) => a + b, 0);
    const mean = members.reduce((total, i, k) => total + (w[k]! * value[i]!) / all, 0);
    for (const i of members) value[i]! -= mean;
  }
  return value;
}

/** tr(Q)/tr(MᵀQM) of one condition with dense matrices: Q by evaluating the formula on every pair of unit vectors. */
function exactInflation({ setting, condition, formula }: Scene, level: number): number {
  const { probabilities } = setting;
  const members = [...condition.keys()].filter((i) => condition[i] === level);
  const m = members.length;
  const at = (...ones: readonly number[]): number => {
    const value = new Float64Array(condition.length);
    for (const k of ones) value[members[k]!]! += 1;
    return formula({ condition, value });
  };
  const Q = Matrix.zeros(m, m);
  for (let j = 0; j < m; j++)
    for (let k = 0; k < m; k++) Q.set(j, k, j === k ? at(j) : (at(j, k) - at(j) - at(k)) / 2);
  const w = members.map((i) => 1 / probabilities.marginals[i * probabilities.conditions.length + level]!);
  const all = w.reduce((a, b) => a + b, 0);
  const M = Matrix.eye(m, m).sub(Matrix.ones(m, 1).mmul(Matrix.rowVector(w.map((one) => one / all))));
  return Q.trace() / M.transpose().mmul(Q).mmul(M).trace();
}

describe("a variance corrected for few observations", () => {
  const coins = scene(
    tiny(12, []),
    bernoulli({ probability: 0.1 }),
    ownArm(),
    [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ["treated", "control"],
  );
  const told = (one: Scene, centred = true): ReturnType<typeof welch> => {
    const seen = { condition: one.condition, value: residuals(one) };
    return welch(one.setting, seen, { formula: one.formula, variance: one.formula(seen), centred });
  };

  it("under coins: close to m/(m − 1) for the four treated, who decide, and three degrees of freedom", () => {
    const seen = { condition: coins.condition, value: residuals(coins) };
    const { variance, degrees } = told(coins);
    const exact = exactInflation(coins, 1);
    expect(exact).toBeCloseTo(4 / 3, 10);
    // By hand from both conditions: what each adds to its own part, and nothing else.
    const part = (level: number): number => {
      const own = new Float64Array(12);
      for (const i of coins.condition.keys()) if (coins.condition[i] === level) own[i] = seen.value[i]!;
      return (exactInflation(coins, level) - 1) * coins.formula({ condition: coins.condition, value: own });
    };
    expect(variance).toBeCloseTo(coins.formula(seen) + part(1) + part(0), 10);
    expect(degrees).toBeGreaterThan(2.5);
    expect(degrees).toBeLessThan(4);
  });

  it("under a fixed count: the joint probabilities make up for it, and next to nothing is added", () => {
    const fixed = scene(
      tiny(12, []),
      complete({ treated: 4 }),
      ownArm(),
      [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      ["treated", "control"],
    );
    const seen = { condition: fixed.condition, value: residuals(fixed) };
    expect(told(fixed).variance / fixed.formula(seen)).toBeLessThan(1.1);
  });

  it("where those seen came into the condition together: hardly a degree is left", () => {
    // A pair that is only ever treated with a treated neighbour together.
    const pair = scene(
      fromEdges(
        [
          ["a", "b"],
          ["c", "d"],
          ["e", "f"],
          ["g", "h"],
        ],
        {},
      ),
      bernoulli({ probability: 0.1 }),
      anyTreatedNeighbor(),
      [1, 1, 0, 0, 0, 0, 0, 0],
      ["both", "none"],
    );
    expect(exactInflation(pair, pair.setting.levels[0])).toBeGreaterThan(5);
    expect(told(pair).degrees).toBeLessThan(1);
  });

  it("of outcomes that are not centred nothing is corrected", () => {
    const value = Float64Array.from(coins.condition, (_, i) => 1 + (i % 3));
    const seen = { condition: coins.condition, value };
    const variance = coins.formula(seen);
    expect(
      welch(coins.setting, seen, { formula: coins.formula, variance, centred: false }).variance,
    ).toBeCloseTo(variance, 12);
  });
});
