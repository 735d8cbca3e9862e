import { afterEach, describe, expect, test } from "vitest";
import type { Action, View } from "../../../src/agents/Agent.ts";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import type { LanguageModel, LanguageRequest } from "../../../src/agents/language/LanguageModel.ts";
import { language, languageOf } from "../../../src/agents/language/language.ts";
import type { LanguageSettings } from "../../../src/agents/language/languageSettings.ts";
import { canonicalJson } from "../../../src/core/canonicalJson.ts";
import { rng } from "../../../src/core/rng.ts";
import { conversationFault } from "../../support/conversationFault.ts";
import { type FaultServer, faultServer } from "../../support/faultServer.ts";
import { row, settingOf } from "../lineNetwork.ts";

type Given = LanguageSettings & { readonly model: string };

const base: Given = {
  model: "scripted",
  prompt: "Round {{ round }} of {{ rounds }}.",
  answer: { kind: "number", from: 0, to: 10 },
};

/** A model that answers from a function and remembers what it was asked. */
function scriptedModel(answer: (request: LanguageRequest) => string = () => "5"): LanguageModel & {
  readonly requests: LanguageRequest[];
} {
  const requests: LanguageRequest[] = [];
  return {
    requests,
    generate: async (request) => {
      requests.push(request);
      expect(conversationFault(request.messages)).toBeUndefined();
      return {
        text: answer(request),
        model: "scripted-1",
        usage: { input: 100, output: 20 },
        finish: "stop",
        warnings: [],
      };
    },
  };
}

function viewOf(agent: string, more: Partial<View> = {}): View {
  const round = more.round ?? 1;
  const stream = rng(9).fork("turn").fork(`0:${round}:${agent}`);
  return { world: 0, round, rounds: 3, agent, arm: "control", heard: [], rng: stream, ...more };
}

async function act(settings: Given, model: LanguageModel, view: View): Promise<Action> {
  const agentOf = languageOf(settings, model).create(settingOf(row));
  return agentOf(row.ids.indexOf(view.agent))(view);
}

async function faultOf(work: Promise<unknown>): Promise<AgentFault> {
  const thrown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(thrown instanceof AgentFault)) throw new Error(`wanted an AgentFault, got ${thrown}`);
  return thrown;
}

/** What the user message of a turn is. */
async function promptOf(settings: Partial<Given>, view: View): Promise<string> {
  const population = languageOf({ ...base, explain: false, ...settings }, scriptedModel());
  const messages = await population.prompt!(settingOf(row))(0)(view);
  return messages.map(({ role, content }) => `${role}: ${content}`).join("\n");
}

