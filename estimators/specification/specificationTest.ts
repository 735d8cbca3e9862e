// Hoshino and Yanagi (2023), "Randomization test for the specification of interference structure", arXiv 2301.05580.
import { z } from "zod";
import { wholeNumber } from "../../src/core/fields.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { AnswerRow } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import { testedOutcomes } from "../hypotheses/testedOutcomes.ts";
import { noTest, testHead } from "../hypotheses/testRow.ts";
import { oneOf, testSettings } from "../hypotheses/testSettings.ts";
import type { TestInquiry } from "../Inquiry.ts";
import type { MapMethod } from "./mapTest.ts";
import type { Specification } from "./Specification.ts";
import { specify } from "./specify.ts";

const KIND = "specification-test";

/** Hypotheses, each with the map that it is about. */
const NULLS: Readonly<Record<string, string>> = {
  "exposure-nothing": "nothing",
  "exposure-own": "own",
  "exposure-any": "any",
  "exposure-count": "count",
  "exposure-share": "share",
  "exposure-mapping": "study",
};

export interface SpecificationTestSettings {
  /** `focal` keeps the exposure of focal agents, `pairs` compares assignments two by two, `auto` (the default) takes `focal` where the law of the design allows it. */
  readonly method?: MapMethod;
  /** Whether p is that of the closed procedure, the largest of this and all coarser hypotheses. Default true. */
  readonly closed?: boolean;
  /** Assignments drawn where they cannot be listed, from 19. Default 999. */
  readonly draws?: number;
  /** Seed of draws and focal agents. Default 1. */
  readonly seed?: string | number;
}

/**
 * Tests that outcomes depend on the assignment through a map only: `exposure-nothing`, `exposure-own`, `exposure-any`, `exposure-count`, `exposure-share` (by weights), as in {@link specify}; `exposure-mapping` is the study's own mapping,
 * tested by itself. With `closed`, the chance that any true hypothesis of the chain is rejected at α is at most α, however many are asked.
 *
 * Cost: that of the whole chain, once for all hypotheses that are asked.
 */
export const specificationTest: EstimatorKind<SpecificationTestSettings> = defineEstimator({
  kind: KIND,
  summary: "nested tests of the exposure mapping, closed at full level",
  settings: z.strictObject({
    method: oneOf(["auto", "focal", "pairs"]).default("auto"),
    closed: z.boolean({ error: "must be true or false" }).default(true),
    draws: wholeNumber(19).default(999),
    seed: testSettings().seed,
  }),
  assumes: ["randomized", "network"],
  cite: "Hoshino, T. and Yanagi, T. (2023). Randomization test for the specification of interference structure. arXiv 2301.05580; Marcus, R., Peritz, E. and Gabriel, K. R. (1976). On closed testing procedures with special reference to ordered analysis of variance. Biometrika 63.",
  claim: "randomized",
  answers: ["test"],
  nulls: Object.keys(NULLS),
  answer(settings, data, asked): AnswerRow {
    const inquiry = asked as TestInquiry;
    const head = testHead(KIND, inquiry, data, testedOutcomes(data));
    const map = Object.hasOwn(NULLS, inquiry.hypothesis) ? NULLS[inquiry.hypothesis]! : undefined;
    if (map === undefined)
      return noTest(head, `${KIND} tests the hypotheses ${Object.keys(NULLS).join(", ")}`);
    if (inquiry.first !== undefined || inquiry.second !== undefined || inquiry.distance !== undefined)
      return noTest(head, `${inquiry.hypothesis} has no conditions and no distance: leave them out`);
    const { steps, study, skipped, notes } = specificationOf(settings, data);
    const step = map === "study" ? study : steps.find((one) => one.map === map);
    const gone = skipped.find((one) => one.map === map);
    if (step === undefined)
      return noTest(
        head,
        gone?.because ?? "it is the finest map of the chain, and there is none to test it against",
      );
    if (step.p === undefined) return noTest(head, step.because!);
    return {
      kind: "test",
      ...head,
      statistic: step.statistic!,
      p: settings.closed && step.closed !== undefined ? step.closed : step.p,
      assignments: step.assignments!,
      listed: step.listed!,
      ...(step.mcse === undefined ? {} : { mcse: step.mcse }),
      notes: [
        ...head.notes,
        ...notes.filter((note) => !head.notes.includes(note)),
        `${step.hypothesis}, against ${step.against.join(", ")}; ${step.agents} ${step.method === "focal" ? "focal agents" : "agents"}${map === "study" || !settings.closed ? "" : `; p alone is ${step.p.toPrecision(3)}`}`,
      ],
      warnings: [...head.warnings, ...step.warnings],
    };
  },
});

/** One chain for all hypotheses that are asked of the same data. */
const known = new WeakMap<ExperimentData, Map<string, Specification>>();

function specificationOf(
  { method, draws, seed }: Required<SpecificationTestSettings>,
  data: ExperimentData,
): Specification {
  const made = known.get(data) ?? new Map<string, Specification>();
  known.set(data, made);
  const key = JSON.stringify([method, draws, seed]);
  const { network, law, exposure } = data.probabilities;
  const found =
    made.get(key) ?? specify({ network, law, worlds: data.worlds, exposure }, { method, draws, seed });
  made.set(key, found);
  return found;
}
