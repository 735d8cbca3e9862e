import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { language } from "../../src/agents/language/language.ts";
import type { LanguageSettings } from "../../src/agents/language/languageSettings.ts";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Turn } from "../../src/log/Turn.ts";
import { type RunPlanOptions, type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { systemClock } from "../../src/run/systemClock.ts";
import { conversationFault } from "../support/conversationFault.ts";
import { planOf, ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-turned-down-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

interface Sent {
  readonly agent: string;
  /** From 1, for each agent. */
  readonly attempt: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What comes back: a status with a body, its type when it is no JSON, or undefined for a good answer. */
type Answer = { readonly status: number; readonly body: unknown; readonly type?: string } | undefined;

const N = 6;
const network = ring(N);
const plan = planOf(network, [network.ids.map((_, i) => i % 2)]);
let count = 0;

/** A run of six language models for two rounds, with an endpoint that answers as told. */
async function play(
  answer: (sent: Sent) => Answer,
  {
    settings = {},
    agents = {},
  }: { settings?: RunPlanOptions["settings"]; agents?: Partial<LanguageSettings> } = {},
): Promise<{ result: RunResult; turns: readonly Turn[]; requests: number; again: () => Promise<RunResult> }> {
  const tries = new Map<string, number>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    requests++;
    const body = JSON.parse(text) as Sent["body"];
    const messages = body.messages as { role: string; content: string }[];
    expect(conversationFault(messages)).toBeUndefined();
    const agent = /agent (\d+)\./.exec(messages.map(({ content }) => content).join(" "))![1]!;
    const attempt = (tries.get(agent) ?? 0) + 1;
    tries.set(agent, attempt);
    const good = {
      object: "chat.completion",
      model: "m",
      choices: [{ index: 0, message: { role: "assistant", content: "5" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 30, completion_tokens: 1, total_tokens: 31 },
    };
    const {
      status,
      body: given,
      type = "application/json",
    } = answer({ agent, attempt, body }) ?? {
      status: 200,
      body: good,
    };
    const out = typeof given === "string" ? given : JSON.stringify(given);
    response.writeHead(status, { "content-type": type }).end(out);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const population = language({
    model: { url, model: "m" },
    system: "You are agent {{ agent }}.",
    prompt: "How much? agent {{ agent }}.",
    answer: { kind: "number", from: 0, to: 10 },
    ...agents,
  });
  const journalPath = join(folder, `${count++}.jsonl`);
  const again = (): Promise<RunResult> =>
    runPlan({
      ...{ plan, network, population, journalPath, rounds: 2, rng: rng(1), clock: systemClock },
      agentOf: population.create({ network, arms: ["control", "treated"], rng: rng(1) }),
      settings: { open: 1, floor: 0, ...settings },
    });
  const result = await again();
  return { result, turns: readJournal(journalPath).turns, requests, again };
}

/** Ways to be turned down, and whether a prompt may be at fault: then only what others get tells. */
const TURNED_DOWN: readonly (readonly [name: string, status: number, body: unknown])[] = [
  [
    "context overflow",
    400,
    { error: { message: "maximum context length is 512 tokens", code: "context_length_exceeded" } },
  ],
  [
    "context overflow with a 500",
    500,
    { error: { message: "the prompt is too long: exceed_context_size_error" } },
  ],
  ["a bad request", 400, { error: { message: "invalid characters" } }],
  ["too large", 413, "Request Entity Too Large"],
  ["unprocessable", 422, { detail: [{ loc: ["body", "messages"], msg: "value is not valid" }] }],
  ["a key", 401, { error: { message: "Incorrect API key", code: "invalid_api_key" } }],
  ["permission", 403, { error: { message: "not allowed" } }],
  ["no such model", 404, { error: { message: "the model does not exist" } }],
  ["a setting", 400, { error: { message: "Unrecognized request argument supplied: seed" } }],
  ["a teapot", 418, ""],
];

describe("a call that is turned down", () => {
  it.each(TURNED_DOWN)(
    "for one agent ends its turns with the reason, and the others go on: %s",
    async (_, status, body) => {
      for (const [open, victim] of [
        [1, "0"],
        [1, "3"],
        [8, "0"],
      ] as const) {
        const { result, turns } = await play(
          ({ agent }) => (agent === victim ? { status, body } : undefined),
          {
            settings: { open },
          },
        );
        expect(result).toMatchObject({
          complete: true,
          turns: 2 * N,
          statuses: { ok: 2 * (N - 1), failed: 2 },
        });
        const bad = turns.filter((turn) => turn.status !== "ok");
        expect(bad.map(({ agent, attempts }) => [agent, attempts])).toEqual([
          [victim, 1],
          [victim, 1],
        ]);
        expect(bad[0]!.because).toContain(`status ${status}`);
      }
    },
  );

  it.each(TURNED_DOWN)("for all stops the run at once, and no turn is lost: %s", async (_, status, body) => {
    for (const open of [1, 8]) {
      const { result, requests } = await play(() => ({ status, body }), { settings: { open } });
      expect(result).toMatchObject({ complete: false, turns: 0, halted: { kind: "stop" } });
      expect(result.halted!.because).toContain(`status ${status}`);
      expect(requests).toBeLessThanOrEqual(Math.max(2, open));
      expect(result.spent).toMatchObject({ calls: requests, input: 0, output: 0 });
    }
  });

  it("of a hub that hears too much is at fault itself, also when it is the only one left", async () => {
    let all = true;
    const long = { error: { message: "this prompt has more tokens than the model's context length" } };
    const { result, again } = await play(({ agent, attempt }) => {
      if (agent !== "2" || attempt === 1) return undefined;
      return all ? { status: 402, body: long } : { status: 400, body: long };
    });
    expect(result).toMatchObject({ complete: false, halted: { kind: "stop" } });
    all = false;
    expect(await again()).toMatchObject({ complete: true, statuses: { ok: 2 * N - 1, failed: 1 } });
  });
});

const WRONG: readonly (readonly [name: string, Answer, words: string])[] = [
  [
    "a stream",
    {
      status: 200,
      body: 'data: {"choices":[{"delta":{"content":"5"}}]}\n\ndata: [DONE]\n\n',
      type: "text/event-stream",
    },
    "a stream of events",
  ],
  ["a stream without its type", { status: 200, body: 'data: {"choices":[]}\n\n' }, "a stream of events"],
  [
    "lines of JSON",
    { status: 200, body: '{"done":false}\n{"done":true}\n', type: "application/x-ndjson" },
    "a stream of events",
  ],
  [
    "one piece of a stream",
    { status: 200, body: { object: "chat.completion.chunk", choices: [{ delta: { content: "5" } }] } },
    "a stream of events",
  ],
  [
    "Ollama",
    { status: 200, body: { model: "m", message: { role: "assistant", content: "5" }, done: true } },
    "Ollama's own interface",
  ],
  [
    "responses",
    { status: 200, body: { object: "response", status: "completed", output: [] } },
    "the interface for responses",
  ],
  [
    "messages",
    {
      status: 200,
      body: { type: "message", content: [{ type: "text", text: "5" }], stop_reason: "end_turn" },
    },
    "the interface for messages",
  ],
  [
    "Gemini",
    { status: 200, body: { candidates: [{ content: { parts: [{ text: "5" }] }, finishReason: "STOP" }] } },
    "Gemini's own interface",
  ],
  [
    "a text completion",
    { status: 200, body: { id: "x", choices: [{ index: 0, text: "5", finish_reason: "stop" }] } },
    "text completions",
  ],
  ["an empty 200", { status: 200, body: "" }, "an empty answer (status 200)"],
  ["a 204", { status: 204, body: "" }, "an empty answer (status 204)"],
  ["a web page", { status: 200, body: "<html>Login</html>", type: "text/html" }, "a web page"],
];

describe("what is no answer of the kind wanted", () => {
  it.each(WRONG)(
    "stops after one call when all are so, with what to change: %s",
    async (_, answer, words) => {
      const { result, requests } = await play(() => answer);
      expect(requests).toBe(1);
      expect(result).toMatchObject({ complete: false, turns: 0, halted: { kind: "stop" } });
      expect(result.halted!.because).toContain(words);
      expect(result.halted!.because).toMatch(/\/v1|streaming/);
    },
  );

  it.each(WRONG)("is asked for again where others go well: %s", async (_, answer) => {
    const { result } = await play(
      ({ agent, attempt }) => (agent === "0" && attempt === 1 ? answer : undefined),
      {
        settings: { open: 8 },
      },
    );
    expect(result).toMatchObject({ complete: true, statuses: { ok: 2 * N }, faults: 1 });
  });
});
