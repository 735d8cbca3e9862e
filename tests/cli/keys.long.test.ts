import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import { type FaultServer, type FaultServerOptions, faultServer } from "../support/faultServer.ts";
import { program } from "./program.ts";
import type { Outcome } from "./spillway.ts";

// The marks between the letters are those that URLs, JSON and Base64 write in other ways.
const KEY = 'sk-planted/Zq"7x+Vb9=Kw2mR4';
const HEADER = "tk-planted-Hd8sJ3nQ6pLw";
/** Where a planted key would show, in any writing. */
const MARKS = [KEY, HEADER].flatMap((key) => [
  key,
  encodeURIComponent(key),
  JSON.stringify(key).slice(1, -1),
  JSON.stringify(JSON.stringify(key)).slice(3, -3),
  ...[0, 1, 2].map((shift) => base64Inside(key, shift)),
  ...[0, 1, 2].map((shift) => base64Inside(key, shift).replaceAll("+", "-").replaceAll("/", "_")),
  Buffer.from(key).toString("hex"),
]);

/** What of a text is sure to stand in the Base64 of a longer one that has it behind so many bytes. */
function base64Inside(text: string, shift: number): string {
  const whole = Buffer.from("x".repeat(shift) + text).toString("base64");
  return whole.slice(Math.ceil((shift * 4) / 3), Math.floor(((text.length + shift) * 8) / 6));
}

const folder = mkdtempSync(join(tmpdir(), "spillway-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Runs the command line without holding up this process, whose server it calls. */
function spillway(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  // These studies name variables of their own: somebody has looked at them.
  const trusted = args[0] === "run" ? [...args, "--trust"] : args;
  const keys = {
    XDG_STATE_HOME: join(folder, "state"),
    PLANTED_KEY: KEY,
    PLANTED_HEADER: HEADER,
    NO_COLOR: "1",
    ...env,
  };
  const whole = { ...process.env, ...keys } as Record<string, string>;
  return ask(commandServer(), { file: program, args: trusted, cwd: folder, env: whole });
}

/** Every file below a folder, by its path, run journals and reports included. */
function filesIn(path: string): (readonly [path: string, text: string])[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, "utf8")] as const);
}

function wantNoKey(where: string, text: string): void {
  for (const mark of MARKS) expect(text.includes(mark) ? `${where} holds ${mark}` : "", where).toBe("");
}

/** Nothing that a command said, and no file that it left, may hold a key. */
function wantClean(outcome: Outcome, out?: string): void {
  wantNoKey("standard output", outcome.out);
  wantNoKey("standard error", outcome.err);
  if (out !== undefined) for (const [path, text] of filesIn(join(folder, out))) wantNoKey(path, text);
}

const study = (url: string, more = ""): string => `seed: 5
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: test-model, keyFrom: PLANTED_KEY, headers: { x-team: { from: PLANTED_HEADER } } }
    system: { file: system.md }
    prompt: "{% for one in heard %}{{ one.said }} {% endfor %}{{ arm }}: how much?"
    answer: { kind: object, fields: [{ name: why, kind: text, most: 2000 }, { name: much, kind: number, from: 0, to: 100 }] }
    outcome: { field: much }
    memory: all
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 3 }
  expose: any-treated
  rounds: 2
  ask: [{ name: why, prompt: Why?, answer: { kind: text, most: 2000 } }]
answer: [hajek]
${more}`;

// A prompt that names the variable, in all the ways in which other tools would put its value there.
writeFileSync(
  join(folder, "system.md"),
  "Your key is in PLANTED_KEY: $PLANTED_KEY $(echo $PLANTED_KEY) %PLANTED_KEY% {{ 'PLANTED_KEY' }}.\n{% if memory.size > 0 %}Again.{% endif %}",
);
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

/** Everything that a server knows of a request, as a debugging proxy throws it back. */
const dump = (headers: object): string =>
  `${JSON.stringify({ authorization: "", ...headers })} ${Buffer.from(`headers ${JSON.stringify(Object.entries(headers))}`).toString("base64")} ${encodeURIComponent(JSON.stringify(headers))}`;

async function serve(options: FaultServerOptions): Promise<string> {
  server = await faultServer(options);
  return server.url;
}

