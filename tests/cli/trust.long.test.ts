import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { program } from "./program.ts";

const root = mkdtempSync(join(tmpdir(), "spillway-trust-"));
const cwd = join(root, "study");
mkdirSync(cwd);
const SECRET = "planted-value-of-the-environment-4711";
/** Everything that the stranger's server was sent. */
let got = "";
let server: Server;
let url = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    got += JSON.stringify(request.headers);
    request.on("data", (piece: Buffer) => (got += piece.toString()));
    request.on("end", () => {
      const message = { role: "assistant", content: "hello" };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ model: "m", choices: [{ index: 0, message, finish_reason: "stop" }] }));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

function run(args: readonly string[], state = "state"): Promise<Answer> {
  const env = { ...process.env, PLANTED: SECRET, XDG_STATE_HOME: join(root, state) } as Record<
    string,
    string
  >;
  return ask(commandServer(), { file: program, args, cwd, env });
}

let studies = 0;
/** Writes a study with these agents. */
function study(agents: string): string {
  const file = `s${++studies}.yaml`;
  writeFileSync(
    join(cwd, file),
    `seed: 1
model: { network: { kind: ring-lattice, n: 4, k: 2 }, agents: ${agents} }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`,
  );
  return file;
}

const language = (model: string, prompt = "hello", more = ""): string =>
  `{ kind: language, model: { url: "${url}", model: m, ${model} }, prompt: ${prompt}, answer: { kind: text }, outcome: false${more} }`;
const PROGRAM = `
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ id: JSON.parse(line).id, action: { outcome: 1 } }));
}
`;

describe("a study from a stranger", () => {
  writeFileSync(join(root, "outside.txt"), "what stands outside");
  writeFileSync(join(cwd, "agents.mjs"), PROGRAM);
  const node = JSON.stringify(process.execPath);
  const cases: Readonly<Record<string, readonly [agents: () => string, asks: string, ...options: string[]]>> =
    {
      variable: [() => language("keyFrom: PLANTED"), "uses the environment variables PLANTED"],
      header: [
        () => language("headers: { X-A: { from: PLANTED } }"),
        "uses the environment variables PLANTED",
      ],
      "key over HTTP": [
        () => `{ kind: http, url: "${url}", keyFrom: PLANTED }`,
        "uses the environment variables PLANTED",
      ],
      program: [
        () => `{ kind: command, command: [${node}, agents.mjs] }`,
        `starts "${process.execPath} agents.mjs"`,
      ],
      "program with a variable": [
        () => `{ kind: command, command: [${node}, agents.mjs], env: [PATH, PLANTED] }`,
        "uses the environment variables PATH, PLANTED",
      ],
      "program as a tool": [
        () =>
          language(
            "",
            "hello",
            `, tools: [{ kind: command, description: d, command: [${node}, agents.mjs] }]`,
          ),
        `starts "${process.execPath} agents.mjs"`,
      ],
      "address as a tool": [
        () => language("", "hello", `, tools: [{ kind: http, description: d, url: "${url}/tool" }]`),
        "lets agents call the addresses ",
      ],
      "file outside": [
        () => language("", "{ file: ../outside.txt }"),
        "reads files outside its folder: ../outside.txt",
        "--allow-files",
        root,
      ],
    };

  test.each(Object.keys(cases))("is not run before somebody trusts it: %s", async (name) => {
    const [agents, asks, ...options] = cases[name]!;
    const file = study(agents());
    const out = `out-${file}`;
    const state = `state-${file}`;
    got = "";
    const refused = await run(["run", file, "--out", out, "--quiet", ...options], state);
    expect({ code: refused.code, got, out: existsSync(join(cwd, out)) }).toEqual({
      code: 2,
      got: "",
      out: false,
    });
    expect(refused.err).toContain("this study was never run on this machine, and ");
    expect(refused.err).toContain(asks);
    expect(refused.err).not.toContain(SECRET);

    const checked = await run(["check", file, ...options], state);
    expect(checked.code).toBe(0);
    expect(got).toBe("");
    const words = checked.out.replaceAll(/\s+/g, " ");
    for (const said of asks.split(" ").filter((word) => /PLANTED|outside\.txt|agents\.mjs/.test(word)))
      expect(words).toContain(said.replaceAll(/[",]/g, ""));
    if (agents().includes("url")) expect(words).toContain(url);

    const trusted = await run(["run", file, "--out", out, "--trust", ...options], state);
    expect([0, 1]).toContain(trusted.code);
    expect(trusted.err).not.toContain("was never run");
    // From now on it is known, in another folder too.
    const again = await run(["run", file, "--out", `${out}-2`, "--seed", "2", ...options], state);
    expect(again.err).not.toContain("was never run");
    expect(readdirSync(join(root, state, "spillway", "trusted"))).toHaveLength(1);
  });

  test("is asked about again when its program, a variable or an address is another", async () => {
    const file = study(`{ kind: command, command: [${node}, agents.mjs] }`);
    expect((await run(["run", file, "--out", "known", "--trust"], "again")).code).toBe(0);
    expect((await run(["run", file, "--out", "known"], "again")).code).toBe(0);
    writeFileSync(join(cwd, "agents.mjs"), `${PROGRAM}// changed`);
    expect((await run(["run", file, "--out", "known"], "again")).code).toBe(2);
    writeFileSync(join(cwd, "agents.mjs"), PROGRAM);
    expect((await run(["run", file, "--out", "known"], "again")).code).toBe(0);
    const more = study(`{ kind: command, command: [${node}, agents.mjs], env: [PLANTED] }`);
    expect((await run(["run", more, "--out", "more"], "again")).code).toBe(2);
  });

  test("needs no trust when it does nothing of that, and says where it sends", async () => {
    const { code, err } = await run(["run", study(language("")), "--out", "plain"]);
    expect({ code, said: err.includes(`what agents are asked goes to ${url}`) }).toEqual({
      code: 0,
      said: true,
    });
  });

  test("is looked at with all values of --vary before any is run", async () => {
    got = "";
    const file = study(language(""));
    const vary = ["--vary", "model.agents.model.keyFrom=PLANTED"];
    const { code, err } = await run(["run", file, "--out", "varied", ...vary], "varied");
    expect({ code, got }).toEqual({ code: 2, got: "" });
    expect(err).toContain("PLANTED");
  });

  test("gets no variable that was not announced into any file", async () => {
    const file = study(language(""));
    await run(["run", file, "--out", "files"]);
    for (const name of readdirSync(join(cwd, "files")))
      expect(readFileSync(join(cwd, "files", name), "utf8")).not.toContain(SECRET);
  });
});
