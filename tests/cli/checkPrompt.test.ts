import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-prompt-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(["check", "study.yaml", ...args], { cwd });

// The prompt has an escape sequence of one byte and one of two, which a terminal would obey.
writeFileSync(join(cwd, "prompt.md"), "Blue \u001b[31mor\u009b31m red,\u007f {{ agent }}?\r\nSay it.\n");
writeFileSync(
  join(cwd, "study.yaml"),
  `seed: 1
model:
  network: { kind: ring-lattice, n: 8, k: 2 }
  agents:
    kind: language
    model: { url: "http://localhost:9/v1", model: m, keyFrom: MY_KEY }
    prompt: { file: prompt.md }
    answer: { kind: choice, options: ["red", "blue"] }
    outcome: { points: { red: 1, blue: 0 } }
    price: { input: 1, output: 2 }
    maxTokens: 50
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 2 }, expose: any-treated, rounds: 2, worlds: 3 }
answer: [hajek]
`,
);

describe("spillway check --prompt", () => {
  test("shows what an agent is sent, behind a line, without what a terminal would obey", () => {
    const { code, out, err } = run("--prompt", "3", "--round", "2", "--arm", "treated");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("round     2 of 2\nmodel     m at http://localhost:9/v1, maxTokens 50\n");
    expect(out).toMatch(
      /examples {2}MADE UP for this preview: 2 says "(red|blue)"\n {10}4 says "(red|blue)"\n/,
    );
    expect(out).toContain("user\n│ Blue ·[31mor·31m red,· 3?\n│ Say it.\n");
    expect(out).toMatch(/answer\n│ \{\n│ {3}"type": "object"/);
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("says the same as JSON, escaped", () => {
    const { code, out } = run("--prompt", "3", "--json");
    expect(code).toBe(0);
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(out)).toMatchObject({
      agent: "3",
      round: 1,
      messages: [
        {
          role: "user",
          content: expect.stringContaining("Blue \u001b[31mor\u009b31m red,\u007f 3?"),
        },
      ],
      tokens: { output: 50 },
    });
  });

  test("refuses a round or an arm without an agent, and agents that are not there", () => {
    expect(run("--round", "2")).toEqual({
      code: 2,
      out: "",
      err: "spillway: check: --round and --arm are about a prompt: give --prompt AGENT too\n",
    });
    expect(run("--prompt", "33").err).toBe('spillway: check: there is no agent "33" (did you mean "3"?)\n');
  });

  test("and check says what the calls take at most", () => {
    const { out } = run();
    expect(out).toContain("48 agent calls: 8 agents × 2 rounds × 3 worlds\ntokens    at most about ");
    expect(out).toMatch(/\ncost {6}at most about 0\.0\d+ at the prices given\n/);
    const found = JSON.parse(run("--json").out) as {
      calls: number;
      tokens: { input: number; output: number };
      money: number;
    };
    expect(found.calls).toBe(48);
    expect(found.tokens.output).toBe(48 * 50);
    expect(found.money).toBeCloseTo((found.tokens.input + 2 * found.tokens.output) / 1e6, 12);
  });
});