describe("no key in any file, message, log or report", { timeout: 120_000 }, () => {
  it("of a run whose model says its key in its answers, and whose endpoint is busy and broken", async () => {
    const url = await serve({
      rate: 0.2,
      kinds: ["429", "429 after milliseconds", "500", "reset", "wrong json", "empty"],
      answer: ({ headers, body, attempt }) => {
        if (body.messages!.at(-1)!.content.startsWith("Why?"))
          return `because of ${dump(headers)}`.slice(0, 1900);
        // Now and then an answer that cannot be read, which is told in the journal and to the model.
        if (attempt === 1 && body.seed! % 4 === 0) return dump(headers);
        return JSON.stringify({
          why: `${headers.authorization} ${headers["x-team"]}`,
          much: body.seed! % 101,
        });
      },
    });
    const file = write("study.yaml", study(url));
    const first = await spillway(["run", file, "--out", "good", "--budget-calls", "9"]);
    expect(first.code).toBe(0);
    wantClean(first, "good");
    const rest = await spillway(["run", file, "--out", "good", "--json"]);
    expect(rest.code).toBe(0);
    wantClean(rest, "good");
    const journal = readFileSync(join(folder, "good/journal.jsonl"), "utf8");
    // The key was there, and was blanked; the name of its variable is no secret.
    expect(journal).toContain("Bearer [key]");
    expect(readFileSync(join(folder, "good/study.json"), "utf8")).toContain("PLANTED_KEY");
    expect(server!.requests.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
    expect(server!.requests.every(({ headers }) => headers["x-team"] === HEADER)).toBe(true);
    expect(server!.requests.every(({ body }) => !JSON.stringify(body).includes("Zq"))).toBe(true);
    for (const args of [
      ["report", "good"],
      ["estimate", file, "--out", "good", "--json"],
      ["trace", "good", "--content"],
      ["trace", "good", "--content", "--out", "good/spans.json"],
      ["check", file, "--json"],
      ["check", file],
      ["check", file, "--prompt", "3", "--round", "2"],
      ["check", file, "--prompt", "3", "--json"],
      ["plan", file],
    ])
      wantClean(await spillway(args), "good");
  });

  it.each([
    ["a refused key that is thrown back", "unauthorized"],
    ["a used-up account", "quota"],
    ["a request that is not understood", "bad request"],
    ["another address", "moved"],
  ] as const)("of a run that stops: %s", async (name, fault) => {
    const url = await serve({ fault: () => fault });
    const out = name.replaceAll(" ", "-");
    const stopped = await spillway(["run", write(`${out}.yaml`, study(url)), "--out", out]);
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain("stopped after 0 of 36 turns");
    wantClean(stopped, out);
    const debug = await spillway(["run", `${out}.yaml`, "--out", out, "--json"], { DEBUG: "spillway" });
    wantClean(debug, out);
  });

  it("of a run whose errors hold all headers of the request", async () => {
    const web = createServer((request, response) => {
      request.resume();
      request.on("end", () => {
        const error = { message: dump(request.headers), code: "server_error", debug: request.rawHeaders };
        response.writeHead(500, { "retry-after-ms": "1" }).end(JSON.stringify({ error }));
      });
    });
    await new Promise<void>((done) => web.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/v1`;
    try {
      const file = write("dump.yaml", study(url, "run: { tries: 2 }\n"));
      const failed = await spillway(["run", file, "--out", "dump"]);
      expect(failed.code).toBe(1);
      expect(failed.err).toContain("[key]");
      wantClean(failed, "dump");
      // Agents over HTTP, and a program that dumps its environment and ends.
      const http = study(url).replace(/agents:\n[\s\S]*?inquiry/, (text) =>
        text.replace(
          /agents:[\s\S]*$/,
          `agents: { kind: http, url: "${url}", keyFrom: PLANTED_KEY }\ninquiry`,
        ),
      );
      const overHttp = await spillway([
        "run",
        write("http.yaml", `${http}run: { tries: 2 }\n`),
        "--out",
        "http",
      ]);
      expect(overHttp.code).toBe(1);
      expect(overHttp.err).toContain("[key]");
      wantClean(overHttp, "http");
      const program = http.replace(
        /agents: .*/,
        `agents: { kind: command, command: ["${process.execPath}", "-e", "console.error(JSON.stringify(process.env)); process.exit(3)"], env: [PLANTED_KEY] }`,
      );
      const command = await spillway(["run", write("command.yaml", program), "--out", "command"]);
      expect(command.code).toBe(1);
      expect(command.err).toContain("[key]");
      wantClean(command, "command");
    } finally {
      web.closeAllConnections();
      web.close();
    }
  });

  it.each([
    [
      "in the query of the address",
      (text: string) => text.replace("/v1", `/v1?api_key=${encodeURIComponent(KEY)}`),
    ],
    [
      "as the password of the address",
      (text: string) => text.replace("http://", `http://me:${encodeURIComponent(KEY)}@`),
    ],
    [
      "in an address that is none",
      (text: string) => text.replace("http://", `127.0.0.1?key=${encodeURIComponent(KEY)}`),
    ],
    [
      "in the place of the variable's name",
      (text: string) => text.replace("keyFrom: PLANTED_KEY", `keyFrom: ${JSON.stringify(KEY)}`),
    ],
    [
      "in a header",
      (text: string) => text.replace("{ from: PLANTED_HEADER }", HEADER).replace("x-team", "authorization"),
    ],
    [
      "in a header of a name of its own",
      (text: string) =>
        text.replace("{ from: PLANTED_HEADER }", HEADER).replace("x-team", "ocp-apim-subscription-key"),
    ],
    [
      "in the body",
      (text: string) => text.replace("keyFrom: PLANTED_KEY", `body: { api_key: ${JSON.stringify(KEY)} }`),
    ],
    [
      "as a setting that there is not",
      (text: string) => text.replace("keyFrom: PLANTED_KEY", `apiKey: ${JSON.stringify(KEY)}`),
    ],
    [
      "in YAML that is broken",
      (text: string) => text.replace("keyFrom: PLANTED_KEY", `keyFrom: ${JSON.stringify(KEY)} ]`),
    ],
    [
      "as the name of the model",
      (text: string) => text.replace(/model: \{ url.*/, `model: ${JSON.stringify(KEY)}`),
    ],
    [
      "as the name of an option",
      (text: string) =>
        text.replace("outcome: { field: much }", `outcome: { points: { ${JSON.stringify(KEY)}: 1 } }`),
    ],
  ])(
    "of a study with a key %s, which is refused before anything is called or written",
    async (name, change) => {
      const text = change(study("http://127.0.0.1:9/v1"));
      expect(text).not.toBe(study("http://127.0.0.1:9/v1"));
      const file = `bad-${name.replaceAll(" ", "-")}.yaml`;
      const readFile = async (): Promise<string> => "You are somebody.";
      const refused = async (): Promise<string> => {
        const fault = await parseStudy(text, { file, readFile }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(fault).toBeInstanceOf(SpillwayError);
        return (fault as SpillwayError).message;
      };
      // Where the environment has it, it is known for a key wherever it stands.
      process.env.PLANTED_KEY = KEY;
      process.env.PLANTED_TOKEN = HEADER;
      try {
        expect(await refused()).toMatch(
          /^bad-.*: here stands the value of the environment variable PLANTED_(KEY|TOKEN): a key is never written down; name the variable instead, as in keyFrom: PLANTED_(KEY|TOKEN)$/,
        );
        wantNoKey(name, await refused());
      } finally {
        delete process.env.PLANTED_KEY;
        delete process.env.PLANTED_TOKEN;
      }
      // Elsewhere it is refused for standing where no key may, and not shown in an address or under its name.
      if (!/model|option/.test(name)) wantNoKey(name, await refused());
    },
  );

  it("of a study whose key looks like a name, and of commands that are given one", async () => {
    const plain = "gsk_planted7Zq9xVb2Kw4mR6";
    const url = await serve({});
    const file = write("plain.yaml", study(url).replace("keyFrom: PLANTED_KEY", `keyFrom: ${plain}`));
    const refused = await spillway(["run", file, "--out", "plain"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("keyFrom must be the name of an environment variable, never a key itself");
    expect(refused.err).not.toContain(plain);
    const known = await spillway(["run", file, "--out", "known"], { SOME_TOKEN: plain });
    expect(known.code).toBe(2);
    expect(known.err).toContain("plain.yaml:6:");
    expect(known.err).toContain("here stands the value of the environment variable SOME_TOKEN");
    expect(known.err).not.toContain(plain);
    expect(readdirSync(folder)).not.toContain("known");
    // A message shows what was given on the command line, but for what the environment says is a key.
    for (const args of [
      ["run", KEY, "--out", "x"],
      ["check", file, "--prompt", KEY],
      ["run", file, "--out", "x", "--budget-calls", KEY],
      ["trace", "good", "--to", `http://me:${encodeURIComponent(KEY)}@127.0.0.1:1`],
    ])
      wantClean(await spillway(args));
  });
});
