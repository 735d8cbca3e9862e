import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { triedText } from "../../../src/cli/text/triedText.ts";
import { tryAgent } from "../../../src/experiment/trying/tryAgent.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { spillway } from "../../cli/spillway.ts";
import { faultServer } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-try-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEY = "sk-planted-0123456789abcdef";
const text = (url: string, more = ""): string => `
seed: 4
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m, keyFrom: SPILLWAY_TEST_TRY }
    prompt: "{% if arm == 'treated' %}News. {% endif %}You are {{ agent }}. {% for one in heard %}{{ one.said }} {% endfor %}How much?"
    answer: { kind: object, fields: [{ name: support, kind: number, from: 0, to: 10 }, { name: words, kind: text }] }
    says: words
    outcome: { field: support }
    price: { input: 1, output: 2 }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2 }
answer: [hajek]
${more}`;

describe("try", () => {
  it("makes one call, and shows prompt, raw reply, what was read, tokens and cost, and no key", async () => {
    process.env.SPILLWAY_TEST_TRY = KEY;
    const raw = `<think>hm</think>${JSON.stringify({ support: 4, words: `so \u001b[31m ${KEY}` })}`;
    const server = await faultServer({ answer: () => raw });
    try {
      const study = await parseStudy(text(server.url));
      const tried = await tryAgent(study, { agent: "3", arm: "treated", round: 2 });
      expect(server.requests).toHaveLength(1);
      expect(tried.messages).toEqual(server.requests[0]!.body.messages);
      expect(tried).toMatchObject({
        ...{ agent: "3", arm: "treated", round: 2, status: "ok", outcome: 4 },
        answer: { support: 4 },
        call: { usage: { input: expect.any(Number), output: expect.any(Number) }, cost: expect.any(Number) },
      });
      expect(tried.call!.text).toContain("<think>hm</think>");
      const shown = triedText(tried);
      for (const words of ["reply, as it came", "tokens", "cost", "News. You are 3.", "MADE UP"])
        expect(shown).toContain(words);
      for (const all of [shown, JSON.stringify(tried)]) {
        expect(all).not.toContain(KEY);
        expect(all).not.toContain("\u001b[31m");
      }
    } finally {
      delete process.env.SPILLWAY_TEST_TRY;
      await server.close();
    }
  });

  it("asks nobody again: an unusable reply, a refused call and a wrong agent are told, with an exit code", async () => {
    process.env.SPILLWAY_TEST_TRY = KEY;
    const server = await faultServer({ answer: () => "no idea" });
    const turned = await faultServer({
      reply: () => ({ status: 400, body: { error: { message: `bad ${KEY}` } } }),
    });
    try {
      const study = await parseStudy(text(server.url));
      const tried = await tryAgent(study, { agent: "0" });
      expect(server.requests).toHaveLength(1);
      expect(tried).toMatchObject({ status: "invalid", call: { text: "no idea" } });
      expect(tried.because).toContain("wanted a JSON object");
      expect(tried).not.toHaveProperty("outcome");
      const failed = await tryAgent(await parseStudy(text(turned.url)), { agent: "0" });
      expect(turned.requests).toHaveLength(1);
      expect(failed.status).toBe("failed");
      expect(failed.because).toContain("status 400");
      expect(JSON.stringify(failed)).not.toContain(KEY);
      await expect(tryAgent(study, { agent: "nobody" })).rejects.toThrow("there is no agent");
      await expect(tryAgent(study, { agent: "0", round: 3 })).rejects.toThrow("from 1 to 2");
      expect(server.requests).toHaveLength(1);
    } finally {
      delete process.env.SPILLWAY_TEST_TRY;
      await Promise.all([server.close(), turned.close()]);
    }
  });

  it("is a command that trusts no study by itself, and leaves no file", () => {
    const there = join(folder, "command");
    const program = `process.stdin.on("data", (line) => { const v = JSON.parse(line); console.log(JSON.stringify({ id: v.id, action: { said: "hi", outcome: 2 } })); });`;
    writeFileSync(join(folder, "agent.mjs"), program);
    const file = join(folder, "study.yaml");
    writeFileSync(
      file,
      `seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents: { kind: command, command: ["${process.execPath}", agent.mjs] }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`,
    );
    const env = { XDG_STATE_HOME: there };
    const refused = spillway(["try", file], { cwd: folder, env });
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("--trust")]);
    const before = readdirSync(folder).filter((name) => name !== "command");
    const done = spillway(["try", file, "--trust", "--json"], { cwd: folder, env });
    expect([done.code, JSON.parse(done.out)]).toEqual([
      0,
      expect.objectContaining({ said: "hi", outcome: 2, status: "ok" }),
    ]);
    expect(readdirSync(folder).filter((name) => name !== "command")).toEqual(before);
  });
});
