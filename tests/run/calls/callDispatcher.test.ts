import { describe, expect, it } from "vitest";
import type { Agent, View } from "../../../src/agents/Agent.ts";
import { AgentFault, type FaultKind } from "../../../src/agents/AgentFault.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Attempt, Turn } from "../../../src/log/Turn.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { halt } from "../../../src/run/calls/halt.ts";
import type { RunSettings } from "../../../src/run/runSettings.ts";
import { playWorld } from "../../../src/run/world/playWorld.ts";
import { deskOf } from "../deskOf.ts";
import { fakeTime } from "../fakeTime.ts";
import { planOf } from "../ring.ts";

/** One agent, one round, and what it does each time it is asked. */
async function play(
  acts: readonly (() => unknown)[],
  {
    settings = {},
    attempts = [] as Attempt[],
  }: { settings?: RunSettings; attempts?: readonly Attempt[] } = {},
): Promise<{
  turn: Turn | undefined;
  tried: Attempt[];
  views: View[];
  at: number[];
  halted: string | undefined;
}> {
  const network = fromEdges([], { agents: ["a"] });
  const time = fakeTime();
  const stop = halt();
  const tried: Attempt[] = [];
  const views: View[] = [];
  const at: number[] = [];
  let turn: Turn | undefined;
  const agent: Agent = async (view) => {
    at.push(time.clock.elapsed());
    views.push(view);
    return (await acts[at.length - 1]!()) as object;
  };
  await playWorld({
    network,
    plan: planOf(network, [[0]]),
    world: 0,
    rounds: 1,
    rng: rng(3),
    agentOf: () => agent,
    attempts,
    desk: deskOf({ ...time, halt: stop, settings, attempt: (one) => void tried.push(one) }),
    write: (one) => {
      turn = one;
    },
  });
  return { turn, tried, views, at, halted: stop.reason?.kind };
}

const fault =
  (kind: FaultKind, more: ConstructorParameters<typeof AgentFault>[2] = {}) =>
  (): never => {
    throw new AgentFault(kind, `it is ${kind}`, more);
  };
const well = (): object => ({ said: "yes", outcome: 1 });
const times = <Item>(n: number, item: Item): Item[] => Array<Item>(n).fill(item);

