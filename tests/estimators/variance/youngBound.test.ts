import { describe, expect, it } from "vitest";
import { bernoulli, complete, fixed } from "../../../designs/index.ts";
import { aronowSamii } from "../../../estimators/variance/aronowSamii.ts";
import { cliqueCover } from "../../../estimators/variance/cliqueCover.ts";
import { formPairs, jointOf, pairForm, unobservablePair } from "../../../estimators/variance/pairForm.ts";
import { youngBound, youngSlack } from "../../../estimators/variance/youngBound.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

describe("Aronow and Samii's bound made ready", () => {
  it.each([
    ["coins", bernoulli({ probability: 0.3 })],
    ["fixed counts", complete({ treated: 60 })],
  ])("equals the streaming one with %s", (_, design) => {
    const network = smallWorld({ n: 200, k: 4, rewire: 0.1 }).draw(rng(8));
    const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
    const [prepared, streamed] = [youngBound(setting), aronowSamii(setting)];
    for (let draw = 0; draw < 5; draw++) {
      const arms = setting.probabilities.law.draw(rng(draw));
      const condition = setting.probabilities.exposure.of(network, arms);
      const value = Float64Array.from(condition, (c, i) => ((i * 13) % 7) + c);
      const wanted = streamed({ condition, value }).total;
      expect(Math.abs(prepared({ condition, value }) / wanted - 1)).toBeLessThan(1e-12);
    }
  });

  it("refuses more pairs than it can keep", () => {
    const setting = contrastSetting(tiny(3000, []), complete({ treated: 1000 }), ownArm(), [
      "treated",
      "control",
    ]);
    expect(formPairs(setting)).toBe(4498500);
    expect(() => youngBound(setting)).toThrow(
      "pairForm: wanted at most 4000000 pairs of agents, got up to 4498500: use aronow-samii or dependency-bound",
    );
  });
});

describe("the pairs of a design", () => {
  const network = tiny(6, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ]);

  it.each([
    ["coins", bernoulli({ probability: 0.3 })],
    ["fixed counts", complete({ treated: 2 })],
  ])("hold every joint probability with %s, listed or as a product", (_, design) => {
    const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
    const form = pairForm(setting);
    const { probabilities, levels, population } = setting;
    for (let k = 0; k < 2 * population.length; k++)
      for (let l = 0; l < 2 * population.length; l++) {
        const [c, d] = [k, l].map((x) => probabilities.conditions[levels[(x & 1) as 0 | 1]]!);
        const wanted = probabilities.joint(population[k >> 1]!, c!, population[l >> 1]!, d!);
        expect(jointOf(form, k, l)).toBeCloseTo(wanted, 14);
        expect(unobservablePair(form, k, l)).toBe(wanted === 0);
      }
  });

  it("count as unobservable below a limit, and in simulation below ten draws", () => {
    const setting = contrastSetting(network, bernoulli({ probability: 0.3 }), anyTreatedNeighbor(), [
      "indirect",
      "none",
    ]);
    const form = pairForm(setting, { below: 0.1 });
    const rare = (k: number, l: number): boolean => jointOf(form, k, l) < 0.1;
    // Agents 0 and 1: near. Agents 0 and 5 are independent, so rarity costs nothing and nothing is bounded.
    expect(unobservablePair(form, 1, 2)).toBe(rare(1, 2));
    expect(jointOf(form, 0, 10)).toBeLessThan(0.1);
    expect(unobservablePair(form, 0, 10)).toBe(false);

    const ten = Array.from({ length: 10 }, () => [1, 0, 0, 0, 0, 0]);
    const nine = Array.from({ length: 9 }, () => [0, 0, 0, 0, 0, 1]);
    const listed = exposureProbabilities(
      network,
      fixed({ assignments: [...ten, ...nine] }),
      anyTreatedNeighbor(),
    );
    const drawn = { ...listed, method: "monte-carlo" as const, draws: 19 };
    // Agent 1 hears agent 0, agent 4 hears agent 5; agents 2 and 3 never hear anybody.
    const simulated = { probabilities: drawn, levels: setting.levels, population: [1, 4] };
    expect(unobservablePair(pairForm(simulated, {}), 0, 3)).toBe(false);
    expect(unobservablePair(pairForm(simulated, {}), 1, 2)).toBe(true);
    expect(unobservablePair(pairForm(simulated), 1, 2)).toBe(false);
    // |A| of the rare pair is |(9/19)/((9/19)(9/19)) − 1| = 10/9.
    expect(
      youngSlack(pairForm(simulated, {})).diagonal[2]! - youngSlack(pairForm(simulated)).diagonal[2]!,
    ).toBeCloseTo(10 / 9, 12);
  });
});

it("cliques cover each edge once, the first ones first", () => {
  const cover = (edges: readonly (readonly [number, number])[], nodes: number): number[][] => {
    const open = Array.from({ length: nodes }, () => new Set<number>());
    for (const [k, l] of edges) {
      open[k]!.add(l);
      open[l]!.add(k);
    }
    return cliqueCover(
      open,
      open.map((_, k) => k),
    );
  };
  expect(cover([], 3)).toEqual([]);
  expect(
    cover(
      [
        [0, 1],
        [0, 2],
        [1, 2],
        [1, 3],
        [2, 3],
      ],
      4,
    ),
  ).toEqual([
    [0, 1, 2],
    [1, 3],
    [2, 3],
  ]);
});
