import { expect, it } from "vitest";
import type { ReportInput, ReportRow, ReportTruth } from "../../../src/report/ReportInput.ts";
import { byContrast } from "../../../src/report/sections/byContrast.ts";
import { effectSentence } from "../../../src/report/sections/effectSentence.ts";

const row: ReportRow = {
  contrast: "c",
  first: "direct",
  second: "none",
  estimator: "hajek",
  n: [9, 9],
  population: 20,
  excluded: [],
  notes: [],
};
const words: Pick<ReportInput, "conditions" | "exposure" | "meanings"> = {
  conditions: ["none", "indirect", "direct", "both"],
  exposure: { name: "any-treated", params: { focal: 1, hops: 1 } },
};
const say = (change: Partial<ReportRow>, input = words, truths: ReportTruth[] = []): string =>
  effectSentence(input, byContrast({ estimates: [{ ...row, ...change }], truths })[0]!).replaceAll(
    "\u00A0",
    " ",
  );

it("says the size, the interval and the truth", () => {
  const change = { estimate: 0.41, se: 0.08, ci: [0.25, 0.57], confidence: 0.95 } as const;
  expect(say(change, words, [{ contrast: "c", value: 0.45, how: "" }])).toBe(
    "Being treated with no treated neighbour raises the outcome by 0.41 (95 % interval 0.25 to 0.57); the truth is 0.45.",
  );
});

it("keeps the sign of the interval when the effect is negative", () => {
  expect(say({ estimate: -0.41, se: 0.08, ci: [-0.57, -0.25], confidence: 0.9 })).toBe(
    "Being treated with no treated neighbour lowers the outcome by 0.41 (90 % interval of the effect −0.57 to −0.25).",
  );
});

it("says when the interval includes no effect, and does not call a zero a rise", () => {
  expect(say({ estimate: 0.1, se: 0.1, ci: [-0.1, 0.3], confidence: 0.95 })).toContain(
    "(95 % interval −0.10 to 0.30, which includes no effect).",
  );
  expect(say({ estimate: 0.001, se: 0.1 })).toContain("changes the outcome by 0.00 (standard error 0.10).");
});

it("says why there is no interval or no estimate", () => {
  expect(say({ estimate: 2, withheld: "one observation in condition direct" })).toBe(
    "Being treated with no treated neighbour raises the outcome by 2.00 (no interval, because one observation in condition direct).",
  );
  expect(say({ because: "no agent is in condition direct." })).toBe(
    "No estimate, because no agent is in condition direct.",
  );
});

it("says what is compared unless it is the first condition", () => {
  expect(say({ first: "both", second: "indirect", estimate: 1, se: 0.5 })).toBe(
    "Being treated with a treated neighbour raises the outcome by 1.0 compared with being untreated with a treated neighbour (standard error 0.5).",
  );
});

it("uses the caller's words before its own, and names of conditions where it knows none", () => {
  const meanings = ["left alone", "near", "told", "told twice"];
  expect(say({ estimate: 1 }, { ...words, meanings })).toContain("Being told raises the outcome");
  const formula = { ...words, exposure: { name: "formula", params: {} } };
  expect(say({ estimate: 1 }, formula)).toContain(
    "Condition direct, against condition none, raises the outcome",
  );
  const twoHops = { ...words, exposure: { name: "any-treated", params: { hops: 2 } } };
  expect(say({ estimate: 1 }, twoHops)).toContain("Condition direct, against condition none,");
});

it("reads the first estimator that is not naive", () => {
  const estimates = [
    { ...row, estimator: "naive", naive: true, estimate: 5 },
    { ...row, estimate: 3 },
  ];
  expect(effectSentence(words, byContrast({ estimates })[0]!)).toContain("by 3.00");
});
