import { expect } from "vitest";
import {
  type FaultServer,
  type FaultServerOptions,
  faultServer,
  type OwnReply,
} from "../support/faultServer.ts";
import { type CasePlace, placeIn, theCase } from "./theCase.ts";

/** The address that the studies of the cases name, in all their spellings. */
const ADDRESS = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/(?:\w+\/)?v1/g;

/** Starts a server for the time of some commands, and has the study send to it. */
async function served(
  place: CasePlace,
  options: FaultServerOptions,
  look: (server: FaultServer) => Promise<void>,
  file = "study.yaml",
): Promise<void> {
  const server = await faultServer(options);
  place.edit(file, (text) => text.replaceAll(ADDRESS, server.url));
  try {
    await look(server);
  } finally {
    await server.close();
  }
}

/** An answer in the form that was asked for. */
const saying =
  (word: string): NonNullable<FaultServerOptions["answer"]> =>
  ({ body }) =>
    body.response_format ? JSON.stringify({ answer: word }) : word;

interface Line {
  readonly type: string;
  readonly agent?: string;
  readonly round?: number;
  readonly status?: string;
  readonly because?: string;
  readonly outcome?: number;
}
const turnsOf = (place: CasePlace, folder: string): Line[] =>
  place
    .read(`${folder}/journal.jsonl`)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
    .filter(({ type }) => type === "turn");

