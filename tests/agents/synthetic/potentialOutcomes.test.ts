import { describe, expect, it } from "vitest";
import { potentialOutcomes } from "../../../src/agents/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { armNames, row, settingOf } from "../lineNetwork.ts";

const outcomes = { none: 10, indirect: 11, direct: 13, both: 17 };

describe("potentialOutcomes", () => {
  it("is the table itself when agents do not differ", () => {
    const truth = potentialOutcomes({ outcomes }, settingOf(row));
    expect(truth.conditions).toEqual(["none", "indirect", "direct", "both"]);
    for (let i = 0; i < 4; i++) expect(truth.conditions.map((c) => truth.of(i, c))).toEqual([10, 11, 13, 17]);
  });

  it("scales every effect of an agent by the same factor, and shifts its level", () => {
    const truth = potentialOutcomes({ outcomes, spread: 3, effectSpread: 0.5 }, settingOf(row));
    for (let i = 0; i < 4; i++) {
      const level = truth.of(i, "none");
      const factor = truth.of(i, "indirect") - level;
      expect(truth.of(i, "direct") - level).toBeCloseTo(3 * factor, 12);
      expect(truth.of(i, "both") - level).toBeCloseTo(7 * factor, 12);
      expect(factor).not.toBe(1);
      expect(level).not.toBe(10);
    }
  });

  it("draws levels and effects with the given standard deviations, unrelated to each other", () => {
    const network = fromEdges([], { agents: Array.from({ length: 4000 }, (_, i) => `${i}`) });
    const truth = potentialOutcomes({ outcomes, spread: 2, effectSpread: 0.5 }, settingOf(network, 11));
    const levels = network.ids.map((_, i) => (truth.of(i, "none") - 10) / 2);
    const effects = network.ids.map((_, i) => (truth.of(i, "indirect") - truth.of(i, "none") - 1) / 0.5);
    const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b) / x.length;
    // Standard errors of a mean, mean square and mean product of standard normals: 1, √2 and 1 over √4000; four of them.
    const se = 4 / Math.sqrt(4000);
    for (const sample of [levels, effects]) {
      expect(Math.abs(mean(sample))).toBeLessThan(se);
      expect(Math.abs(mean(sample.map((x) => x * x)) - 1)).toBeLessThan(se * Math.SQRT2);
    }
    expect(Math.abs(mean(levels.map((x, i) => x * effects[i]!)))).toBeLessThan(se);
  });

  it("gives an agent the same traits whoever else is there", () => {
    const table = { outcomes, spread: 1, effectSpread: 1 };
    const many = potentialOutcomes(table, settingOf(row));
    const few = potentialOutcomes(table, settingOf(fromEdges([["d", "b"]])));
    expect(few.of(0, "both")).toBe(many.of(1, "both"));
    expect(few.of(1, "direct")).toBe(many.of(3, "direct"));
  });

  it("takes different outcomes for different agents, relative to the first condition of each", () => {
    const table = { outcomes: { ...outcomes, none: [1, 2, 3, 4], direct: [2, 3, 4, 5] }, effectSpread: 0.5 };
    const truth = potentialOutcomes(table, settingOf(row));
    const factor = (i: number): number => truth.of(i, "direct") - truth.of(i, "none");
    for (let i = 0; i < 4; i++) {
      expect(truth.of(i, "none")).toBe(i + 1);
      expect(truth.of(i, "both") - truth.of(i, "none")).toBeCloseTo(factor(i) * (17 - (i + 1)), 12);
    }
  });

  it("needs an exposure, and an outcome for each of its conditions and no other", () => {
    expect(() => potentialOutcomes({ outcomes }, { network: row, arms: armNames, rng: rng(1) })).toThrow(
      "exposure-response: needs an exposure that depends on an agent's own arm and on the number of its treated neighbours, got none: name one in the study",
    );
    const { both, ...three } = outcomes;
    expect(() => potentialOutcomes({ outcomes: three }, settingOf(row))).toThrow(
      'exposure-response: outcomes lacks the condition "both": it needs one outcome for each of none, indirect, direct, both',
    );
    expect(() => potentialOutcomes({ outcomes: { ...three, bothe: both } }, settingOf(row))).toThrow(
      'exposure-response: outcomes names a condition "bothe" that the exposure has not (did you mean "both"?); its conditions are none, indirect, direct, both',
    );
    expect(() => potentialOutcomes({ outcomes: { ...outcomes, none: [1, 2] } }, settingOf(row))).toThrow(
      "exposure-response: outcomes.none must be one number or one for each of the 4 agents, got a list of 2",
    );
  });

  it("refuses agents and conditions that are not there", () => {
    const truth = potentialOutcomes({ outcomes }, settingOf(row));
    expect(() => truth.of(0, "half")).toThrow(
      'potentialOutcomes: condition must be one of none, indirect, direct, both, got "half"',
    );
    expect(() => truth.of(4, "both")).toThrow("potentialOutcomes: agent must be a number from 0 to 3, got 4");
  });
});
