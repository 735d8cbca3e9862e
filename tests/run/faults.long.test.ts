import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent } from "../../src/agents/Agent.ts";
import { AgentFault, type FaultKind } from "../../src/agents/AgentFault.ts";
import { rng } from "../../src/core/rng.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Attempt, Turn } from "../../src/log/Turn.ts";
import { type RunPlanOptions, type RunResult, runPlan } from "../../src/run/runPlan.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { fakeTime } from "./fakeTime.ts";
import { planOf, ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-faults-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = (): string => join(folder, `${count++}.jsonl`);

const network = ring(20);
const plan = planOf(
  network,
  Array.from({ length: 5 }, (_, w) => network.ids.map((_, i) => (i + w) % 2)),
);
const call = { model: "m", usage: { input: 8, output: 2 }, cost: 0.01, text: "yes" };

/** Agents whose calls end at random moments, one in five of them with a fault of some kind; what they are asked is noted. */
function shaky(
  time: ReturnType<typeof fakeTime>,
  share = 0.2,
): { agentOf: RunPlanOptions["agentOf"]; most: () => number; answered: Map<string, number> } {
  const chance = rng("faults");
  const kinds: readonly FaultKind[] = ["wait", "wait", "timeout", "invalid", "refused"];
  const answered = new Map<string, number>();
  let open = 0;
  let most = 0;
  const agent: Agent = async ({ world, round, agent: id, heard, rng: own }) => {
    most = Math.max(most, ++open);
    await new Promise<void>((resolve) => void time.alarm(100 + chance.uniform() * 5000, resolve));
    open--;
    if (chance.uniform() < share) {
      const kind = kinds[chance.integer(kinds.length)]!;
      const told = kind === "wait" && chance.uniform() < 0.3 ? { retryAfter: chance.uniform() * 2000 } : {};
      throw kind === "invalid" || kind === "refused"
        ? new AgentFault(kind, "no good", { call })
        : new AgentFault(kind, "busy", told);
    }
    const key = `${world}:${round}:${id}`;
    answered.set(key, (answered.get(key) ?? 0) + 1);
    return { said: heard.length, outcome: own.uniform(), call };
  };
  return { agentOf: () => agent, most: () => most, answered };
}

const population = { name: "shaky", params: {}, synthetic: false };
const play = (
  time: ReturnType<typeof fakeTime>,
  more: Partial<RunPlanOptions> & Pick<RunPlanOptions, "agentOf" | "journalPath">,
): Promise<RunResult> => runPlan({ plan, network, population, rounds: 100, rng: rng(8), ...time, ...more });

describe("10,000 turns with one call in five at fault", () => {
  it("all end with an answer or a named status, none twice, and every attempt is accounted for", async () => {
    const time = fakeTime();
    const { agentOf, most, answered } = shaky(time);
    const journalPath = fresh();
    const result = await play(time, { agentOf, journalPath, settings: { open: 64 } });
    expect(result).toMatchObject({ complete: true, turns: 10_000 });
    expect(most()).toBeLessThanOrEqual(64);
    expect(most()).toBeGreaterThan(20);
    expect(Math.max(...answered.values())).toBe(1);
    const { turns, attempts } = readJournal(journalPath);
    expect(new Set(turns.map(({ callId }) => callId)).size).toBe(10_000);
    const { ok, refused, invalid, failed, timeout } = result.statuses;
    expect(ok).toBe(answered.size);
    expect(ok).toBeGreaterThan(9000);
    expect(ok + refused + invalid + failed + timeout).toBe(10_000);
    expect(refused).toBeGreaterThan(100);
    const before = new Map<string, Attempt[]>();
    for (const one of attempts) before.set(one.callId, [...(before.get(one.callId) ?? []), one]);
    for (const turn of turns) {
      const own = before.get(turn.callId) ?? [];
      expect(own.map(({ attempt }) => attempt)).toEqual(own.map((_, k) => k + 1));
      expect(turn.attempts).toBe(own.length + 1);
      expect(turn.attempts).toBeLessThanOrEqual(8);
    }
    const sum = (lines: readonly { cost?: number }[]): number =>
      lines.reduce((total, { cost = 0 }) => total + cost, 0);
    expect(result.spent.money).toBeCloseTo(sum(turns), 6);
    expect(result.spent.calls).toBe(turns.length + attempts.length);
    expect(result.faults).toBe(attempts.length);
    expect(time.pending()).toBe(0);
  });

  it("a budget in calls is never passed, one in money by no more than the calls open when it was reached", async () => {
    const journalPath = fresh();
    let last: RunResult | undefined;
    for (const calls of [500, 501, 1300]) {
      const time = fakeTime();
      const { agentOf } = shaky(time);
      last = await play(time, { agentOf, journalPath, settings: { open: 32, budget: { calls } } });
      expect(last.complete).toBe(false);
      expect(last.halted).toEqual({ kind: "budget", because: `the budget of ${calls} calls is used up` });
      expect(last.spent.calls).toBe(calls);
      const { turns, attempts } = readJournal(journalPath);
      expect(turns.length + attempts.length).toBe(calls);
    }
    const spent = last!.spent.money;
    const time = fakeTime();
    const money = spent + 3;
    const { agentOf } = shaky(time);
    const paused = await play(time, { agentOf, journalPath, settings: { open: 32, budget: { money } } });
    expect(paused.halted?.kind).toBe("budget");
    expect(paused.spent.money).toBeGreaterThanOrEqual(money - 0.005);
    expect(paused.spent.money).toBeLessThanOrEqual(money + 32 * 0.01);
  });

  it("stopped and resumed at random by budgets, it asks nobody again who has answered", async () => {
    const journalPath = fresh();
    const asked = new Map<string, number>();
    for (let calls = 400; ; calls += everyCase ? 1700 : 800) {
      const time = fakeTime();
      const { agentOf, answered } = shaky(time);
      const result = await play(time, {
        ...{ agentOf, journalPath, rounds: everyCase ? 100 : 30 },
        settings: { open: 16, budget: { calls } },
      });
      for (const [key, times] of answered) asked.set(key, (asked.get(key) ?? 0) + times);
      if (result.complete) break;
      expect(calls).toBeLessThan(20_000);
    }
    expect(Math.max(...asked.values())).toBe(1);
    const { turns, end } = readJournal(journalPath);
    expect(new Set(turns.map(({ callId }) => callId)).size).toBe(everyCase ? 10_000 : 3_000);
    expect(end?.turns).toBe(everyCase ? 10_000 : 3_000);
  });
});

describe("the order in which calls end", () => {
  /** What a journal says, in an order of its own, without times. */
  const content = (path: string): unknown[] => {
    const { turns, attempts } = readJournal(path);
    const key = (line: Turn | Attempt): string =>
      [line.world, line.round, line.agent.padStart(3), line.type === "turn" ? "z" : line.attempt].join(":");
    return [...turns, ...attempts]
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .map(({ ms: _, at: __, ...line }) => line);
  };

  it("changes nothing, however many are open: what happens is a function of world, round and agent alone", async () => {
    const journals = [];
    for (const [seed, open] of [
      ["none", 1],
      ["a", 7],
      ["b", 200],
      ["c", 200],
    ] as const) {
      const time = fakeTime();
      const order = rng(seed);
      const agent: Agent = async ({ heard, state, retry, rng: own }) => {
        await new Promise<void>((resolve) => void time.alarm(order.uniform() * 1000, resolve));
        const draw = own.uniform();
        if (draw < 0.2 && !retry) throw new AgentFault("invalid", `drew ${draw}`);
        if (draw > 0.97) throw new AgentFault("refused", "no");
        const total = heard.reduce((sum, { said }) => sum + Number(said), Number(state ?? 0));
        return { said: draw, state: total % 1, outcome: total };
      };
      const journalPath = fresh();
      const result = await play(time, { agentOf: () => agent, rounds: 6, journalPath, settings: { open } });
      expect(result.complete).toBe(true);
      journals.push({ path: journalPath, content: content(journalPath) });
    }
    for (const { content: one } of journals) expect(one).toEqual(journals[0]!.content);
    expect(journals[0]!.content.length).toBeGreaterThan(620);
    const lines = ({ path }: { path: string }): string => readFileSync(path, "utf8").replace(/"ms".*/g, "");
    expect(lines(journals[2]!)).not.toBe(lines(journals[3]!));
  });
});

describe("a run that cannot go on", () => {
  it("stops when an agent says that only a person can help, and goes on when that has happened", async () => {
    const journalPath = fresh();
    let mended = false;
    let asked = 0;
    const agent: Agent = async () => {
      if (++asked > 50 && !mended) throw new AgentFault("stop", "the quota is used up", { call });
      return { outcome: 1, call };
    };
    const stopped = await play(fakeTime(), { agentOf: () => agent, rounds: 2, journalPath });
    expect(stopped).toMatchObject({
      complete: false,
      halted: { kind: "stop", because: "the quota is used up" },
      turns: 50,
    });
    mended = true;
    const result = await play(fakeTime(), { agentOf: () => agent, rounds: 2, journalPath });
    expect(result).toMatchObject({ complete: true, turns: 200, statuses: { ok: 200 } });
    expect(result.faults).toBe(stopped.faults);
    expect(result.spent.money).toBeCloseTo(0.01 * (200 + stopped.faults), 9);
  });

  it("stops loudly when too few turns end well, with the commonest reason", async () => {
    const agent: Agent = async () => {
      throw new Error("no such model");
    };
    const journalPath = fresh();
    const result = await play(fakeTime(), { agentOf: () => agent, rounds: 2, journalPath });
    expect(result.halted?.kind).toBe("floor");
    expect(result.halted?.because).toMatch(
      /^only 0 of the last 20 turns ended well, below the floor of 0.5; most often \(20 times\): failed: no such model$/,
    );
    expect(result.turns).toBeLessThan(40);
    const all = await play(fakeTime(), {
      agentOf: () => agent,
      rounds: 2,
      journalPath,
      settings: { floor: 0 },
    });
    expect(all).toMatchObject({ complete: true, statuses: { failed: 200 } });
  });

  it("will not spend money that it cannot count", async () => {
    const agent: Agent = async () => ({ outcome: 1, call: { usage: { input: 1, output: 1 } } });
    const result = await play(fakeTime(), {
      agentOf: () => agent,
      rounds: 2,
      journalPath: fresh(),
      settings: { budget: { money: 5 } },
    });
    expect(result.halted).toEqual({
      kind: "stop",
      because:
        "budget.money is set, but a call told no cost: give the prices of the model, or a budget in calls or tokens",
    });
    expect(result.turns).toBeLessThanOrEqual(16);
  });

  it("plays several worlds at a time when one has not enough agents to keep all calls open", async () => {
    const time = fakeTime();
    const { agentOf, most } = shaky(time, 0);
    await play(time, { agentOf, rounds: 3, journalPath: fresh(), settings: { open: 100 } });
    expect(most()).toBe(100);
  });
});
