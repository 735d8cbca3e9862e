import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runStudy } from "../../src/experiment/runStudy.ts";
import type { Alarm } from "../../src/run/Alarm.ts";
import { systemAlarm } from "../../src/run/systemAlarm.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import type { OtlpSpan } from "../../src/trace/OtlpSpan.ts";
import { traceRun } from "../../src/trace/traceRun.ts";
import { faultServer } from "../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-remade-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quick: Alarm = (ms, ring) => systemAlarm(ms < 300_000 ? Math.min(ms, 5) : ms, ring);

/** What the spans say that was asked, as messages; null where they say nothing. */
async function remade(out: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { attributes } of traceRun(out, { content: true })) found.push(...messagesOf(attributes));
  return found.sort();
}

function messagesOf(attributes: OtlpSpan["attributes"]): string[] {
  const told = new Map(attributes.map(({ key, value }) => [key, Object.values(value)[0] as string]));
  if (!told.has("experiment.call.id")) return [];
  const system = JSON.parse(told.get("gen_ai.system_instructions") ?? "[]") as { content: string }[];
  const rest = JSON.parse(told.get("gen_ai.input.messages") ?? "[]") as {
    role: string;
    parts: { content: string }[];
  }[];
  return [
    JSON.stringify([
      ...system.map(({ content }) => ({ role: "system", content })),
      ...rest.map(({ role, parts }) => ({ role, content: parts.map(({ content }) => content).join("") })),
    ]),
  ];
}

const ASK = `
  ask:
    - { name: mood, purpose: other, prompt: "How are you, {{ agent }}?", answer: { kind: number, from: 0, to: 100 }, after: [1, 3] }`;

test.each([
  ["memory and treatment", "", ""],
  ["a history that the study tells", "interact: { history: { last: 2 } }", ""],
  ["agents one after the other, who lose messages", "interact: { schedule: sequential, delivery: 0.6 }", ""],
  ["pairs that meet", "interact: { schedule: one-pair }", ""],
  ["rounds that pass over agents", "interact: { schedule: { kind: activation, probability: 0.6 } }", ASK],
  ["questions", "", ASK],
  ["an A/A run", "aa: true", ASK],
])("prompts made again are those that were sent: %s", async (name, data, ask) => {
  const server = await faultServer({
    rate: 0.25,
    kinds: ["429", "500", "empty", "cut short"],
    answer: ({ body }) => String(body.seed! % 101),
    delay: ({ body }) => body.seed! % 5,
  });
  const prompt = `"{{ arm }} {{ round }}{% for one in heard %} {{ one.from }}={{ one.said }}{% endfor %}{% for turn in memory %} [{{ turn.round }} {{ turn.answer }} {{ turn.heard }}]{% endfor %}"`;
  const study = await parseStudy(`
seed: 5
model:
  network: { kind: ring-lattice, n: 10, k: 4 }
  agents:
    kind: language
    model: { url: "${server.url}", model: test-model }
    persona: You are {{ agent }}.
    prompt: ${prompt}
    memory: all
    answer: { kind: number, from: 0, to: 100, whole: true }
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 3 }
  expose: any-treated
  rounds: 4
  worlds: 2
  treat: { treated: { persona: "You are {{ agent }}, and treated." } }
  ${data}${ask}
answer: [hajek]
`);
  const out = join(folder, name.replaceAll(/\W/g, "-"));
  // In two sittings: what the first sent and did not write down is sent again.
  await runStudy(study, { out, alarm: quick, stopAfter: 15 });
  const result = await runStudy(study, { out, alarm: quick });
  await server.close();
  expect(result.run.halted).toBeUndefined();
  const sent = server.requests.map(({ body }) => JSON.stringify(body.messages)).sort();
  expect(await remade(out)).toEqual(sent);
});
