import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/core/canonicalJson.ts";
import { callId } from "../../src/log/journal/callId.ts";
import type { Attempt, JournalLine, RunLine, Turn } from "../../src/log/Turn.ts";
import { type JournalSpansOptions, journalSpans } from "../../src/trace/journalSpans.ts";
import type { OtlpSpan } from "../../src/trace/OtlpSpan.ts";
import { spanBatches, spanDocument } from "../../src/trace/spanBatches.ts";
import { genuine } from "../support/genuine.ts";
import { attributesOf, otlpFaults, spansIn } from "../support/otlpFaults.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-spans-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENDPOINT = { url: "https://models.example.com/v1", model: "asked-for" };
const run = (kind = "language", params: Json = { model: ENDPOINT, maxTokens: 50 }): RunLine => ({
  type: "run",
  format: 1,
  spillway: "0.0.0-test",
  planHash: "p".repeat(64),
  networkHash: "n".repeat(64),
  studyHash: "s".repeat(64),
  seed: "7",
  rounds: 2,
  worlds: 1,
  agents: { kind, params },
});
const shared = { world: 0, round: 1, phase: "act", agent: "a", callId: "c".repeat(64) };
const turn = (more: Partial<Turn> = {}): Turn => ({
  ...{
    type: "turn",
    ...shared,
    arm: "control",
    heard: [],
    action: { said: "yes" },
    outcome: 1,
    status: "ok",
  },
  ...{ attempts: 1, contentHash: "h", ms: 250.5, at: "2026-01-01T00:00:02.000Z" },
  ...more,
});
const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  ...{ type: "attempt", ...shared, attempt: 1, kind: "invalid", because: 'got "perhaps"' },
  ...{ ms: 100, at: "2026-01-01T00:00:01.000Z" },
  ...more,
});
const gathered = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const document = async (given: readonly OtlpSpan[]): Promise<unknown> =>
  JSON.parse((await gathered(spanDocument(given))).join(""));
