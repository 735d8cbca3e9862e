import { describe, expect, it } from "vitest";
import { draw } from "../../designs/draw.ts";
import { bernoulli, blocked, cluster, complete, matchedPairs, twoStage } from "../../designs/index.ts";
import type { Estimate, EstimateRow } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../../estimators/index.ts";
import { rng } from "../../src/core/rng.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";

const agents = Array.from({ length: 40 }, (_, i) => `a${i}`);
const network = fromEdges(
  agents.map((a, i) => [a, agents[(i + 1) % 40]!] as const),
  { agents },
);
const designs = {
  complete: complete({ treated: 20 }),
  "complete, unequal": complete({ treated: 12 }),
  blocked: blocked({ blocks: agents.map((_, i) => String(i % 4)), treated: 3 }),
  "matched-pairs": matchedPairs({ pairs: agents.slice(20).map((b, k) => [agents[k]!, b] as const) }),
  cluster: cluster({ clusters: agents.map((_, i) => i >> 1), treated: 8 }),
  "two-stage": twoStage({
    groups: agents.map((_, i) => String(i >> 3)),
    saturations: [{ treated: 4, chance: 1 }],
  }),
  // Coins: the number seen varies, so Horvitz and Thompson's error depends on a constant, rightly.
  bernoulli: bernoulli(),
};
const estimators = {
  hajek: hajek({ interval: "wald" }),
  "hajek, redrawn": hajek({ interval: { kind: "redrawn", draws: 200 } }),
  "horvitz-thompson": horvitzThompson({ interval: "wald" }),
  "horvitz-thompson, redrawn": horvitzThompson({ interval: { kind: "redrawn", draws: 200 } }),
  "difference-in-means": differenceInMeans(),
};

const stream = rng("shifts");
// Multiples of 1/8, so that a shifted outcome is the outcome and the shift, to the last digit.
const outcomes = agents.map(() => Math.round(stream.uniform() * 8000) / 8);

function rowsOf(design: keyof typeof designs, y: readonly number[]): EstimateRow[] {
  return estimate({
    plan: draw(designs[design], network, { seed: 3 }),
    probabilities: exposureProbabilities(network, designs[design], ownArm()),
    outcomes: y,
    contrasts: { own: ["treated", "control"] },
    estimators: Object.values(estimators),
  });
}

const figures = (row: EstimateRow, unit = 1): (number | undefined)[] => {
  const { estimate: value, se, ci } = row as Estimate;
  return [value, se, ci?.[0], ci?.[1]].map((x) => (x === undefined ? undefined : x / unit));
};

/** Nothing but finite numbers, and a reason where an error is missing. */
function isSound(row: EstimateRow): boolean {
  if ("because" in row) return row.because !== "";
  const numbers = figures(row).filter((x) => x !== undefined);
  return numbers.every(Number.isFinite) && (row.se !== undefined || row.withheld !== undefined);
}

describe.each(Object.keys(designs) as (keyof typeof designs)[])("%s", (design) => {
  const plain = rowsOf(design, outcomes);

  it.each([1e3, -1e6, 1e9, 1.7e12, -1e13])("a constant of %d added to all outcomes", (constant) => {
    const rows = rowsOf(
      design,
      outcomes.map((y) => y + constant),
    );
    rows.forEach((row, k) => {
      expect(isSound(row)).toBe(true);
      const depends = design === "bernoulli" && row.estimator === "horvitz-thompson";
      if (depends) return;
      figures(row).forEach((x, f) => {
        const wanted = figures(plain[k]!)[f]!;
        expect(Math.abs(x! - wanted)).toBeLessThan(1e-6 * Math.abs(figures(plain[k]!)[1]!));
      });
    });
  });

  it.each([1e-300, 1e-160, 1e-9, 1e9, 1e100, 1e160, 1e300])("outcomes times %d", (factor) => {
    const rows = rowsOf(
      design,
      outcomes.map((y) => y * factor),
    );
    rows.forEach((row, k) => {
      expect(isSound(row)).toBe(true);
      const given = row as Estimate;
      expect(given.estimate / factor / (plain[k] as Estimate).estimate).toBeCloseTo(1, 6);
      if (factor > 1e-140 && factor < 1e140) expect(given.withheld).toBeUndefined();
      if (given.withheld !== undefined) {
        expect(given.withheld).toMatch(/^the standard error is beyond the numbers/);
        return;
      }
      figures(row, factor).forEach((x, f) => {
        expect(x! / figures(plain[k]!)[f]!).toBeCloseTo(1, 6);
      });
    });
  });

  it.each([1, 0.1, 1e9, 0])("no interval made of rounding where all outcomes are %d", (constant) => {
    for (const row of rowsOf(
      design,
      outcomes.map(() => constant),
    )) {
      if (design === "bernoulli" && row.estimator === "horvitz-thompson" && constant !== 0) continue;
      expect((row as Estimate).ci).toBeUndefined();
      expect((row as Estimate).withheld).toMatch(/no variation/);
    }
  });

  it("outcomes of both ends of what numbers hold", () => {
    for (const ends of [
      [1.7e308, -1.7e308],
      [5e-324, 0],
      [1e300, 1e-300],
    ])
      for (const row of rowsOf(
        design,
        outcomes.map((_, i) => ends[i % 2]!),
      ))
        expect(isSound(row)).toBe(true);
  });
});
