import { describe, expect, test } from "vitest";
import { policyReading } from "../../estimators/contrast/policyReading.ts";
import type { EstimateRow } from "../../estimators/Estimator.ts";
import { formatJson } from "../../src/core/formatJson.ts";
import { estimateData } from "../../src/experiment/estimates/estimateData.ts";
import { estimatesCsv } from "../../src/experiment/estimates/estimatesCsv.ts";

const head = {
  contrast: "a,b",
  first: "x",
  second: "y",
  estimator: "hajek",
  n: [3, 4],
  population: 9,
  excluded: ['"', "q"],
  naive: false,
  expected: [2.5, 3.25],
  notes: ["one"],
  warnings: ["few"],
  claim: "design-based",
  estimand: "x minus y",
} as const;
const rows: EstimateRow[] = [
  {
    ...head,
    estimate: 0.5,
    confidence: 0.9,
    variance: 0.04,
    se: 0.2,
    ci: [0.1, 0.9],
    varianceMethod: "grouped",
    interval: "redrawn",
    effective: [2, 3],
    topShare: 0.25,
    represented: [0.5, 1.25],
  },
  { ...head, estimate: 0.5, confidence: 0.9, withheld: "too few" },
  { ...head, because: "nobody is in y" },
];

/** The last three columns of an exposure contrast. */
const READING =
  'exposure contrast,"answers what its first condition does to an agent against its second; what treating everybody, or another share, does it answers only under the link","outcomes depend on the assignment through these conditions alone, and the policy moves every agent concerned from the second condition to the first"';

describe("estimatesCsv", () => {
  test("has one line per row, quotes what must be, and leaves empty what is not there", () => {
    expect(estimatesCsv(rows).split("\n")).toEqual([
      "contrast,estimator,estimate,se,ci_low,ci_high,confidence,variance,variance_method,interval,n_first,n_second,expected_first,expected_second,effective_first,effective_second,top_share,population,excluded,notes,warnings,because,claim,estimand,weights_first,weights_second,kind,statistic,p,assignments,simultaneous_low,simultaneous_high,adjusted_p,quantity,policy,link",
      '"a,b",hajek,0.5,0.2,0.1,0.9,0.9,0.04,grouped,redrawn,3,4,2.5,3.25,2,3,0.25,9,"""; q",one,few,,design-based,x minus y,0.5,1.25,contrast,,,,,,,' +
        READING,
      '"a,b",hajek,0.5,,,,0.9,,,,3,4,2.5,3.25,,,,9,"""; q",one; too few,few,,design-based,x minus y,,,contrast,,,,,,,' +
        READING,
      '"a,b",hajek,,,,,,,,,3,4,2.5,3.25,,,,9,"""; q",one,few,nobody is in y,design-based,x minus y,,,contrast,,,,,,,' +
        READING,
      "",
    ]);
  });
});

describe("estimateData", () => {
  test("leaves out what is absent", () => {
    expect(estimateData(rows[1]!)).toEqual({
      contrast: "a,b",
      estimator: "hajek",
      first: "x",
      second: "y",
      estimate: 0.5,
      confidence: 0.9,
      withheld: "too few",
      n: [3, 4],
      expected: [2.5, 3.25],
      population: 9,
      excluded: ['"', "q"],
      notes: ["one"],
      warnings: ["few"],
      claim: "design-based",
      estimand: "x minus y",
      policy: policyReading(rows[1]!),
    });
    expect(estimateData(rows[2]!)).not.toHaveProperty("estimate");
  });
});

describe("formatJson", () => {
  test("says the same as JSON.stringify, in any depth", () => {
    const value = {
      a: [1, 2],
      b: { c: [], d: {}, e: [{ f: null }] },
      g: "\n",
      h: undefined,
      '"': [[1], [2]],
    };
    expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(formatJson({ a: [1, 2], b: [{ c: "x" }] })).toBe(
      '{\n  "a": [1, 2],\n  "b": [\n    {\n      "c": "x"\n    }\n  ]\n}\n',
    );
  });
});