let files = 0;
const spans = (lines: readonly JournalLine[], options: JournalSpansOptions = {}): OtlpSpan[] => {
  const path = join(folder, `${files++}.jsonl`);
  const planHash = "p".repeat(64);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(genuine(line, planHash))}\n`).join(""));
  return [...journalSpans(path, options)];
};

describe("journalSpans", () => {
  test("gives a span for each attempt, the last of which is the turn, and one for world and run", async () => {
    const given = spans([
      { ...run(), rounds: 1 },
      attempt({ call: { model: "m-1", usage: { input: 10, output: 4 }, cost: 0.5, text: "perhaps" } }),
      turn({
        attempts: 2,
        model: "m-2",
        usage: { input: 32, output: 5 },
        cost: 0.75,
        fingerprint: "fp",
        text: "yes",
      }),
      { type: "end", turns: 1 },
    ]);
    expect(otlpFaults([await document(given)])).toEqual([]);
    expect(given.map(({ name, kind }) => [name, kind])).toEqual([
      ["chat asked-for", 3],
      ["chat asked-for", 3],
      ["world", 1],
      ["run", 1],
    ]);
    const [first, second, world, root] = given;
    expect(first).toMatchObject({
      status: { code: 2 },
      startTimeUnixNano: "1767225600900000000",
      endTimeUnixNano: "1767225601000000000",
    });
    expect(first!.status).not.toHaveProperty("message");
    expect(second).toMatchObject({
      startTimeUnixNano: "1767225601749500000",
      endTimeUnixNano: "1767225602000000000",
    });
    expect(second).not.toHaveProperty("status");
    expect(attributesOf(second!)).toEqual({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "asked-for",
      "gen_ai.request.max_tokens": 50n,
      "gen_ai.response.model": "m-2",
      "gen_ai.usage.input_tokens": 22n,
      "gen_ai.usage.output_tokens": 1n,
      "openai.response.system_fingerprint": "fp",
      "server.address": "models.example.com",
      "server.port": 443n,
      "experiment.plan.hash": "p".repeat(64),
      "experiment.study.hash": "s".repeat(64),
      "experiment.world": 0n,
      "experiment.round": 1n,
      "experiment.phase": "act",
      "experiment.agent": "a",
      "experiment.arm": "control",
      "experiment.status": "ok",
      "experiment.attempt": 2n,
      "experiment.call.id": callId("p".repeat(64), 0, "a", 1),
      "experiment.cost": 0.25,
    });
    expect(attributesOf(first!)).toMatchObject({
      "error.type": "invalid",
      "gen_ai.response.model": "m-1",
      "gen_ai.usage.input_tokens": 10n,
      "experiment.status": "invalid",
      "experiment.attempt": 1n,
      "experiment.cost": 0.5,
    });
    expect(attributesOf(first!)).not.toHaveProperty("experiment.arm");
    expect([first!.parentSpanId, second!.parentSpanId, world!.parentSpanId]).toEqual([
      world!.spanId,
      world!.spanId,
      root!.spanId,
    ]);
    expect([root!.startTimeUnixNano, root!.endTimeUnixNano]).toEqual([
      first!.startTimeUnixNano,
      second!.endTimeUnixNano,
    ]);
    expect(attributesOf(root!)).toMatchObject({
      "experiment.turns": 1n,
      "experiment.calls": 2n,
      "experiment.complete": true,
    });
  });

  test("tells words only when it is asked to", () => {
    const lines = [
      run(),
      attempt({ call: { text: "secret one" }, because: "secret two" }),
      turn({
        ...{ attempts: 2, text: "secret three", action: { said: "secret four", state: "never told" } },
        heard: [{ from: "b", said: "secret five" }],
      }),
    ];
    expect(JSON.stringify(spans(lines))).not.toMatch(/secret|never/);
    const [first, second] = spans(lines, { content: true, armOf: () => "control" });
    expect(first!.status).toEqual({ code: 2, message: "secret two" });
    expect(attributesOf(first!)).toMatchObject({ "experiment.arm": "control" });
    const told = attributesOf(second!);
    expect(JSON.parse(String(told["gen_ai.output.messages"]))).toEqual([
      { role: "assistant", parts: [{ type: "text", content: "secret three" }], finish_reason: "stop" },
    ]);
    expect(told).toMatchObject({
      "experiment.heard": '[{"from":"b","said":"secret five"}]',
      "experiment.said": '"secret four"',
      "experiment.outcome": 1,
    });
    expect(JSON.stringify(spans(lines, { content: true }))).not.toContain("never");
  });

  test("an attempt that brought nothing uses nothing, and has no model that answered", () => {
    const used = { model: "m", usage: { input: 10, output: 4 }, cost: 1, text: "x" };
    const late: Partial<Turn> = { attempts: 2, status: "timeout", because: "late", ...used };
    const { action: _, outcome: __, ...rest } = turn(late);
    const [, last] = spans([run(), attempt({ call: used }), rest]);
    const told = attributesOf(last!);
    expect(told).toMatchObject({ "error.type": "timeout", "experiment.status": "timeout" });
    for (const key of ["gen_ai.response.model", "gen_ai.usage.input_tokens", "experiment.cost"])
      expect(told).not.toHaveProperty(key);
  });

  test("a run that has only begun has the spans that there are, and an empty one none", () => {
    expect(spans([run(), attempt()]).map(({ name }) => name)).toEqual(["chat asked-for", "world", "run"]);
    expect(attributesOf(spans([run(), turn()]).at(-1)!)).toMatchObject({ "experiment.complete": false });
    expect(spans([run()])).toEqual([]);
  });

  test("calls are those of the agents: what they ask, by arm, and nothing where nobody is asked", () => {
    const named = (kind: string, params: Json, more: Partial<Turn> = {}, options = {}): unknown[] => {
      const [first] = spans([run(kind, params), turn(more)], options);
      const { "gen_ai.provider.name": provider, "gen_ai.request.model": model } = attributesOf(first!);
      return [first!.name, first!.kind, provider, model];
    };
    const model = "amazon-bedrock/some/model";
    expect(named("language", { model })).toEqual(["chat some/model", 3, "aws.bedrock", "some/model"]);
    expect(named("language", { model: "groq/x" })).toEqual(["chat x", 3, "groq", "x"]);
    const treat = { control: { model: "xai/y", temperature: 0.5 } };
    expect(named("language", { model }, {}, { treat })).toEqual(["chat y", 3, "x_ai", "y"]);
    const script = { control: { script: { says: 1 } } };
    expect(named("language", { model }, {}, { treat: script })).toEqual([
      "turn language",
      1,
      undefined,
      undefined,
    ]);
    expect(named("threshold", {})).toEqual(["turn threshold", 1, undefined, undefined]);
    expect(named("recorded", {}, { model: "m" })).toEqual(["turn recorded", 1, undefined, undefined]);
    expect(named("command", {})).toEqual(["turn command", 3, undefined, undefined]);
    expect(named("http", {}, { model: "m" })).toEqual(["chat m", 3, "http", undefined]);
    expect(named("threshold", {}, { phase: "ask:mood" })[0]).toBe("question threshold");
    // In an A/A run the settings of one arm are those of all.
    const [first] = spans([{ ...run("language", { model }), aa: "base" }, turn({ arm: "treated" })], {
      treat: { treated: { model: "xai/y" } },
    });
    expect(first!.name).toBe("chat some/model");
  });

  test("is the same each time", () => {
    const lines = [run(), attempt(), turn({ attempts: 2 }), turn({ round: 2, callId: "d" })];
    expect(spans(lines)).toEqual(spans(lines));
    expect(new Set(spans(lines).map(({ spanId }) => spanId)).size).toBe(5);
  });

  test("names with halves of characters are well-formed", () => {
    const [first] = spans([run(), turn({ agent: "\ud800", arm: "__proto__" })]);
    expect(attributesOf(first!)).toMatchObject({
      "experiment.agent": "\ufffd",
      "experiment.arm": "__proto__",
    });
  });

  test("refuses lines without times, with their place", () => {
    const fault = (more: Partial<Turn>): string => {
      try {
        return `nothing wrong with ${spans([run(), turn(more)]).length}`;
      } catch (error) {
        return (error as Error).message.replace(/^.*\.jsonl:/, "");
      }
    };
    expect(fault({ at: "yesterday" })).toBe(
      '2: trace: at of a turn must be a time such as 2026-01-31T12:00:00.000Z, got "yesterday"',
    );
    expect(fault({ ms: -1 })).toBe("2: trace: ms of a turn must be a number from 0, got -1");
  });
});

describe("batches", () => {
  test("hold 512 spans at most and are whole documents; together they are what one document holds", async () => {
    const lines = Array.from({ length: 1200 }, (_, k) => turn({ callId: `c${k}`, agent: `${k}` }));
    const all = spans([run(), ...lines]);
    const batches = await gathered(spanBatches(all));
    expect(batches.map((batch) => batch.spans)).toEqual([512, 512, 178]);
    const documents = batches.map(({ text }) => JSON.parse(text) as unknown);
    expect(otlpFaults(documents)).toEqual([]);
    const whole = await document(all);
    expect(documents.flatMap(spansIn)).toEqual(spansIn(whole));
    expect(whole).toMatchObject({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "spillway" } }, {}] },
          scopeSpans: [{ schemaUrl: "https://opentelemetry.io/schemas/gen-ai/1.42.0" }],
        },
      ],
    });
  });

  test("a long span stands alone, and no spans are no batch", async () => {
    const long = turn({ text: "x".repeat(1_500_000) });
    const all = spans([run(), long, { ...long, agent: "b" }], { content: true });
    expect((await gathered(spanBatches(all))).map((batch) => batch.spans)).toEqual([1, 3]);
    expect(await gathered(spanBatches([]))).toEqual([]);
    expect(spansIn(await document([]))).toEqual([]);
  });
});