describe("a turn", () => {
  test("is one call with everything that is set, and its answer is said and measured", async () => {
    const model = scriptedModel(() => '{"answer": 7}');
    const settings: Given = {
      ...base,
      system: "You are {{ agent }}.",
      temperature: 0.3,
      topP: 0.8,
      maxTokens: 60,
      price: { input: 2, output: 10 },
    };
    expect(await act(settings, model, viewOf("a"))).toEqual({
      said: 7,
      outcome: 7,
      call: { model: "scripted-1", usage: { input: 100, output: 20 }, cost: 0.0004, text: '{"answer": 7}' },
    });
    expect(model.requests).toEqual([
      {
        callId: viewOf("a").rng.key,
        messages: [
          { role: "system", content: "You are a." },
          { role: "user", content: "Round 1 of 3.\n\nAnswer with a number from 0 to 10 and nothing else." },
        ],
        schema: {
          type: "object",
          properties: { answer: { type: "number", minimum: 0, maximum: 10 } },
          required: ["answer"],
          additionalProperties: false,
        },
        schemaName: "answer",
        temperature: 0.3,
        topP: 0.8,
        maxTokens: 60,
        seed: viewOf("a")
          .rng.fork("seed")
          .integer(2 ** 31),
      },
    ]);
  });

  test("with options shows them in a drawn order, which the journal keeps", async () => {
    const options = ["red", "green", "blue"];
    const settings: Given = {
      ...base,
      prompt: "{{ options | join: ' / ' }}",
      answer: { kind: "choice", options },
      outcome: { points: { red: 1, green: 2, blue: 3 } },
    };
    const orders = new Set<string>();
    for (const agent of row.ids) {
      const model = scriptedModel(() => "Green.");
      const { said, outcome, call } = await act(settings, model, viewOf(agent));
      expect([said, outcome]).toEqual(["green", 2]);
      const drawn = call?.drawn as string[];
      expect([...drawn].sort()).toEqual([...options].sort());
      const { schema, messages } = model.requests[0]!;
      expect(messages.at(-1)?.content).toMatch(
        new RegExp(`^${drawn.join(" / ")}\n\nAnswer with exactly one of`),
      );
      expect(schema).toMatchObject({ properties: { answer: { enum: drawn } } });
      orders.add(drawn.join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test("with letters is answered by letter and heard by option", async () => {
    const settings: Given = {
      ...base,
      answer: { kind: "choice", options: ["yes", "no"], labels: true },
      outcome: { points: { yes: 1, no: 0 } },
    };
    const model = scriptedModel(({ messages }) => (/([AB]): no/.exec(messages.at(-1)!.content) ?? [])[1]!);
    expect(await act(settings, model, viewOf("b"))).toMatchObject({ said: "no", outcome: 0 });
  });

  test("with an object lets neighbours hear a part of it, and measures another", async () => {
    const settings: Given = {
      ...base,
      answer: {
        kind: "object",
        fields: [
          { name: "why", kind: "text" },
          { name: "vote", kind: "choice", options: ["yes", "no"] },
        ],
      },
      says: "why",
      outcome: { field: "vote", points: { yes: 1, no: 0 } },
    };
    const model = scriptedModel(() => '{"why": "it rains", "vote": "yes"}');
    expect(await act(settings, model, viewOf("a"))).toMatchObject({ said: "it rains", outcome: 1 });
    const silent = await act({ ...settings, says: false, outcome: false }, model, viewOf("a"));
    expect([silent.said, silent.outcome]).toEqual([undefined, undefined]);
    const { says: _, ...whole } = settings;
    expect((await act(whole, model, viewOf("a"))).said).toEqual({ why: "it rains", vote: "yes" });
  });

  test("whose answer cannot be read is invalid, says what was wanted and what the call cost", async () => {
    const settings = { ...base, price: { input: 1, output: 1 } };
    expect(
      await faultOf(
        act(
          settings,
          scriptedModel(() => "many"),
          viewOf("a"),
        ),
      ),
    ).toMatchObject({
      kind: "invalid",
      message: 'wanted a number from 0 to 10, got "many"',
      call: { model: "scripted-1", usage: { input: 100, output: 20 }, cost: 0.00012, text: "many" },
    });
  });

  test("whose call fails keeps the fault of the call, with its cost", async () => {
    const call = { model: "m", usage: { input: 10, output: 5 } };
    const model: LanguageModel = {
      generate: () => Promise.reject(new AgentFault("refused", "m: no", { retryAfter: 5, call })),
    };
    const settings = { ...base, price: { input: 1e6, output: 0 } };
    expect(await faultOf(act(settings, model, viewOf("a")))).toMatchObject({
      kind: "refused",
      message: "m: no",
      retryAfter: 5,
      call: { ...call, cost: 10 },
    });
    const broken: LanguageModel = { generate: () => Promise.reject(new RangeError("a slip")) };
    await expect(act(base, broken, viewOf("a"))).rejects.toThrow(RangeError);
  });

  test("asked again tells the model why, and draws anew with the same options in the same order", async () => {
    const settings: Given = { ...base, answer: { kind: "choice", options: ["a", "b", "c"] }, outcome: false };
    const model = scriptedModel(() => "a");
    const retry = { attempt: 2, because: 'wanted exactly one of "a", "b", "c", got "d"' };
    await act(settings, model, viewOf("a"));
    await act(settings, model, viewOf("a", { retry }));
    await act(settings, model, viewOf("a", { retry: { ...retry, attempt: 3 } }));
    const [first, second, third] = model.requests;
    expect(second!.messages).toEqual([
      ...first!.messages,
      { role: "assistant", content: "(no answer)" },
      {
        role: "user",
        content:
          'Your last answer could not be used: wanted exactly one of "a", "b", "c", got "d". Answer again, in the form that was asked for.',
      },
    ]);
    // What was said, where it is known, and a mark where it was nothing; never two of the user's in a row.
    for (const [answer, shown] of [
      ["d", "d"],
      [" \n", "(no answer)"],
      ["x".repeat(5000), `${"x".repeat(4000)} …`],
    ] as const) {
      const told = scriptedModel(() => "a");
      await act(settings, told, viewOf("a", { retry: { ...retry, answer } }));
      expect(told.requests[0]!.messages.at(-2)).toEqual({ role: "assistant", content: shown });
    }
    expect(second!.schema).toEqual(first!.schema);
    expect(second!.callId).toBe(first!.callId);
    expect(new Set([first!.seed, second!.seed, third!.seed]).size).toBe(3);
  });

  test("hands the run's signal on", async () => {
    const { signal } = new AbortController();
    const seen: (AbortSignal | undefined)[] = [];
    const model: LanguageModel = {
      generate: (_request, context) => {
        seen.push(context?.signal);
        return scriptedModel().generate({ callId: "a", messages: [{ role: "user", content: "Well?" }] });
      },
    };
    const agent = languageOf(base, model).create(settingOf(row))(0);
    await agent(viewOf("a"), { signal });
    expect(seen).toEqual([signal]);
  });
});

describe("the prompt", () => {
  test("shows what the agent sees", async () => {
    const heard = [
      { from: "b", said: { vote: "no" } },
      { from: "c", said: { vote: "yes" } },
    ];
    const prompt = `{{ agent }}/{{ arm }}/{{ crowd }}
{% for one in heard %}{{ one.from }}: {{ one.said.vote }}
{% endfor %}`;
    expect(await promptOf({ prompt }, viewOf("a", { heard, crowd: { mean: 0.5 } }))).toBe(
      'user: a/control/{"mean":0.5}\nb: no\nc: yes',
    );
  });

  test("never reads what was heard as a template, or as settings", async () => {
    const heard = [{ from: "b", said: "{{ arm }} {% if %}" }];
    expect(await promptOf({ prompt: "{{ heard[0].said }}" }, viewOf("a", { heard }))).toBe(
      "user: {{ arm }} {% if %}",
    );
  });

  test("has the persona as its system message, filled with what is known of the agent", async () => {
    const attributes = row.ids.map((agent, k) => ({ agent, age: 20 + k, town: "{{ arm }}" }));
    const persona = "You are {{ agent }}, {{ attributes.age }}, of {{ attributes.town }}.";
    expect(await promptOf({ persona, attributes, prompt: "Go." }, viewOf("b"))).toBe(
      "system: You are b, 21, of {{ arm }}.\nuser: Go.",
    );
    expect(
      await promptOf({ persona, attributes, prompt: "{{ persona }} Go.", system: "Hi." }, viewOf("b")),
    ).toBe("system: Hi.\nuser: You are b, 21, of {{ arm }}. Go.");
  });

  test("or a persona for each agent, whatever it is called", async () => {
    const persona = row.ids.map((agent) => ({ agent, persona: `{{ I am }} ${agent}` }));
    expect(await promptOf({ persona, prompt: "Go." }, viewOf("c"))).toBe("system: {{ I am }} c\nuser: Go.");
  });

  test("is the one that is sent", async () => {
    const model = scriptedModel();
    const population = languageOf({ ...base, persona: "Be brief." }, model);
    const shown = await population.prompt!(settingOf(row))(2)(viewOf("c"));
    await population.create(settingOf(row))(2)(viewOf("c"));
    expect(model.requests[0]!.messages).toEqual(shown);
  });

  test("has a bound on its tokens", () => {
    const { tokens } = languageOf({ ...base, prompt: "é".repeat(300), maxTokens: 77 }, scriptedModel());
    const { input, output } = tokens!(viewOf("a"));
    expect(output).toBe(77);
    expect(input).toBeGreaterThan(200);
    expect(input).toBeLessThan(300);
  });
});

describe("memory", () => {
  const play =
    "{% for one in memory %}{{ one.round }}:{{ one.answer }}({{ one.heard.size }}) {% endfor %}now";
  const run = async (memory: Given["memory"]): Promise<[prompts: string[], last: Action]> => {
    const model = scriptedModel(({ messages }) => String(messages[0]!.content.length % 10));
    const settings = { ...base, explain: false, prompt: memory === "none" ? "now" : play, memory };
    let last: Action = {};
    for (const round of [1, 2, 3]) {
      const heard = round === 1 ? [] : [{ from: "b", said: round }];
      const state = last.state === undefined ? {} : { state: last.state };
      last = await act(settings, model, viewOf("a", { round, heard, ...state }));
    }
    return [model.requests.map(({ messages }) => messages[0]!.content), last];
  };

  test("of all plays", async () => {
    const [prompts, { state }] = await run("all");
    expect(prompts).toEqual(["now", "1:3(0) now", "1:3(0) 2:0(1) now"]);
    expect(state).toHaveLength(3);
  });

  test("of the last play", async () => {
    const [prompts, { state }] = await run({ last: 1 });
    expect(prompts).toEqual(["now", "1:3(0) now", "2:0(1) now"]);
    expect(state).toEqual([{ round: 3, answer: 0, heard: [{ from: "b", said: 3 }] }]);
  });

  test("of none", async () => {
    const [prompts, { state }] = await run("none");
    expect(prompts).toEqual(["now", "now", "now"]);
    expect(state).toBeUndefined();
  });

  test("is the study's history where there is one, and then nothing is kept", async () => {
    const history = [1, 2].map((round) => ({ round, heard: [], said: round * 2 }));
    const model = scriptedModel();
    const settings: Given = { ...base, explain: false, prompt: play, memory: { last: 1 } };
    const action = await act(settings, model, viewOf("a", { round: 3, history }));
    expect(model.requests[0]!.messages[0]!.content).toBe("2:4(0) now");
    expect(action.state).toBeUndefined();
  });
});

describe("settings", () => {
  test("make the same population again, with every default filled in", () => {
    const url = "http://localhost:11434/v1";
    const population = language({ ...base, model: { url, model: "llama", keyFrom: "A_KEY" } });
    expect(population).toMatchObject({ name: "language", synthetic: false });
    expect(population.params).toMatchObject({
      explain: true,
      memory: "none",
      maxTokens: 1000,
      timeout: 120,
      model: {
        url,
        model: "llama",
        keyFrom: "A_KEY",
        structured: "auto",
        seed: true,
        tokensAs: "max_tokens",
      },
    });
    const again = language.from(JSON.parse(canonicalJson(population.params)));
    expect(canonicalJson(again.params)).toBe(canonicalJson(population.params));
  });

  test("of a model at hand keep its name", () => {
    expect(languageOf(base, scriptedModel()).params.model).toBe("scripted");
  });

  const vote = { kind: "choice", options: ["yes", "no"] };
  const provider = "openai/gpt-x";
  test.each<[object, string]>([
    [{ model: "gpt-x" }, 'language: model must be provider/model, such as openai/gpt-5-mini, got "gpt-x"'],
    [{ model: 5 }, "language: model must be provider/model, or a mapping with url and model, got 5"],
    [
      { model: { url: "x", model: "m" } },
      'language: model.url must be an address that begins with http:// or https://, got "x"',
    ],
    [{ model: { url: "http://x", modle: "m" } }, 'language: model must have no setting "modle"'],
    [
      { model: { url: "http://x", model: "m", keyFrom: "sk-0123456789" } },
      "language: model: keyFrom must be the name of an environment variable, never a key itself",
    ],
    [{ prompt: undefined }, "language: prompt is missing: it must be a text, or { file } for one in a file"],
    [{ prompt: "{{ agnet }}" }, 'language: prompt, line 1, column 4: there is no variable "agnet"'],
    [{ system: "a\n{% if %}" }, "language: system, line 2, column 6: invalid value expression"],
    [
      { prompt: "{{ persona }}" },
      "language: a template shows {{ persona }}, but there is none: give persona",
    ],
    [
      { persona: "x", system: "y" },
      "language: persona is given, but neither system nor prompt shows {{ persona }}",
    ],
    [{ memory: "all" }, "language: memory is given, but neither system nor prompt shows {{ memory }}"],
    [{ prompt: "{{ memory }}" }, "language: a template shows {{ memory }}, but there is none: give memory"],
    [{ memory: { last: 0 } }, "language: memory.last must be a whole number of at least 1, got 0"],
    [
      { prompt: "{{ attributes.age }}" },
      'language: prompt, line 1, column 4: there is no variable "attributes"',
    ],
    [
      { prompt: "{{ attributes.agee }}", attributes: [{ agent: "a", age: 1 }] },
      'language: prompt, line 1, column 4: attributes has no "agee" (did you mean "age"?)',
    ],
    [
      { attributes: [{ age: 1 }] },
      "language: each row of attributes needs the id of its agent as agent, got none",
    ],
    [{ attributes: [{ agent: "a" }, { agent: "a" }] }, "language: attributes lists an agent twice"],
    [
      { prompt: { file: "prompt.md" } },
      'language: prompt: the file "prompt.md" is read with the study file that names it: here, give the text itself',
    ],
    [{ persona: "{{ round }}" }, 'language: persona, line 1, column 4: there is no variable "round"'],
    [{ answer: vote }, "language: outcome is missing: say which field it is, give points for the options"],
    [{ answer: { kind: "text" } }, "language: outcome is missing"],
    [{ answer: vote, outcome: { points: { yes: 1 } } }, 'language: outcome.points lacks the option "no"'],
    [
      { answer: vote, outcome: { points: { yes: 1, no: 0, nno: 1 } } },
      'language: outcome.points has no option "nno" (did you mean "no"?)',
    ],
    [
      { outcome: { points: { a: 1 } } },
      "language: outcome.points are for the options of a choice, got a number",
    ],
    [
      { outcome: { field: "x" } },
      'language: outcome.field names the field "x", but the answer is one number',
    ],
    [{ says: "x" }, 'language: says names the field "x", but the answer is one number'],
    [
      {
        answer: { kind: "object", fields: [{ name: "why", kind: "text" }] },
        outcome: { field: "wy" },
      },
      'language: outcome.field: the answer has no field "wy" (did you mean "why"?)',
    ],
    [
      {
        answer: { kind: "object", fields: [{ name: "why", kind: "text" }] },
        outcome: { field: "why" },
      },
      "language: outcome must come from a number or a choice, got a text: say false for none",
    ],
    [{ temperature: -1 }, "language: temperature must be a finite number of at least 0, got -1"],
    [{ topP: 0 }, "language: topP must be a number above 0, to 1, got 0"],
    [{ maxTokens: 0 }, "language: maxTokens must be a whole number of at least 1, got 0"],
    [{ timeout: 0 }, "language: timeout must be a number of seconds above 0, got 0"],
    [{ temprature: 1 }, 'language: there is no setting "temprature" (did you mean "temperature"?)'],
  ])("%j are refused", (given, message) => {
    let said = "";
    try {
      language.from({ ...base, model: provider, ...given });
    } catch (cause) {
      said = (cause as Error).message;
    }
    expect(said).toContain(message);
    expect(said).not.toContain("0123456789");
  });

  test("that leave an agent out are refused when the agents are made", () => {
    const made = (settings: Partial<Given>) => () =>
      languageOf({ ...base, ...settings }, scriptedModel()).create(settingOf(row));
    expect(made({ persona: [{ agent: "a", persona: "A" }] })).toThrow(
      'language: persona has no text for agent "b"',
    );
    expect(made({ attributes: [{ agent: "a" }], prompt: "{{ attributes.agent }}" })).toThrow(
      'language: attributes has no row for agent "b"',
    );
  });
});

describe("on an endpoint", () => {
  let server: FaultServer | undefined;
  afterEach(async () => {
    delete process.env.LANGUAGE_TEST_KEY;
    await server?.close();
  });

  test("agents with identical prompts are independent draws, and so is each attempt", async () => {
    server = await faultServer({ answer: ({ body }) => String(rng(body.seed!).integer(11)) });
    const population = language({
      ...base,
      prompt: "Think of a number.",
      model: { url: server.url, model: "m", structured: false },
    });
    const agentOf = population.create(settingOf(row));
    const views = Array.from({ length: 60 }, (_, k) => viewOf(row.ids[k % 4]!, { round: 1 + (k >> 2) }));
    const actions = await Promise.all(views.map((view, k) => agentOf(k % 4)(view)));
    expect(server.requests).toHaveLength(60);
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body.messages))).size).toBe(1);
    expect(new Set(server.requests.map(({ body }) => body.seed)).size).toBe(60);
    expect(
      [...server.calls.values()].every(({ attempts, answered }) => attempts === 1 && answered === 1),
    ).toBe(true);
    expect(server.calls.size).toBe(60);
    // 60 independent draws of 11 numbers: eight or fewer different ones come up less than once in 10,000 times.
    expect(new Set(actions.map(({ said }) => said)).size).toBeGreaterThan(8);
    // The same turn, played again after a crash, is the same call.
    const again = await agentOf(0)(views[0]!);
    expect(again).toEqual(actions[0]);
  });

  test("no key reaches an action, a fault or a preview", async () => {
    process.env.LANGUAGE_TEST_KEY = "planted-0123456789";
    server = await faultServer({
      answer: ({ headers }) => `my key is ${headers.authorization}`,
      fault: ({ attempt }) => (attempt === 1 ? "unauthorized" : undefined),
    });
    const population = language({
      ...base,
      answer: { kind: "text" },
      outcome: false,
      model: { url: server.url, model: "m", keyFrom: "LANGUAGE_TEST_KEY" },
    });
    const agent = population.create(settingOf(row))(0) as (view: View) => Promise<Action>;
    const fault = await faultOf(agent(viewOf("a")));
    expect(fault.message).toContain("status 401: wrong key Bearer [key]");
    const action = await agent(viewOf("a"));
    expect(action.said).toBe("my key is Bearer [key]");
    const shown = await population.prompt!(settingOf(row))(0)(viewOf("a"));
    const all = [fault.message, fault.stack, fault.call, fault.cause, action, shown, population.params];
    expect(JSON.stringify(all)).not.toContain("0123456789");
  });
});
