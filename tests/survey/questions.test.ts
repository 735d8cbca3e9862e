import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, View } from "../../src/agents/Agent.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { askable } from "../../src/agents/askable.ts";
import { byArm } from "../../src/agents/byArm.ts";
import type { LanguageModel, LanguageRequest } from "../../src/agents/language/LanguageModel.ts";
import { language, languageOf } from "../../src/agents/language/language.ts";
import type { Population } from "../../src/agents/Population.ts";
import { viewData } from "../../src/agents/program/viewData.ts";
import { degroot } from "../../src/agents/synthetic/degroot.ts";
import { rng } from "../../src/core/rng.ts";
import { answerMeasures, measured } from "../../src/survey/answerMeasures.ts";
import { answerRule } from "../../src/survey/answerRule.ts";
import { judgeAnswer } from "../../src/survey/judgeAnswer.ts";
import type { QuestionSettings } from "../../src/survey/Question.ts";
import { settledQuestions } from "../../src/survey/questionInFile.ts";
import { row, settingOf } from "../agents/lineNetwork.ts";
import { conversationFault } from "../support/conversationFault.ts";

const mood: QuestionSettings = {
  name: "mood",
  prompt: "{{ agent }} in {{ arm }}: how do you feel?{% for one in memory %} {{ one.answer }}{% endfor %}",
  answer: { kind: "number", from: 0, to: 10, whole: true },
};

/** What is asked of an agent that has had a turn. */
function asked(settings: QuestionSettings, turn: Partial<View> = {}, more: Partial<View> = {}): View {
  const [{ name, prompt, answer }] = settledQuestions([settings], 2) as [Required<QuestionSettings>];
  const view: View = {
    ...{ world: 0, round: 2, rounds: 2, agent: "b", arm: "treated", rng: rng(3) },
    heard: [{ from: "a", said: 7 }],
    ...turn,
  };
  return {
    ...view,
    rng: rng(4),
    question: { name, prompt, answer, turn: { view, said: 6, text: " six " } },
    ...more,
  };
}

describe("judgeAnswer and answerRule", () => {
  const choice = { kind: "choice", options: ["a", "b", "c"] } as const;
  const number = { kind: "number", from: 0, to: 4, whole: true } as const;
  const both = {
    kind: "object",
    fields: [
      { ...choice, name: "x" },
      { ...number, name: "y" },
    ],
  } as const;

  it.each([
    ["a", choice, undefined],
    ["d", choice, 'the answer must be one of "a", "b", "c", got "d"'],
    [undefined, choice, 'the answer must be one of "a", "b", "c", got undefined'],
    [4, number, undefined],
    [1.5, number, "the answer must be a whole number from 0 to 4, got 1.5"],
    ["4", number, 'the answer must be a whole number from 0 to 4, got "4"'],
    [Number.NaN, number, "the answer must be a whole number from 0 to 4, got NaN"],
    ["  ", { kind: "text" } as const, 'the answer must be a text of at most 280 characters, got "  "'],
    ["ää", { kind: "text", most: 2 } as const, undefined],
    [{ x: "a", y: 1 }, both, undefined],
    [{ x: "a" }, both, "the field y of the answer must be a whole number from 0 to 4, got undefined"],
    [{ x: "a", y: 1, z: 2 }, both, 'the answer has no field "z"'],
    ["a", both, 'the answer must be a mapping with x, y, got "a"'],
    [JSON.parse('{"__proto__": {"x": "a", "y": 1}}'), both, 'the answer has no field "__proto__"'],
  ])("looks at %j", (given, answer, fault) => {
    expect(judgeAnswer(given, answer)).toBe(fault);
  });

  it("draws answers that fit, with the expected means", () => {
    const rules = [
      [2, number],
      [[0, 1, 4], number],
      ["b", choice],
      [{ a: 0.25, c: 0.75 }, choice],
      [{ x: { a: 0.5, b: 0.5 }, y: [1, 3] }, both],
      ["hello", { kind: "text" } as const],
    ] as const;
    for (const [given, answer] of rules) {
      const rule = answerRule("ask", given, answer);
      const draws = Array.from({ length: 4000 }, (_, k) => rule.draw(rng(1).fork(k)));
      for (const one of draws) expect(judgeAnswer(one, answer)).toBeUndefined();
      for (const measure of answerMeasures(answer)) {
        const mean = draws.reduce<number>((sum, one) => sum + measured(one, measure)!, 0) / draws.length;
        // Four standard errors of a number from 0 to 4.
        expect(Math.abs(mean - rule.expected(measure))).toBeLessThan((4 * 2) / Math.sqrt(draws.length));
      }
    }
  });

  it("gives shares that add up to any choice, whatever the shares", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }), (weights) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        fc.pre(total > 0);
        const shares = Object.fromEntries(weights.map((one, k) => [choice.options[k]!, one / total]));
        const drawn = answerRule("ask", shares, choice).draw(rng(total));
        expect(weights[choice.options.indexOf(drawn as "a")]).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    [{ a: 0.5, d: 0.5 }, choice, 'ask: there is no option "d"'],
    [{ a: -1, b: 2 }, choice, 'ask: the share of "a" must be from 0 to 1, got -1'],
    [[], number, "ask: wanted at least one number, got an empty list"],
    [[1, 9], number, "ask: the answer must be a whole number from 0 to 4, got 9"],
    [{ x: "a" }, both, 'ask: wanted a mapping with x, y, got {"x":"a"}'],
    [{ x: "a", y: 1, z: 1 }, both, 'ask: there is no field "z"'],
    [{ x: "d", y: 1 }, both, 'ask: x: the answer must be one of "a", "b", "c", got "d"'],
  ])("refuses the rule %j", (given, answer, message) => {
    expect(() => answerRule("ask", given, answer)).toThrow(message);
  });

  it("tells of two options the share of the first", () => {
    expect(answerMeasures({ kind: "choice", options: ["yes", "no"] })).toEqual([{ option: "yes" }]);
    expect(answerMeasures(choice)).toHaveLength(3);
    expect(answerMeasures({ kind: "text" })).toEqual([]);
  });
});

