import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { hajekErrors } from "../../../estimators/variance/hajekErrors.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { allTreated } from "../../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { allCases } from "../../support/bruteForce.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

/** √E[wᵀΣw] over all assignments that give an estimate, with Σ = (1 − ρ)I + ρ M Mᵀ written out, and the share that give none. */
function slowly(setting: VarianceSetting, similarity: number): { se: number; empty: number } {
  const { probabilities, levels, population } = setting;
  const { network, law, exposure, conditions, marginals } = probabilities;
  const { n } = network;
  const { offsets, sources } = symmetrize(network);
  const mix = Array.from({ length: n }, (_, i) => {
    const row = new Array<number>(n).fill(0);
    const around = [i, ...sources.subarray(offsets[i]!, offsets[i + 1]!)];
    for (const j of around) row[j] = 1 / Math.sqrt(around.length);
    return row;
  });
  const covariance = (i: number, j: number): number =>
    (i === j ? 1 - similarity : 0) + similarity * mix[i]!.reduce((sum, x, k) => sum + x * mix[j]![k]!, 0);
  let total = 0;
  let some = 0;
  for (const { condition, p: probability } of allCases(network, law, exposure)) {
    const raw = levels.map((level) =>
      Array.from({ length: n }, (_, i) =>
        population.includes(i) && condition[i] === level ? 1 / marginals[i * conditions.length + level]! : 0,
      ),
    );
    const sums = raw.map((row) => row.reduce((a, b) => a + b, 0));
    if (sums.includes(0)) continue;
    const w = raw[0]!.map((x, i) => x / sums[0]! - raw[1]![i]! / sums[1]!);
    some += probability;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) total += probability * w[i]! * w[j]! * covariance(i, j);
  }
  return { se: Math.sqrt(total / some), empty: 1 - some };
}

const designs = [
  ["coins", bernoulli({ probability: 0.4 })],
  ["fixed counts", complete({ treated: 2 })],
  ["clusters", cluster({ clusters: [0, 0, 1, 1, 2, 2] })],
] as const;
const network = tinyNetworks["triangle with a tail"]!;

describe.each(designs)("by listing all assignments: %s", (_, design) => {
  it.each([0, 0.3, 1])("with similarity %d", (similarity) => {
    const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
    const [found] = hajekErrors([setting], { similarity });
    const { se, empty } = slowly(setting, similarity);
    expect(found!.se).toBeCloseTo(se, 12);
    expect(found!.empty).toBeCloseTo(empty, 12);
    expect(found!.mcse).toBe(0);
  });
});

it("finds by drawing what listing all 8,192 assignments finds, within its own error", () => {
  const long = tiny(
    13,
    Array.from({ length: 12 }, (_, i) => [i, i + 1] as const),
  );
  const settings = [
    contrastSetting(long, bernoulli(), anyTreatedNeighbor(), ["direct", "none"]),
    contrastSetting(long, bernoulli(), allTreated(), ["all", "none"]),
  ];
  const draws = 4000;
  const found = hajekErrors(settings, { draws, seed: "a" });
  settings.forEach((setting, k) => {
    const { se, empty } = slowly(setting, 0.5);
    const one = found[k]!;
    expect(one.mcse).toBeGreaterThan(0);
    expect(one.mcse).toBeLessThan(0.02 * one.se!);
    // Both within 4.5 standard errors: a chance of 7 in a million each.
    expect(Math.abs(one.se! - se)).toBeLessThan(4.5 * one.mcse);
    expect(Math.abs(one.empty - empty)).toBeLessThan(4.5 * Math.sqrt((empty * (1 - empty)) / draws));
  });
  expect(hajekErrors(settings, { draws, seed: "a" })).toEqual(found);
});

it("clusters cost precision where outcomes are alike among neighbours, not where they are independent", () => {
  const ring = tiny(
    12,
    Array.from({ length: 12 }, (_, i) => [i, (i + 1) % 12] as const),
  );
  const clusters = Array.from({ length: 12 }, (_, i) => Math.floor(i / 6));
  const seOf = (similarity: number): number =>
    hajekErrors([contrastSetting(ring, cluster({ clusters, treated: 1 }), allTreated(), ["all", "none"])], {
      similarity,
    })[0]!.se!;
  // Four inner agents of six in each condition: 1/4 + 1/4. Neighbours of the inner four: 1, 2, 3, 3, 2, 1 times 1/(4√3), twice.
  expect(seOf(0)).toBeCloseTo(Math.sqrt(1 / 2), 12);
  expect(seOf(1)).toBeCloseTo(Math.sqrt((2 * 28) / 48), 12);
});

it("has no standard error where no assignment gives an estimate, and says how often", () => {
  // One of three is treated: the others cannot all be untreated with the treated one's neighbours.
  const pair = tiny(2, [[0, 1]]);
  const probabilities = contrastSetting(pair, complete({ treated: 1 }), anyTreatedNeighbor(), [
    "direct",
    "none",
  ]);
  expect(hajekErrors([{ ...probabilities, population: [0, 1] }])).toEqual([{ mcse: 0, empty: 1 }]);
  expect(hajekErrors([])).toEqual([]);
});