theCase("bug-35-budget-without-usage", async (place) => {
  const told: readonly unknown[] = [
    undefined,
    null,
    { prompt_tokens: "1000", completion_tokens: "200" },
    { input_tokens: 1000, output_tokens: 200 },
    { prompt_tokens: 1000, total_tokens: 1200 },
    { prompt_tokens: -1000, completion_tokens: -200, total_tokens: -1200 },
    { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  ];
  let form = 0;
  await served(
    place,
    { answer: saying("yes"), reply: (_, whole) => ({ body: { ...whole, usage: told[form] } }) },
    async (server) => {
      for (; form < told.length; form++) {
        const before = server.requests.length;
        const { code, out } = await place.spillway(["run", "study.yaml", "--out", `run${form}`, "--quiet"]);
        // 6,000 tokens are five calls of 1,200, and five bounds of an answer that may have 1,000.
        expect([code, server.requests.length - before], JSON.stringify(told[form])).toEqual([0, 5]);
        expect(out).toMatch(/^paused after 5 of 60 turns: the budget of 6000 tokens/);
        const { spent } = JSON.parse(place.read(`run${form}/manifest.json`)) as {
          spent: { calls: number; input: number; output: number; money: number };
        };
        expect(spent.calls).toBe(5);
        expect(spent.input + spent.output).toBeGreaterThan(5000);
        expect(spent.money).toBeGreaterThan(0);
      }
    },
  );
});

theCase("bug-37-one-prompt-too-long", async (place) => {
  const error = { message: "more tokens than the model's context", code: "context_length_exceeded" };
  const reply: FaultServerOptions["reply"] = ({ body }) =>
    JSON.stringify(body.messages).length > 1500 ? { status: 400, body: { error } } : undefined;
  await served(place, { answer: saying("yes"), reply }, async (server) => {
    const { code } = await place.spillway(["run", "study.yaml", "--out", "run", "--quiet"]);
    expect([code, server.requests.length]).toEqual([0, 28]);
    const wrong = turnsOf(place, "run").filter(({ status }) => status !== "ok");
    expect(wrong).toMatchObject([{ agent: "hub", round: 2, because: expect.stringContaining("context") }]);
    expect(place.read("run/units.csv")).toMatch(/^0,2,hub,\w+,,failed$/m);
  });
});

theCase("bug-39-not-a-chat-completion", async (place) => {
  const word = '{"answer":"yes"}';
  const kinds: Readonly<Record<string, readonly [OwnReply, RegExp]>> = {
    stream: [
      {
        type: "text/event-stream",
        body: 'data: {"choices":[{"delta":{"content":"yes"}}]}\n\ndata: [DONE]\n\n',
      },
      /a stream of events/,
    ],
    native: [
      { body: { model: "m", message: { role: "assistant", content: word }, done: true } },
      /another interface|own interface/,
    ],
    text: [
      { body: { id: "x", choices: [{ index: 0, text: word, finish_reason: "stop" }] } },
      /text completions/,
    ],
    page: [{ type: "text/html", body: "<html>Login</html>" }, /page/],
    empty: [{ body: "" }, /empty/],
    nothing: [{ status: 204, body: "" }, /204|empty/],
  };
  let kind = "";
  await served(place, { reply: () => kinds[kind]![0] }, async (server) => {
    for (kind of Object.keys(kinds)) {
      const before = server.requests.length;
      const { code, err } = await place.spillway(["run", "study.yaml", "--out", kind, "--quiet"]);
      expect([kind, code, server.requests.length - before]).toEqual([kind, 1, 1]);
      expect(err).toMatch(/^stopped after 0 of 4 turns: m: .*fix this, then repeat the command/);
      expect(err).toMatch(kinds[kind]![1]);
    }
  });
});

theCase("bug-41-setting-not-supported", async (place) => {
  const refusals: readonly (readonly [
    field: string,
    error: object,
    remedy: string,
    (text: string) => string,
  ])[] = [
    [
      "max_tokens",
      { message: "this model does not take max_tokens", param: "max_tokens", code: "unsupported_parameter" },
      "`tokensAs: max_completion_tokens`",
      (text) => text.replace("model: m }", "model: m, tokensAs: max_completion_tokens }"),
    ],
    [
      "temperature",
      { message: "this model takes no temperature but 1", param: "temperature" },
      "leave `temperature` out",
      (text) => text.replace("    temperature: 0\n", ""),
    ],
    [
      "seed",
      { message: "unrecognized argument: seed" },
      "`seed: false`",
      (text) => text.replace("completion_tokens }", "completion_tokens, seed: false }"),
    ],
  ];
  const reply: FaultServerOptions["reply"] = ({ body }) => {
    const error = refusals.find(([field]) => field in body)?.[1];
    return error ? { status: 400, body: { error } } : undefined;
  };
  await served(place, { answer: saying("yes"), reply }, async (server) => {
    for (const [field, , remedy, change] of refusals) {
      const before = server.requests.length;
      const { code, err } = await place.spillway(["run", "study.yaml", "--out", field, "--quiet"]);
      expect([field, code]).toEqual([field, 1]);
      // The second tells whether it was the prompt of the first alone.
      expect(server.requests.length - before).toBeLessThanOrEqual(2);
      expect(err).toContain(remedy);
      place.edit("study.yaml", change);
    }
    expect(await place.spillway(["run", "study.yaml", "--out", "well", "--quiet"])).toMatchObject({
      code: 0,
    });
  });
});

theCase("bug-45-quiet-stop-says-nothing", async (place) => {
  const reply = (): OwnReply => ({ status: 404, body: { error: { message: "no such model" } } });
  await served(place, { reply }, async () => {
    expect(await place.spillway(["run", "study.yaml", "--out", "run", "--quiet"])).toEqual({
      code: 1,
      out: "",
      err: "stopped after 0 of 4 turns: m: the endpoint answered with status 404: no such model: give as `model` a name that the endpoint knows; fix this, then repeat the command to resume the run",
    });
  });
});

theCase("bug-61-all-failed-says-complete", async (place) => {
  const reply = (): OwnReply => ({
    status: 502,
    body: { error: { message: "the machine behind went away" } },
  });
  await served(place, { reply }, async () => {
    const { code, out, err } = await place.spillway(["run", "study.yaml", "--out", "run", "--quiet"]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/nobody answered: none of the 6 turns ended well; 6 times because: .*502/),
    ]);
    expect(out).not.toContain("no agent can be in both");
    expect(out).toContain("no agent that can be in both treated and control has an outcome");
  });
});

