import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { mcpTools, toolSchema } from "../../../src/cli/mcp/mcpTools.ts";
import { toolWords } from "../../../src/cli/mcp/toolWords.ts";

// The server itself, driven by the official client, is in mcp.long.test.ts: each of its calls is a process.
const home = mkdtempSync(join(tmpdir(), "spillway-mcp-words-"));
const folder = join(home, "study");
mkdirSync(folder);
writeFileSync(join(home, "outside.csv"), "source,target\na,b\n");
writeFileSync(join(folder, "study.yaml"), "seed: 1\n");
symlinkSync(join(home, "outside.csv"), join(folder, "link.csv"));
symlinkSync(home, join(folder, "up"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const wordsOf = (name: string, given: unknown): readonly string[] =>
  toolWords(mcpTools.find((one) => one.name === name)!, given, folder);

it("every tool takes the arguments that it names and no others", () => {
  for (const tool of mcpTools) {
    expect(toolSchema(tool)).toMatchObject({ type: "object", additionalProperties: false });
    expect(() => wordsOf(tool.name, { constructor: {} })).toThrow(/constructor|confirm|missing/);
  }
  expect(wordsOf("check", { study: "study.yaml" }).at(-1)).toMatch(/study\.yaml$/);
});

it("a value that looks like an option is the value of its own and no other", () => {
  const words = wordsOf("try", { study: "study.yaml", agent: "--out=x", arm: "--trust", confirm: true });
  expect(words.slice(0, -2)).toEqual(["try", "--json", "--agent=--out=x", "--arm=--trust"]);
  expect(words.at(-2)).toBe("--");
});

it.each([
  ["check", { study: "../outside.csv" }],
  ["check", { study: "/etc/passwd" }],
  ["check", { study: "up/outside.csv" }],
  ["check", { study: "--help" }],
  ["check", { study: "-" }],
  ["check", { study: "study.yaml\0.csv" }],
  ["check", { study: ["study.yaml"] }],
  ["check", { study: "study.yaml", out: "x" }],
  ["design", { network: "link.csv" }],
  ["diagnose", { study: "study.yaml", simulations: "20 --out=/tmp" }],
  ["run", { study: "study.yaml", out: "../run", budget_calls: 1, confirm: true }],
  ["run", { study: "study.yaml", out: "a" }],
  ["transcript", { run: "up" }],
  ["design", { network: "study.yaml", designs: ['{"kind":"cluster","clusters":{"file":"x.csv"}}'] }],
  ["design", { network: "study.yaml", designs: ['{"kind":"cluster","clusters":{"\\u0066ile":"x.csv"}}'] }],
  [
    "design",
    { network: "study.yaml", designs: [' {"kind":"cluster","clusters":[{"fil\\u0065" : "x.csv"}]}'] },
  ],
  ["design", { network: "study.yaml", designs: ['{"kind":'] }],
  ["design", { network: "study.yaml", designs: ["sub/x.json"] }],
  ["design", { network: "study.yaml", designs: Array.from({ length: 101 }, () => "bernoulli") }],
  ["diagnose", { study: "study.yaml", agents: '{"kind":"recorded","\\u006aournal":"j.jsonl"}' }],
  ["diagnose", { study: "study.yaml", agents: '{"kind":"command","command":["touch","x"]}' }],
  ["diagnose", { study: "study.yaml", simulations: 1e99 }],
  ["diagnose", { study: "study.yaml", seed: "a\0b" }],
  ["run", { study: "study.yaml", out: "a", budget_calls: 1, confirm: "true" }],
  ["run", { study: "study.yaml", out: "a", budget_calls: 1, confirm: 1 }],
  ["run", { study: "study.yaml", out: "a", confirm: true }],
  ["run", { study: "study.yaml", out: "a", budget_calls: 1, budget_money: Number.NaN, confirm: true }],
  ["run", { study: "study.yaml", out: "up/a", budget_calls: 1, confirm: true }],
  ["try", { study: "study.yaml", confirm: [true] }],
  ["try", { study: "study.yaml", agent: "x".repeat(20_001), confirm: true }],
  ["status", { run: "study.yaml/../../" }],
  ["check", null],
  ["check", [{ study: "study.yaml" }]],
])("%s refuses %j before any process is begun", (name, given) => {
  expect(() => wordsOf(name, given)).toThrow(/./);
});
