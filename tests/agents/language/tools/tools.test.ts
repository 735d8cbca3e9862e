import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runStudy } from "../../../../src/experiment/runStudy.ts";
import { studyCost } from "../../../../src/experiment/studyCost.ts";
import { readJournal } from "../../../../src/log/journal/readJournal.ts";
import type { Attempt } from "../../../../src/log/Turn.ts";
import { prepareStudy } from "../../../../src/study/prepareStudy.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { remadePrompts } from "../../../../src/trace/remadePrompts.ts";
import { still } from "../../../run/ring.ts";
import { type FaultServer, faultServer, type ServedCall } from "../../../support/faultServer.ts";
import { brought, type Says, toolServer } from "./toolServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-tools-"));
const servers: FaultServer[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers) await server.close();
});
let number = 0;
const fresh = (): string => join(folder, `${number++}`);
const serve = async (...given: Parameters<typeof toolServer>): Promise<FaultServer> => {
  const server = await toolServer(...given);
  servers.push(server);
  return server;
};

const N = 4;
const text = (url: string, tools: string, more = "", run = "{ reasks: 1, open: 1 }"): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: ${N}, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m }
    prompt: "Round {{ round }}, {{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 100 }
    price: { input: 1, output: 4 }
    tools: ${tools}
${more}
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2 }
answer: [hajek]
run: ${run}
`;
const played = async (source: string, out = fresh(), options: object = {}): Promise<string> => {
  expect((await runStudy(await parseStudy(source, options), { out, clock: still })).complete).toBe(true);
  return out;
};
const journal = (out: string): NonNullable<ReturnType<typeof readJournal>> =>
  readJournal(join(out, "journal.jsonl"));
interface Step {
  readonly prompt: string;
  readonly reply: string;
  readonly calls: readonly {
    tool: string;
    arguments: unknown;
    result?: string;
    error?: string;
    fault?: string;
  }[];
  readonly beyond?: number;
}
const stepsIn = (attempts: readonly Attempt[]): Step[] =>
  attempts.flatMap(({ kind, call }) => (kind === "step" ? [call!.step as unknown as Step] : []));

test("a turn calls tools, gets what they bring, and answers", async () => {
  const says = (call: ServedCall): Says => {
    const [first, second] = brought(call);
    if (first === undefined) return [["calculate", { formula: "(3 + 4) * 2" }]];
    if (second === undefined) return [["prices", { key: "bread" }]];
    return String(Number(first) + Number(JSON.parse(second).price));
  };
  const server = await serve(says);
  const source = text(
    server.url,
    "[{ kind: calculate }, { kind: lookup, name: prices, key: product, table: [{ product: bread, price: 2 }] }]",
  );
  const out = await played(source);
  const { turns, attempts } = journal(out);
  expect(turns.map(({ outcome, attempts: tries }) => [outcome, tries])).toEqual(Array(2 * N).fill([16, 3]));
  expect(server.requests).toHaveLength(3 * 2 * N);
  const [one, two] = stepsIn(attempts);
  expect([one, two].map((step) => step!.calls)).toEqual([
    [{ tool: "calculate", arguments: { formula: "(3 + 4) * 2" }, result: "14" }],
    [{ tool: "prices", arguments: { key: "bread" }, result: '{"product":"bread","price":2}' }],
  ]);
  expect(one!.prompt).toMatch(/^Round 1, (treated|control): how much\?/);
  expect(two!.prompt).toBe("14");
});
