import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { View } from "../../../../src/agents/Agent.ts";
import type { AgentFault } from "../../../../src/agents/AgentFault.ts";
import type { LanguageModel } from "../../../../src/agents/language/LanguageModel.ts";
import { languageOf } from "../../../../src/agents/language/language.ts";
import type { LanguageSettings } from "../../../../src/agents/language/languageSettings.ts";
import { makeCalls, type OpenTool } from "../../../../src/agents/language/tools/makeCalls.ts";
import { outsideTool } from "../../../../src/agents/language/tools/outsideTool.ts";
import type {
  CommandToolSettings,
  HttpToolSettings,
} from "../../../../src/agents/language/tools/toolSettings.ts";
import type { MadeCall } from "../../../../src/agents/language/tools/toolStep.ts";
import type { Json } from "../../../../src/core/canonicalJson.ts";
import { rng } from "../../../../src/core/rng.ts";
import { fromEdges } from "../../../../src/network/fromEdges.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-tool-"));
/** A program that does what its argument says. */
writeFileSync(
  join(folder, "tool.mjs"),
  `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { id, tool } = JSON.parse(line);
  const { does } = tool.arguments;
  const say = (fields) => console.log(JSON.stringify({ id, ...fields }));
  if (does === "echo") say({ result: tool });
  else if (does === "fail") say({ error: "no such thing: " + "e".repeat(5000) });
  else if (does === "end") process.exit(3);
  else if (does === "babble") console.log("hello");
  else if (does === "nothing") say({});
  else if (does === "deep") console.log('{"id":' + id + ',"result":' + "[".repeat(20000) + "]".repeat(20000) + "}");
  else if (does === "long") say({ result: "r".repeat(60000) });
  else if (does === "flood") say({ result: "r".repeat(2000000) });
  else if (does === "hang") continue;
}`,
);
const closing: (() => void | Promise<void>)[] = [];
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { tool } = JSON.parse(Buffer.concat(chunks).toString()) as {
        tool: { arguments: { does: string } };
      };
      const { does } = tool.arguments;
      const send = (status: number, body: string, headers: Record<string, string> = {}): void => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(body);
      };
      if (does === "echo") send(200, JSON.stringify({ result: tool }));
      else if (does === "fail") send(200, JSON.stringify({ error: { why: "e".repeat(5000) } }));
      else if (does === "end") response.destroy();
      else if (does === "babble") send(200, "hello");
      else if (does === "nothing") send(200, "");
      else if (does === "long") send(200, JSON.stringify({ result: "r".repeat(60_000) }));
      else if (does === "flood") send(200, JSON.stringify({ result: "r".repeat(2_000_000) }));
      else if (does === "moved") send(302, "", { location: "http://127.0.0.1:1/" });
      else if (does !== "hang") send(Number(does), JSON.stringify({ error: "no" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  server.close();
});

const view: View = {
  ...{ world: 1, round: 2, rounds: 3, agent: "ann", arm: "treated", rng: rng(1) },
  heard: [{ from: "bob", said: "a secret" }],
};
const does = { name: "does", kind: "text", most: 280 } as const;
const program = (command = [process.execPath, "tool.mjs"]): CommandToolSettings => ({
  ...{ kind: "command", description: "d", command, arguments: [does], timeout: 5 },
});
const address = (to = url): HttpToolSettings => ({
  ...{ kind: "http", description: "d", url: to, arguments: [does], timeout: 5 },
});
/** Calls of one tool, one after the other. */
function calls(
  settings: CommandToolSettings | HttpToolSettings,
  ...what: readonly string[]
): Promise<MadeCall[]> {
  const { arguments: wanted, open } = outsideTool(settings);
  const run = open({ folder, onClose: (close) => void closing.push(close) });
  const tool: OpenTool = { name: "t", arguments: wanted, most: 2000, run };
  return makeCalls(
    what.map((one) => ({ name: "t", arguments: { does: one } })),
    new Map([["t", tool]]),
    { view, before: 0, context: {} },
  );
}

describe("a tool outside", () => {
  test.each([
    ["a program", program],
    ["an address", () => address()],
  ])("%s is sent the call, and neither arm nor messages; its answer is the result", async (_, settings) => {
    const [first, second] = await calls(settings(), "echo", "echo");
    const told = JSON.parse(first!.result!) as Record<string, unknown>;
    const { seed, ...rest } = told;
    const name = settings().kind;
    expect(rest).toEqual({ name, arguments: { does: "echo" }, world: 1, round: 2, agent: "ann" });
    expect(seed).not.toBe(JSON.parse(second!.result!).seed);
    const [again] = await calls(settings(), "echo");
    expect(JSON.parse(again!.result!).seed).toBe(seed);
  });

  test("what a model writes ends no run: a program that fails or ends is an error, and answers the next call", async () => {
    const bad = ["fail", "end", "babble", "nothing", "deep", "flood", "end", "end", "end", "end", "end"];
    const made = await calls(program(), ...bad.flatMap((one) => [one]), "echo", "long");
    for (const { error, fault } of made.slice(0, bad.length)) {
      expect(fault).toBe("failed");
      expect(error!.length).toBeLessThanOrEqual(500);
    }
    expect(made.at(-2)!.error).toBeUndefined();
    expect(made.at(-1)!.result).toMatch(/^r+… \(\d+ more characters\)$/);
    expect(made.at(-1)!.result!.length).toBeLessThanOrEqual(2000);
  });

  test("so is an address that answers wrongly, with whatever status", async () => {
    const bad = [
      "fail",
      "end",
      "babble",
      "nothing",
      "flood",
      "moved",
      "400",
      "403",
      "404",
      "422",
      "429",
      "500",
      "503",
    ];
    const made = await calls(address(), ...bad, "echo");
    expect(made.slice(0, bad.length).map(({ fault }) => fault)).toEqual(bad.map(() => "failed"));
    for (const { error } of made.slice(0, bad.length)) expect(error!.length).toBeLessThanOrEqual(500);
    expect(made.at(-1)!.error).toBeUndefined();
  });

  test("one that does not answer in time is an error; the second in a row of a program that never answered stops the run", async () => {
    const quick = { ...program(), timeout: 0.3 };
    const [first] = await calls(quick, "hang");
    expect(first!.error).toContain("no answer within 0.3 seconds");
    await expect(calls(quick, "hang", "hang")).rejects.toMatchObject({
      kind: "stop",
      message: /has never answered/,
    });
    const [there] = await calls({ ...address(), timeout: 0.2 }, "hang");
    expect(there!.error).toContain("no answer within 0.2 seconds");
  });

  test.each([
    ["a program that is not there", () => program(["/nowhere/at-all"]), /cannot start/],
    [
      "a variable that is not set",
      () => ({ ...program(), env: ["SPILLWAY_NOT_SET"] }),
      /SPILLWAY_NOT_SET, which is not set/,
    ],
    [
      "a key that is not set",
      () => ({ ...address(), keyFrom: "SPILLWAY_NOT_SET" }),
      /SPILLWAY_NOT_SET, which is not set/,
    ],
    [
      "a host that does not exist",
      () => address("http://nowhere.invalid/"),
      /cannot connect|EAI_AGAIN|connection failed/,
    ],
    ["a key that is wrong", () => address(), /status 401/],
  ])("%s stops the run, with what to mend", async (name, settings, message) => {
    const what = name === "a key that is wrong" ? "401" : "echo";
    const made = await calls(settings(), what).then(
      ([one]) => one!.error,
      (thrown: { kind: string; message: string }) => `${thrown.kind}: ${thrown.message}`,
    );
    expect(made).toMatch(message);
    // Without a name service it cannot be told whether a host exists.
    if (!/EAI_AGAIN|connection failed/.test(made!))
      expect(made).toMatch(/^stop: language: tools: (?:command|http): /);
  });

  test("a run that is stopped meanwhile has no result and no error of it", async () => {
    const { arguments: wanted, open } = outsideTool({ ...program(), timeout: 30 });
    const run = open({ folder, onClose: (close) => void closing.push(close) });
    const tools = new Map([["t", { name: "t", arguments: wanted, most: 2000, run }]]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const given = [{ name: "t", arguments: { does: "hang" } }];
    const made = makeCalls(given, tools, { view, before: 0, context: { signal: stop.signal } });
    await expect(made).rejects.toMatchObject({ kind: "timeout" });
  });
});

test("a program of a study runs in the study's folder, and ends with the run", async () => {
  const settings: LanguageSettings = {
    model: "scripted",
    prompt: "How much?",
    answer: { kind: "number", from: 0, to: 100 },
    tools: [program()],
  };
  const model: LanguageModel = {
    generate: async ({ messages }) => ({
      text: messages.length > 1 ? "7" : '{"tool": "command", "arguments": {"does": "echo"}}',
      ...{ model: "scripted", finish: "stop", warnings: [], usage: { input: 90, output: 30 } },
    }),
  };
  const agents = languageOf({ ...settings, model: "scripted" }, model).inFolder!(folder);
  const setting = { network: fromEdges([["ann", "bob"]]), arms: ["treated"], rng: rng(1) };
  const agent = agents.create({ ...setting, onClose: (close) => void closing.push(close) })(0);
  const fault = await Promise.resolve(agent(view)).catch((thrown: AgentFault) => thrown as AgentFault);
  const step = (fault as AgentFault).call!.step as Json & { calls: MadeCall[] };
  expect(JSON.parse(step.calls[0]!.result!).name).toBe("command");
  expect(await agent({ ...view, retry: { attempt: 1, because: "", steps: [step] } })).toMatchObject({
    outcome: 7,
  });
  const { tools: _, ...without } = settings;
  expect(languageOf({ ...without, model: "scripted" }, model).inFolder).toBeUndefined();
});
