import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MockLanguageModelV3 } from "ai/test";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault } from "../../src/agents/AgentFault.ts";
import { aiSdkModel } from "../../src/agents/language/aiSdkModel.ts";
import { language, languageOf } from "../../src/agents/language/language.ts";
import type { Population } from "../../src/agents/Population.ts";
import { command } from "../../src/agents/program/command.ts";
import { http } from "../../src/agents/program/http.ts";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import { type RunPlanOptions, type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { systemClock } from "../../src/run/systemClock.ts";
import { planOf, ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-charged-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

const N = 20;
const network = ring(N);
const plan = planOf(network, [network.ids.map((_, i) => i % 2)]);
let count = 0;
const fresh = (): string => join(folder, `${count++}.jsonl`);

const price = { input: 1, output: 4 };
const settings = {
  prompt: "Will you, {{ agent }}?",
  answer: { kind: "number", from: 0, to: 10 },
  maxTokens: 200,
  price,
} as const;
/** What one call may use at most: about 60 tokens of prompt and schema, and 200 of answer. */
const BOUND = 300;
const COST = (100 * price.input + 200 * price.output) / 1e6;

/** Usages as endpoints tell them, in the names of chat completions. */
const USAGES: Readonly<Record<string, unknown>> = {
  usual: { prompt_tokens: 100, completion_tokens: 100, total_tokens: 200 },
  missing: undefined,
  null: null,
  texts: { prompt_tokens: "100", completion_tokens: "100" },
  words: { prompt_tokens: "many", completion_tokens: "some" },
  "half, with a total": { prompt_tokens: 100, total_tokens: 200 },
  "half, the prompt": { prompt_tokens: 100 },
  "half, the answer": { completion_tokens: 100 },
  "other names": { input_tokens: 100, output_tokens: 100 },
  "names of another interface": { promptTokenCount: 100, candidatesTokenCount: 40, totalTokenCount: 200 },
  negative: { prompt_tokens: -100, completion_tokens: -100 },
  "not whole": { prompt_tokens: 1.5, completion_tokens: 2.5 },
  "too small": { prompt_tokens: 1, completion_tokens: 0 },
  nothing: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  "a list": [100, 100],
};

async function served(
  answer: (body: Readonly<Record<string, unknown>>) => unknown,
): Promise<{ url: string; calls: () => number }> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    calls++;
    const given = answer(JSON.parse(text));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(given));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, calls: () => calls };
}

type Kind = (usage: unknown) => Promise<{ readonly population: Population; readonly calls: () => number }>;

/** What the agents of a study tell, where they tell it themselves. */
const ownUsage = (usage: unknown): object => {
  const { prompt_tokens: input, completion_tokens: output } = (usage ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return usage === undefined ? {} : { call: usage === null ? null : { usage: { input, output } } };
};

const byUrl: Kind = async (usage) => {
  const { url, calls } = await served(() => ({
    object: "chat.completion",
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: "5" }, finish_reason: "stop" }],
    ...(usage === undefined ? {} : { usage }),
  }));
  return { population: language({ ...settings, model: { url, model: "m" } }), calls };
};

