import { describe, expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { answer } from "../../estimators/answer.ts";
import { CLAIMS } from "../../estimators/Claim.ts";
import { estimators } from "../../estimators/catalogue.ts";
import { policyReading } from "../../estimators/contrast/policyReading.ts";
import type { AnswerRow, Estimator } from "../../estimators/Estimator.ts";
import type { WorldData } from "../../estimators/ExperimentData.ts";
import type { Inquiry } from "../../estimators/Inquiry.ts";
import { boundRows } from "../../estimators/missing/boundRows.ts";
import { estimatesTable } from "../../src/cli/text/estimatesTable.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { estimateData } from "../../src/experiment/estimates/estimateData.ts";
import { estimatesCsv } from "../../src/experiment/estimates/estimatesCsv.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { markupOf } from "../../src/report/html.ts";
import { byContrast } from "../../src/report/sections/byContrast.ts";
import { estimatesTable as htmlTable } from "../../src/report/sections/estimatesTable.ts";
import { furtherSection } from "../../src/report/sections/furtherSection.ts";
import { sampleReport } from "./sampleReport.ts";

const network = fromEdges(Array.from({ length: 12 }, (_, i) => [`a${i}`, `a${(i + 1) % 12}`] as const));
const law = bernoulli().law(network);
const probabilities = exposureProbabilities(network, bernoulli(), ownArm(), { law });
const arms = law.draw(rng(2));
const condition = ownArm().of(network, arms);
const values = Float64Array.from(arms, (z, i) => (i % 5) + 2 * z);
const worldWith = (missing: boolean): WorldData => {
  const observed = Uint8Array.from(arms, (_, i) => Number(!missing || i % 5 !== 2));
  const round = { arms, condition, outcomes: new Map([["outcome", { values, observed }]]) };
  const x = { values: Float64Array.from(arms, (_, i) => i % 4), observed: new Uint8Array(12).fill(1) };
  const clusters = { names: ["g0", "g1", "g2"], of: Uint32Array.from(arms, (_, i) => i % 3) };
  return {
    ...{ probabilities, arms, condition, observed, outcome: values, confidence: 0.95, clusters },
    ...{ rounds: [1, 2].map((number) => ({ round: number, ...round })), covariates: new Map([["x", x]]) },
  };
};
const inquiries: readonly Inquiry[] = [
  { name: "own", first: "treated", second: "control" },
  { kind: "global", name: "gate" },
  { kind: "slope", name: "slope", on: "share" },
  ...(["direct", "indirect", "total", "overall"] as const).map(
    (effect): Inquiry => ({ kind: "policy", name: effect, effect, saturation: 0.5, reference: 0.25 }),
  ),
  { kind: "test", name: "null", hypothesis: "no-effect" },
  { kind: "test", name: "spill", hypothesis: "no-spillover" },
  { kind: "measure", name: "entropy", measure: "entropy" },
];
const made: readonly Estimator[] = estimators.map((entry) => {
  for (const settings of [{}, { covariates: ["x"] }, { baseline: [1] }, { predictions: "x" }, { by: "x" }])
    try {
      return entry.from(settings);
    } catch {}
  throw new Error(`${entry.kind}: none of the settings make it`);
});

/** A row of every estimator of the catalogue for every inquiry, with and without missing outcomes, bounds included. */
const rows: AnswerRow[] = [false, true].flatMap((missing) => {
  const data = { probabilities, worlds: [worldWith(missing)], confidence: 0.95 };
  const answers = made.flatMap((estimator) =>
    inquiries.flatMap((inquiry): AnswerRow[] => {
      try {
        return [answer(estimator, data, inquiry)];
      } catch (cause) {
        if (!(cause instanceof SpillwayError)) throw cause;
        return [];
      }
    }),
  );
  return [...answers, ...boundRows(data, inquiries[0] as never, [0, 6])];
});

describe("every number says what it is", () => {
  test("of every estimator and inquiry: estimand, claim, policy question and link", () => {
    expect(new Set(rows.map(({ estimator }) => estimator)).size).toBeGreaterThanOrEqual(estimators.length);
    for (const row of rows) {
      const where = `${row.estimator}, ${row.contrast}`;
      const { is, policy, link } = policyReading(row);
      expect(row.claim in CLAIMS, where).toBe(true);
      expect(row.estimand.length, where).toBeGreaterThan(6);
      for (const words of [policy, link]) expect(words.length, where).toBeGreaterThan(20);
      expect(is, where).not.toBe("");
      // An association answers nothing, whatever was asked; nothing but the global inquiry is called a total effect.
      if (row.claim === "association") expect(policy, where).toContain("no policy question");
      expect(is === "total effect", where).toBe(
        "kind" in row && row.kind === "global" && row.claim !== "association",
      );
      if (!("kind" in row) && row.claim !== "association")
        expect(link, where).toMatch(/second condition|this design|bounds/);
    }
  });

  test("what rests on a straight line, or on effects that do not drift, claims no more than a model", () => {
    for (const { name, assumes, claim } of made) {
      if (assumes.some((one) => ["linear", "linear-in-means", "no-drift"].includes(one)))
        expect(claim, name).toBe("modelled");
      if (assumes.some((one) => /unconfounded$/.test(one) && one !== "randomized-or-unconfounded"))
        expect(claim, name).toBe("association");
      if (claim === "randomized") expect(assumes, name).toContain("randomized");
    }
    for (const estimator of made)
      for (const row of rows.filter((one) => one.estimator === estimator.name && !("because" in one)))
        if (estimator.claim === "modelled" || estimator.claim === "association")
          expect(row.claim, estimator.name).toBe(estimator.claim);
  });

  test.each([
    ["JSON", (row: AnswerRow) => JSON.stringify(estimateData(row))],
    ["CSV", (row: AnswerRow) => estimatesCsv([row])],
    ["terminal", (row: AnswerRow) => estimatesTable([row])],
    [
      "report",
      (row: AnswerRow) =>
        markupOf(
          "kind" in row
            ? furtherSection({ ...sampleReport(), further: [row] })!
            : htmlTable(byContrast({ estimates: [{ ...row, reading: policyReading(row) }] })),
        ),
    ],
  ])("in %s", (_, written) => {
    const plain = (text: string): string =>
      text
        .replaceAll(/&#39;|&#x27;|&apos;|’/g, "'")
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&")
        .replaceAll(/\s+/g, " ")
        .toLowerCase();
    // One row of each estimator and kind of answer.
    const some = new Map(
      rows.map((row) => [`${row.estimator} ${"kind" in row ? row.kind : "contrast"} ${row.claim}`, row]),
    );
    for (const row of some.values()) {
      const text = plain(written(row));
      const { is, policy, link } = policyReading(row);
      for (const words of [row.claim, row.estimand, is, policy, link])
        expect(text, `${row.estimator}, ${row.contrast}`).toContain(plain(words));
    }
  });
});
