import { describe, expect, test } from "vitest";
import { textColumn } from "../../src/log/table/Table.ts";
import { tableBuilder } from "../../src/log/table/tableBuilder.ts";
import { entropy, measures, type Symbols } from "../../src/measures/index.ts";

const said = (...words: readonly (string | undefined)[]): Symbols => {
  const builder = tableBuilder([{ name: "said", kind: "text" }]);
  for (const word of words) builder.add([word]);
  return textColumn(builder.build(), "said");
};

describe("entropy", () => {
  test("is 0 when all say the same, and log₂ k when k words are equally common", () => {
    expect(entropy().of(said("a", "a", "a"))).toEqual({
      value: 0,
      unit: "bits",
      n: 3,
      missing: 0,
      notes: [],
    });
    expect(entropy().of(said("a", "b"))).toMatchObject({ value: 1 });
    expect(entropy().of(said("a", "b", "c", "d"))).toMatchObject({ value: 2 });
  });

  test("of shares ½, ¼, ¼ is 1.5 bits", () => {
    expect(entropy().of(said("a", "b", "a", "c"))).toMatchObject({ value: 1.5, n: 4 });
  });

  test("leaves out and counts what is missing, whatever stands in its place", () => {
    expect(entropy().of(said("a", undefined, "b", undefined))).toMatchObject({ value: 1, n: 2, missing: 2 });
    expect(entropy().of(said(undefined))).toEqual({ because: "no record has a value" });
    expect(entropy().of(said())).toEqual({ because: "no record has a value" });
  });

  test("corrected, its mean over all samples of 4 from two equal words is nearer to 1 bit", () => {
    const samples = Array.from({ length: 16 }, (_, s) => said(...[0, 1, 2, 3].map((k) => `${(s >> k) & 1}`)));
    const mean = (estimator: "plug-in" | "miller-madow"): number =>
      samples.reduce((total, sample) => {
        const found = entropy({ estimator }).of(sample);
        return total + ("value" in found ? found.value : Number.NaN);
      }, 0) / 16;
    // H of 4 draws: 2/16 · 0 + 8/16 · h(¼) + 6/16 · 1, h(¼) = 2 − ¾ log₂ 3.
    const plain = 0.5 * (2 - 0.75 * Math.log2(3)) + 6 / 16;
    expect(mean("plug-in")).toBeCloseTo(plain, 12);
    expect(mean("miller-madow")).toBeCloseTo(plain + 14 / 16 / (8 * Math.LN2), 12);
    expect(Math.abs(mean("miller-madow") - 1)).toBeLessThan(1 - plain);
  });

  test("says how many variables it takes", () => {
    expect(() => entropy().of()).toThrow("entropy: wanted 1 variable, got 0");
    expect(() => entropy().of(said("a"), said("b"))).toThrow("entropy: wanted 1 variable, got 2");
  });
});

test("every measure of the catalogue refuses variables of different lengths and a wrong number of them", () => {
  for (const kind of measures) {
    const measure = kind.from({});
    expect(measure.name).toBe(kind.kind);
    const many = Array.from({ length: measure.variables + 1 }, () => said("a", "b"));
    expect(() => measure.of(...many)).toThrow(`${kind.kind}: wanted ${measure.variables}`);
  }
});
