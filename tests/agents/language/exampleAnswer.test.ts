import fc from "fast-check";
import { expect, test } from "vitest";
import { answerOf } from "../../../src/agents/language/answerOf.ts";
import { exampleAnswer } from "../../../src/agents/language/exampleAnswer.ts";
import { rng } from "../../../src/core/rng.ts";
import type { AnswerSettings } from "../../../src/survey/answerSettings.ts";
import { shownAnswer } from "../../../src/survey/shownAnswer.ts";

const forms: readonly AnswerSettings[] = [
  { kind: "choice", options: ["yes", "no", "perhaps"] },
  { kind: "choice", options: ["yes", "no"], labels: true },
  { kind: "number", from: 0, to: 1e-7 },
  { kind: "number", from: -3, to: -2.5 },
  { kind: "number", from: 3, to: 1000, whole: true },
  { kind: "text" },
  { kind: "text", most: 5 },
];
const all: readonly AnswerSettings[] = [
  ...forms,
  {
    kind: "object",
    fields: forms.map((form, k) => ({
      ...(form as Exclude<AnswerSettings, { kind: "object" }>),
      name: `f${k}`,
    })),
  },
];

test("an example is an answer of the form that was asked for, whatever the form and the draw", () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.integer(), fc.boolean(), (form, seed, longest) => {
      const { shown } = shownAnswer(form, rng(seed));
      const example = exampleAnswer(shown, rng(seed).fork("example"), longest);
      const text =
        typeof example === "object" ? JSON.stringify(example) : JSON.stringify({ answer: example });
      expect(answerOf(text, shown)).toEqual(example);
    }),
  );
});

test("the longest is as long as any may be; other texts say that they are examples", () => {
  const of = (form: AnswerSettings, longest: boolean): unknown =>
    exampleAnswer(shownAnswer(form, rng(1)).shown, rng(1), longest);
  expect(of({ kind: "choice", options: ["yes", "no", "perhaps"] }, true)).toBe("perhaps");
  expect(of({ kind: "number", from: 3, to: 1000, whole: true }, true)).toBe(1000);
  expect(String(of({ kind: "number", from: 0, to: 1 }, true)).length).toBeGreaterThan(16);
  expect(of({ kind: "text", most: 700 }, true)).toHaveLength(700);
  expect(of({ kind: "text" }, false)).toBe("(an example of what might be said)");
});
