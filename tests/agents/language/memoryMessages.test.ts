// Earlier turns as messages, and prompts that have to go into a context.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Play, View } from "../../../src/agents/Agent.ts";
import type { ContextSettings } from "../../../src/agents/language/context/contextSettings.ts";
import { cutHeard } from "../../../src/agents/language/context/cutHeard.ts";
import { fitContext } from "../../../src/agents/language/context/fitContext.ts";
import { messageTokens } from "../../../src/agents/language/context/messageTokens.ts";
import type { LanguageModel, LanguageRequest } from "../../../src/agents/language/LanguageModel.ts";
import { languageOf } from "../../../src/agents/language/language.ts";
import type { LanguageSettings } from "../../../src/agents/language/languageSettings.ts";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { rng } from "../../../src/core/rng.ts";
import { conversationFault } from "../../support/conversationFault.ts";
import { row, settingOf } from "../lineNetwork.ts";

type Given = LanguageSettings & { readonly model: string };

const talk: Given = {
  model: "scripted",
  system: "You vote.",
  prompt: "Round {{ round }}.{% for one in heard %} {{ one.from }}: {{ one.said }}.{% endfor %}",
  answer: { kind: "choice", options: ["yes", "no", "perhaps"], labels: true },
  outcome: false,
  memory: "all",
  memoryAs: "messages",
};

/** Plays rounds of one agent that hears what it is told; every request, and what was kept. */
async function played(
  settings: Given,
  heard: readonly View["heard"][],
  more: Partial<View> = {},
): Promise<{
  requests: LanguageRequest[];
  state: Json | undefined;
  warnings: (readonly string[] | undefined)[];
}> {
  const requests: LanguageRequest[] = [];
  const warnings: (readonly string[] | undefined)[] = [];
  const model: LanguageModel = {
    generate: async (request) => {
      requests.push(request);
      expect(conversationFault(request.messages)).toBeUndefined();
      return { text: "B", model: "m", usage: { input: 9000, output: 5 }, finish: "stop", warnings: [] };
    },
  };
  const agent = languageOf(settings, model).create(settingOf(row))(0);
  let state: Json | undefined;
  for (const [k, one] of heard.entries()) {
    const stream = rng(9)
      .fork("turn")
      .fork(`0:${k + 1}:${row.ids[0]}`);
    const view: View = {
      ...{
        world: 0,
        round: k + 1,
        rounds: heard.length,
        agent: row.ids[0]!,
        arm: "control",
        heard: one,
        rng: stream,
      },
      ...(state === undefined ? {} : { state }),
      ...more,
    };
    const action = await agent(view);
    state = action.state;
    warnings.push(action.call?.warnings);
  }
  return { requests, state, warnings };
}

const words = (length: number, from = "x"): View["heard"] => [{ from, said: "w".repeat(length) }];

describe("memory as messages", () => {
  test("sends every earlier turn as it was sent then, and as it was answered, then the turn", async () => {
    const { requests } = await played(talk, [[], words(3), words(5)]);
    const last = requests[2]!.messages;
    expect(last.map(({ role }) => role)).toEqual([
      "system",
      "user",
      "assistant",
      "user",
      "assistant",
      "user",
    ]);
    // To the letter, the order of the options that was drawn then among it.
    for (const [k, request] of requests.entries()) expect(last[1 + 2 * k]).toEqual(request.messages.at(-1));
    expect([last[2]!.content, last[4]!.content]).toEqual(["B", "B"]);
    expect(
      new Set(requests.map(({ messages }) => messages.at(-1)!.content.split("letters ")[1])).size,
    ).toBeGreaterThan(1);
  });

  test("of fields, too, each with its letters", async () => {
    const fields = [
      { kind: "choice", name: "vote", options: ["yes", "no", "perhaps"], labels: true },
      { kind: "text", name: "why" },
    ] as const;
    const requests: LanguageRequest[] = [];
    const model: LanguageModel = {
      generate: async (request) => {
        requests.push(request);
        const text = '{"vote":"B","why":"so"}';
        return { text, model: "m", usage: { input: 900, output: 15 }, finish: "stop", warnings: [] };
      },
    };
    const settings: Given = { ...talk, answer: { kind: "object", fields }, says: "vote" };
    const agent = languageOf(settings, model).create(settingOf(row))(0);
    const view = {
      world: 0,
      round: 1,
      rounds: 2,
      agent: row.ids[0]!,
      arm: "control",
      heard: [],
      rng: rng(1),
    };
    const { state } = await agent(view);
    await agent({ ...view, round: 2, rng: rng(2), state: state! });
    expect(requests[1]!.messages[2]!.content).toBe('{"vote":"B","why":"so"}');
    expect(requests[1]!.messages[1]).toEqual(requests[0]!.messages[1]);
  });

  test("of a history that the study tells, where it has one", async () => {
    const history: Play[] = [
      { round: 0, heard: [{ from: "ann", said: "hello" }], said: "no" },
      { round: 1, heard: [] },
    ];
    const { requests } = await played(talk, [[]], { history, round: 2 });
    const contents = requests[0]!.messages.map(({ content }) => content);
    expect(contents[1]).toMatch(/^Round 0\. ann: hello\./);
    expect(contents[2]).toMatch(/^[ABC]$/);
    expect(contents[4]).toBe("(no answer)");
  });

  test("is refused where there is no memory, or a template shows it too", () => {
    expect(() => languageOf({ ...talk, memory: "none" }, { generate: async () => Promise.reject() })).toThrow(
      "language: memoryAs is messages, but there is no memory: give memory",
    );
    expect(() =>
      languageOf({ ...talk, prompt: "{{ memory | json }}" }, { generate: async () => Promise.reject() }),
    ).toThrow("language: memoryAs is messages, so earlier turns stand before the prompt");
  });
});