theCase("experimenter-reask-two-users", async (place) => {
  // The server itself refuses, and fails the test for, a conversation whose roles do not alternate.
  let count = 0;
  const answer: FaultServerOptions["answer"] = (call) => (++count % 5 === 0 ? "" : saying("42")(call));
  await served(place, { answer }, async (server) => {
    const { code } = await place.spillway(["run", "study.yaml", "--out", "run", "--quiet"]);
    expect(code).toBe(0);
    expect(turnsOf(place, "run").map(({ status }) => status)).toEqual(new Array(48).fill("ok"));
    expect(server.requests.length).toBeGreaterThan(57);
    expect(server.requests.some(({ body }) => body.messages!.some(({ role }) => role === "assistant"))).toBe(
      true,
    );
  });
});

theCase("experimenter-python-no-flush", async (place) => {
  place.edit("study.yaml", (text) =>
    text.replace("n: 200, k: 6", "n: 20, k: 4").replace("treated: 40", "treated: 5"),
  );
  const { code } = await place.spillway(["run", "study.yaml", "--out", "run", "--quiet", "--trust"]);
  expect(code).toBe(0);
  expect(turnsOf(place, "run").map(({ status }) => status)).toEqual(new Array(40).fill("ok"));
});

theCase("fuzz-fault-rate", async (place) => {
  // Some of the calls. What has nothing to do with how busy the other side is holds one call alone, so the run takes
  // a few waits of single calls more, and not one wait for all calls at each fault.
  place.edit("study.yaml", (text) =>
    text
      .replace("worlds: 5", "worlds: 1")
      .replace("rounds: 10", "rounds: 3")
      .replace("timeout: 2", "timeout: 60")
      .replace("open: 200", "open: 50")
      .replace("n: 200, k: 6", "n: 60, k: 4")
      .replace(", keyFrom: MOCK_API_KEY", ""),
  );
  const timed = async (rate: number): Promise<number> => {
    const own = placeIn(place.cwd);
    let ms = 0;
    const kinds = ["500", "reset", "truncated", "wrong json"] as const;
    await served(own, { rate, kinds, answer: saying("4"), delay: () => 5 }, async (server) => {
      const started = performance.now();
      const { code } = await own.spillway(["run", "study.yaml", "--out", `rate-${rate}`, "--quiet"]);
      ms = performance.now() - started;
      expect(code).toBe(0);
      const turns = turnsOf(own, `rate-${rate}`);
      expect(turns.filter(({ status }) => status === "ok")).toHaveLength(180);
      expect([...server.calls.values()].filter(({ answered }) => answered !== 1)).toEqual([]);
    });
    return ms;
  };
  const [none, fifth] = [await timed(0), await timed(0.2)];
  // Waits of a call that fails three times in a row are 0.05, 0.1 and 0.2 s, in each round; the rest is the machine's.
  expect(fifth).toBeLessThan(3 * none + 3000);
});

/** Ways to say yes, each of which is read as it is meant. */
const well: Readonly<Record<string, object | string>> = {
  ok: '{"answer":"yes"}',
  ignores_schema: "yes",
  think: '<think>\nI could say no. But {"answer":"no"}\n</think>\n\n{"answer":"yes"}',
  think_open: 'I could say no.\n</think>\n\n{"answer":"yes"}',
  fence: '```json\n{"answer":"yes"}\n```',
  fence_words: 'Here is my answer:\n\n```json\n{"answer":"yes"}\n```\nHope this helps!',
  words_json: 'Sure! {"answer":"yes"}',
  bold: "**Yes**",
  newline: "\n\n yes \n",
  capskey: '{"Answer":"yes"}',
  parts: { content: [{ type: "text", text: '{"answer":"yes"}' }] },
  tool_null: { content: "yes", tool_calls: null, function_call: null, refusal: null },
  reasoning: { content: "yes", reasoning_content: "I might say no." },
};

