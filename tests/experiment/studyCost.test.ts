import { describe, expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { languageOf, linearInMeans } from "../../src/agents/index.ts";
import type { LanguageModel } from "../../src/agents/language/LanguageModel.ts";
import { check } from "../../src/experiment/check.ts";
import { studyCost } from "../../src/experiment/studyCost.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { type Study, study } from "../../src/study/study.ts";
import { tiny } from "../support/tinyWorlds.ts";

const base = {
  seed: 1,
  model: { network: tiny(3, [[0, 1]]), agents: linearInMeans({}) },
  inquiry: { own: ["treated", "control"] as const },
  data: { assign: bernoulli(), expose: ownArm(), rounds: 4, worlds: 5 },
  answer: [hajek()],
};

test("calls are agents × rounds × worlds, and money is theirs at a price", () => {
  expect(studyCost(study(base))).toEqual({ calls: 60 });
  expect(studyCost(study(base), { callPrice: 0.5 })).toEqual({ calls: 60, money: 30 });
});

test("tokens are the most that the agents say, by what they hear, at their own price", () => {
  const agents = {
    ...linearInMeans({}),
    params: { price: { input: 1e6, output: 2e6 } },
    tokens: ({ heard }: { heard: readonly unknown[] }) => ({ input: 10 + heard.length, output: 1 }),
  };
  const found = studyCost(study({ ...base, model: { ...base.model, agents } }));
  // Two agents with a neighbour each, heard in rounds 2 to 4.
  expect(found).toEqual({ calls: 60, tokens: { input: 600 + 5 * 2 * 3, output: 60 }, money: 630 + 120 });
});

test("a price below 0 is refused", () => {
  expect(() => studyCost(study(base), { callPrice: -1 })).toThrow(
    "studyCost: callPrice must be a number from 0, got -1",
  );
});

describe("a language study", () => {
  const model: LanguageModel = { generate: () => Promise.reject(new Error("it was asked")) };
  const settings = {
    model: "m",
    prompt:
      "{{ arm }}{% for one in heard %}{{ one.said }}{% endfor %}{% for one in memory %}{{ one.answer }}{% endfor %}",
    explain: false,
    answer: { kind: "text", most: 300 },
    outcome: false,
    memory: { last: 1 },
    maxTokens: 100,
    price: { input: 3, output: 30 },
  } as const;
  const one = study({
    ...base,
    model: { ...base.model, agents: languageOf(settings, model) },
    data: { ...base.data, assign: bernoulli({ arms: ["a", "b"], probability: 0 }), rounds: 2, worlds: 2 },
    inquiry: { own: ["b", "a"] },
  });

  test("counts the arm, messages as long as they may be and what is remembered", () => {
    const schema = JSON.stringify({
      type: "object",
      properties: { answer: { type: "string", description: "at most 300 characters" } },
      required: ["answer"],
      additionalProperties: false,
    }).length;
    const call = (characters: number): number => Math.ceil((characters + schema) / 3) + 10;
    // Of three agents two have a neighbour: their second prompt holds a message and a memory, the third's a memory alone.
    const input = 2 * (3 * call(1) + 2 * call(1 + 600) + call(1 + 300));
    expect(studyCost(one)).toEqual({
      calls: 12,
      tokens: { input, output: 1200 },
      money: (3 * input + 30 * 1200) / 1e6,
    });
    expect(check(one)).toMatchObject({ calls: 12, tokens: { input, output: 1200 } });
  });

  test("takes the price of each arm, and knows none when one arm has none", () => {
    const priced = (price: object | undefined): number | undefined =>
      studyCost({
        ...one,
        data: { ...one.data, treat: { a: { price } } as unknown as NonNullable<Study["data"]["treat"]> },
      }).money;
    expect(priced({ input: 0, output: 100 })).toBeCloseTo(0.12, 12);
    expect(priced(undefined)).toBeUndefined();
  });

  test("of many turns a few are counted and stand for all", () => {
    const network = tiny(5000, []);
    const { tokens } = studyCost({ ...one, model: { ...one.model, network } });
    expect(tokens!.output).toBe(5000 * 2 * 2 * 100);
  });
});