describe("a context", () => {
  const limited = (context: ContextSettings): Given => ({ ...talk, context });

  test("leaves out the oldest turns, as few as it can, and says so in the line of the turn", async () => {
    const heard = Array.from({ length: 12 }, () => words(300));
    const { requests, warnings, state } = await played(limited({ tokens: 700 }), heard);
    const turns = requests.map(({ messages }) => (messages.length - 2) / 2);
    expect(turns.slice(0, 5)).toEqual([0, 1, 2, 3, 3]);
    for (const { messages } of requests) expect(messageTokens(messages)).toBeLessThanOrEqual(700);
    // One turn more would not have gone in.
    const whole = (await played(talk, heard)).requests;
    const more = whole[6]!.messages.filter((_, k) => k === 0 || k >= whole[6]!.messages.length - 9);
    expect(messageTokens(more)).toBeGreaterThan(700);
    expect(requests[6]!.messages.slice(1)).toEqual(whole[6]!.messages.slice(-7));
    expect(warnings.map((one) => one !== undefined)).toEqual(turns.map((_, k) => k >= 4));
    expect(warnings[4]).toEqual([
      "the oldest turns that it remembers were left out to go into the context of 700 tokens",
    ]);
    // What is left out of a prompt is not forgotten.
    expect(state).toHaveLength(12);
  });

  test("cuts what was heard where nothing else is left, the longest first", async () => {
    const heard = [{ from: "a", said: "short" }, ...words(4000, "b"), ...words(9000, "c")];
    const { requests, warnings } = await played(limited({ tokens: 1000 }), [heard]);
    const [, user] = requests[0]!.messages;
    const [, b, c] = [/ a: (\w+)\./, / b: (w+) …\./, / c: (w+) …\./].map(
      (one) => one.exec(user!.content)![1]!,
    );
    expect(user!.content).toContain(" a: short.");
    expect(b!.length).toBe(c!.length);
    expect(messageTokens(requests[0]!.messages)).toBeGreaterThan(995);
    expect(warnings[0]).toEqual(["what it heard was cut to go into the context of 1000 tokens"]);
  });

  test("calls nobody where nothing helps, or where a turn is to be missing", async () => {
    const long = { ...talk, prompt: "x".repeat(9000) };
    await expect(played({ ...long, context: { tokens: 500 } }, [[]])).rejects.toThrow(
      /^language: the prompt has about 30\d\d tokens, and the context of the study holds 500, even without/,
    );
    await expect(played(limited({ tokens: 300, overflow: "missing" }), [words(2000)])).rejects.toThrow(
      "and the context of the study holds 300: the turn is missing, as the study says",
    );
  });

  test("whatever is said, sends what goes in, and leaves out only what it must", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(400), { maxLength: 12 }),
        fc.array(fc.nat(900), { maxLength: 6 }),
        fc.integer({ min: 30, max: 900 }),
        (turns, heard, tokens) => {
          const said = heard.map((length, k) => ({ from: `${k}`, said: "é".repeat(length) }));
          const most = { turns: turns.length, characters: Math.max(0, ...heard) };
          const make = ({ turns: out, characters }: { turns: number; characters: number }) => [
            ...turns.slice(out).map((length) => ({ role: "user" as const, content: "t".repeat(length) })),
            {
              role: "user" as const,
              content: cutHeard(said, characters)
                .map((one) => one.said)
                .join(" "),
            },
          ];
          const found = fitContext(make, { tokens }, most);
          const whole = make({ turns: 0, characters: Number.POSITIVE_INFINITY });
          if (messageTokens(whole) <= tokens) {
            expect(found).toEqual({ messages: whole });
            return;
          }
          if ("missing" in found) {
            expect(messageTokens(make({ turns: turns.length, characters: 40 }))).toBeGreaterThan(tokens);
            return;
          }
          expect(messageTokens(found.messages)).toBeLessThanOrEqual(tokens);
          expect(found.overflow).toBeDefined();
          const kept = found.messages.length - 1;
          if (kept > 0 && kept < turns.length)
            expect(
              messageTokens(make({ turns: turns.length - kept - 1, characters: Number.POSITIVE_INFINITY })),
            ).toBeGreaterThan(tokens);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});
