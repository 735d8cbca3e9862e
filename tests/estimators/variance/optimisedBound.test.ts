import { describe, expect, it } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import { groupedBound } from "../../../estimators/variance/groupedBound.ts";
import { leastSlack } from "../../../estimators/variance/leastSlack.ts";
import { optimisedBound } from "../../../estimators/variance/optimisedBound.ts";
import {
  MOST_OPTIMISED_NODES,
  optimisedSlack,
  type PriorOutcomes,
} from "../../../estimators/variance/optimisedSlack.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { forEachUnobservable, type PairForm, pairForm } from "../../../estimators/variance/pairForm.ts";
import { quadraticForm } from "../../../estimators/variance/quadraticForm.ts";
import { unobservableComponents } from "../../../estimators/variance/unobservableComponents.ts";
import { youngBound, youngSlack } from "../../../estimators/variance/youngBound.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { symmetricEigenvalues } from "../../support/linearAlgebra.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting, expectedVariance, runningExample } from "../contrastSetting.ts";

interface Wanted {
  readonly variance: number;
  readonly AS: number;
  readonly grouped: number;
  readonly traceAS: number;
  readonly minTrace: number;
  readonly degenerateBound: number;
  readonly objectivePrior: number;
  readonly objectivePriorAS: number;
}
const { input, expected, tolerance } = readGolden<{
  input: { potentialOutcomes: Record<string, number[]> };
  expected: Record<string, Wanted>;
  tolerance: number;
}>("c11-optimised-variance-bound");
const y = runningExample.levels.map((level) => input.potentialOutcomes[level]!);

function settingOf(key: string): VarianceSetting {
  const [design, contrast] = key.split(" ") as [string, string];
  const [first, second] = contrast.split("-") as [string, string];
  return contrastSetting(
    tiny(6, runningExample.edges),
    design === "complete" ? complete({ treated: 2 }) : bernoulli(),
    anyTreatedNeighbor(),
    [runningExample.names[first]!, runningExample.names[second]!],
  );
}

/** The given entries of n² S as a full matrix, NaN where S is free. */
function given(form: PairForm): number[][] {
  const rows = Array.from(form.pi, () => Array.from(form.pi, () => Number.NaN));
  forEachUnobservable(form, (k, l, a) => {
    rows[k]![l] = -a;
    rows[l]![k] = -a;
  });
  return rows;
}

const moments = (nodes: number, { means, spread }: PriorOutcomes): number[][] =>
  Array.from({ length: nodes }, (_, k) =>
    Array.from({ length: nodes }, (_, l) => means[k & 1]! * means[l & 1]! + (k === l ? spread ** 2 : 0)),
  );
const objective = (s: readonly (readonly number[])[], w: readonly (readonly number[])[]): number =>
  s.reduce((total, row, k) => total + row.reduce((sum, x, l) => sum + x * w[k]![l]!, 0), 0);

/** W = outer(m, m)/8 + I/2 with m = 3.5 and 1.5, as in the file. */
const prior: PriorOutcomes = {
  means: [3.5 / Math.sqrt(8), 1.5 / Math.sqrt(8)],
  spread: Math.SQRT1_2,
};

