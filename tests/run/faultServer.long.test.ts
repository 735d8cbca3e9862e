import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault, mayHaveUsed } from "../../src/agents/AgentFault.ts";
import { openaiCompatible } from "../../src/agents/language/openaiCompatible.ts";
import { rng } from "../../src/core/rng.ts";
import { scanJournal } from "../../src/log/journal/scanJournal.ts";
import { type RunPlanOptions, type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { systemAlarm } from "../../src/run/systemAlarm.ts";
import { systemClock } from "../../src/run/systemClock.ts";
import { faultServer } from "../support/faultServer.ts";
import { planOf, ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-server-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = "sk-planted-5f1e0c7a9b";
const network = ring(50);
const plan = planOf(
  network,
  Array.from({ length: 20 }, (_, w) => network.ids.map((_, i) => (i + w) % 2)),
);
const ROUNDS = 10;

const priced = (fault: AgentFault): AgentFault =>
  new AgentFault(fault.kind, fault.message, {
    ...fault,
    call: { usage: { input: 0, output: 0 }, ...fault.call, cost: 0.001 },
  });

describe("10,000 turns against a server that fails one request in five", { timeout: 300_000 }, () => {
  it("all end with an answer or a named status, none is answered twice, no budget is passed by more than the open calls, and no key is written", async () => {
    const server = await faultServer({
      rate: 0.2,
      kinds: [
        "429",
        "429 after seconds",
        "500",
        "reset",
        "truncated",
        "wrong json",
        "no json",
        "cut short",
        "refusal",
        "filter",
      ],
      answer: () => '{"belief": 3}',
    });
    const model = openaiCompatible(
      { model: "tiny", url: server.url, keyFrom: "PLANTED_KEY" },
      { environment: { PLANTED_KEY: KEY } },
    );
    const agent: Agent = async (view, context) => {
      const callId = `${view.world}-${view.round}-${view.agent}`;
      const reply = await model
        .generate({ callId, messages: [{ role: "user", content: "belief?" }] }, context)
        .catch((thrown: unknown) => {
          // What brought no belief has its price too; of a call that told none, a limit in money would not know.
          if (thrown instanceof AgentFault && mayHaveUsed(thrown)) throw priced(thrown);
          throw thrown;
        });
      const { usage = { input: 0, output: 0 } } = reply;
      return {
        said: reply.text,
        outcome: view.rng.uniform(),
        call: { model: reply.model, usage, cost: 0.001, text: reply.text },
      };
    };
    const journalPath = join(folder, "journal.jsonl");
    const play = (settings: RunPlanOptions["settings"] = {}): Promise<RunResult> =>
      runPlan({
        plan,
        network,
        population: { name: "tiny", params: {}, synthetic: false },
        agentOf: () => agent,
        rounds: ROUNDS,
        rng: rng(4),
        journalPath,
        // A watch that goes a thousand times too fast: waits are those of a run, without the waiting.
        clock: { elapsed: () => systemClock.elapsed() * 1000, time: systemClock.time },
        alarm: (ms, ring) => systemAlarm(ms / 1000, ring),
        settings: { open: 64, timeout: 20_000, ...settings },
      });
    try {
      const paused = await play({ budget: { calls: 2000 } });
      expect(paused).toMatchObject({ complete: false, halted: { kind: "budget" }, spent: { calls: 2000 } });
      expect(server.requests.length).toBeLessThanOrEqual(2000);
      const money = paused.spent.money + 1;
      const poorer = await play({ budget: { money } });
      expect(poorer.halted).toMatchObject({ kind: "budget" });
      expect(poorer.spent.money).toBeLessThanOrEqual(money + 64 * 0.001 + 1e-9);
      const result = await play();
      expect(result).toMatchObject({ complete: true, turns: 10_000 });
      const { ok, refused, invalid, failed, timeout } = result.statuses;
      expect(ok + refused + invalid + failed + timeout).toBe(10_000);
      expect(ok).toBeGreaterThan(9000);
      expect(refused).toBeGreaterThan(50);

      const attempts = new Map<string, number>();
      scanJournal(journalPath, {
        turn: ({ world, round, agent: id, attempts: made }) =>
          void attempts.set(`${world}-${round}-${id}`, made),
      });
      expect(attempts.size).toBe(10_000);
      for (const [id, served] of server.calls) {
        expect(served.answered, id).toBeLessThanOrEqual(1);
        expect(attempts.get(id), id).toBe(served.attempts);
      }
      expect(server.mostOpen()).toBeLessThanOrEqual(64);
      expect(result.spent.calls).toBe(server.requests.length);
      expect(readFileSync(journalPath, "utf8")).not.toContain(KEY);
    } finally {
      await server.close();
    }
  });
});
