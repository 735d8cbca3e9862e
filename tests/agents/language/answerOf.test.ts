import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { answerOf } from "../../../src/agents/language/answerOf.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Answer, AnswerSettings } from "../../../src/survey/answerSettings.ts";
import { shownAnswer } from "../../../src/survey/shownAnswer.ts";

function read(text: string, answer: AnswerSettings): Answer | string {
  try {
    return answerOf(text, shownAnswer(answer, rng(1)).shown);
  } catch (cause) {
    if (cause instanceof AgentFault && cause.kind === "invalid") return `invalid: ${cause.message}`;
    throw cause;
  }
}

const vote: AnswerSettings = { kind: "choice", options: ["yes", "no", "I abstain"], shuffle: false };
const lettered: AnswerSettings = { ...vote, labels: true };
const scale: AnswerSettings = { kind: "number", from: 0, to: 10 };
const count: AnswerSettings = { ...scale, whole: true };
const note: AnswerSettings = { kind: "text", most: 12 };
const both: AnswerSettings = {
  kind: "object",
  fields: [
    { name: "vote", kind: "choice", options: ["yes", "no"] },
    { name: "sure", kind: "number", from: 0, to: 1 },
    { name: "why", kind: "text", most: 20 },
  ],
};

describe("a choice", () => {
  test.each([
    '{"answer": "yes"}',
    ' {"answer":"Yes"} ',
    '{"vote": "yes"}',
    '"yes"',
    "yes",
    "Yes.",
    "**YES**",
    "`yes`!",
    '"yes."',
    "(yes)",
    'Here it is:\n```json\n{"answer": "yes"}\n```\nDone.',
    "```\nyes\n```".replace("yes", '"yes"'),
    'I think {"answer": "yes"} is best',
    "Let me think.\nAnswer: yes",
    "Well.\n**Final answer:** Yes.",
    "The answer is yes.",
    '["yes"]',
    '<think>no, no, {"answer": "no"}</think>\n\nyes',
  ])("%j is yes", (text) => {
    expect(read(text, vote)).toBe("yes");
  });

  test("spaces and capitals inside do not matter", () => {
    expect(read("i  ABSTAIN", vote)).toBe("I abstain");
  });

  test.each([
    "yes and no",
    "I would not say yes",
    "yes\nno",
    "maybe",
    '{"answer": "maybe"}',
    '{"answer": ["yes"]}',
    '{"answer": null}',
    "{}",
    "null",
    "[]",
    "<think>yes",
    "I weighed it.\nyes",
  ])("%j is none", (text) => {
    expect(read(text, vote)).toMatch(/^invalid: wanted exactly one of "yes", "no", "I abstain", got /);
  });

  test.each([
    ["A", "yes"],
    ["b", "no"],
    ["C.", "I abstain"],
    ["(B)", "no"],
    ["A)", "yes"],
    ["A: yes", "yes"],
    ["(b) No", "no"],
    ["option A", "yes"],
    ['{"answer": "B"}', "no"],
    ["no", "no"],
  ])("with letters %j is %s", (text, option) => {
    expect(read(text, lettered)).toBe(option);
  });

  test.each(["D", "A: no", "A or B", "A yes no", "Ab"])("with letters %j is none", (text) => {
    expect(read(text, lettered)).toMatch(
      /^invalid: wanted exactly one of the letters A, B, C \(.*\)|^invalid: wanted exactly one of the letters A, B, C, got /,
    );
  });

  test("options that look like numbers or truth values may come as such", () => {
    const odd: AnswerSettings = { kind: "choice", options: ["1", "2", "true"] };
    expect([read('{"answer": 2}', odd), read("1", odd), read("true", odd)]).toEqual(["2", "1", "true"]);
  });

  test("what can be written in many ways is one text", () => {
    const café: AnswerSettings = { kind: "choice", options: ["café", "thé"] };
    expect(read("cafe\u0301", café)).toBe("café");
  });
});

describe("a number", () => {
  test.each<[string, number]>([
    ['{"answer": 7.5}', 7.5],
    ['{"answer": "7.5"}', 7.5],
    ["7.5", 7.5],
    ["7.", 7],
    ["**7**", 7],
    ["Answer: 7", 7],
    ["0", 0],
    ["-0", 0],
    ["1e1", 10],
    [".5", 0.5],
  ])("%j is %s", (text, wanted) => {
    expect(Object.is(read(text, scale), wanted)).toBe(true);
  });

  test.each([
    "11",
    "−1",
    "-1",
    "NaN",
    "Infinity",
    "1e999",
    "0x5",
    "7/10",
    "7 of 10",
    "70%",
    "1,5",
    "5 6",
    "",
    "true",
    "five",
  ])("%j is none", (text) => {
    expect(read(text, scale)).toMatch(/^invalid: wanted a number from 0 to 10, got /);
  });

  test("whole numbers only, where they are wanted", () => {
    expect(read("7", count)).toBe(7);
    expect(read("7.5", count)).toBe("invalid: wanted a whole number from 0 to 10, got 7.5");
  });
});

