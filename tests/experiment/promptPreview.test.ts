import { describe, expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { byArm } from "../../src/agents/byArm.ts";
import { languageOf, threshold } from "../../src/agents/index.ts";
import type { LanguageModel } from "../../src/agents/language/LanguageModel.ts";
import type { LanguageSettings } from "../../src/agents/language/languageSettings.ts";
import type { Population } from "../../src/agents/Population.ts";
import { promptPreview } from "../../src/experiment/promptPreview.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { mean } from "../../src/run/channels/mean.ts";
import { none } from "../../src/run/channels/none.ts";
import { activation } from "../../src/run/schedules/activation.ts";
import { sequential } from "../../src/run/schedules/sequential.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { type Study, type StudyInput, study } from "../../src/study/study.ts";
import { ring } from "../run/ring.ts";

/** Nobody may be asked for a preview. */
const silent: LanguageModel = { generate: () => Promise.reject(new Error("it was asked")) };

const SETTINGS = {
  model: "scripted",
  prompt:
    "{{ arm }} in {{ round }} of {{ rounds }}.{% for one in heard %} {{ one.from }}: {{ one.said }}.{% endfor %}{% for turn in memory %} Then {{ turn.answer }}.{% endfor %}",
  memory: "all",
  answer: { kind: "number", from: 0, to: 10, whole: true },
} as const satisfies LanguageSettings;

const population = (settings: LanguageSettings & { readonly model: string }): Population =>
  languageOf(settings, silent);

const studyOf = (data: Partial<StudyInput["data"]> = {}, agents = languageOf(SETTINGS, silent)): Study =>
  study({
    seed: 4,
    model: { network: ring(6), agents },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign: complete({ treated: 2 }), expose: anyTreatedNeighbor(), rounds: 3, ...data },
    answer: [hajek()],
  });

describe("promptPreview", () => {
  test("shows an agent of the first round in the arm that it has in world 0 of the plan", async () => {
    const one = studyOf();
    const plan = planStudy(one);
    for (const [k, agent] of plan.agents.entries()) {
      const arm = plan.arms[plan.assignments[0]![k]!]!;
      const found = await promptPreview(one, { agent });
      expect(found).toMatchObject({ agent, arm, planned: arm, world: 0, round: 1, rounds: 3 });
      expect(found.messages).toEqual([
        {
          role: "user",
          content: `${arm} in 1 of 3.\n\nAnswer with a whole number from 0 to 10 and nothing else.`,
        },
      ]);
      expect(found.examples).toEqual({ heard: [] });
    }
  });

  test("puts made-up messages of its neighbours, and a made-up memory, into later rounds", async () => {
    const { messages, examples, schema, tokens } = await promptPreview(studyOf(), { agent: "2", round: 3 });
    expect(examples.heard.map(({ from }) => from)).toEqual(["1", "3"]);
    for (const { said } of examples.heard) expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(said);
    const [first, second] = examples.heard.map(({ said }) => said);
    const past = examples.state as unknown as { answer: number; round: number }[];
    expect(past.map(({ round }) => round)).toEqual([1, 2]);
    expect(messages[0]!.content).toContain(
      `in 3 of 3. 1: ${first}. 3: ${second}. Then ${past[0]!.answer}. Then ${past[1]!.answer}.`,
    );
    expect(schema).toMatchObject({ properties: { answer: { type: "integer", minimum: 0, maximum: 10 } } });
    expect(tokens).toMatchObject({ output: 1000 });
    expect(tokens!.input).toBeGreaterThan(20);
  });

  test("is the same each time, and of the channel, the history and the schedule of the study", async () => {
    const twice = [1, 2].map(() => promptPreview(studyOf(), { agent: "2", round: 3 }));
    expect(await twice[0]).toEqual(await twice[1]);
    const deaf = await promptPreview(studyOf({ interact: { channel: none() } }), { agent: "2", round: 3 });
    expect(deaf.examples.heard).toEqual([]);
    const crowd = await promptPreview(studyOf({ interact: { channel: mean() } }), { agent: "2", round: 2 });
    expect(crowd.examples).toMatchObject({ heard: [], crowd: { n: 2 } });
    const told = await promptPreview(studyOf({ interact: { history: { last: 1 } } }), {
      agent: "2",
      round: 3,
    });
    expect(told.examples.history).toHaveLength(1);
    expect(told.examples).not.toHaveProperty("state");
    // In a sequence of ids, agent 2 hears in the first round what agent 1 has just said.
    const inTurn = studyOf({ interact: { schedule: sequential({ order: "ids" }) } });
    expect((await promptPreview(inTurn, { agent: "2" })).examples.heard.map(({ from }) => from)).toEqual([
      "1",
    ]);
  });

  test("shows another arm on request, with its settings", async () => {
    const treat = { treated: { prompt: "Now {{ arm }}.", memory: "none" } } as const;
    const one = studyOf({}, byArm(population, SETTINGS, treat));
    const plan = planStudy(one);
    const agent = plan.agents[plan.assignments[0]!.indexOf(0)]!;
    const found = await promptPreview(one, { agent, arm: "treated" });
    expect(found).toMatchObject({ arm: "treated", planned: "control" });
    expect(found.messages[0]!.content).toMatch(/^Now treated\./);
  });

  test("names the agents, arms and rounds that there are", async () => {
    const fault = (wanted: Parameters<typeof promptPreview>[1], one = studyOf()): Promise<unknown> =>
      promptPreview(one, wanted).catch((error: Error) => error.message);
    expect(await fault({ agent: "agent-2" })).toBe(
      'check: there is no agent "agent-2" (the 6 agents are "0", "1", "2", "3", "4", …)',
    );
    expect(await fault({ agent: "2", arm: "Treated" })).toBe(
      'check: there is no arm "Treated" (did you mean "treated"?)',
    );
    expect(await fault({ agent: "2", round: 4 })).toBe(
      "check: round must be a whole number from 1 to 3, got 4",
    );
    expect(await fault({ agent: "2" }, studyOf({}, threshold({})))).toBe(
      "check: agents of kind threshold have no prompt: wanted a study whose agents are asked in words, such as those of kind language",
    );
    const script = { treated: { script: { says: 3, outcome: 3 } } };
    const armed = studyOf({}, byArm(population, SETTINGS, script));
    expect(await fault({ agent: "2", arm: "treated" }, armed)).toBe(
      'check: agents of arm "treated" have no prompt: what they do is written in the study',
    );
    const { examples } = await promptPreview(armed, { agent: "2", round: 2, arm: "control" });
    expect(examples.heard).toHaveLength(2);
    const rare = studyOf({ rounds: 6, interact: { schedule: activation({ probability: 0.4 }) } });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((round) => fault({ agent: "2", round }, rare)));
    const words = answers.filter((answer) => typeof answer === "string");
    expect(words.length).toBeGreaterThan(0);
    expect(words.length).toBeLessThan(6);
    expect(words[0]).toMatch(
      /^check: agent "2" is passed over in round \d of world 0 by the schedule activation: it acts in round \d/,
    );
  });
});
