import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultServer, faultServer } from "../../support/faultServer.ts";
import { program } from "../program.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-mcp-"));
const folder = join(home, "study");
let client: Client;
let server: FaultServer;
beforeAll(async () => {
  mkdirSync(folder);
  writeFileSync(join(home, "outside.csv"), "source,target\na,b\n");
  symlinkSync(join(home, "outside.csv"), join(folder, "link.csv"));
  symlinkSync(home, join(folder, "up"));
  server = await faultServer({ answer: () => "4" });
  client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, "mcp", "--folder", folder],
      stderr: "ignore",
    }),
  );
}, 60_000);
afterAll(async () => {
  await client.close();
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

async function call(
  name: string,
  given: Record<string, unknown>,
): Promise<{ text: string; failed: boolean }> {
  const found = await client.callTool({ name, arguments: given });
  const [first] = found.content as { text: string }[];
  return { text: first?.text ?? "", failed: found.isError === true };
}
const language = (): string => `
seed: 1
model:
  network: { file: edges.csv }
  agents: { kind: language, model: { url: "${server.url}", model: m }, prompt: "{{ agent }} {{ arm }}", answer: { kind: number, from: 0, to: 10 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`;

describe("spillway mcp, driven by the official client", () => {
  it("designs, checks, diagnoses and estimates on a new network", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["save", "design", "check", "diagnose", "estimate", "run", "try"]),
    );
    for (const { inputSchema } of tools)
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    const edges = Array.from({ length: 12 }, (_, k) => `n${k},n${(k + 1) % 12}`).join("\n");
    expect((await call("save", { path: "edges.csv", content: `source,target\n${edges}\n` })).failed).toBe(
      false,
    );
    const design = await call("design", {
      network: "edges.csv",
      designs: ['{"kind":"complete","treated":4}'],
    });
    expect(JSON.parse(design.text)).toBeTruthy();
    const study = `seed: 1
model: { network: { file: edges.csv }, agents: { kind: linear-in-means, noise: 1 } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm }
answer: [hajek]
`;
    await call("save", { path: "study.yaml", content: study });
    expect(JSON.parse((await call("check", { study: "study.yaml" })).text)).toHaveProperty("network");
    expect(
      JSON.parse((await call("diagnose", { study: "study.yaml", simulations: 20 })).text),
    ).toHaveProperty("rows");
    const units = Array.from({ length: 12 }, (_, k) => `n${k},${k % 3 ? "control" : "treated"},${k}`).join(
      "\n",
    );
    await call("save", { path: "units.csv", content: `agent,arm,outcome\n${units}\n` });
    const found = await call("estimate", {
      ...{
        network: "edges.csv",
        design: '{"kind":"complete","treated":4}',
        exposure: "own-arm",
        units: "units.csv",
      },
      contrasts: ["own=treated:control"],
    });
    // Treated are 0, 3, 6, 9: mean 4.5; control mean 6.
    expect(JSON.parse(found.text).rows[0].estimate).toBeCloseTo(-1.5, 12);
  }, 60_000);

  it("asks nobody without a confirmation and a budget", async () => {
    await call("save", { path: "paid.yaml", content: language() });
    for (const given of [{}, { confirm: false }, { confirm: "true" }, { confirm: 1 }]) {
      const run = await call("run", { study: "paid.yaml", out: "runs/a", budget_calls: 5, ...given });
      expect([run.failed, run.text]).toEqual([true, expect.stringContaining("confirm: true")]);
      expect((await call("try", { study: "paid.yaml", ...given })).failed).toBe(true);
    }
    const unlimited = await call("run", { study: "paid.yaml", out: "runs/a", confirm: true });
    expect(unlimited.text).toContain("budget_calls is missing");
    expect([server.requests.length, existsSync(join(folder, "runs"))]).toEqual([0, false]);
    const tried = await call("try", { study: "paid.yaml", confirm: true });
    expect(JSON.parse(tried.text)).toMatchObject({ status: "ok", outcome: 4 });
    expect(server.requests.length).toBe(1);
    await call("run", { study: "paid.yaml", out: "runs/a", budget_calls: 5, confirm: true });
    expect(server.requests.length).toBe(6);
    expect(JSON.parse((await call("status", { run: "runs/a" })).text)).toMatchObject({ done: 5, total: 12 });
    expect((await call("transcript", { run: "runs/a", limit: 1 })).text).toContain("agent n");
  }, 60_000);

  it("refuses hostile arguments in words, and touches nothing outside its folder", async () => {
    const hostile: readonly (readonly [string, Record<string, unknown>])[] = [
      ["check", { study: "../outside.csv" }],
      ["check", { study: "/etc/passwd" }],
      ["check", { study: "up/outside.csv" }],
      ["check", { study: "--help" }],
      ["check", { study: "-" }],
      ["check", { study: "study.yaml\0.csv" }],
      ["check", { study: ["study.yaml"] }],
      ["check", { study: { toString: "x" } }],
      ["check", { study: "study.yaml", out: "x" }],
      ["check", { study: "study.yaml", "allow-files": "/" }],
      ["check", { study: "study.yaml", constructor: {} }],
      ["design", { network: "link.csv" }],
      ["design", { network: "edges.csv", designs: ["/etc/passwd"] }],
      ["design", { network: "edges.csv", designs: ["../design.json"] }],
      ["design", { network: "edges.csv", designs: ['{"kind":"fixed","file":"/etc/passwd"}'] }],
      ["design", { network: "edges.csv", designs: Array.from({ length: 101 }, () => "bernoulli") }],
      ["diagnose", { study: "study.yaml", simulations: -1 }],
      ["diagnose", { study: "study.yaml", simulations: null }],
      ["diagnose", { study: "study.yaml", simulations: "20 --out=/tmp" }],
      ["run", { study: "study.yaml", out: "../run", budget_calls: 1, confirm: true }],
      ["run", { study: "study.yaml", out: "up/run", budget_calls: 1, confirm: true }],
      ["run", { study: "study.yaml", out: "runs/b", budget_calls: 1, confirm: true, trust: true }],
      ["transcript", { run: "up" }],
      ["save", { path: "../x.yaml", content: "" }],
      ["save", { path: "up/x.yaml", content: "" }],
      ["save", { path: "link.csv", content: "x", replace: true }],
      ["save", { path: "study.yaml", content: "x" }],
      ["save", { path: "agent.mjs", content: "x" }],
      ["save", { path: ".bashrc", content: "x" }],
      ["save", { path: "x.yaml", content: 5 }],
      ["save", { path: "x.yaml", content: "x".repeat(300_000) }],
      ["exec", { command: "ls" }],
    ];
    for (const [name, given] of hostile) {
      const { text, failed } = await call(name, given);
      expect([name, given, failed]).toEqual([name, given, true]);
      expect(text.length).toBeLessThanOrEqual(2000);
      expect(text).not.toContain("root:");
    }
    // A program of a study is never trusted by an assistant.
    await call("save", {
      path: "program.yaml",
      content: `seed: 1
model: { network: { file: edges.csv }, agents: { kind: command, command: [touch, "${join(home, "planted")}"] } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`,
    });
    const found = await call("run", { study: "program.yaml", out: "runs/c", budget_calls: 1, confirm: true });
    expect([found.failed, found.text]).toEqual([true, expect.stringContaining("--trust")]);
    expect(existsSync(join(home, "planted"))).toBe(false);
    expect(existsSync(join(home, "run"))).toBe(false);
  }, 120_000);
});
