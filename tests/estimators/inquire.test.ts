import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bernoulli, complete, draw } from "../../designs/index.ts";
import { defineEstimator } from "../../estimators/defineEstimator.ts";
import type { AnswerHead } from "../../estimators/Estimator.ts";
import type { ExperimentData } from "../../estimators/ExperimentData.ts";
import { type FurtherInquiry, inquiryInWords } from "../../estimators/Inquiry.ts";
import { estimate, hajek, horvitzThompson } from "../../estimators/index.ts";
import { inquire } from "../../estimators/inquire.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { tableOfUnits } from "../../src/log/table/tableOfUnits.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { worldContexts } from "../../src/study/worldContexts.ts";

const network = fromEdges(
  Array.from({ length: 12 }, (_, i): [string, string] => [`a${i}`, `a${(i + 1) % 12}`]),
);
const design = complete({ treated: 4 });
const exposure = anyTreatedNeighbor();
const probabilities = exposureProbabilities(network, design, exposure);
const plan = draw(design, network, { seed: 5, worlds: 2 });
const outcomeOf = (w: number, round: number, i: number): number =>
  2 * plan.assignments[w]![i]! + round * (i % 3) + w;
const units = [0, 1].flatMap((world) =>
  [1, 2].flatMap((round) =>
    plan.agents.map((agent, i) => ({
      world,
      round,
      agent,
      arm: plan.arms[plan.assignments[world]![i]!]!,
      outcome: outcomeOf(world, round, i),
      covariates: { age: `${20 + i}`, room: `r${i % 3}`, mood: `${i * i}` },
    })),
  ),
);
const context = worldContexts(
  tableOfUnits(units),
  plan,
  { network, exposure },
  {
    outcomes: ["outcome", "mood"],
    covariates: ["age"],
    cluster: "room",
  },
);
const request = {
  plan,
  probabilities,
  outcomes: { worlds: [0, 1].map((w) => plan.agents.map((_, i) => outcomeOf(w, 2, i))) },
};

/** An estimator that uses all that the contract has: rounds, clusters, covariates, a second outcome, worlds together. */
const everything = defineEstimator({
  kind: "everything",
  summary: "for this test",
  settings: z.strictObject({}),
  assumes: ["randomized"],
  cite: "none",
  claim: "modelled",
  estimate: () => {
    throw new Error("answered from all worlds together");
  },
  answers: ["contrast", "slope", "policy", "global", "test", "most", "measure"],
  answer(_, data, inquiry) {
    const head: AnswerHead = {
      contrast: inquiry.name,
      estimator: "everything",
      claim: "modelled",
      estimand: inquiryInWords(inquiry),
      population: data.probabilities.network.n,
      excluded: [],
      naive: false,
      notes: [],
      warnings: [],
    };
    if (!("kind" in inquiry))
      return {
        ...{ ...head, first: inquiry.first, second: inquiry.second, n: [0, 0], expected: [0, 0] },
        because: "not here",
      };
    if (inquiry.kind === "test")
      return { ...head, kind: "test", statistic: 1, p: 0.25, assignments: 4, listed: true };
    return {
      ...head,
      kind: inquiry.kind,
      estimate: answerOf(data, inquiry.kind),
      confidence: data.confidence,
    };
  },
});

function answerOf({ worlds }: ExperimentData, kind: FurtherInquiry["kind"]): number {
  const sums = worlds.map(({ rounds, clusters, covariates, outcomes, outcome, arms }) => {
    if (kind === "slope") return covariates!.get("age")!.values.reduce((a, b) => a + b, 0);
    if (kind === "policy") return clusters!.of.reduce((total, group) => total + group, 0);
    if (kind === "measure") return outcomes!.get("mood")!.values[3]!;
    // The change from the first round to the last, of the treated.
    const [before, after] = rounds!.map((one) => one.outcomes.get("outcome")!.values);
    expect(after).toEqual(outcome);
    return arms.reduce((total, arm, i) => total + arm * (after![i]! - before![i]!), 0);
  });
  return sums.reduce((a, b) => a + b, 0);
}