/** What the server of the case does in each other mode, and why the run must say that it stopped, or undefined when all is well. */
const modes: Readonly<Record<string, readonly [FaultServerOptions, RegExp | undefined]>> = {
  no_schema: [
    unheld(400, { message: "response_format of type 'json_schema' is not supported by this model" }),
    undefined,
  ],
  no_schema_422: [
    unheld(422, { detail: [{ loc: ["body", "response_format"], msg: "extra fields not permitted" }] }),
    undefined,
  ],
  loading_forever: [refusing(503, { message: "Loading model", code: 503 }), /Loading model/],
  err200: [refusing(200, { message: "upstream overloaded", code: 502 }), /overloaded/],
  quota: [refusing(429, { message: "You exceeded your quota", code: "insufficient_quota" }), /quota/],
  auth: [refusing(401, { message: "Incorrect API key provided", code: "invalid_api_key" }), /401/],
  nomodel: [refusing(404, { message: "The model `m` does not exist." }), /does not exist.*give as `model`/],
  ctx: [refusing(400, { message: "maximum context length is 512 tokens" }), /context/],
  nosystem: [refusing(400, { message: "System role not supported" }), /`system`|prompt/],
  bigfail: [refusing(500, { message: "CUDA out of memory" }), /CUDA out of memory/],
  refusal: [{ fault: () => "refusal" }, /refus|cannot help/],
  filter: [{ fault: () => "filter" }, /filter/],
  length: [{ fault: () => "cut short" }, /length|cut/],
  empty: [{ answer: () => "" }, /empty/],
};

function unheld(status: number, body: object): FaultServerOptions {
  return { answer: () => "yes", reply: (call) => (call.body.response_format ? { status, body } : undefined) };
}

function withMessage(whole: Readonly<Record<string, unknown>>, message: object): OwnReply {
  const choice = { index: 0, message: { role: "assistant", ...message }, finish_reason: "stop" };
  return { body: { ...whole, choices: [choice] } };
}

function refusing(status: number, error: object): FaultServerOptions {
  return { reply: () => ({ status, body: { error } }) };
}

theCase("experimenter-mock-endpoint", async (place) => {
  const base = place
    .read("base.yaml")
    .replace("treated: 5", "treated: 2")
    .replace("rounds: 2", "rounds: 1")
    .replace("ASK", "You are {{ agent }}. Do you support it?")
    .replace("ANSWER", '{ kind: choice, options: ["yes", "no"] }')
    .replace("OUTCOME", "outcome: { points: { yes: 1, no: 0 } }")
    .replace("timeout: 20 }", "timeout: 20, tries: 2, reasks: 1, patience: 0.2 }");
  const ways = Object.keys(well);
  place.put("study.yaml", base.replace("n: 24, k: 4", `n: ${ways.length}, k: 2`));
  const reply: FaultServerOptions["reply"] = ({ body }, whole) => {
    const agent = Number(/You are (\d+)/.exec(JSON.stringify(body.messages))![1]);
    const said = well[ways[agent]!]!;
    return withMessage(whole, typeof said === "string" ? { content: said } : said);
  };
  await served(place, { reply }, async () => {
    expect(await place.spillway(["run", "study.yaml", "--out", "well", "--quiet"])).toMatchObject({
      code: 0,
    });
    const outcomes = turnsOf(place, "well").map(({ agent, outcome }) => [ways[Number(agent)], outcome]);
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(ways.map((way) => [way, 1])));
  });
  for (const [mode, [options, because]] of Object.entries(modes)) {
    place.put("study.yaml", base.replace("n: 24, k: 4", "n: 6, k: 2"));
    await served(place, options, async (server) => {
      const { code, err } = await place.spillway(["run", "study.yaml", "--out", mode, "--quiet"]);
      expect([mode, code]).toEqual([mode, because ? 1 : 0]);
      expect(err, mode).toMatch(because ?? /^$/);
      // Tries and reasks are counted.
      expect(server.requests.length, mode).toBeLessThanOrEqual(6 * 4);
    });
  }
});