const bySdk: Kind = async (usage) => {
  let calls = 0;
  const { prompt_tokens: input, completion_tokens: output } = (usage ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const model = new MockLanguageModelV3({
    doGenerate: async () => {
      calls++;
      return {
        content: [{ type: "text", text: '{"answer":5}' }],
        finishReason: { unified: "stop", raw: "stop" },
        usage: { inputTokens: { total: input }, outputTokens: { total: output } },
        warnings: [],
      } as never;
    },
  });
  return { population: languageOf({ ...settings, model: "m" }, aiSdkModel(model)), calls: () => calls };
};

const byHttp: Kind = async (usage) => {
  const { url, calls } = await served(() => ({ action: { outcome: 1, ...ownUsage(usage) } }));
  return { population: http({ url }), calls };
};

/** Runs to the end or the first stop, one call at a time. */
async function play(
  population: Population,
  limits: RunPlanOptions["settings"],
  path = fresh(),
): Promise<RunResult> {
  const closing: (() => void | Promise<void>)[] = [];
  const options: RunPlanOptions = {
    ...{ plan, network, population, journalPath: path, rounds: 2, rng: rng(1), clock: systemClock },
    agentOf: population.create({
      ...{ network, arms: ["control", "treated"], rng: rng(1) },
      onClose: (close) => void closing.push(close),
    }),
    settings: { open: 1, floor: 0, reasks: 0, tries: 2, ...limits },
  };
  try {
    return await runPlan(options);
  } finally {
    for (const close of closing) await close();
  }
}

describe("a limit on what is used", () => {
  for (const [name, kind] of Object.entries({
    "language by URL": byUrl,
    "language by the AI SDK": bySdk,
    http: byHttp,
  })) {
    it.each(Object.entries(USAGES))(
      `${name}: is not passed when the usage is told as: %s`,
      async (_, usage) => {
        for (const [limits, most] of [
          [{ budget: { tokens: 1000 } }, 1000 / 200],
          [{ budget: { money: 5 * COST } }, 5 * (COST / ((100 + 400) / 1e6))],
          [{ budget: { calls: 3 } }, 3],
        ] as const) {
          const { population, calls } = await kind(usage);
          const path = fresh();
          const result = await play(population, limits, path);
          // Agents of one's own that tell little are believed; nobody else knows what they do.
          const believed = name === "http" && result.complete;
          expect(result.complete && !believed, JSON.stringify(limits)).toBe(false);
          // A call of 200 tokens that tells nothing counts as at most 300: the limit is not passed by more than the one that was open.
          if (!believed) expect(calls()).toBeLessThanOrEqual(Math.ceil(most) + 1);
          expect(calls()).toBeGreaterThanOrEqual(1);
          expect(result.spent.calls).toBe(calls());
          const { tokens = Number.POSITIVE_INFINITY, money = Number.POSITIVE_INFINITY } = limits.budget as {
            tokens?: number;
            money?: number;
          };
          expect(result.spent.input + result.spent.output).toBeLessThanOrEqual(tokens + BOUND);
          expect(result.spent.money).toBeLessThanOrEqual(money + 2 * COST);
          if (believed) continue;
          expect(["budget", "stop"]).toContain(result.halted!.kind);
          // What the journal says is what was counted, so that a run that goes on begins with it.
          const again = await play(population, limits, path);
          if (result.halted!.kind === "budget") expect(again.spent).toEqual(result.spent);
          else expect(again.spent.calls).toBe(result.spent.calls + 1);
        }
      },
    );
  }

  it("in tokens a minute does not take what it cannot count for nothing", async () => {
    for (const kind of [byHttp]) {
      const { population, calls } = await kind(undefined);
      const result = await play(population, { perMinute: { tokens: 1_000_000 } });
      expect(result.halted).toEqual({
        kind: "stop",
        because:
          "perMinute.tokens is set, but a call told no tokens: let the agents tell the usage of each call, or give a budget in calls",
      });
      expect(calls()).toBe(1);
    }
  });

  it("of a program that tells nothing stops after the call that was open", async () => {
    const script = join(folder, "silent.mjs");
    writeFileSync(
      script,
      `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify({ id: JSON.parse(line).id, action: { outcome: 1 } }));`,
    );
    const result = await play(command({ command: [process.execPath, script] }), { budget: { tokens: 100 } });
    expect(result.halted?.because).toContain("budget.tokens is set, but a call told no tokens");
    expect(result.spent.calls).toBe(1);
  });

  it("takes what agents that compute do for nothing", async () => {
    const agent: Agent = () => ({ outcome: 1 });
    const free = { name: "own", params: {}, synthetic: false, create: () => () => agent };
    expect(await play(free, { budget: { tokens: 1, money: 1 } })).toMatchObject({ complete: true });
  });

  it("counts calls that ended without an answer at their bound, but not those that were turned away", async () => {
    const fault = (kind: "timeout" | "wait", unsure?: boolean): Population => ({
      ...{ name: "own", params: {}, synthetic: false },
      tokens: () => ({ input: 60, output: 200, cost: 0.5 }),
      create: () => () => async () => {
        throw new AgentFault(kind, "no", unsure === undefined ? {} : { unsure });
      },
    });
    const used = async (population: Population): Promise<unknown> =>
      (await play(population, { tries: 1, budget: { calls: 2 } })).spent;
    expect(await used(fault("timeout"))).toEqual({ calls: 2, input: 120, output: 400, money: 1 });
    expect(await used(fault("wait", true))).toEqual({ calls: 2, input: 120, output: 400, money: 1 });
    expect(await used(fault("wait"))).toEqual({ calls: 2, input: 0, output: 0, money: 0 });
  });
});

describe("what was spent", () => {
  const bound = { input: 10, output: 90, cost: 0.5 };
  const paid = (act: (n: number) => Promise<void>): Population => {
    let n = 0;
    return {
      ...{ name: "own", params: {}, synthetic: false },
      tokens: () => bound,
      create: () => () => async () => {
        await act(++n);
        return { outcome: 1, call: { usage: { input: 5, output: 5 }, cost: 0.1 } };
      },
    };
  };

  it("holds the calls that were on their way when a process was killed, at their bound, and only once", async () => {
    const path = fresh();
    // The account as it stands in the middle of the third call is what a killed process leaves.
    let left = "";
    const killed = paid(async (n) => {
      if (n !== 3) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
      left = readFileSync(path.replace(".jsonl", ".spent.json"), "utf8");
    });
    await play(killed, { budget: { calls: 3 } }, path);
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${lines.slice(0, 3).join("\n")}\n`);
    writeFileSync(path.replace(".jsonl", ".spent.json"), left);
    const resumed = await play(
      paid(async () => {}),
      { budget: { calls: 4 } },
      path,
    );
    expect(resumed.spent.calls).toBe(4);
    expect(readJournal(path).turns).toHaveLength(3);
    expect(resumed.spent.input).toBe(3 * 5 + bound.input);
    expect(resumed.spent.output).toBe(3 * 5 + bound.output);
    expect(resumed.spent.money).toBeCloseTo(0.3 + bound.cost, 9);
    const more = await play(
      paid(async () => {}),
      { budget: { calls: 6 } },
      path,
    );
    expect(more.spent).toMatchObject({ calls: 6, input: 5 * 5 + bound.input });
  });

  it("is told when a run dies too", async () => {
    const path = fresh();
    let told: unknown;
    const run = runPlan({
      ...{ plan, network, journalPath: path, rounds: 2, rng: rng(1), clock: systemClock },
      ...{ population: paid(async () => {}), settings: { open: 1 } },
      agentOf: paid(async () => {}).create({ network, arms: ["control", "treated"], rng: rng(1) }),
      onProgress: ({ done }) => {
        if (done === 7) throw new Error("the screen is gone");
      },
      onEnd: (spent) => {
        told = spent;
      },
    });
    await expect(run).rejects.toThrow("the screen is gone");
    expect(told).toMatchObject({ calls: expect.any(Number) });
    expect((told as { calls: number }).calls).toBeGreaterThanOrEqual(7);
  });
});
