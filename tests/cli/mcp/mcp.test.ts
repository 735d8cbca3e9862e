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
])("%s refuses %j before any process is begun", (name, given) => {
  expect(() => wordsOf(name, given)).toThrow(/./);
});
