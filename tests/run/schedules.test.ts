import { describe, expect, it } from "vitest";
import { bayesianCascade } from "../../src/agents/synthetic/bayesianCascade.ts";
import { rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { feed } from "../../src/run/channels/feed.ts";
import type { Schedule } from "../../src/run/Schedule.ts";
import { activation } from "../../src/run/schedules/activation.ts";
import { onePair } from "../../src/run/schedules/onePair.ts";
import { sequential } from "../../src/run/schedules/sequential.ts";
import { schedules } from "../../src/run/schedules.ts";
import { replay } from "../../src/run/world/replay.ts";
import { turnsInWorld } from "../../src/run/world/turnsInWorld.ts";
import { chiSquareQuantile } from "../support/chiSquareQuantile.ts";
import { everyone, settled, sourcesIn, turnsOf } from "./interacting.ts";
import { ring } from "./ring.ts";

/** Who acts in rounds 1 … rounds, moment after moment. */
function moments(schedule: Schedule, n: number, rounds: number, seed = 1, world = 0): number[][][] {
  const of = schedule.start({ network: everyone(n), world, rng: rng(seed) });
  return Array.from({ length: rounds }, (_, r) => of(r + 1).map((moment) => Array.from(moment)));
}

describe("sequential", () => {
  it("lets each hear what those before it have just said, and of the others their last words", async () => {
    const how = { schedule: sequential({ order: "ids" }) };
    const turns = await turnsOf({ network: everyone(3), how, rounds: 2 });
    expect(turns.map(({ agent, heard }) => [agent, ...heard.map(({ said }) => said)])).toEqual([
      ["0"],
      ["1", "0@1"],
      ["2", "0@1", "1@1"],
      ["0", "1@1", "2@1"],
      ["1", "0@2", "2@1"],
      ["2", "0@2", "1@2"],
    ]);
  });

  it("has an order for each round, or one for all, from the seed", () => {
    const flat = (list: number[][][]): string[] => list.map((round) => round.flat().join(""));
    const each = flat(moments(sequential(), 6, 20));
    for (const order of each) expect([...order].sort().join("")).toBe("012345");
    expect(new Set(each).size).toBeGreaterThan(15);
    expect(flat(moments(sequential(), 6, 20))).toEqual(each);
    expect(flat(moments(sequential(), 6, 20, 2))).not.toEqual(each);
    expect(flat(moments(sequential(), 6, 20, 1, 1))).not.toEqual(each);
    const once = flat(moments(sequential({ order: "once" }), 6, 20));
    expect(new Set(once).size).toBe(1);
    expect(flat(moments(sequential({ order: "once" }), 6, 20, 1, 1))).not.toEqual(once);
    expect(flat(moments(sequential({ order: "ids" }), 6, 2))).toEqual(["012345", "012345"]);
  });

  it("makes each order equally likely", () => {
    const seen = new Map<string, number>();
    for (const round of moments(sequential(), 3, 1200)) {
      const order = round.flat().join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    const found = [...seen.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(seen.size).toBe(6);
    expect(found).toBeLessThan(chiSquareQuantile(1 - 1e-6, 5));
  });

  it("gives information cascades as often as theory says", () => {
    const network = everyone(6);
    const agents = bayesianCascade({ moves: "when-asked" });
    const agentOf = agents.create({ network, arms: ["control", "treated"], rng: rng(1) });
    const interaction = settled({ schedule: sequential() });
    const worlds = 3000;
    let right = 0;
    for (let world = 0; world < worlds; world++) {
      const { outcomes } = replay({
        ...{ network, agentOf, interaction, world, rounds: 1, rng: rng(5) },
        ...{ arms: new Uint8Array(6), armNames: ["control", "treated"] },
      });
      right += outcomes.filter((one) => one === 1).length;
    }
    const { mean, variance } = cascade(6, 2 / 3);
    expect(Math.abs(right / worlds - mean)).toBeLessThan(5 * Math.sqrt(variance / worlds));
  });
});

/** Mean and variance of the number of right choices of n agents, over all sequences of signals of precision p. */
function cascade(n: number, p: number): { mean: number; variance: number } {
  let mean = 0;
  let square = 0;
  for (let signals = 0; signals < 2 ** n; signals++) {
    let chance = 1;
    let lead = 0;
    let right = 0;
    for (let k = 0; k < n; k++) {
      const good = ((signals >> k) & 1) === 1;
      chance *= good ? p : 1 - p;
      const choice = Math.abs(lead) >= 2 ? lead > 0 : good;
      if (Math.abs(lead) < 2) lead += choice ? 1 : -1;
      if (choice) right++;
    }
    mean += chance * right;
    square += chance * right ** 2;
  }
  return { mean, variance: square - mean ** 2 };
}

describe("one-pair", () => {
  it("lets two act a round, each hearing at its next turn what the other said", async () => {
    const network = everyone(5);
    const rounds = 200;
    const turns = await turnsOf({ network, how: { schedule: onePair() }, rounds });
    expect(turns).toHaveLength(2 * rounds);
    const met = new Map<string, string>();
    for (let t = 0; t < rounds; t++) {
      const [a, b] = turns.slice(2 * t, 2 * t + 2) as [(typeof turns)[0], (typeof turns)[0]];
      expect([a.round, b.round]).toEqual([t + 1, t + 1]);
      expect(a.agent).not.toBe(b.agent);
      for (const one of [a, b]) expect(one.heard.map(({ said }) => said)).toEqual(known(met, one.agent));
      met.set(a.agent, `${b.agent}@${t + 1}`);
      met.set(b.agent, `${a.agent}@${t + 1}`);
    }
  });

  it("draws every ordered pair of a complete network equally often", () => {
    const rounds = 6000;
    const seen = new Map<string, number>();
    for (const [pair] of moments(onePair(), 4, rounds)) {
      const key = pair!.join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const wanted = rounds / 12;
    const found = [...seen.values()].reduce((sum, n) => sum + (n - wanted) ** 2 / wanted, 0);
    expect(seen.size).toBe(12);
    expect(found).toBeLessThan(chiSquareQuantile(1 - 1e-6, 11));
  });

  it("draws an agent and then a neighbour, or an edge", () => {
    // A star: the centre is in every pair; a leaf is drawn first with probability 3/4.
    const network = fromEdges([
      ["hub", "a"],
      ["hub", "b"],
      ["hub", "c"],
    ]);
    const hub = network.ids.indexOf("hub");
    const first = (schedule: Schedule): number => {
      const of = schedule.start({ network, world: 0, rng: rng(3) });
      return Array.from({ length: 2000 }, (_, r) => of(r + 1)[0]![0]!).filter((i) => i === hub).length / 2000;
    };
    expect(Math.abs(first(onePair()) - 1 / 4)).toBeLessThan(5 * Math.sqrt(3 / 16 / 2000));
    expect(Math.abs(first(onePair({ draw: "edge" })) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 4 / 2000));
  });

  it("needs an edge, and says itself who hears whom", () => {
    const network = fromEdges([], { agents: ["a", "b"] });
    expect(() => onePair().start({ network, world: 0, rng: rng(1) })).toThrow(
      "one-pair: the network must have an edge for two to meet, got none",
    );
    expect(() => settled({ schedule: onePair(), channel: feed() })).toThrow(
      "interact: with the schedule one-pair those who meet hear each other, got the channel feed too: take one of them",
    );
    expect(() => settled({ schedule: onePair(), shuffle: true })).toThrow(
      "interact: shuffle needs all messages of a round at once, got the schedule one-pair",
    );
  });
});

const known = (met: ReadonlyMap<string, string>, agent: string): string[] => {
  const words = met.get(agent);
  return words === undefined ? [] : [words];
};

describe("activation", () => {
  it("lets each act with the given probability, and lets the last words of others stand", async () => {
    const rounds = 400;
    const network = ring(6);
    const how = { schedule: activation({ probability: 0.3 }) };
    const turns = await turnsOf({ network, how, rounds });
    const se = Math.sqrt((0.3 * 0.7) / (6 * rounds));
    expect(Math.abs(turns.length / (6 * rounds) - 0.3)).toBeLessThan(5 * se);
    expect(turns).toHaveLength(turnsInWorld({ network, rounds, rng: rng(1), interaction: settled(how) }, 0));
    const last = new Map<string, string>();
    for (let round = 1; round <= rounds; round++) {
      const now = turns.filter((turn) => turn.round === round);
      for (const { agent, heard } of now) {
        const around = [1, 5].map((step) => `${(Number(agent) + step) % 6}`).sort();
        expect(heard.map(({ said }) => said)).toEqual(around.flatMap((id) => last.get(id) ?? []));
      }
      for (const { agent } of now) last.set(agent, `${agent}@${round}`);
    }
  });

  it("is everybody at probability 1, and refuses 0", async () => {
    const turns = await turnsOf({ network: ring(4), how: { schedule: activation({ probability: 1 }) } });
    expect(turns).toHaveLength(12);
    expect([...sourcesIn(turns, 3).values()].every((from) => from.length === 2)).toBe(true);
    expect(() => activation({ probability: 0 })).toThrow(
      "activation: probability must be a probability above 0 and up to 1, got 0",
    );
  });
});

describe("schedules", () => {
  it("have one kind each", () => {
    expect(schedules.map(({ kind }) => kind)).toEqual([
      "simultaneous",
      "sequential",
      "one-pair",
      "activation",
    ]);
  });

  it("give the outcome of the last turn of each agent, whichever round it was in", async () => {
    for (const schedule of [onePair(), activation({ probability: 0.4 })]) {
      const network = ring(5);
      const agentOf = () => (view: { round: number }) =>
        view.round % 3 === 0 ? { said: 1 } : { said: 1, outcome: view.round };
      const turns = await turnsOf({ network, how: { schedule }, agentOf, rounds: 6 });
      const { outcomes, present } = replay({
        ...{ network, agentOf, rounds: 6, world: 0, rng: rng(1), interaction: settled({ schedule }) },
        ...{ arms: new Uint8Array(5), armNames: ["control", "treated"] },
      });
      network.ids.forEach((id, i) => {
        const last = turns.filter(({ agent }) => agent === id).at(-1);
        expect([outcomes[i], present[i]]).toEqual([last?.outcome ?? 0, last?.outcome === undefined ? 0 : 1]);
      });
    }
  });
});
