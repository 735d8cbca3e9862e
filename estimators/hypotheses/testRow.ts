import { present } from "../../src/core/present.ts";
import { shown } from "../../src/core/shown.ts";
import { suggest } from "../../src/core/suggest.ts";
import type { Claim } from "../Claim.ts";
import type { AnswerHead, NoAnswer, TestResult } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import { inquiryInWords, type TestInquiry } from "../Inquiry.ts";
import type { PValue } from "./pValue.ts";
import type { TestedWorlds } from "./testedOutcomes.ts";

/** Hypotheses that tests of the catalogue know, each with those that test it. */
const TESTS: Readonly<Record<string, string>> = {
  "no-effect": "randomization-test",
  "no-spillover": "focal-unit-test and imputation-test",
  "equal-conditions": "biclique-test",
  "exposure-nothing": "specification-test",
  "exposure-own": "specification-test",
  "exposure-any": "specification-test",
  "exposure-count": "specification-test",
  "exposure-share": "specification-test",
  "exposure-mapping": "specification-test",
};

/** The head of a test's row. */
export function testHead(
  estimator: string,
  inquiry: TestInquiry,
  data: ExperimentData,
  tested?: TestedWorlds,
  claim: Claim = "randomized",
): AnswerHead {
  return {
    contrast: inquiry.name,
    estimator,
    claim,
    estimand: inquiryInWords(inquiry),
    population: tested?.population ?? data.probabilities.network.n,
    excluded: tested?.excluded ?? [],
    naive: false,
    notes: tested?.notes ?? [],
    warnings: [],
  };
}

/** A test's row without an answer. */
export function noTest(head: AnswerHead, because: string): NoAnswer {
  return { kind: "test", ...head, because };
}

/** Why a test cannot test a hypothesis; undefined when it can. `knows` is the one that it tests. */
export function nullFault(estimator: string, knows: string, inquiry: TestInquiry): string | undefined {
  const { hypothesis: name, distance } = inquiry;
  if (name !== knows) {
    const others = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
    const other = others === undefined ? suggest(name, Object.keys(TESTS)) : `: ask ${others}`;
    return `${estimator} tests the hypothesis ${knows}, and this one is ${shown(name)}${other}`;
  }
  const pair = pairFault(knows, inquiry);
  if (pair !== undefined || distance === undefined) return pair;
  if (knows !== "no-spillover")
    return `${knows} has no distance, got ${shown(distance)}: leave it out, or ask for no-spillover`;
  return Number.isInteger(distance) && distance >= 0
    ? undefined
    : `distance must be a whole number of at least 0, got ${shown(distance)}: 0 says that nobody else's treatment matters, 1 that neighbours' does and nobody's beyond`;
}

/** Why the conditions of an inquiry are none that its hypothesis can have: one without the other, the same twice, or any where none belong. */
function pairFault(knows: string, { first, second }: TestInquiry): string | undefined {
  if (first === undefined && second === undefined) return undefined;
  if (knows === "no-spillover")
    return "no-spillover is about no two conditions: leave first and second out, or ask for equal-conditions";
  if (first === undefined || second === undefined)
    return `the inquiry names its ${first === undefined ? "second" : "first"} condition only: name both, or neither`;
  return first === second
    ? `first and second must be two different conditions, got ${shown(first)} twice`
    : undefined;
}

/** What a test found. */
interface TestFindings {
  readonly statistic: number;
  readonly p: PValue;
  /** Assignments that it was compared with; drawn ones without the one at hand. */
  readonly assignments: number;
  readonly listed: boolean;
  /** How many different assignments are possible. */
  readonly possible: number;
  /** What is held fixed, in words, for the reason why few are possible: " with the arms of 12 focal agents held fixed". */
  readonly held?: string;
}

/** A test's row. It says when the test cannot reach 0.05, and why. */
export function testRow(head: AnswerHead, found: TestFindings): TestResult | NoAnswer {
  const { statistic, p, assignments, listed, held = "" } = found;
  if (assignments === 0)
    return noTest(
      head,
      `no assignment was drawn${held}: the design is known only by what it draws, and none of thousands of draws agrees with that. Hold less, or ask imputation-test, which holds nothing`,
    );
  if (p.p === 0)
    return noTest(head, "the assignment is none that the design can draw: is this the design that was used?");
  const fault = shortfall(found);
  return {
    kind: "test",
    ...head,
    statistic,
    p: p.p,
    assignments,
    listed,
    ...present({ mcse: p.mcse }),
    warnings: fault === undefined ? head.warnings : [...head.warnings, fault],
  };
}

function shortfall({ p, assignments, listed, possible, held = "" }: TestFindings): string | undefined {
  if (p.least <= 0.05 * (1 + 1e-9) && possible >= 20) return undefined;
  const least = `p is at least ${p.least.toPrecision(3)}`;
  if (possible < 20)
    return `this test cannot reach 0.05: only ${possible === 1 ? "1 assignment is" : `${possible} assignments are`} possible${held}, and it takes 20; ${least} whatever the outcomes`;
  if (!listed && assignments < 39)
    return `this test cannot reach 0.05: only ${assignments} assignments were drawn${held}; ${least} whatever the outcomes`;
  return `this test cannot reach 0.05: its statistic is the most extreme one in too many of the ${assignments} assignments${held}; ${least}`;
}