describe.each(Object.entries(expected))("golden c11: %s", (key, wanted) => {
  const setting = settingOf(key);
  const form = pairForm(setting);

  it("reaches the objective of the file with a feasible slack", () => {
    const rows = given(form);
    const weights = moments(12, prior);
    const slack = leastSlack(rows, weights);
    expect(Math.abs(objective(slack, weights) - wanted.objectivePrior)).toBeLessThan(tolerance);
    expect(symmetricEigenvalues(slack)[0]).toBeGreaterThan(-1e-9);
    rows.forEach((row, k) => {
      row.forEach((value, l) => {
        if (!Number.isNaN(value)) expect(slack[k]![l]).toBe(value);
      });
    });
  });

  it("improves on Young's bound as the file says", () => {
    const young = Array.from(youngSlack(form).diagonal);
    expect(young.reduce((a, b) => a + b, 0)).toBeCloseTo(wanted.traceAS, 9);
    const full = given(form).map((row, k) =>
      row.map((x, l) => (k === l ? young[k]! : Number.isNaN(x) ? 0 : x)),
    );
    expect(objective(full, moments(12, prior))).toBeCloseTo(wanted.objectivePriorAS, 9);
    const first = Float64Array.from(y[setting.levels[0]]!);
    const second = Float64Array.from(y[setting.levels[1]]!);
    expect(exactVariance(setting)(first, second)).toBeCloseTo(wanted.variance, 9);
    expect(expectedVariance(setting, y, youngBound(setting))).toBeCloseTo(wanted.AS, 9);
    expect(expectedVariance(setting, y, groupedBound(setting))).toBeCloseTo(wanted.grouped, 9);
    const found = expectedVariance(setting, y, optimisedBound(setting, { prior }));
    expect(found).toBeGreaterThan(wanted.variance);
    expect(found).toBeLessThan(wanted.grouped);
  });

  it("without a mean effect falls into the trap: the smallest trace, and with S = s sᵀ the variance plus the squared effect", () => {
    const slack = leastSlack(given(form), moments(12, { means: [0, 0], spread: 1 }));
    const trace = slack.reduce((sum, row, k) => sum + row[k]!, 0);
    expect(Math.abs(trace - wanted.minTrace)).toBeLessThan(tolerance);
    const pairs = Array.from({ length: 12 }, (_, k) =>
      Array.from({ length: k }, (_, l) => [l, k, (k ^ l) % 2 === 0 ? 1 : -1] as const),
    ).flat();
    const degenerate = quadraticForm(form, { diagonal: new Float64Array(12).fill(1), pairs });
    expect(expectedVariance(setting, y, degenerate)).toBeCloseTo(wanted.degenerateBound, 9);
  });
});

describe("optimised bound", () => {
  it("refuses a prior without an effect, or without spread", () => {
    const setting = settingOf("bernoulli 01-00");
    expect(() => optimisedBound(setting, { prior: { means: [1, 1], spread: 1 } })).toThrow(
      "optimisedBound: wanted two different means of the prior, got 1 and 1",
    );
    expect(() => optimisedBound(setting, { prior: { means: [1, 0], spread: 0 } })).toThrow(
      "optimisedBound: wanted a prior spread above 0, got 0",
    );
  });

  it("gives way to the grouped bound, and says so, when the means hardly differ", () => {
    const edges = Array.from({ length: 25 }, (_, i) => [i, (i + 1) % 25] as const);
    const setting = contrastSetting(
      tiny(25, edges),
      bernoulli({ probability: 1 / 3 }),
      anyTreatedNeighbor(),
      ["direct", "none"],
    );
    const found = optimisedBound(setting, { prior: { means: [1e-6, 0], spread: 1 } });
    expect(found.note).toMatch(/near to the square of the effect itself/);
    const seen = {
      condition: Uint8Array.from({ length: 25 }, (_, i) => setting.levels[i % 2]!),
      value: Float64Array.from({ length: 25 }, (_, i) => i % 7),
    };
    expect(found(seen)).toBe(groupedBound(setting)(seen));
    expect(optimisedBound(setting).note).toBeUndefined();
  });

  it("takes each component by itself in larger populations, and Young's bound for components too large", () => {
    const agents = MOST_OPTIMISED_NODES;
    const coins = contrastSetting(tiny(agents, []), bernoulli(), ownArm(), ["treated", "control"]);
    const form = pairForm(coins);
    expect(unobservableComponents(form)).toEqual(
      Array.from({ length: agents }, (_, p) => [2 * p, 2 * p + 1]),
    );
    const { slack, large } = optimisedSlack(form, { means: [2, 1], spread: 1 });
    expect(large).toBe(0);
    // One agent: minimise x W₁₁ + y W₂₂ − 2 W₁₂ with xy = 1, so x/y = W₂₂/W₁₁ = 2/5.
    expect(slack.diagonal[0]! / slack.diagonal[1]!).toBeCloseTo(2 / 5, 4);
    expect(slack.diagonal[0]! * slack.diagonal[1]!).toBeCloseTo(1, 4);

    const star = tiny(
      agents,
      Array.from({ length: agents - 1 }, (_, i) => [0, i + 1] as const),
    );
    const crowded = contrastSetting(star, bernoulli(), anyTreatedNeighbor(), ["direct", "none"]);
    const found = optimisedBound(crowded);
    expect(found.note).toMatch(
      /potential outcomes hang together in sets of more than 100, which were not optimised/,
    );
  });
});
