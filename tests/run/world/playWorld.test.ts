import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, View } from "../../../src/agents/Agent.ts";
import { linearInMeans } from "../../../src/agents/synthetic/linearInMeans.ts";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { normalDraw } from "../../../src/core/numbers/normalDraw.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { halt } from "../../../src/run/calls/halt.ts";
import { type PlayWorldOptions, playWorld } from "../../../src/run/world/playWorld.ts";
import { deskOf } from "../deskOf.ts";
import { planOf, ring } from "../ring.ts";

type Given = Partial<PlayWorldOptions> &
  Pick<PlayWorldOptions, "network" | "agentOf"> & { readonly open?: number; readonly signal?: AbortSignal };

async function play({ open = 16, signal, ...given }: Given): Promise<Turn[]> {
  const turns: Turn[] = [];
  const desk = deskOf({ settings: { open }, halt: halt(signal) });
  const assignment = given.network.ids.map((_, i) => i % 2);
  const plan = planOf(given.network, [assignment, assignment]);
  const write = (turn: Turn): void => void turns.push(turn);
  await playWorld({ plan, world: 0, rounds: 3, rng: rng(1), desk, write, ...given });
  return turns;
}

const echo: Agent = ({ agent, heard }) => ({
  said: { i: agent, heard: heard.map(({ from }) => from) },
  outcome: heard.length,
});

