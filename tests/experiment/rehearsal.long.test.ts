import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { byArm } from "../../src/agents/byArm.ts";
import { command, http, languageOf, threshold } from "../../src/agents/index.ts";
import type { LanguageModel } from "../../src/agents/language/LanguageModel.ts";
import type { LanguageSettings } from "../../src/agents/language/languageSettings.ts";
import type { Population } from "../../src/agents/Population.ts";
import { check } from "../../src/experiment/check.ts";
import { rehearsal } from "../../src/experiment/rehearsal.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { counts } from "../../src/run/channels/counts.ts";
import { feed } from "../../src/run/channels/feed.ts";
import { mean } from "../../src/run/channels/mean.ts";
import { none } from "../../src/run/channels/none.ts";
import { sequential } from "../../src/run/schedules/sequential.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type Study, type StudyInput, study } from "../../src/study/study.ts";
import { ring } from "../run/ring.ts";

let calls = 0;
const counting: LanguageModel = {
  generate: async () => {
    calls++;
    return { text: "5", model: "scripted", finish: "stop", warnings: [] };
  },
};

let folder = "";
beforeEach(() => {
  calls = 0;
  folder = mkdtempSync(join(tmpdir(), "spillway-rehearsal-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Settings = LanguageSettings & { readonly model: string };
type Treat = Parameters<typeof byArm<Settings>>[2];
type Data = Partial<StudyInput["data"]>;

/** Everything is cut: what is sent is the same for everybody. */
const CUT: Settings = {
  model: "scripted",
  prompt: "How much?",
  answer: { kind: "number", from: 0, to: 10, whole: true },
};
const ASK = { name: "why", after: "each", answer: CUT.answer } as const;
const HEARD = "{% for one in heard %}{{ one.said }} {% endfor %}How much?";
const MEMORY = "{% for turn in memory %}{{ turn.answer }} {% endfor %}How much?";
const MEMORY_HEARD =
  "{% for turn in memory %}{% for one in turn.heard %}{{ one.said }}{% endfor %}{% endfor %}How much?";

const language = (change: Partial<Settings> = {}, treat: Treat = {}): Population =>
  byArm((settings: Settings) => languageOf(settings, counting), { ...CUT, ...change }, treat);

const studyOf = (agents: Population, data: Data = {}): Study =>
  study({
    seed: 4,
    model: { network: ring(6), agents },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign: complete({ treated: 2 }), expose: anyTreatedNeighbor(), rounds: 3, ...data },
    answer: [hajek()],
  });

const notesOf = (agents: Population, data: Data = {}): readonly string[] =>
  rehearsal(prepareStudy(studyOf(agents, data)));
const SAME = /^arms control and treated are sent the same prompt/;
const ALONE = /^no agent can influence another/;

describe("arms that are sent the same", () => {
  test("are named when every channel is cut, whatever is shown of others", () => {
    for (const cut of [
      language(),
      language({ prompt: HEARD }),
      language({ prompt: MEMORY, memory: "all" }),
      language({}, { treated: { timeout: 5 } }),
    ])
      expect(notesOf(cut).filter((note) => SAME.test(note))).toHaveLength(1);
    const list = { treated: { temperature: undefined } } as unknown as Treat;
    expect(notesOf(language({}, list)).some((note) => SAME.test(note))).toBe(true);
  });

  const open: readonly (readonly [string, Population, Data?])[] = [
    ["prompt", language({ prompt: "{% if arm == 'treated' %}Yes! {% endif %}How much?" })],
    ["prompt in the last round", language({ prompt: "{% if round == 3 %}{{ arm }} {% endif %}How much?" })],
    [
      "prompt for one agent",
      language({ prompt: "{% if agent == 'a3' or agent == '3' %}{{ arm }} {% endif %}How much?" }),
    ],
    ["system", language({ system: "You are {{ arm }}." })],
    ["persona", language({ persona: "one" }, { treated: { persona: "other" } })],
    ["prompt by arm", language({}, { treated: { prompt: "How little?" } })],
    ["model", language({}, { treated: { model: "other" } })],
    ["temperature", language({}, { treated: { temperature: 0.1 } })],
    ["topP", language({}, { treated: { topP: 0.1 } })],
    ["maxTokens", language({}, { treated: { maxTokens: 500 } })],
    ["says", language({}, { treated: { says: false } })],
    ["outcome", language({}, { treated: { outcome: false } })],
    ["answer", language({}, { treated: { answer: { kind: "number", from: 0, to: 11, whole: true } } })],
    ["explain", language({}, { treated: { explain: false } })],
    ["memory", language({ prompt: MEMORY, memory: "all" }, { treated: { memory: { last: 1 } } })],
    ["script", language({}, { treated: { script: { says: 1 } } })],
    ["heard", language({ prompt: HEARD }), { interact: { hears: { treated: none() } } }],
    [
      "crowd",
      language({ prompt: "{{ crowd.mean }} How much?" }),
      { interact: { channel: mean(), hears: { treated: none() } } },
    ],
    [
      "history",
      language({ prompt: MEMORY, memory: "all" }),
      { interact: { history: {}, remembers: { treated: { whose: "nobody" } } } },
    ],
    ["question", language(), { ask: [{ ...ASK, prompt: "Are you {{ arm }}?" }] }],
    ["view of a program", command({ command: ["node"] })],
    ["view over HTTP", http({ url: "http://127.0.0.1:9" })],
  ];
  for (const [channel, agents, data] of open)
    test(`are not, when they differ by ${channel} alone`, () => {
      expect(notesOf(agents, data).filter((note) => SAME.test(note))).toEqual([]);
    });

  test("are named in groups where there are more than two", () => {
    const agents = language({}, { high: { temperature: 1 } });
    const assign = complete({ counts: [2, 2, 2], arms: ["none", "low", "high"] });
    const expose = anyTreatedNeighbor({ focal: "high" });
    const notes = notesOf(agents, { assign, expose });
    expect(notes[0]).toMatch(/^arms none and low are sent the same prompt/);
  });

  test("are meant in an A/A study, and are not known of synthetic agents", () => {
    expect(notesOf(language(), { aa: true }).some((note) => SAME.test(note))).toBe(false);
    expect(notesOf(threshold({ threshold: 0.5 }))).toEqual([]);
  });
});

describe("agents that can influence nobody", () => {
  const cut: readonly (readonly [string, Population, Data?])[] = [
    ["nothing heard is shown", language({ prompt: "{{ arm }} How much?" })],
    ["only their own memory is shown", language({ prompt: MEMORY, memory: "all" })],
    ["the channel is none", language({ prompt: HEARD }), { interact: { channel: none() } }],
    ["there is one round", language({ prompt: HEARD }), { rounds: 1 }],
    ["nobody says anything", language({ prompt: HEARD, says: false })],
    ["no message arrives", language({ prompt: HEARD }), { interact: { delivery: 0 } }],
    [
      "texts have no mean",
      language({
        prompt: "{{ crowd }}?",
        says: "word",
        outcome: { field: "n" },
        answer: {
          kind: "object",
          fields: [
            { name: "n", kind: "number", from: 0, to: 1 },
            { name: "word", kind: "text" },
          ],
        },
      }),
      { interact: { channel: mean() } },
    ],
    ["a program hears nobody", command({ command: ["node"] }), { interact: { channel: none() } }],
    [
      "all are scripts that say the same",
      language({ prompt: HEARD }, { control: { script: { says: 1 } }, treated: { script: { says: 1 } } }),
    ],
  ];
  for (const [why, agents, data] of cut)
    test(`are named when ${why}`, () => {
      expect(notesOf(agents, data).filter((note) => ALONE.test(note))).toHaveLength(1);
    });

  const open: readonly (readonly [string, Population, Data?])[] = [
    ["the prompt", language({ prompt: HEARD })],
    [
      "texts, of which all made-up ones are alike",
      language({ prompt: HEARD, answer: { kind: "text" }, outcome: false }),
    ],
    [
      "earlier turns as messages",
      language({
        prompt: HEARD,
        memory: "all",
        memoryAs: "messages",
        answer: { kind: "text" },
        outcome: false,
      }),
    ],
    ["the prompt of one arm", language({}, { treated: { prompt: HEARD } })],
    ["the system message", language({ system: HEARD })],
    [
      "the crowd of numbers",
      language({ prompt: "{{ crowd.mean }} How much?" }),
      { interact: { channel: mean() } },
    ],
    [
      "the crowd of counts",
      language({ prompt: "{{ crowd }} How much?" }),
      { interact: { channel: counts() } },
    ],
    ["what is remembered of what was heard", language({ prompt: MEMORY_HEARD, memory: "all" })],
    [
      "the history of others",
      language({ prompt: MEMORY, memory: "all" }),
      { interact: { history: { whose: "swapped" } } },
    ],
    ["a question", language(), { ask: [{ ...ASK, prompt: "{{ heard }}?" }] }],
    ["a feed", language({ prompt: HEARD }), { interact: { channel: feed() } }],
    [
      "turns one after another, in one round",
      language({ prompt: HEARD }),
      { rounds: 1, interact: { schedule: sequential() } },
    ],
    ["a script of one arm", language({ prompt: HEARD, says: false }, { treated: { script: { says: 1 } } })],
    ["the view of a program", command({ command: ["node"] })],
    [
      "the crowd that a program is shown",
      command({ command: ["node"] }),
      { interact: { channel: mean({ field: "x" }) } },
    ],
  ];
  for (const [channel, agents, data] of open)
    test(`are not, when something reaches others by ${channel} alone`, () => {
      expect(notesOf(agents, data).filter((note) => ALONE.test(note))).toEqual([]);
    });
});

test("texts that look like placeholders, and comparisons with no arm, are named with their line", () => {
  const texts: readonly (readonly [string, string | undefined])[] = [
    [
      "{{ heard }}\n{heard}",
      "prompt, line 2: {heard} is not a placeholder and is sent as text: write {{ heard }}",
    ],
    ["{heard[0]}", "prompt, line 1: {heard[0]} is not a placeholder and is sent as text: write {{ heard }}"],
    [
      `$${"{ agent }"}`,
      `prompt, line 1: $${"{ agent }"} is not a placeholder and is sent as text: write {{ agent }}`,
    ],
    ["%(arm)s", "prompt, line 1: %(arm)s is not a placeholder and is sent as text: write {{ arm }}"],
    ['{"arm": 1} {other} {{arm}} {%if arm == "treated"%}{%endif%}', undefined],
    [
      "\n{% if arm == 'treatment' %}x{% endif %}",
      'prompt, line 2: arm is compared with "treatment", which is no arm (did you mean "treated"?)',
    ],
    [
      '{%- unless arm != "Treated" -%}x{% endunless %}',
      'prompt, line 1: arm is compared with "Treated", which is no arm (did you mean "treated"?)',
    ],
    [
      "{% if 'x' == arm %}x{% endif %}",
      'prompt, line 1: arm is compared with "x", which is no arm (one of control, treated)',
    ],
    [
      "{% case arm %}{% when 'control', 'trated' %}x{% endcase %}",
      'prompt, line 1: arm is compared with "trated", which is no arm (did you mean "treated"?)',
    ],
    ["{% if arm contains 'treat' or agent == 'zed' %}x{% endif %}", undefined],
    [
      "{% if round == 2 and arm contains 'zeta' %}x{% endif %}",
      'prompt, line 1: arm is compared with "zeta", which is no arm (one of control, treated)',
    ],
  ];
  const got = texts.map(([prompt]) =>
    notesOf(language({ prompt: `${prompt} ` })).find((note) => note.startsWith("language:")),
  );
  expect(got).toEqual(texts.map(([, note]) => note && `language: ${note}`));
  const question = notesOf(language(), { ask: [{ ...ASK, prompt: "Was it {heard}?" }] });
  expect(question[0]).toContain("question, line 1: {heard} is not a placeholder");
  const treated = notesOf(language({}, { treated: { system: "{persona}" } }));
  expect(treated[0]).toContain("treat.treated: system, line 1: {persona} is not a placeholder");
});

describe("a study whose prompts cannot all be made", () => {
  const broken: readonly (readonly [string, Population, Data?])[] = [
    [
      "in a later round",
      language({ prompt: "{% if round == 3 %}{{ heard.first.said.words }}{% endif %} How much?" }),
    ],
    [
      "when nobody was heard",
      language({ prompt: "{% if round > 1 %}{{ heard.first.said }}{% endif %} How much?" }),
    ],
    [
      "when all that was heard is long",
      language({
        prompt: "{% for one in heard %}{% if one.said.size > 99 %}{{ one.said.x }}{% endif %}{% endfor %}?",
        answer: {
          kind: "object",
          fields: [
            { name: "t", kind: "text", most: 100 },
            { name: "n", kind: "number", from: 0, to: 1 },
          ],
        },
        says: "t",
        outcome: { field: "n" },
      }),
    ],
    [
      "for one answer",
      language({
        prompt: "{% for one in heard %}{% if one.said == 7 %}{{ one.said.x }}{% endif %}{% endfor %}?",
      }),
    ],
    [
      "of a memory",
      language({ prompt: "{% for m in memory %}{{ m.answer.words }}{% endfor %}?", memory: "all" }),
    ],
    [
      "of a crowd",
      language({ prompt: "{% if crowd %}{{ crowd.median }}{% endif %}?" }),
      { interact: { channel: mean() } },
    ],
    [
      "of a history",
      language({ prompt: "{% for m in memory %}{{ m.crowd.mean }}{% endfor %}?", memory: "all" }),
      { interact: { history: {} } },
    ],
    [
      "of one arm",
      language({}, { treated: { prompt: "{% for one in heard %}{{ one.said.words }}{% endfor %}?" } }),
    ],
    [
      "of a script that is heard",
      language(
        {
          prompt:
            "{% for one in heard %}{{ one.said.first.x }}{% if one.said == 'a' %}{{ one.z }}{% endif %}{% endfor %}?",
        },
        { treated: { script: { says: "a" } } },
      ),
    ],
    ["of a question", language(), { ask: [{ ...ASK, after: 3, prompt: "{{ heard.first.said.x }}?" }] }],
    [
      "of an agent",
      language({
        attributes: Array.from({ length: 6 }, (_, i) => ({
          agent: ring(6).ids[i]!,
          ...(i === 4 ? {} : { age: 3 }),
        })),
        prompt: "{{ attributes.age }}?",
      }),
    ],
    [
      "in a world",
      language({
        prompt:
          "{% if round == 2 and agent == heard.first.from %}{% else %}{% if arm == 'treated' and round == 2 %}{{ heard.first.said.x }}{% endif %}{% endif %}?",
      }),
      { worlds: 3 },
    ],
  ];
  for (const [where, agents, data] of broken)
    test(`is refused before the first call by check and run: ${where}`, async () => {
      const one = studyOf(agents, data);
      let refused = "";
      try {
        check(one);
      } catch (error) {
        refused = (error as Error).message;
      }
      expect(refused).toMatch(
        /^language: (prompt|question), line 1, column \d+: .*made-up answers: round \d/s,
      );
      const out = join(folder, "run");
      await expect(runStudy(one, { out })).rejects.toThrow(refused);
      expect(calls).toBe(0);
      expect(existsSync(join(out, "plan.json"))).toBe(false);
    });

  test("tells what looks unintended before the first call, and with the checks of the run", async () => {
    const warnings: string[] = [];
    const result = await runStudy(studyOf(language()), {
      out: folder,
      onWarning: (warning) => warnings.push(`${calls}: ${warning}`),
    });
    expect(warnings).toEqual([expect.stringMatching(/^0: arms/), expect.stringMatching(/^0: no agent/)]);
    expect(result.complete && result.checks.notes.slice(0, 2)).toEqual(warnings.map((one) => one.slice(3)));
  });
});