describe("callDesk", () => {
  it("makes a busy call again, each time about twice as long after, and writes down every attempt before the turn", async () => {
    const { turn, tried, at } = await play([...times(5, fault("wait")), well]);
    expect(turn).toMatchObject({ status: "ok", outcome: 1, attempts: 6 });
    expect(tried.map(({ attempt, kind, because, agent }) => [attempt, kind, because, agent])).toEqual(
      [1, 2, 3, 4, 5].map((k) => [k, "wait", "it is wait", "a"]),
    );
    expect(new Set(tried.map(({ callId }) => callId))).toEqual(new Set([turn!.callId]));
    const gaps = at.slice(1).map((moment, k) => moment - at[k]!);
    gaps.forEach((gap, k) => {
      expect(gap).toBeGreaterThanOrEqual(0.75 * 2000 * 2 ** k);
      expect(gap).toBeLessThanOrEqual(1.25 * 2000 * 2 ** k);
    });
    // The wait is drawn from the run's own stream: the same again, and no two alike.
    expect((await play([...times(5, fault("wait")), well])).at).toEqual(at);
    expect(new Set(gaps.map((gap, k) => gap / 2 ** k)).size).toBe(5);
  });

  it("gives up after so many tries: failed when it was busy, timeout when it was late", async () => {
    const busy = await play(times(6, fault("wait")));
    expect(busy.turn).toMatchObject({ status: "failed", because: "it is wait", attempts: 6 });
    expect(busy.turn).not.toHaveProperty("action");
    expect(busy.tried).toHaveLength(5);
    const late = await play(times(2, fault("timeout")), { settings: { tries: 2 } });
    expect(late.turn).toMatchObject({ status: "timeout", because: "it is timeout", attempts: 2 });
    expect((await play([fault("wait")], { settings: { tries: 1 } })).tried).toEqual([]);
  });

  it("waits as long as it is told, however long that is, and not for what makes no sense", async () => {
    const month = 31 * 24 * 3600 * 1000;
    expect((await play([fault("wait", { retryAfter: month }), well])).at).toEqual([0, month]);
    expect((await play([fault("wait", { retryAfter: 0 }), well])).at).toEqual([0, 0]);
    for (const retryAfter of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const { at } = await play([fault("wait", { retryAfter }), well]);
      expect(at[1]).toBeGreaterThan(1400);
      expect(at[1]).toBeLessThan(2600);
    }
  });

  it("asks again after an answer that cannot be used, and says why, so often and not more", async () => {
    const { turn, views, at } = await play(times(3, fault("invalid")));
    expect(turn).toMatchObject({ status: "invalid", because: "it is invalid", attempts: 3 });
    expect(views.map(({ retry }) => retry)).toEqual([
      undefined,
      { attempt: 2, because: "it is invalid" },
      { attempt: 3, because: "it is invalid" },
    ]);
    expect(at).toEqual([0, 0, 0]);
    expect((await play([fault("invalid")], { settings: { reasks: 0 } })).turn?.attempts).toBe(1);
    // How busy the other side is does not change what an agent is asked.
    const mixed = await play([fault("invalid"), fault("wait"), fault("invalid"), fault("timeout"), well]);
    expect(mixed.turn).toMatchObject({ status: "ok", attempts: 5 });
    expect(mixed.views.map(({ retry }) => retry?.attempt)).toEqual([undefined, 2, 2, 3, 3]);
  });

  it("gives every attempt the same chance from its beginning", async () => {
    const draws: number[] = [];
    const network = fromEdges([], { agents: ["a"] });
    const time = fakeTime();
    await playWorld({
      network,
      plan: planOf(network, [[0]]),
      world: 0,
      rounds: 1,
      rng: rng(3),
      agentOf: () => (view) => {
        draws.push(view.rng.uniform(), view.rng.uniform());
        if (draws.length < 6) throw new AgentFault("wait", "later");
        return {};
      },
      desk: deskOf(time),
      write: () => {},
    });
    expect(draws.slice(2, 4)).toEqual(draws.slice(0, 2));
    expect(draws.slice(4)).toEqual(draws.slice(0, 2));
  });

  it("takes a refusal for the answer, and any other error for the agent's own failure", async () => {
    expect((await play([fault("refused")])).turn).toMatchObject({
      status: "refused",
      because: "it is refused",
      attempts: 1,
    });
    const broken = await play([
      () => {
        throw new TypeError("x is not a function");
      },
    ]);
    expect(broken.turn).toMatchObject({ status: "failed", because: "x is not a function", attempts: 1 });
    expect((await play([() => ({ outcome: "high" })])).turn).toMatchObject({
      status: "invalid",
      attempts: 1,
    });
  });

  it("ends the run when only a person can help, without a turn", async () => {
    const { turn, tried, halted } = await play([fault("stop")]);
    expect([turn, halted]).toEqual([undefined, "stop"]);
    expect(tried.map(({ kind }) => kind)).toEqual(["stop"]);
  });

  it("goes on counting from the attempts of an earlier sitting, but not from what stopped it", async () => {
    const first = await play([fault("invalid"), fault("wait"), fault("stop")], { settings: { tries: 2 } });
    const { turn, views } = await play([fault("wait")], { settings: { tries: 2 }, attempts: first.tried });
    expect(turn).toMatchObject({ status: "failed", attempts: 4 });
    expect(views[0]!.retry).toEqual({ attempt: 2, because: "it is invalid" });
    const again = await play([fault("invalid"), well], { attempts: first.tried });
    expect(again.turn).toMatchObject({ status: "ok", attempts: 5 });
    expect(again.views[1]!.retry?.attempt).toBe(3);
  });

  it("adds up what all attempts cost, with the model and the words of the last", async () => {
    const told = { fingerprint: "fp-1", warnings: ["seed is not supported"] };
    const call = { model: "m-1", usage: { input: 10, output: 3 }, cost: 0.5, ...told, text: "perhaps" };
    const { turn, tried } = await play([
      fault("invalid", { call }),
      fault("wait"),
      () => ({
        outcome: 2,
        call: {
          ...{ model: "m-2", usage: { input: 20, output: 4 }, cost: 0.25, text: "2", drawn: [1] },
          ...{ fingerprint: "fp-2", warnings: [] },
        },
      }),
    ]);
    expect(turn).toMatchObject({
      model: "m-2",
      usage: { input: 30, output: 7 },
      cost: 0.75,
      fingerprint: "fp-2",
      warnings: told.warnings,
      text: "2",
      drawn: [1],
      attempts: 3,
    });
    expect(turn).not.toHaveProperty("call");
    expect(tried.map((one) => one.call)).toEqual([call, undefined]);
  });

  it("calls a turn invalid whose call makes no sense, and drops what a fault tells of it", async () => {
    const bad: readonly (readonly [object, string])[] = [
      [{ cost: Number.NaN }, "cost must be a number of at least 0, got NaN"],
      [{ usage: { input: 1 } }, 'usage must be { input, output } in tokens, got {"input":1}'],
      [{ model: 7 }, "model must be a text, got 7"],
      [{ fingerprint: null }, "fingerprint must be a text, got null"],
      [{ warnings: ["x", 1] }, 'warnings must be a list of texts, got ["x",1]'],
      [{ drawn: () => 1 }, "canonicalJson: only data can be written, got a function"],
    ];
    for (const [call, message] of bad) {
      const { turn } = await play([() => ({ outcome: 1, call })]);
      expect(turn!.status).toBe("invalid");
      expect(turn!.because).toContain(message);
      const { tried } = await play([fault("wait", { call: call as object }), well]);
      expect(tried[0]).not.toHaveProperty("call");
    }
  });

  it("gives a call up after the time allowed, tells the agent, and makes it again", async () => {
    const network = fromEdges([], { agents: ["a"] });
    const time = fakeTime();
    const ended: string[] = [];
    const tried: Attempt[] = [];
    let asked = 0;
    let turn: Turn | undefined;
    await playWorld({
      network,
      plan: planOf(network, [[0]]),
      world: 0,
      rounds: 1,
      rng: rng(3),
      agentOf: () => (_, context) => {
        if (++asked > 1) return well();
        context!.signal!.addEventListener("abort", () => ended.push(`at ${time.clock.elapsed()}`));
        return new Promise(() => {});
      },
      desk: deskOf({ ...time, settings: { timeout: 30 }, attempt: (one) => void tried.push(one) }),
      write: (one) => {
        turn = one;
      },
    });
    expect(ended).toEqual(["at 30000"]);
    expect(tried.map(({ kind, because, ms }) => [kind, because, ms])).toEqual([
      ["timeout", "no answer within 30 seconds", 30000],
    ]);
    expect(turn).toMatchObject({ status: "ok", attempts: 2, ms: 0 });
    expect(time.pending()).toBe(0);
  });

  it("knows a fault from another copy of the package by its name and kind", async () => {
    const foreign = Object.assign(new Error("no"), { name: "AgentFault", kind: "refused" });
    const strange = Object.assign(new Error("what"), { name: "AgentFault", kind: "bored" });
    const thrower = (error: Error) => (): never => {
      throw error;
    };
    expect((await play([thrower(foreign)])).turn?.status).toBe("refused");
    expect((await play([thrower(strange)])).turn?.status).toBe("failed");
  });
});