describe("playWorld", () => {
  it("plays one agent without neighbours, who never hears anything", async () => {
    const network = fromEdges([], { agents: ["alone"] });
    const turns = await play({ network, agentOf: () => echo });
    expect(turns.map(({ round, heard, outcome, arm }) => [round, heard, outcome, arm])).toEqual([
      [1, [], 0, "control"],
      [2, [], 0, "control"],
      [3, [], 0, "control"],
    ]);
  });

  it("writes rounds in order and agents in the order of ids", async () => {
    const turns = await play({ network: ring(12), agentOf: () => echo, rounds: 2 });
    const ids = ring(12).ids;
    expect(turns.map(({ round, agent }) => [round, agent])).toEqual(
      [1, 2].flatMap((t) => ids.map((id) => [t, id])),
    );
    expect(ids.indexOf("2")).toBeLessThan(ids.indexOf("10"));
  });

  it("carries messages over declared edges only, from source to target, and misses none", async () => {
    const edge = fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
      .filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(edge, { maxLength: 20, selector: String }), async (edges) => {
        const agents = ["0", "1", "2", "3", "4", "5", "6"];
        const network = fromEdges(
          edges.map(([a, b]) => [`${a}`, `${b}`] as const),
          { agents, directed: true },
        );
        const turns = await play({ network, agentOf: () => echo, rounds: 2 });
        for (const { agent, round, heard } of turns) {
          const sources = edges
            .filter(([, b]) => `${b}` === agent)
            .map(([a]) => `${a}`)
            .sort();
          expect(heard.map(({ from }) => from)).toEqual(round === 1 ? [] : sources);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("shows in a round what was said in the round before, never earlier or later", async () => {
    const count: Agent = ({ round }) => ({ said: round });
    const turns = await play({ network: ring(4), agentOf: () => count });
    for (const { round, heard } of turns) for (const { said } of heard) expect(said).toBe(round - 1);
  });

  it("gives the same turns whatever order agents finish in", async () => {
    const noisy: Agent = ({ heard, rng: stream }) => {
      const value = heard.reduce((total, { said }) => total + Number(said), 0) + normalDraw(stream);
      return { said: value, state: value, outcome: value };
    };
    // Every agent waits until all five are asked; then they answer in the given order.
    const inOrder = (order: readonly number[]): ((i: number) => Agent) => {
      const waiting = new Map<number, () => void>();
      return (i) => async (view) => {
        await new Promise<void>((resolve) => {
          waiting.set(i, resolve);
          if (waiting.size < order.length) return;
          setImmediate(() => {
            for (const k of order) waiting.get(k)!();
            waiting.clear();
          });
        });
        return noisy(view);
      };
    };
    const network = ring(5);
    const byAgent = (turns: Turn[]): Turn[] =>
      turns.sort((a, b) => a.round - b.round || Number(a.agent) - Number(b.agent));
    const reference = await play({ network, agentOf: () => noisy });
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ]) {
      const turns = await play({ network, agentOf: inOrder(order) });
      expect(turns.slice(0, 5).map(({ agent }) => Number(agent))).toEqual(order);
      expect(byAgent(turns)).toEqual(reference);
    }
  });

  it("opens no more calls than the limit, and that many when it can", async () => {
    let now = 0;
    let most = 0;
    const slow: Agent = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
      return {};
    };
    for (const open of [1, 3, 100]) {
      most = 0;
      await play({ network: ring(10), agentOf: () => slow, open });
      expect(most).toBe(Math.min(open, 10));
    }
  });

  it("lets an agent that throws fail alone, says why, and makes up no outcome", async () => {
    const agentOf =
      (i: number): Agent =>
      (view) => {
        if (i === 1) throw new Error("no model answers");
        return echo(view);
      };
    const turns = await play({ network: ring(4), agentOf, rounds: 2 });
    const failed = turns.filter(({ agent }) => agent === "1");
    expect(failed.map(({ status, because, outcome, action }) => [status, because, outcome, action])).toEqual([
      ["failed", "no model answers", undefined, undefined],
      ["failed", "no model answers", undefined, undefined],
    ]);
    expect(turns.filter(({ agent }) => agent !== "1").every(({ status }) => status === "ok")).toBe(true);
    expect(
      turns.find(({ agent, round }) => agent === "0" && round === 2)!.heard.map(({ from }) => from),
    ).toEqual(["3"]);
  });

  it("takes rejections, texts, nothing and objects that refuse to become text as failures too", async () => {
    const thrown: readonly unknown[] = [
      "words",
      new Error(""),
      undefined,
      {
        toString: () => {
          throw new Error("no");
        },
      },
      new Error(`${"x".repeat(499)}😀 and more`),
    ];
    const network = fromEdges([], { agents: thrown.map((_, i) => `${i}`) });
    const expected = [
      "words",
      "the agent failed without a message",
      "undefined",
      "the agent failed without a message",
      "x".repeat(499),
    ];
    const sync = await play({
      network,
      rounds: 1,
      agentOf: (i) => () => {
        throw thrown[i];
      },
    });
    expect(sync.map(({ because }) => because)).toEqual(expected);
    const later = await play({ network, rounds: 1, agentOf: (i) => () => Promise.reject(thrown[i]) });
    expect(later.map(({ because }) => because)).toEqual(expected);
  });

  it("asks an agent that failed again next round, with the state that it last kept", async () => {
    const seen: unknown[] = [];
    const agent: Agent = ({ round, state }) => {
      seen.push(state);
      if (round === 2) throw new Error("once");
      return { state: `kept in ${round}` };
    };
    const turns = await play({ network: fromEdges([], { agents: ["a"] }), agentOf: () => agent, rounds: 4 });
    expect(seen).toEqual([undefined, "kept in 1", "kept in 1", "kept in 3"]);
    expect(turns.map(({ status }) => status)).toEqual(["ok", "failed", "ok", "ok"]);
  });

  it("calls an action invalid that is no object, has no finite outcome, or that JSON cannot hold", async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const bad: readonly (readonly [unknown, string])[] = [
      [undefined, "an action must be an object, got undefined"],
      [null, "an action must be an object, got null"],
      [3, "an action must be an object, got 3"],
      [[1], "an action must be an object, got [1]"],
      [{ outcome: Number.NaN }, "outcome must be a finite number, got NaN"],
      [{ outcome: Number.POSITIVE_INFINITY }, "outcome must be a finite number, got Infinity"],
      [{ outcome: "4" }, 'outcome must be a finite number, got "4"'],
      [{ outcome: null }, "outcome must be a finite number, got null"],
      [{ outcome: circle }, "outcome must be a finite number, got [object Object]"],
      [
        { said: { x: Number.NaN } },
        "what the agent said or keeps must be JSON: canonicalJson: numbers must be finite, got NaN",
      ],
      [{ said: circle }, "what the agent said or keeps must be JSON: Maximum call stack size exceeded"],
    ];
    const network = fromEdges([], { agents: bad.map((_, i) => `${i}`) });
    const turns = await play({ network, rounds: 1, agentOf: (i) => (() => bad[i]![0]) as unknown as Agent });
    expect(turns.map(({ because }) => because)).toEqual(bad.map(([, because]) => because));
    for (const turn of turns) {
      expect(turn.status).toBe("invalid");
      expect(turn).not.toHaveProperty("outcome");
      expect(turn).not.toHaveProperty("action");
    }
  });

  it("freezes what was said and kept, so that no agent can change what others see", async () => {
    const meddler: Agent = ({ heard, state }) => {
      if (heard[0]) (heard[0].said as { list: number[] }).list.push(9);
      return { said: { list: [1] }, state: state ?? null };
    };
    const turns = await play({ network: ring(3), agentOf: () => meddler, rounds: 2 });
    expect(turns.slice(3).map(({ status, because }) => `${status}: ${because}`)).toEqual(
      Array(3).fill("failed: Cannot add property 1, object is not extensible"),
    );
    expect(turns[3]!.heard.map(({ said }) => said)).toEqual([{ list: [1] }, { list: [1] }]);
  });

  it("lets agents keep and repeat what they heard, as it is", async () => {
    const parrot: Agent = ({ heard: given, round }) => {
      const heard = given as unknown as Json[];
      return { said: [round, ...heard], state: { heard }, outcome: 1 };
    };
    const turns = await play({ network: ring(3), agentOf: () => parrot });
    expect(turns.map(({ status }) => status)).toEqual(turns.map(() => "ok"));
    const last = turns.find(({ agent, round }) => agent === "0" && round === 2)!;
    const heard = ["1", "2"].map((from) => ({ from, said: [1] }));
    expect(last.action).toStrictEqual({ said: [2, ...heard], state: { heard } });
  });

  it("gives each turn chance that depends on seed, world, round and agent alone", async () => {
    const draws = new Map<string, number>();
    const agentOf = (prefix: string, hungry: boolean) => (): Agent => (view: View) => {
      if (hungry && view.agent === "0") for (let k = 0; k < 10; k++) view.rng.uniform();
      draws.set(`${prefix} ${view.world} ${view.round} ${view.agent}`, view.rng.uniform());
      return {};
    };
    for (const world of [0, 1]) {
      await play({ network: ring(3), world, agentOf: agentOf("a", false) });
      await play({ network: ring(6), world, agentOf: agentOf("b", true) });
    }
    for (const world of [0, 1]) {
      for (const round of [1, 2, 3]) {
        for (const agent of ["1", "2"]) {
          expect(draws.get(`a ${world} ${round} ${agent}`)).toBe(draws.get(`b ${world} ${round} ${agent}`));
        }
      }
    }
    expect(new Set([...draws].filter(([key]) => key.startsWith("a")).map(([, draw]) => draw)).size).toBe(18);
  });

  it("does not play turns again that are done, and goes on as if it had", async () => {
    const population = linearInMeans({ endogenous: 0.5, noise: 1 });
    const network = ring(4);
    const agentOf = population.create({ network, arms: ["control", "treated"], rng: rng(5) });
    const whole = await play({ network, agentOf });
    for (let cut = 0; cut <= whole.length; cut++) {
      const done = JSON.parse(JSON.stringify(whole.slice(0, cut))) as Turn[];
      expect(await play({ network, agentOf, done })).toEqual(whole.slice(cut));
    }
  });

  it("stops after the turns in flight when the signal says so", async () => {
    const control = new AbortController();
    const agent: Agent = async ({ agent: id }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (id === "2") control.abort();
      return {};
    };
    const turns = await play({ network: ring(9), agentOf: () => agent, open: 3, signal: control.signal });
    expect(turns.length).toBeGreaterThanOrEqual(3);
    expect(turns.length).toBeLessThan(9);
    expect(turns.every(({ status, round }) => status === "ok" && round === 1)).toBe(true);
  });

  it("throws what write throws, after the calls in flight, for agents at once and later", async () => {
    const write = (): void => {
      throw new Error("disk full");
    };
    for (const agent of [(): object => ({}), async (): Promise<object> => ({})]) {
      await expect(play({ network: ring(3), agentOf: () => agent, write })).rejects.toThrow("disk full");
    }
  });

  it("identifies a call by plan, world, agent and round, and what was done by its content", async () => {
    const same: Agent = () => ({ said: "hello", outcome: 1 });
    const turns = await play({ network: ring(3), agentOf: () => same });
    expect(new Set(turns.map(({ callId }) => callId)).size).toBe(9);
    expect(new Set(turns.map(({ contentHash }) => contentHash)).size).toBe(1);
  });

  it("keeps ids such as __proto__ apart", async () => {
    const network = fromEdges([["__proto__", "constructor"]]);
    const turns = await play({ network, agentOf: () => echo, rounds: 2 });
    expect(turns.map(({ agent, heard }) => [agent, heard.map(({ from }) => from)])).toEqual([
      ["__proto__", []],
      ["constructor", []],
      ["__proto__", ["constructor"]],
      ["constructor", ["__proto__"]],
    ]);
  });

  it("refuses a plan for other agents, an unknown world and impossible settings", async () => {
    const network = ring(3);
    const plan = planOf(ring(4), [[0, 0, 0, 0]]);
    await expect(play({ network, plan, agentOf: () => echo })).rejects.toThrow(
      "run: the plan is for 4 agents, the network has 3",
    );
    const other = planOf(
      fromEdges([
        ["a", "b"],
        ["b", "c"],
      ]),
      [[0, 0, 0]],
    );
    await expect(play({ network, plan: other, agentOf: () => echo })).rejects.toThrow(
      'run: the plan has no agent "0": it was drawn for another network',
    );
    await expect(play({ network, world: 2, agentOf: () => echo })).rejects.toThrow(
      "run: world must be a number from 0 to 1, got 2",
    );
    await expect(play({ network, rounds: 0, agentOf: () => echo })).rejects.toThrow(
      "run: rounds must be a whole number of at least 1, got 0",
    );
    await expect(play({ network, open: 0, agentOf: () => echo })).rejects.toThrow(
      "run: open must be a whole number of at least 1, got 0",
    );
  });
});
