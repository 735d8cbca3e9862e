import { describe, expect, it } from "vitest";
import { dependencyBound } from "../../../estimators/variance/dependencyBound.ts";
import { groupedBound } from "../../../estimators/variance/groupedBound.ts";
import { studentTQuantile } from "../../../src/core/numbers/studentT.ts";
import { allCases } from "../../support/bruteForce.ts";
import { arms, outcomes, ring, spillover } from "../ringOfTen.ts";

const everybody = outcomes.map((_, i) => i);
const weight = (i: number, c: number): number => 1 / ring.of(i, ring.conditions[c]!);
const meanOf = (y: readonly number[], condition: Uint8Array, c: number): number => {
  const seen = everybody.filter((i) => condition[i] === c);
  return (
    seen.reduce((total, i) => total + y[i]! * weight(i, c), 0) /
    seen.reduce((total, i) => total + weight(i, c), 0)
  );
};
const count = (condition: Uint8Array, c: number): number => condition.filter((one) => one === c).length;

/** Every redraw with outcomes imputed by the definition: nothing but the variance formula is shared with the code. */
function redrawn(apart = false): { error: number; t: number; p: number }[] {
  const own = ring.exposure.of(ring.network, Uint8Array.from(arms));
  const residual = outcomes.map((y, i) => {
    const m = count(own, own[i]!);
    return (y - meanOf(outcomes, own, own[i]!)) * (m > 1 ? Math.sqrt(m / (m - 1)) : 1);
  });
  const [none, indirect] = [0, 1].map((c) => meanOf(outcomes, own, c)) as [number, number];
  const spread = ring.conditions.map((_, c) => {
    const squares = residual.filter((_, i) => own[i] === c).map((e) => e ** 2);
    return squares.length < 2 ? 0 : Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
  });
  const units = everybody.flatMap((i) => {
    const sd = spread[own[i]!]!;
    return sd > 0 ? [residual[i]! / sd] : [];
  });
  let turn = 0;
  const unit = everybody.map((i) => {
    const sd = spread[own[i]!]!;
    return sd > 0 ? residual[i]! / sd : units[turn++ % units.length]!;
  });
  const first = apart ? unit.map((z) => indirect + spread[1]! * z) : residual.map((e) => e + indirect);
  const second = apart ? unit.map((z) => none + spread[0]! * z) : residual.map((e) => e + none);
  const effect = everybody.reduce((total, i) => total + first[i]! - second[i]!, 0) / 10;
  const setting = { probabilities: ring, levels: [1, 0] as const, population: everybody };
  const formula = groupedBound(setting);
  const bound = dependencyBound(setting);
  return allCases(ring.network, ring.law, ring.exposure).flatMap(({ condition, p }) => {
    if (count(condition, 0) < 2 || count(condition, 1) < 2) return [];
    const y = everybody.map((i) => (condition[i] === 1 ? first[i]! : second[i]!));
    const means = [0, 1].map((c) => meanOf(y, condition, c));
    const value = Float64Array.from(y, (one, i) => one - (means[condition[i]!] ?? one));
    const variance = formula({ condition, value });
    const error = Math.abs(means[1]! - means[0]! - effect);
    return [{ error, t: error / Math.sqrt(variance < 0 ? bound({ condition, value }) : variance), p }];
  });
}

/** The smallest x with P(value ≤ x) ≥ 0.95. */
function quantile(values: readonly { value: number; p: number }[]): number {
  const all = values.reduce((total, { p }) => total + p, 0);
  const sorted = [...values].sort((a, b) => a.value - b.value);
  let below = 0;
  for (const { value, p } of sorted) {
    below += p;
    if (below >= 0.95 * all - 1e-12) return value;
  }
  return Number.POSITIVE_INFINITY;
}

describe("against a list of all redraws", () => {
  it("calibrated: the quantile of |t*|, times the standard error", () => {
    const row = spillover("calibrated");
    const q = quantile(redrawn().map(({ t, p }) => ({ value: t, p })));
    expect(row.interval).toBe("calibrated");
    expect(row.ci![1] - row.estimate).toBeCloseTo(q * row.se!, 10);
    expect(row.estimate - row.ci![0]).toBeCloseTo(q * row.se!, 10);
    expect(row.redraws).toEqual({ used: 110, leftOut: 10, listed: true });
  });

  it("redrawn: the quantile of |τ̂* − τ|, with the spread of all or of each condition, times t over z, but no less than Welch's", () => {
    const row = spillover("redrawn");
    const at = (apart: boolean): number =>
      quantile(redrawn(apart).map(({ error, p }) => ({ value: error, p })));
    const z = studentTQuantile(0.975, Number.POSITIVE_INFINITY);
    const wider = studentTQuantile(0.975, row.n[0] + row.n[1] - 2) / z;
    // Welch (1947): each condition's variance of a weighted mean, with its own degrees of freedom.
    const condition = ring.exposure.of(ring.network, Uint8Array.from(arms));
    const parts = [1, 0].map((c) => {
      const members = everybody.filter((i) => condition[i] === c);
      const mean = meanOf(outcomes, condition, c);
      const s2 = members.reduce((total, i) => total + (outcomes[i]! - mean) ** 2, 0) / (members.length - 1);
      const w = members.map((i) => weight(i, c));
      const v = (s2 * w.reduce((a, b) => a + b * b, 0)) / w.reduce((a, b) => a + b, 0) ** 2;
      return { v, df: members.length - 1 };
    });
    const df =
      parts.reduce((total, { v }) => total + v, 0) ** 2 /
      parts.reduce((total, { v, df }) => total + v ** 2 / df, 0);
    const t = studentTQuantile(0.975, df);
    expect(at(true)).not.toBeCloseTo(at(false), 3);
    const half = Math.max(wider * at(false), (t / z) * at(true), t * row.se!);
    expect(row.ci![1] - row.estimate).toBeCloseTo(half, 10);
  });
});
