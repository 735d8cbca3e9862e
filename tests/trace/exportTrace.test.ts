import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runStudy } from "../../src/experiment/runStudy.ts";
import type { Alarm } from "../../src/run/Alarm.ts";
import { systemAlarm } from "../../src/run/systemAlarm.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { exportTrace, wantTracePlace } from "../../src/trace/exportTrace.ts";
import { traceAddress, traceHeaders } from "../../src/trace/traceAddress.ts";
import { faultServer } from "../support/faultServer.ts";
import { attributesOf, type GivenSpan, otlpFaults, spansIn } from "../support/otlpFaults.ts";

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Closes the connection instead. */
  readonly reset?: boolean;
}
interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

const folder = mkdtempSync(join(tmpdir(), "spillway-trace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A collector that gives these answers one after the other, and then takes everything. */
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});
async function collector(answers: readonly Answer[] = []): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  let next = 0;
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => void pieces.push(piece));
    request.on("end", () => {
      const { status, headers = {}, body = "{}", reset = false } = answers[next++] ?? { status: 200 };
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(Buffer.concat(pieces).toString()),
      });
      if (reset) request.socket.destroy();
      else response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Waits are over at once; how long they would have been is kept. */
const waits: number[] = [];
const alarm: Alarm = (ms, ring) => {
  waits.push(ms);
  setImmediate(ring);
  return () => {};
};

/** Waits of a run are short; the time that a call may take is left as it is. */
const quick: Alarm = (ms, ring) => systemAlarm(ms < 300_000 ? Math.min(ms, 5) : ms, ring);

const synthetic = join(folder, "synthetic");
const asked = join(folder, "asked");
const part = join(folder, "part");
beforeAll(async () => {
  const rest =
    "inquiry: { spillover: [indirect, none] }\ndata: { assign: { kind: complete, treated: 3 }, expose: any-treated, rounds: 3, worlds: 20, treat: { treated: { VAR } } }\nanswer: [hajek]\n";
  const text = (agents: string, treat: string): string =>
    `seed: 5\nmodel:\n  network: { kind: ring-lattice, n: 12, k: 2 }\n  agents: ${agents}\n${rest.replace("VAR", treat)}`;
  await runStudy(await parseStudy(text("{ kind: threshold }", "peers: 1")), { out: synthetic });
  const endpoint = await faultServer({
    rate: 0.3,
    kinds: ["429", "500", "reset", "empty"],
    answer: ({ body }) => String(body.seed! % 101),
  });
  const model = `{ url: "${endpoint.url}", model: test-model }`;
  const prompt = '"{% for one in heard %}{{ one.said }} {% endfor %}: how much?"';
  const language = `{ kind: language, model: ${model}, prompt: ${prompt}, answer: { kind: number, from: 0, to: 100, whole: true }, price: { input: 1, output: 2 } }`;
  const study = await parseStudy(text(language, "temperature: 0.25").replace("worlds: 20", "worlds: 2"));
  await runStudy(study, { out: asked, alarm: quick });
  await runStudy(study, { out: part, alarm: quick, stopAfter: 20 });
  await endpoint.close();
}, 60_000);

const turnsIn = (out: string): number =>
  readFileSync(join(out, "journal.jsonl"), "utf8").split('\n{"type":"turn"').length - 1;
