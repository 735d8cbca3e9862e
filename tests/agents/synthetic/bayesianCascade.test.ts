import { describe, expect, it } from "vitest";
import type { Action, Agent, Heard } from "../../../src/agents/Agent.ts";
import { type BayesianCascadeSettings, bayesianCascade } from "../../../src/agents/index.ts";
import type { PopulationSetting } from "../../../src/agents/Population.ts";
import { type Rng, rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { interaction } from "../../../src/run/interaction.ts";
import { sequential } from "../../../src/run/schedules/sequential.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { armNames } from "../lineNetwork.ts";

const SIX = 6;
const ids = Array.from({ length: SIX }, (_, i) => `${i}`);
const complete = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
const setting: PopulationSetting = { network: complete, arms: armNames, rng: rng(1) };
const P = 2 / 3;

/** A stream that gives these numbers. */
const given = (...numbers: number[]): Rng => ({ ...rng(1), uniform: () => numbers.shift()! });

const act = (agent: Agent, i: number, heard: readonly Heard[], stream: Rng): Action =>
  agent({
    world: 0,
    round: i + 1,
    rounds: SIX,
    agent: `${i}`,
    arm: "control",
    heard,
    rng: stream,
  }) as Action;

/** Everybody's choices, one after the other, for given signals (true is right) and coins. */
function choices(
  settings: BayesianCascadeSettings,
  signals: readonly boolean[],
  coins: readonly boolean[] = [],
) {
  const agentOf = bayesianCascade({ moves: "when-asked", ...settings }).create(setting);
  const heard: Heard[] = [];
  for (let i = 0; i < signals.length; i++) {
    const { said } = act(agentOf(i), i, heard, given(signals[i] ? 0 : 0.999, coins[i] ? 0 : 0.999));
    heard.push({ from: `${i}`, said: said! });
  }
  return heard.map(({ said }) => (said as { choice: string }).choice).join("");
}

/** Which cascade a sequence of choices has begun: that of A, that of B, or none. */
function cascadeIn(sequence: string): string {
  let lead = 0;
  for (const choice of sequence) {
    lead += choice === "A" ? 1 : -1;
    if (Math.abs(lead) === 2) return lead > 0 ? "A" : "B";
  }
  return "none";
}

const bits = (count: number): boolean[][] =>
  Array.from({ length: 2 ** count }, (_, code) =>
    Array.from({ length: count }, (__, k) => ((code >> k) & 1) === 1),
  );

describe("bayesian-cascade", () => {
  it("follows its signal while choices are balanced or lead by one, and the crowd from a lead of two on", () => {
    expect(choices({}, [true, false, true, true, false, false])).toBe("ABAAAA");
    expect(choices({}, [false, false, true, true, true, true])).toBe("BBBBBB");
    expect(choices({}, [true, false, false, true, true, true])).toBe("ABBAAA");
  });

  // Closed forms for p = 2/3 and six agents: .0878, .7298 and .1824.
  it("has the cascades of the closed form, summed over all signals, with ties to the signal", () => {
    const chance = new Map<string, number>();
    for (const signals of bits(SIX)) {
      const weight = signals.reduce((product, right) => product * (right ? P : 1 - P), 1);
      const which = cascadeIn(choices({}, signals));
      chance.set(which, (chance.get(which) ?? 0) + weight);
    }
    const none = (2 * P * (1 - P)) ** 3;
    expect(chance.get("none")).toBeCloseTo(none, 12);
    expect(chance.get("A")).toBeCloseTo(((1 - none) * P ** 2) / (P ** 2 + (1 - P) ** 2), 12);
    expect(chance.get("A")).toBeCloseTo(0.7298, 4);
    expect(chance.get("B")).toBeCloseTo(0.1824, 4);
  });

  // Bikhchandani, Hirshleifer and Welch 1992, section II: after an even number n of agents, no cascade has begun with
  // probability (p − p²)^(n/2), and the cascade is right with p(p + 1)/2 of every 1 − p + p² that end.
  it("has the cascades of the paper, summed over all signals and coins, with ties to a coin", () => {
    const chance = new Map<string, number>();
    for (const signals of bits(4))
      for (const coins of bits(4)) {
        const weight = signals.reduce((product, right) => product * (right ? P : 1 - P), 1 / 16);
        const which = cascadeIn(choices({ tie: "coin" }, signals, coins));
        chance.set(which, (chance.get(which) ?? 0) + weight);
      }
    const none = (P - P ** 2) ** 2;
    expect(chance.get("none")).toBeCloseTo(none, 12);
    expect(chance.get("A")).toBeCloseTo(((1 - none) * P * (P + 1)) / (2 * (1 - P + P ** 2)), 12);
  });

  it("acts in turn in rounds in which everybody is asked: agent k first speaks in round k, with the same chances", () => {
    const agentOf = bayesianCascade().create(setting);
    const turn = (round: number, replays: number): Float64Array[] =>
      Array.from({ length: replays }, (_, r) => {
        const options = { network: complete, agentOf, arms: ids.map(() => 0), armNames, world: 0 };
        const { outcomes, present } = replay({ ...options, rounds: round, rng: rng(r) });
        expect([...present]).toEqual(ids.map((__, i) => (i < round ? 1 : 0)));
        return outcomes;
      });
    turn(3, 2);
    const replays = 2000;
    const found = turn(SIX, replays).map((outcomes) =>
      cascadeIn([...outcomes].map((y) => (y === 1 ? "A" : "B")).join("")),
    );
    for (const [which, p] of [
      ["none", 0.0878],
      ["A", 0.7298],
      ["B", 0.1824],
    ] as const) {
      const share = found.filter((one) => one === which).length / replays;
      expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / replays));
    }
  });

  it("acts when asked under a sequential schedule, in one round, with the same chances", () => {
    const agentOf = bayesianCascade({ moves: "when-asked" }).create(setting);
    const how = interaction({ schedule: sequential({ order: "ids" }) })!;
    const replays = 2000;
    const found = Array.from({ length: replays }, (_, r) => {
      const options = { network: complete, agentOf, arms: ids.map(() => 0), armNames, world: 0, rounds: 1 };
      const { outcomes } = replay({ ...options, rng: rng(`sequential ${r}`), interaction: how });
      return cascadeIn([...outcomes].map((y) => (y === 1 ? "A" : "B")).join(""));
    });
    for (const [which, p] of [
      ["none", 0.0878],
      ["A", 0.7298],
    ] as const) {
      const share = found.filter((one) => one === which).length / replays;
      expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / replays));
    }
  });

  it("keeps its choice for ever", () => {
    const agent = bayesianCascade().create(setting)(0);
    const said = { choice: "B", place: 1 };
    const view = { world: 0, round: 4, rounds: 9, agent: "0", arm: "control", heard: [], rng: rng(1) };
    expect(agent({ ...view, state: said })).toEqual({ said, state: said, outcome: 0 });
  });

  it("lets treated agents choose what is planted, which the others take for a choice like any", () => {
    const agentOf = bayesianCascade({ planted: "B", right: "A", precision: 1 }).create(setting);
    const { outcomes } = replay({
      network: complete,
      agentOf,
      arms: [1, 1, 0, 0, 0, 0],
      armNames,
      world: 0,
      rounds: SIX,
      rng: rng(1),
    });
    // Two planted wrong choices make a wrong cascade, however good the signals are.
    expect([...outcomes]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("hears bare words in the order in which they come, and choices with a place in the order of places", () => {
    const agent = bayesianCascade({ moves: "when-asked" }).create(setting)(5);
    const choose = (heard: readonly Heard[]): unknown => act(agent, 5, heard, given(0)).said;
    expect(
      choose([
        { from: "0", said: "B" },
        { from: "1", said: "B" },
      ]),
    ).toEqual({ choice: "B", place: 3 });
    // A, B, B, B in the order of places is a cascade of B; in the order of ids, B, B at the start too. A, A first is one of A.
    const mixed = (places: readonly number[]): Heard[] =>
      ["A", "B", "B", "A"].map((choice, k) => ({ from: `${k}`, said: { choice, place: places[k]! } }));
    expect(choose(mixed([1, 3, 4, 2]))).toMatchObject({ choice: "A" });
    expect(choose(mixed([3, 1, 2, 4]))).toMatchObject({ choice: "B" });
  });

  it("says what is wrong", () => {
    expect(() => bayesianCascade({ precision: 0.5 })).toThrow(
      "bayesian-cascade: precision must be a probability above 0.5 and up to 1: a signal that is no better than a coin says nothing, got 0.5",
    );
    expect(() => bayesianCascade({ right: "C" })).toThrow(
      'bayesian-cascade: right must be one of A, B, got "C"',
    );
    expect(() => bayesianCascade({ choices: ["A", "A"] })).toThrow(
      'bayesian-cascade: choices must be two different names, got ["A","A"]',
    );
    const agent = bayesianCascade({ moves: "when-asked" }).create(setting)(1);
    expect(() => act(agent, 1, [{ from: "0", said: 7 }], rng(1))).toThrow(
      "bayesian-cascade: wanted one of A, B in what agent 0 said, got another thing",
    );
  });
});
