import { expect, test } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { linearInMeans } from "../../src/agents/index.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { study } from "../../src/study/study.ts";
import { studyCost } from "../../src/study/studyCost.ts";
import { tiny } from "../tinyWorlds.ts";

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