const linesIn = (out: string): number =>
  readFileSync(join(out, "journal.jsonl"), "utf8").match(/^\{"type":"(turn|attempt)"/gm)!.length;

describe("exportTrace to a collector", () => {
  test("sends all spans, in batches, to the usual path", async () => {
    const { url, received } = await collector();
    const sent = await exportTrace(synthetic, { to: url });
    expect(sent).toEqual({ spans: 12 * 3 * 20 + 20 + 1, requests: 2, rejected: 0 });
    expect(received.map(({ path }) => path)).toEqual(["/v1/traces", "/v1/traces"]);
    expect(received[0]!.headers["content-type"]).toBe("application/json");
    expect(otlpFaults(received.map(({ body }) => body))).toEqual([]);
  });

  test("tells of a run with a language model as the conventions ask, once for each call, with nothing that was said", async () => {
    const { url, received } = await collector();
    await exportTrace(asked, { to: `${url}/v1/traces/` });
    expect(received.every(({ path }) => path === "/v1/traces")).toBe(true);
    expect(otlpFaults(received.map(({ body }) => body))).toEqual([]);
    const spans = received.flatMap(({ body }) => spansIn(body));
    const calls = spans.filter(({ kind }) => kind === 3);
    expect(calls).toHaveLength(linesIn(asked));
    expect(linesIn(asked)).toBeGreaterThan(turnsIn(asked));
    expect(calls.every(({ name }) => name === "chat test-model")).toBe(true);
    const told = calls.map(attributesOf);
    // What is told of tokens, call by call, is what the journal tells.
    const sum = (key: string): number => told.reduce((total, one) => total + Number(one[key] ?? 0), 0);
    const { spent } = JSON.parse(readFileSync(join(asked, "manifest.json"), "utf8")) as {
      spent: { input: number; output: number; money: number };
    };
    const lines = readFileSync(join(asked, "journal.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { usage?: { input: number; output: number }; atMost?: object });
    const usageTold = (key: "input" | "output"): number =>
      lines.reduce((total, { usage }) => total + (usage?.[key] ?? 0), 0);
    expect(sum("gen_ai.usage.input_tokens")).toBe(usageTold("input"));
    expect(sum("gen_ai.usage.output_tokens")).toBe(usageTold("output"));
    // Calls that told nothing count at their bound in what was spent.
    expect(lines.some(({ atMost }) => atMost !== undefined)).toBe(spent.input > usageTold("input"));
    expect(spent.input).toBeGreaterThanOrEqual(usageTold("input"));
    // Settings differ by arm, also for attempts, whose arm is the plan's.
    const warm = new Set(told.map((one) => `${one["experiment.arm"]} ${one["gen_ai.request.temperature"]}`));
    expect([...warm].sort()).toEqual(["control undefined", "treated 0.25"]);
    const errors = new Set(told.map((one) => one["error.type"]));
    expect([...errors].sort()).toEqual(["invalid", "wait", undefined]);
    expect(JSON.stringify(received)).not.toMatch(/how much|"experiment.said"|status":\{[^}]*message/);
  });

  test("tells of a run in the middle, and what agents said on request", async () => {
    const { url, received } = await collector();
    await exportTrace(part, { to: url, content: true });
    const spans = received.flatMap(({ body }) => spansIn(body));
    expect(attributesOf(spans.at(-1)!)).toMatchObject({ "experiment.complete": false });
    const said = spans.filter((span) => attributesOf(span)["experiment.said"] !== undefined);
    expect(said.length).toBeGreaterThan(15);
    expect(JSON.parse(String(attributesOf(said[0]!)["gen_ai.output.messages"]))).toMatchObject([
      { parts: [{ type: "text" }] },
    ]);
  });

  test("gives the same spans again, to a collector and into either kind of file", async () => {
    const { url, received } = await collector();
    await exportTrace(asked, { to: url });
    const one = join(folder, "spans.json");
    const many = join(folder, "spans.jsonl");
    const sent = await exportTrace(asked, { to: one });
    expect(await exportTrace(asked, { to: many })).toEqual(sent);
    const spans: GivenSpan[] = received.flatMap(({ body }) => spansIn(body));
    expect(spansIn(JSON.parse(readFileSync(one, "utf8")))).toEqual(spans);
    const lines = readFileSync(many, "utf8").trimEnd().split("\n");
    expect(lines.flatMap((line) => spansIn(JSON.parse(line)))).toEqual(spans);
    expect(sent).toEqual({ spans: spans.length, requests: 0, rejected: 0 });
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("waits as long as it is asked to, or ever longer, and makes the same request again", async () => {
    const { url, received } = await collector([
      { status: 429, headers: { "retry-after": "7" } },
      { status: 503 },
      { status: 200, reset: true },
    ]);
    waits.length = 0;
    const told: string[] = [];
    const sent = await exportTrace(part, { to: url, alarm, onWait: (because) => void told.push(because) });
    expect(sent.requests).toBe(1);
    expect(received).toHaveLength(4);
    expect(received[3]!.body).toEqual(received[0]!.body);
    expect(waits[0]).toBe(7000);
    expect(waits[1]! / 4000).toBeGreaterThanOrEqual(0.75);
    expect(waits[1]! / 4000).toBeLessThanOrEqual(1.25);
    expect(waits[2]! / 8000).toBeGreaterThanOrEqual(0.75);
    expect(told[0]).toBe(`trace: ${url}/v1/traces answered with status 429: {}`);
    expect(told[2]).toMatch(/the connection failed \(.*\): is a collector listening there\?$/);
  });

  test("gives up after six times, at once where trying again is no use, and for waits of hours", async () => {
    const fault = async (answers: readonly Answer[]): Promise<string> => {
      const { url } = await collector(answers);
      const message = await exportTrace(part, { to: url, alarm, environment: {} }).then(
        () => "it was sent",
        (error: Error) => error.message,
      );
      server!.closeAllConnections();
      return message.replaceAll(url, "URL");
    };
    const busy = { status: 503, body: '{"message":"too much"}' };
    expect(await fault([busy, busy, busy, busy, busy, busy])).toBe(
      "trace: URL/v1/traces answered with status 503: too much (6 times)",
    );
    expect(await fault([{ status: 400, body: '{"message":"bad span"}' }])).toBe(
      "trace: URL/v1/traces answered with status 400: bad span",
    );
    expect(await fault([{ status: 404, body: "no such page" }])).toBe(
      "trace: URL/v1/traces answered with status 404: no such page; is it the address of a collector, which takes OTLP over HTTP at port 4318?",
    );
    expect(await fault([{ status: 429, headers: { "retry-after": "7200" }, body: "" }])).toBe(
      "trace: URL/v1/traces answered with status 429",
    );
    const { url } = await collector();
    await new Promise((resolve) => server!.close(resolve));
    server = undefined;
    await expect(exportTrace(part, { to: url, alarm })).rejects.toThrow(
      /the connection failed \(ECONNREFUSED.*\): is a collector listening there\? \(6 times\)$/,
    );
  });

  test("says how many spans were sent before it failed, and how many were rejected", async () => {
    const failing = await collector([{ status: 200 }, { status: 400 }]);
    await expect(exportTrace(synthetic, { to: failing.url })).rejects.toThrow(
      "answered with status 400: {}; 512 spans were sent before, and sending again does no harm",
    );
    server!.closeAllConnections();
    const body = '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}';
    const rejecting = await collector([{ status: 200, body }]);
    expect(await exportTrace(synthetic, { to: rejecting.url })).toMatchObject({
      rejected: 3,
      because: "too old",
    });
  });

  test("takes headers from the environment, and shows none of them", async () => {
    const key = "planted-0123456789-key";
    const { url, received } = await collector([{ status: 200 }, { status: 401, body: `no ${key} here` }]);
    const environment = {
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${key},x-one=1`,
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-one=2",
    };
    const message = await exportTrace(synthetic, { to: url, environment }).catch(
      (error: Error) => error.message,
    );
    expect(received[0]!.headers).toMatchObject({ authorization: `Bearer ${key}`, "x-one": "2" });
    expect(message).toContain(
      "answered with status 401: no [key] here; a key goes into the environment variable",
    );
    expect(JSON.stringify(received.map(({ body }) => body))).not.toContain(key);
  });
});

describe("addresses and headers", () => {
  test("an address gets the usual path", () => {
    expect(traceAddress("http://localhost:4318")).toBe("http://localhost:4318/v1/traces");
    expect(traceAddress("https://x.example/otlp/")).toBe("https://x.example/otlp/v1/traces");
    expect(traceAddress("https://x.example/v1/traces?tenant=1")).toBe("https://x.example/v1/traces?tenant=1");
  });

  test("bad ones are refused before anything is done, without being shown", () => {
    const wanted =
      "trace: wanted an address such as http://localhost:4318, got something else: it is where a collector takes OTLP over HTTP";
    for (const bad of ["localhost:4318", "ftp://localhost", "http://"])
      expect(() => wantTracePlace(bad), bad).toThrow(wanted);
    for (const secret of ["http://me:pass@x", "http://x/?api_key=abcdefgh"])
      expect(() => wantTracePlace(secret)).toThrow(
        /^trace: the address must hold no password and no key: give headers in the environment variable OTEL_EXPORTER_OTLP_HEADERS$/,
      );
    for (const file of ["spans.json", "runs/x/spans.jsonl", "c:spans"]) wantTracePlace(file);
    for (const bad of ["no pair", "=x", "a=%zz", "b c=1", "a=\u0000"])
      expect(() => traceHeaders({ OTEL_EXPORTER_OTLP_HEADERS: bad }), bad).toThrow(
        "trace: the environment variable OTEL_EXPORTER_OTLP_HEADERS must hold headers such as name=value,name=value",
      );
    expect(traceHeaders({})).toEqual({});
  });
});

describe("exportTrace into a file", () => {
  test("leaves an old file as it is when the run cannot be told", async () => {
    const file = join(folder, "old.json");
    writeFileSync(file, "old");
    await expect(exportTrace(join(folder, "nowhere"), { to: file })).rejects.toThrow(
      /^trace: there is no run in ".*nowhere": wanted a folder that spillway run has written$/,
    );
    expect(readFileSync(file, "utf8")).toBe("old");
    const begun = join(folder, "begun");
    await runStudy(await parseStudy(readFileSync(join(synthetic, "study.json"), "utf8")), {
      out: begun,
      signal: AbortSignal.abort(),
    });
    await expect(exportTrace(begun, { to: file })).rejects.toThrow(
      /^trace: no turn of the run in ".*begun" has ended: there is nothing to tell$/,
    );
    await expect(exportTrace(synthetic, { to: join(file, "spans.json") })).rejects.toThrow(
      /^cannot write ".*": .+ \(E\w+\)$/,
    );
    expect(statSync(file).size).toBe(3);
  });
});
