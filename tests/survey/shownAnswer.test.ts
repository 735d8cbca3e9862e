import { describe, expect, test } from "vitest";
import { answerSchema } from "../../src/agents/language/answerSchema.ts";
import { answerWords } from "../../src/agents/language/answerWords.ts";
import { explainIssue } from "../../src/core/explainIssue.ts";
import { rng } from "../../src/core/rng.ts";
import { type AnswerSettings, answerSettings } from "../../src/survey/answerSettings.ts";
import { optionsShown, shownAnswer } from "../../src/survey/shownAnswer.ts";

const colours: AnswerSettings = { kind: "choice", options: ["red", "green", "blue"] };

describe("the order of options", () => {
  test("is drawn from the turn's stream, recorded, and each of the six orders is equally likely", () => {
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let k = 0; k < draws; k++) {
      const { shown, drawn } = shownAnswer(colours, rng(5).fork(k));
      expect(optionsShown(shown)).toEqual(drawn);
      const order = String(drawn);
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // χ² with 5 degrees of freedom exceeds 25.7 with probability 0.0001.
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - draws / 6) ** 2 / (draws / 6), 0);
    expect(chi).toBeLessThan(25.7);
  });

  test("is the same for the same turn, whatever has been drawn from its stream", () => {
    const stream = rng(5);
    const first = shownAnswer(colours, stream);
    stream.uniform();
    expect(shownAnswer(colours, stream)).toEqual(first);
  });

  test("stays as given without a shuffle, and then nothing is recorded", () => {
    expect(shownAnswer({ ...colours, shuffle: false }, rng(1))).toEqual({
      shown: {
        kind: "choice",
        labels: false,
        shown: ["red", "green", "blue"].map((option) => ({ mark: option, option })),
      },
    });
    expect(shownAnswer({ kind: "number", from: 0, to: 1 }, rng(1)).drawn).toBeUndefined();
  });

  test("has a stream for each field of an object: a field more changes no other order", () => {
    const fields = ["a", "b", "c"].map((name) => ({ ...colours, name }));
    const { drawn } = shownAnswer({ kind: "object", fields }, rng(2));
    const { drawn: fewer } = shownAnswer({ kind: "object", fields: fields.slice(1) }, rng(2));
    const { a, ...rest } = drawn as Record<string, unknown>;
    expect(rest).toEqual(fewer);
    expect(a).toBeDefined();
  });

  test("letters stand for places, not for options", () => {
    const { shown, drawn } = shownAnswer({ ...colours, labels: true }, rng(3));
    const order = drawn as string[];
    expect(optionsShown(shown)).toEqual(order.map((option, k) => `${"ABC"[k]}: ${option}`));
  });
});

describe("what is asked for", () => {
  const fixed = { ...colours, shuffle: false } as const;
  const whole: AnswerSettings = {
    kind: "object",
    fields: [
      { name: "why", kind: "text" },
      { name: "colour", ...fixed, labels: true },
      { name: "sure", kind: "number", from: 0, to: 10, whole: true },
    ],
  };
  const { shown } = shownAnswer(whole, rng(1));

  test("as a JSON Schema", () => {
    expect(answerSchema(shownAnswer(fixed, rng(1)).shown)).toEqual({
      type: "object",
      properties: { answer: { type: "string", enum: ["red", "green", "blue"] } },
      required: ["answer"],
      additionalProperties: false,
    });
    expect(answerSchema(shown)).toEqual({
      type: "object",
      properties: {
        why: { type: "string", description: "at most 280 characters" },
        colour: { type: "string", enum: ["A", "B", "C"] },
        sure: { type: "integer", minimum: 0, maximum: 10 },
      },
      required: ["why", "colour", "sure"],
      additionalProperties: false,
    });
  });

  test("in words", () => {
    const words = (answer: AnswerSettings): string => answerWords(shownAnswer(answer, rng(1)).shown, false);
    expect(words(fixed)).toBe('Answer with exactly one of "red", "green", "blue" and nothing else.');
    expect(words({ kind: "number", from: -1, to: 1 })).toBe(
      "Answer with a number from -1 to 1 and nothing else.",
    );
    expect(words({ kind: "text", most: 9 })).toBe("Answer with a text of at most 9 characters.");
    expect(words(whole)).toBe(`Answer with a JSON object and nothing else. Its keys:
- "why": a text of at most 280 characters
- "colour": exactly one of the letters A, B, C (A: red, B: green, C: blue)
- "sure": a whole number from 0 to 10`);
    expect(answerWords(shown, true)).toContain('- "colour": exactly one of the letters A, B, C\n');
  });
});

test.each<[unknown, string]>([
  ["yes", 'settings must be a mapping whose kind is choice, number, text or object, got "yes"'],
  [{ kind: "colour" }, 'kind must be choice, number, text or object, got "colour"'],
  [{ kind: "choice" }, "options is missing: it must be a list of texts"],
  [{ kind: "choice", options: ["a"] }, 'options must be a list of at least 2 texts, got ["a"]'],
  [{ kind: "choice", options: ["a", "A"] }, "options must all be different, also without regard to capitals"],
  [{ kind: "choice", options: ["a", 1] }, "options.1 must be a text, got 1"],
  [{ kind: "choice", options: ["a", "b "] }, "options.1 must be a text without spaces at its ends"],
  [
    { kind: "choice", options: ["b", "a"], labels: true },
    "options must be no single letters where letters stand for options",
  ],
  [{ kind: "number", from: 1 }, "to is missing: it must be a finite number"],
  [{ kind: "number", from: 1, to: 1 }, "to must be more than from (1), got 1"],
  [
    { kind: "number", from: 0.5, to: 2, whole: true },
    "to must be a whole number, as from must, when the answer is whole",
  ],
  [{ kind: "text", most: 0 }, "most must be a whole number of at least 1, got 0"],
  [{ kind: "text", mots: 5 }, 'there is no setting "mots"'],
  [{ kind: "object", fields: [] }, "fields must be a list of at least one field, got []"],
  [
    { kind: "object", fields: [{ name: "a b", kind: "text" }] },
    "fields.0.name must be a letter, then letters",
  ],
  [
    { kind: "object", fields: ["a", "a"].map((name) => ({ name, kind: "text" })) },
    "fields must all have different names",
  ],
  [
    { kind: "object", fields: [{ name: "a", kind: "object" }] },
    'fields.0.kind must be choice, number or text, got "object"',
  ],
])("settings %j are refused", (given, message) => {
  const { error } = answerSettings.safeParse(given);
  expect(explainIssue(error!.issues[0]!, given, answerSettings)).toContain(message);
});