describe("language models that are asked", () => {
  const requests: LanguageRequest[] = [];
  const model: LanguageModel = {
    generate: async (request) => {
      requests.push(request);
      expect(conversationFault(request.messages)).toBeUndefined();
      return { text: "8", model: "m", finish: "stop", warnings: [] };
    },
  };
  const settings = {
    model: "m",
    system: "You are {{ agent }}.",
    prompt:
      "{{ arm }}, round {{ round }}.{% for one in heard %} {{ one.from }} says {{ one.said }}.{% endfor %} Memory: {{ memory | size }}",
    answer: { kind: "number", from: 0, to: 10 },
    memory: "all",
  } as const;
  const turns = [{ round: 1, answer: 5, heard: [] }];

  it("see their latest turn as it was, with their answer, and then the question with what they remember now", async () => {
    const agents = askable(languageOf(settings, model), settledQuestions([mood], 2));
    const agent = agents.create(settingOf(row))(1);
    const view = asked(
      mood,
      { state: turns },
      { state: [...turns, { round: 2, answer: 6, heard: [] }] as unknown as View["state"] & object },
    );
    const action = await agent(view);
    expect(action).toEqual({ said: 8, call: { model: "m", text: "8" } });
    expect(requests.at(-1)!.messages).toEqual([
      { role: "system", content: "You are b." },
      {
        role: "user",
        content:
          "treated, round 2. a says 7. Memory: 1\n\nAnswer with a number from 0 to 10 and nothing else.",
      },
      { role: "assistant", content: " six " },
      {
        role: "user",
        content:
          "b in treated: how do you feel? 5 6\n\nAnswer with a whole number from 0 to 10 and nothing else.",
      },
    ]);
    expect(requests.at(-1)!.schema).toMatchObject({ properties: { answer: { type: "integer" } } });
    // An agent that has had no turn is asked with its system message alone.
    const { turn: _, ...question } = view.question!;
    await agent({ ...view, question });
    expect(requests.at(-1)!.messages.map(({ role }) => role)).toEqual(["system", "user"]);
    // One whose turn did not end well has said nothing.
    await agent({ ...view, question: { ...question, turn: { view: view.question!.turn!.view } } });
    expect(requests.at(-1)!.messages.map(({ role }) => role)).toEqual([
      "system",
      "user",
      "assistant",
      "user",
    ]);
    expect(agents.tokens!(view).input).toBeGreaterThan(50);
    const messages = await agents.prompt!(settingOf(row))(1)(view);
    expect(messages).toHaveLength(4);
  });

  it("are refused questions whose templates are wrong", () => {
    const agents = language({ ...settings, model: "p/m" });
    const refuse =
      (prompt: string): (() => Population) =>
      () =>
        askable(agents, settledQuestions([{ ...mood, prompt }], 2));
    expect(refuse("{{ agnet }}")).toThrow(
      'ask: "mood": language: question, line 1, column 4: there is no variable "agnet" (did you mean "agent"?)',
    );
    expect(refuse("{{ persona }}")).toThrow(
      'ask: "mood": language: question shows {{ persona }}, but there is none: give persona',
    );
  });

  it("are asked with the rule of their arm where they follow a script, and by themselves elsewhere", async () => {
    const make = (given: typeof settings): Population => languageOf(given, model);
    const armed = byArm(make, settings, { treated: { script: { says: 1, outcome: 1 } } });
    const agents = askable(armed, settledQuestions([{ ...mood, answers: { treated: 3 } }], 2));
    const agent = agents.create(settingOf(row))(1);
    expect(await agent(asked(mood))).toEqual({ said: 3 });
    const own = await agent(asked({ ...mood, prompt: "How?" }, {}, { arm: "control" }));
    expect(own.said).toBe(8);
    expect(() => askable(armed, settledQuestions([mood], 2)).create(settingOf(row))).toThrow(
      'ask: "mood": answers lacks the arm "treated": agents there cannot answer for themselves',
    );
  });
});