describe("a text", () => {
  test.each([
    [" hello ", "hello"],
    ['{"answer": "hello"}', "hello"],
    ['"hello"', "hello"],
    ["42", "42"],
    ["twelve chars", "twelve chars"],
    ["🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊", "🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊"],
    ["a\n{b}", "a\n{b}"],
  ])("%j is %j", (text, wanted) => {
    expect(read(text, note)).toBe(wanted);
  });

  test("that is too long or empty is none", () => {
    expect(read("more than twelve", note)).toBe(
      "invalid: wanted a text of at most 12 characters, got 16 characters",
    );
    expect(read('{"answer": "more than twelve"}', note)).toContain("got 16 characters");
    expect(read("  ", note)).toBe('invalid: wanted a text of at most 12 characters, got ""');
  });
});

describe("an object", () => {
  test("comes with all its fields and no others", () => {
    const text = 'Sure!\n```json\n{"why": "I like it ", "sure": "0.5", "vote": "NO", "extra": {"a": 1}}\n```';
    expect(read(text, both)).toEqual({ vote: "no", sure: 0.5, why: "I like it" });
  });

  test.each([
    ["no", 'wanted a JSON object with the keys vote, sure, why, got "no"'],
    ['{"vote": "yes"}', 'the key "sure" is missing: it must be a number from 0 to 1'],
    ['{"vote": "yes", "sure": 2, "why": "x"}', 'the key "sure" must be a number from 0 to 1, got 2'],
    [
      '{"vote": "yes", "sure": 1, "why": "far more than twenty characters"}',
      'the key "why" must be a text of at most 20 characters, got 31 characters',
    ],
    [
      '{"vote": {"a": 1}, "sure": 1, "why": "x"}',
      /^invalid: the key "vote" must be exactly one of .*, got \{"a":1\}$/,
    ],
    ["[1]", "wanted a JSON object with the keys vote, sure, why, got [1]"],
  ])("%j is none", (text, message) => {
    const said = read(text, both);
    if (typeof message === "string") expect(said).toBe(`invalid: ${message}`);
    else expect(said).toMatch(message);
  });

  test("names of the language itself are ordinary keys, and inherited ones are none", () => {
    const odd: AnswerSettings = {
      kind: "object",
      fields: [{ name: "constructor", kind: "number", from: 0, to: 1 }],
    };
    expect(read("{}", odd)).toBe(
      'invalid: the key "constructor" is missing: it must be a number from 0 to 1',
    );
    expect(Object.entries(read('{"constructor": 1}', odd))).toEqual([["constructor", 1]]);
  });
});

describe("hostile text", () => {
  test.each([
    ["{".repeat(40_000)],
    ["[".repeat(40_000)],
    ["```\n".repeat(10_000)],
    ["(".repeat(40_000)],
    ["a ".repeat(20_000)],
    [`Answer${" ".repeat(40_000)}: yes`],
    [`${"9".repeat(40_000)}x`],
    ["\n".repeat(40_000)],
    ["*".repeat(40_000)],
    ["x".repeat(1_000_000)],
  ])("is read in a moment", (text) => {
    for (const answer of [vote, lettered, scale, both])
      expect(String(read(text, answer))).toMatch(/^invalid: .{1,400}$/s);
  });

  test("never throws anything but an invalid answer, and never gives one that was not asked for", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.stringMatching(/^[{}"`:a-c0-9. \n*()]{0,40}$/),
    );
    fc.assert(
      fc.property(text, (said) => {
        const option = read(said, vote);
        if (!String(option).startsWith("invalid")) expect(["yes", "no", "I abstain"]).toContain(option);
        const number = read(said, scale);
        if (typeof number === "number") expect(number >= 0 && number <= 10).toBe(true);
        else expect(String(number)).toMatch(/^invalid: /);
        read(said, both);
        read(said, note);
      }),
    );
  });

  test("every option, however it is written, is read back from JSON and as a bare word", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 2, maxLength: 5 }),
        (given) => {
          const options = given.map((option, k) => `${option.trim()}${k}`);
          const answer: AnswerSettings = { kind: "choice", options };
          for (const option of options) {
            expect(read(JSON.stringify({ answer: option }), answer)).toBe(option);
            expect(read(option, answer)).toBe(option);
          }
        },
      ),
    );
  });
});
