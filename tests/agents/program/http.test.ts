import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Action, Agent, AskContext, View } from "../../../src/agents/Agent.ts";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { type HttpSettings, http } from "../../../src/agents/program/http.ts";
import { rng } from "../../../src/core/rng.ts";
import { row, settingOf } from "../lineNetwork.ts";

type Serve = (request: IncomingMessage, body: string, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  delete process.env.SPILLWAY_TEST_CODE;
});

async function urlOf(serve: Serve): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => serve(request, Buffer.concat(chunks).toString(), response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/act`;
}

const agentAt = (url: string, settings: Partial<HttpSettings> = {}): Agent =>
  http({ url, ...settings }).create(settingOf(row))(0);
const agentOf = async (serve: Serve, settings: Partial<HttpSettings> = {}): Promise<Agent> =>
  agentAt(await urlOf(serve), settings);

const view: View = {
  world: 0,
  round: 1,
  rounds: 2,
  agent: "b",
  arm: "treated",
  heard: [{ from: "a", said: "ä" }],
  rng: rng(1),
};
const thrownBy = (agent: Agent, context?: AskContext): Promise<unknown> =>
  Promise.resolve(agent(view, context)).catch((cause: unknown) => cause);
const faultOf = async (agent: Agent, context?: AskContext): Promise<AgentFault> => {
  const thrown = await thrownBy(agent, context);
  expect(thrown).toBeInstanceOf(AgentFault);
  return thrown as AgentFault;
};

describe("http", () => {
  it("posts the view and takes the action", async () => {
    const agent = await agentOf(
      (request, body, response) =>
        response.end(
          JSON.stringify({
            action: { said: [request.method, request.headers["content-type"], JSON.parse(body)], outcome: 2 },
          }),
        ),
      { settings: { tone: "dry" } },
    );
    const { said, outcome } = (await agent(view)) as Action;
    expect(outcome).toBe(2);
    expect(said).toEqual([
      "POST",
      "application/json",
      {
        view: {
          world: 0,
          round: 1,
          rounds: 2,
          agent: "b",
          arm: "treated",
          heard: [{ from: "a", said: "ä" }],
          seed: expect.any(Number),
          settings: { tone: "dry" },
        },
      },
    ]);
  });

  it("sends the key of the named variable, and blanks it wherever it comes back", async () => {
    process.env.SPILLWAY_TEST_CODE = "sesame-open-1234";
    const echo = await agentOf(
      (request, _, response) =>
        response.end(JSON.stringify({ action: { said: request.headers.authorization! } })),
      { keyFrom: "SPILLWAY_TEST_CODE" },
    );
    expect(((await echo(view)) as Action).said).toBe("Bearer [key]");
    const angry = await agentOf(
      (request, _, response) => response.writeHead(401).end(`no entry for ${request.headers.authorization}`),
      { keyFrom: "SPILLWAY_TEST_CODE" },
    );
    expect((await faultOf(angry)).message).toBe(
      "http: the other side answered with status 401: no entry for Bearer [key]",
    );
    delete process.env.SPILLWAY_TEST_CODE;
    const unset = await faultOf(angry);
    expect([unset.kind, unset.message]).toEqual([
      "stop",
      "http: keyFrom names the variable SPILLWAY_TEST_CODE, which is not set",
    ]);
  });

  it.each([
    [429, "wait"],
    [503, "wait"],
    [408, "wait"],
    [401, "stop"],
    [404, "stop"],
    [302, "stop"],
    // Of these the run finds out whether they concern one turn alone.
    [400, "stop"],
    [422, "stop"],
  ])("classes status %i as %s", async (status, kind) => {
    const agent = await agentOf((_, __, response) =>
      response.writeHead(status, { location: "http://127.0.0.1:1/", "retry-after": "2.5" }).end("why"),
    );
    const thrown = (await thrownBy(agent)) as AgentFault;
    expect(thrown.message).toBe(`http: the other side answered with status ${status}: why`);
    expect(thrown.kind).toBe(kind);
    expect(thrown.doubt).toBe(kind === "stop" && status >= 400 ? "turned-down" : undefined);
    expect(thrown.busy).toBe(kind === "wait" ? true : undefined);
    expect(thrown.retryAfter).toBe(kind === "wait" ? 2500 : undefined);
  });

  it("waits for connections that are refused or cut, and gives up answers that take too long", async () => {
    const url = await urlOf((_, __, response) => response.destroy());
    expect((await faultOf(agentAt(url))).kind).toBe("wait");
    servers.splice(0).forEach((server) => server.close());
    expect((await faultOf(agentAt(url))).kind).toBe("wait");
    const hung = await faultOf(await agentOf(() => undefined, { timeout: 0.2 }));
    expect([hung.kind, hung.message]).toEqual(["timeout", "http: no answer within 0.2 seconds"]);
    const controller = new AbortController();
    const ended = faultOf(await agentOf(() => controller.abort()), { signal: controller.signal });
    expect((await ended).message).toBe("http: the run ended the call");
  });

  it.each([
    ["<html>", 'http: wanted an answer { action } or { error }, got "<html>"'],
    [
      '{"action":{"said":1',
      'http: wanted an answer { action } or { error }, got "{\\"action\\":{\\"said\\":1"',
    ],
    ['{"said":1}', 'http: wanted an answer with an object as action, got ["said"]'],
    [`{"action":{"said":"${"x".repeat(500)}"}}`, "http: the answer is longer than 400 bytes"],
  ])("calls an answer invalid that is none: %.20s", async (body, message) => {
    const bad = await faultOf(await agentOf((_, __, response) => response.end(body), { maxBytes: 400 }));
    expect([bad.kind, bad.message]).toEqual(["invalid", message]);
  });

  it("takes the other side's own words for what went wrong", async () => {
    const error = { kind: "refused", message: "not this one" };
    const refused = await faultOf(
      await agentOf((_, __, response) => response.end(JSON.stringify({ error }))),
    );
    expect([refused.kind, refused.message]).toEqual(["refused", "http: not this one"]);
  });

  it("says what is wrong with its settings, and repeats no key that stands there", () => {
    const wanted = "must be an address that begins with http:// or https://";
    expect(() => http({ url: "agents" })).toThrow(`http: url ${wanted}, got "agents"`);
    expect(() => http({ url: "ftp://agents" })).toThrow(wanted);
    const complaint = (settings: HttpSettings): string => {
      try {
        http(settings);
        return "";
      } catch (cause) {
        return (cause as Error).message;
      }
    };
    expect(complaint({ url: "http://me:sesame@agents" })).toMatch(
      /^http: url must hold no password(?!.*sesame)/,
    );
    expect(complaint({ url: "http://a", keyFrom: "sk-sesame" })).toBe(
      "http: keyFrom must be the name of an environment variable, never a key itself",
    );
  });
});