describe("inquire", () => {
  test("gives contrasts the rows of estimate, to the bit", () => {
    const estimators = [hajek(), horvitzThompson()];
    const wanted = estimate({ ...request, contrasts: { direct: ["direct", "none"] }, estimators });
    const asked = [{ name: "direct", first: "direct", second: "none" }];
    expect(inquire({ ...request, inquiries: asked, estimators })).toEqual(wanted);
    expect(inquire({ ...request, inquiries: asked, estimators, context })).toEqual(wanted);
    expect(wanted[0]).toMatchObject({
      claim: "design-based",
      estimand: "mean outcome in condition direct minus in none, over the agents that can be in both",
    });
  });

  test("hands an estimator all worlds with rounds, clusters, covariates and outcomes by name", () => {
    const rows = inquire({
      ...request,
      context,
      estimators: [everything()],
      inquiries: [
        { kind: "slope", name: "by age", on: "age" },
        { kind: "policy", name: "half", effect: "overall", saturation: 0.5 },
        { kind: "measure", name: "mood", measure: "mean", of: ["mood"] },
        { kind: "global", name: "all" },
        { kind: "test", name: "nothing", hypothesis: "no-effect" },
        { name: "direct", first: "direct", second: "none" },
      ],
    });
    const treated = [0, 1].flatMap((w) => plan.assignments[w]!.map((arm, i) => arm * (i % 3)));
    expect(rows.map((row) => ("estimate" in row ? row.estimate : "p" in row ? row.p : row.because))).toEqual([
      2 * (12 * 20 + 66),
      2 * 12,
      2 * 9,
      treated.reduce((a, b) => a + b, 0),
      0.25,
      "not here",
    ]);
    expect(rows[1]).toMatchObject({ contrast: "half", claim: "modelled", kind: "policy" });
    expect(rows.map(({ estimand }) => estimand)).toEqual([
      "change of the mean outcome per unit of age",
      "overall effect of treating a share of 0.5 against 0",
      "mean of mood",
      "global average treatment effect: mean outcome with all treated minus with none treated",
      "compatibility with the hypothesis no-effect",
      "mean outcome in condition direct minus in none, over the agents that can be in both",
    ]);
  });

  test("an estimator of contrasts has no answer to another question, and says so", () => {
    const [row] = inquire({
      ...request,
      estimators: [hajek()],
      inquiries: [{ kind: "slope", name: "share", on: "share" }],
    });
    expect(row).toMatchObject({
      kind: "slope",
      contrast: "share",
      because: "hajek answers inquiries of the kind contrast, and this one is of the kind slope",
    });
  });

  test.each([
    [[context[0]!], "estimate: wanted the context of 2 worlds, got that of 1"],
    [
      [
        context[0]!,
        { covariates: new Map([["age", { values: new Float64Array(3), observed: new Uint8Array(3) }]]) },
      ],
      'estimate: "age" of world 1 must have 12 entries, one per agent, got 3',
    ],
    [
      [context[0]!, { clusters: { names: ["x"], of: new Uint32Array(12).fill(1) } }],
      "estimate: a cluster must be a number from 0 to 0, got 1 in world 1",
    ],
  ])("refuses a context of other worlds or agents: %#", (wrong, message) => {
    const asked = {
      ...request,
      estimators: [everything()],
      inquiries: [{ kind: "global", name: "all" }] as const,
    };
    expect(() => inquire({ ...asked, context: wrong })).toThrow(message);
  });
});

describe("the contexts of worlds", () => {
  const at = { network, exposure };
  const table = (change: (row: (typeof units)[number], k: number) => object) =>
    tableOfUnits(units.map((row, k) => ({ ...row, ...change(row, k) })));

  test("have the arms and conditions of each round: those of the row, or the plan's", () => {
    const switched = table(({ round }) => (round === 1 ? { arm: "control" } : {}));
    const [first] = worldContexts(switched, plan, at);
    expect([...first!.rounds![0]!.arms]).toEqual(new Array(12).fill(0));
    expect([...first!.rounds![1]!.arms]).toEqual(plan.assignments[0]);
    expect(first!.rounds![1]!.condition).toEqual(exposure.of(network, Uint8Array.from(plan.assignments[0]!)));
    expect([...first!.rounds![0]!.condition]).toEqual(new Array(12).fill(0));
  });

  test.each([
    [() => ({ world: 7 }), {}, "table: world 7 is not in the plan, which has worlds 0 to 1"],
    [() => ({ agent: "x" }), {}, 'table: agent "x" is not in the plan'],
    [() => ({ round: 1 }), {}, 'table: agent "a0" stands twice in round 1 of world 0'],
    [
      () => ({ arm: "blue" }),
      {},
      'table: there is no arm "blue"; the arms of the design are control, treated',
    ],
    [
      (_: object, k: number) => ({ covariates: { age: `${k}` } }),
      { covariates: ["age"] },
      "table: column age must be the same in all rounds of an agent, got 0 and 12",
    ],
    [
      (_: object, k: number) => ({ covariates: { room: `r${k}` } }),
      { cluster: "room" },
      'table: column room must be the same in all rounds of an agent, got "r0" and "r12"',
    ],
    [() => ({}), { cluster: "rom" }, 'table: there is no column "rom" (did you mean "room"?)'],
  ])("refuse %s with %j", (change, columns, message) => {
    expect(() => worldContexts(table(change), plan, at, columns)).toThrow(message);
  });

  test("coins in one world make one context", () => {
    const one = draw(bernoulli(), network, { seed: 1 });
    const rows = one.agents.map((agent, i) => ({
      world: 0,
      agent,
      arm: one.arms[one.assignments[0]![i]!]!,
      outcome: i,
    }));
    expect(worldContexts(tableOfUnits(rows), one, at)).toHaveLength(1);
  });
});