describe("other agents that are asked", () => {
  const population = (agent: Agent): Population => ({
    ...{ name: "own", params: {}, synthetic: false },
    wantQuestion: () => {},
    create: () => () => agent,
  });
  const questions = settledQuestions([mood], 2);

  it("answer for themselves, and keep and measure nothing by it", async () => {
    const agent: Agent = async ({ question }) => ({ said: question ? 4 : 1, state: 9, outcome: 5 });
    const one = askable(population(agent), questions).create(settingOf(row))(1);
    expect(await one(asked(mood))).toEqual({ said: 4 });
    const { question: _, ...turn } = asked(mood);
    expect(await one(turn)).toEqual({ said: 1, state: 9, outcome: 5 });
  });

  it("are asked again after an answer that the question does not take", () => {
    const one = askable(
      population(() => ({ said: "good", call: { cost: 2 } })),
      questions,
    ).create(settingOf(row))(1);
    try {
      one(asked(mood));
      expect.unreachable();
    } catch (fault) {
      expect(fault).toBeInstanceOf(AgentFault);
      expect(fault).toMatchObject({
        kind: "invalid",
        message: 'the answer must be a whole number from 0 to 10, got "good"',
        call: { cost: 2 },
      });
    }
  });

  it("outside this process get the question as data", () => {
    expect(viewData(asked(mood)).question).toEqual({
      name: "mood",
      prompt: mood.prompt,
      answer: { kind: "number", from: 0, to: 10, whole: true },
      turn: { round: 2, heard: [{ from: "a", said: 7 }], said: 6 },
    });
    const { question: _, ...turn } = asked(mood);
    expect(viewData(turn)).not.toHaveProperty("question");
  });

  it("that are synthetic act as before, and answer by rule with the chance of the view", () => {
    const agents = askable(
      degroot(),
      settledQuestions([{ ...mood, answers: { control: 0, treated: [1, 2] } }], 2),
    );
    const one = agents.create(settingOf(row))(1);
    const said = Array.from({ length: 20 }, (_, k) => one({ ...asked(mood), rng: rng(k) }));
    expect(new Set(said.map((action) => JSON.stringify(action)))).toEqual(
      new Set(['{"said":1}', '{"said":2}']),
    );
    expect(one({ ...asked(mood), arm: "control" })).toEqual({ said: 0 });
  });
});
