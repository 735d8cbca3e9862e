import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/core/canonicalJson.ts";
import { loadRun } from "../../src/experiment/loadRun.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readUnits } from "../../src/log/units/readUnits.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { traceRun } from "../../src/trace/traceRun.ts";
import { faultServer } from "../support/faultServer.ts";

/** What agent k answers; the text has everything that a table could trip over. */
const answerOf = (k: number): Record<string, string | number> => ({
  support: k / 2,
  count: k,
  words: `=1+1, "so"\n\u001b[31m ${k}`,
  vote: k % 2 ? "yes" : "no",
});

test("every field of an answer comes back from journal, units and trace as it was read, and none is asked for again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spillway-fields-"));
  const server = await faultServer({
    answer: ({ body }) =>
      `<think>{"vote":"no"}</think>\n${JSON.stringify(answerOf(Number(/agent (\d)/.exec(JSON.stringify(body.messages))![1])))}`,
    // The last agent's answers are never any.
    reply: ({ body }, whole) =>
      JSON.stringify(body.messages).includes("agent 5")
        ? {
            body: {
              ...whole,
              choices: [{ index: 0, message: { role: "assistant", content: "no" }, finish_reason: "stop" }],
            },
          }
        : undefined,
  });
  const out = join(folder, "run");
  const study = await parseStudy(`
seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents:
    kind: language
    model: { url: "${server.url}", model: m }
    prompt: "You are agent {{ agent }}."
    answer:
      kind: object
      fields:
        - { name: support, kind: number, from: 0, to: 10 }
        - { name: count, kind: number, from: 0, to: 10, whole: true }
        - { name: words, kind: text, most: 50 }
        - { name: vote, kind: choice, options: ["yes", "no"], shuffle: false }
    says: words
    outcome: { field: support }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 1 }
answer: [hajek]
run: { tries: 1, reasks: 0, floor: 0 }
`);
  try {
    await runStudy(study, { out });
    const asked = server.requests.length;
    const units = await readUnits(join(out, "units.csv"));
    for (const { agent, outcome, covariates, status } of units) {
      const k = Number(agent);
      if (k === 5) {
        expect({ status, outcome, covariates }).toEqual({
          status: "invalid",
          outcome: undefined,
          covariates: { "answer.support": "", "answer.count": "", "answer.words": "", "answer.vote": "" },
        });
        continue;
      }
      const wanted = answerOf(k);
      expect(outcome).toBe(wanted.support);
      expect(covariates).toEqual(
        Object.fromEntries(
          Object.entries(wanted).map(([field, value]) => [`answer.${field}`, String(value)]),
        ),
      );
    }
    const journal = readFileSync(join(out, "journal.jsonl"), "utf8").trim().split("\n");
    const turns = journal
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ type }) => type === "turn");
    for (const { agent, answer } of turns)
      expect(answer).toEqual(agent === "5" ? undefined : answerOf(Number(agent)));
    const spans: string[] = [];
    for await (const span of traceRun(out, { content: true })) spans.push(JSON.stringify(span));
    for (let k = 0; k < 5; k++) {
      const told = JSON.stringify(canonicalJson(answerOf(k)));
      expect(spans.some((span) => span.includes(told))).toBe(true);
    }
    // Read back, reported and resumed, without another call.
    expect((await loadRun(out)).units.find(({ agent }) => agent === "3")?.covariates).toMatchObject({
      "answer.vote": "yes",
    });
    const again = await runStudy(study, { out });
    expect([again.complete, server.requests.length]).toEqual([true, asked]);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
