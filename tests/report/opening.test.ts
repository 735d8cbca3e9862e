import { describe, expect, it } from "vitest";
import { answerOf, type Found } from "../../src/report/opening/answerOf.ts";
import { askedClause } from "../../src/report/opening/askedClause.ts";
import { clause, listed, named } from "../../src/report/opening/clause.ts";
import { scopeClause } from "../../src/report/opening/scopeClause.ts";
import type { FurtherRow, ReportInput } from "../../src/report/ReportInput.ts";
import { runOpening } from "../../src/report/sections/runOpening.ts";
import { sampleReport } from "./sampleReport.ts";

const plain = (text: string): string => text.replaceAll("\u00A0", " ");
const claim = "design-based";
const said =
  "kind of claim: design-based (follows from the known assignment mechanism and the stated exposure mapping)";
const found: Found = {
  ...{ name: "spillover", estimator: "hajek", estimate: 0.4127, ci: [0.2528, 0.5726], confidence: 0.9 },
  claim,
};
const answer = (some: readonly Found[]): string => plain(answerOf(some, { nothing: "nothing was asked" }));

describe("the answer of a page", () => {
  it.each<[string, readonly Found[], string]>([
    ["one", [found], `By 0.413 (90 % interval 0.253 to 0.573), estimated by hajek; ${said}.`],
    [
      "one with a truth and its decimals",
      [{ ...found, truth: 0.45, decimals: 2 }],
      `By 0.41 (90 % interval 0.25 to 0.57, truth 0.45), estimated by hajek; ${said}.`,
    ],
    [
      "an interval that includes 0",
      [{ ...found, ci: [-0.1, 0.6] }],
      `By 0.413 (90 % interval −0.100 to 0.600, which includes 0), estimated by hajek; ${said}.`,
    ],
    [
      "no interval",
      [{ name: "a", estimate: -2, withheld: "one agent. Nothing else.", truth: -1, claim }],
      `By −2.00 (truth −1.00; no interval, because one agent; Nothing else); ${said}.`,
    ],
    [
      "an association",
      [{ ...found, claim: "association" }],
      "A difference of 0.413 (90 % interval 0.253 to 0.573), estimated by hajek; kind of claim: association (the assignment mechanism is unknown or not used).",
    ],
    ["a test", [{ name: "none", estimator: "t", p: 0.031, claim }], `P = 0.0310, estimated by t; ${said}.`],
    [
      "some of many, and one without",
      [
        ...["a", "b", "c", "d"].map((name) => ({ ...found, name })),
        { name: "e", estimator: "hajek", because: "nobody is in it." },
      ],
      `By 0.413 (90 % interval 0.253 to 0.573) for a, by 0.413 (90 % interval 0.253 to 0.573) for b and by 0.413 (90 % interval 0.253 to 0.573) for c, estimated by hajek, and 1 more below; no estimate for e, because nobody is in it; ${said}.`,
    ],
    [
      "nothing at all",
      [{ name: "a", because: "no agent is in a." }, { name: "b" }],
      "There is no estimate, because no agent is in a; the estimator did not say why.",
    ],
    ["nothing asked", [], "There is no estimate, because nothing was asked."],
  ])("of %s", (_, some, words) => expect(answer(some)).toBe(words));

  it("is one sentence of a length that can be read, whatever names and reasons say", () => {
    const long = `A. b; c!\n<script>${"x".repeat(5000)}`;
    for (const some of [
      [{ ...found, name: long, estimator: long, claim: long }],
      [{ name: long, because: long }],
      Array.from({ length: 40 }, (_, k) => ({ ...found, name: `${long}${k}`, because: long })),
    ]) {
      const text = answer(some);
      expect(text.length).toBeLessThan(1200);
      expect(text).not.toContain("\n");
      expect(text).toMatch(/^[A-Z].*[^.]\.$/);
    }
  });
});

describe("the question of a page", () => {
  it("says what is compared once where it is the same, and names where there are many", () => {
    const one = { name: "c", first: "b", second: "a" };
    expect(askedClause([one], "it")).toBe(
      "By how much does condition b change it, compared with condition a,",
    );
    expect(askedClause([one, { ...one, name: "d", second: "z" }], "it")).toBe(
      "By how much do condition b against condition a (c) and condition b against condition z (d) change it",
    );
    expect(
      askedClause(
        ["p", "q", "r", "s"].map((name) => ({ ...one, name })),
        "it",
      ),
    ).toBe("By how much do the conditions of p, q, r and 1 more change it");
  });

  it("says of how many agents, under which design, and what is not known", () => {
    const mechanism = "9 agents, a fixed number in each arm (6 and 3), every choice equally likely";
    expect(scopeClause({ agents: 9, studied: 7, design: "complete", mechanism }, 2)).toBe(
      "among 7 of 9 agents in each of 2 worlds, under the design complete (9 agents, a fixed number in each arm, 6 and 3, every choice equally likely)",
    );
    expect(scopeClause({})).toBe(
      "among agents whose number the file does not record, under a design that the file does not record",
    );
  });

  it("of a run: the demo of the tests, without contrasts, and without anything", () => {
    const sample = sampleReport(60);
    expect(runOpening(sample).question).toBe(
      "By how much do being treated with no treated neighbour (direct), being untreated with a treated neighbour (spillover) and being treated with a treated neighbour (together) change believes, compared with being untreated with no treated neighbour, among 60 agents in each of 3 worlds, under the design bernoulli?",
    );
    expect(plain(runOpening(sample).answer)).toMatch(
      /^By 0\.41 \(95 % interval 0\.25 to 0\.57, truth 0\.45\) for direct and by 0\.07 .*; no estimate for together, because no agent is in condition both; the kind of claim is not recorded\.$/,
    );
    const row = { contrast: "all", estimator: "snipe", estimand: "effect of treating everybody", claim };
    const further = [
      { ...row, kind: "global", estimate: 2, confidence: 0.95, ci: [1, 3] },
    ] as unknown as FurtherRow[];
    const asked: ReportInput = { ...sample, estimates: [], further };
    expect(runOpening(asked).question).toMatch(
      /^What is effect of treating everybody, of believes, among 60/,
    );
    expect(runOpening(asked).answer).toMatch(/^By 2\.00 /);
    const nothing = runOpening({ ...sample, estimates: [] });
    expect(nothing.question).toMatch(/^What happens to believes among 60 agents/);
    expect(nothing.answer).toMatch(/^There is no estimate, because nothing was asked/);
  });
});

it("parts of sentences have no end of their own", () => {
  expect(clause("One. Two; The third... ")).toBe("One; Two; the third");
  expect(named("  a \n b ")).toBe("a b");
  expect(named(" ")).toBe("(no name)");
  expect(listed([])).toBe("");
});
