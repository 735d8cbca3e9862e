import { describe, expect, it } from "vitest";
import type { Action, Agent, Heard } from "../../../src/agents/Agent.ts";
import { byArm } from "../../../src/agents/byArm.ts";
import { type NamingGameSettings, namingGame } from "../../../src/agents/index.ts";
import type { PopulationSetting } from "../../../src/agents/Population.ts";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { interaction } from "../../../src/run/interaction.ts";
import { onePair } from "../../../src/run/schedules/onePair.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { armNames } from "../lineNetwork.ts";

const settingOf = (n: number): PopulationSetting => ({
  network: fromEdges([], { agents: Array.from({ length: n }, (_, i) => `${i}`) }),
  arms: armNames,
  rng: rng(1),
});

interface Society {
  readonly said: (Json | undefined)[];
  /** Lets one pair play. */
  play(i: number, j: number): void;
}

/** One pair a tick: both act at once, each hearing what the other last said. */
function society(agents: readonly Agent[], arms: readonly string[], seed: number): Society {
  const said: (Json | undefined)[] = agents.map(() => undefined);
  const state: (Json | undefined)[] = agents.map(() => undefined);
  const turns = agents.map(() => 0);
  const stream = rng(seed);
  const turn = (i: number, heard: readonly Heard[]): Action => {
    turns[i]!++;
    const kept = state[i];
    return agents[i]!({
      world: 0,
      round: turns[i]!,
      rounds: 1e9,
      agent: `${i}`,
      arm: arms[i]!,
      heard,
      ...(kept === undefined ? {} : { state: kept }),
      rng: stream.fork(`${turns[i]}:${i}`),
    }) as Action;
  };
  const voice = (j: number): Heard[] => (said[j] === undefined ? [] : [{ from: `${j}`, said: said[j] }]);
  return {
    said,
    play(i, j) {
      const [mine, yours] = [turn(i, voice(j)), turn(j, voice(i))];
      [said[i], said[j], state[i], state[j]] = [mine.said, yours.said, mine.state, yours.state];
    },
  };
}

const wordOf = (said: Json | undefined): unknown =>
  typeof said === "string" ? said : (said as { word: string }).word;

/** Share of agents that are not committed and say M, after so many plays of each agent on average. */
function shareAfter(settings: NamingGameSettings, n: number, committed: number, plays: number): number {
  const agentOf = namingGame({ ...settings, start: "Q", committed: "M" }).create(settingOf(n));
  const arms = Array.from({ length: n }, (_, i) => (i < committed ? "treated" : "control"));
  const game = society(
    arms.map((_, i) => agentOf(i)),
    arms,
    5,
  );
  const pairs = rng(6);
  for (let tick = 0; tick < (n * plays) / 2; tick++) {
    const i = pairs.integer(n);
    const j = pairs.integer(n - 1);
    game.play(i, j < i ? j : j + 1);
  }
  const free = game.said.slice(committed).filter((one) => one !== undefined);
  return free.filter((one) => wordOf(one) === "M").length / free.length;
}

/** The mean-field equations of Xie et al. (2011, equation 1), with A the committed word: the share that would say A. */
function meanField(p: number): number {
  let a = 0;
  let b = 1 - p;
  const dt = 0.02;
  for (let t = 0; t < 4000; t += dt) {
    const ab = 1 - p - a - b;
    const da = -a * b + ab * ab + a * ab + 1.5 * p * ab;
    const db = -a * b + ab * ab + b * ab - p * b;
    a += da * dt;
    b += db * dt;
  }
  return (a + (1 - p - a - b) / 2) / (1 - p);
}

describe("naming-game by payoff", () => {
  const agent = namingGame({ memory: 3 }).create(settingOf(1))(0);
  const answer = (state: readonly string[], heard: readonly string[], seed = 1): Action =>
    agent({
      world: 0,
      round: 9,
      rounds: 99,
      agent: "0",
      arm: "control",
      heard: heard.map((said, k) => ({ from: `${k}`, said })),
      state,
      rng: rng(seed),
    }) as Action;

  it("says what its last partners said most often, and forgets what is older than its memory", () => {
    expect(answer(["M", "Q"], ["M"])).toEqual({ said: "M", state: ["M", "Q", "M"], outcome: 1 });
    expect(answer(["M", "M", "Q"], ["Q"])).toEqual({ said: "Q", state: ["M", "Q", "Q"], outcome: 0 });
    expect(answer(["M", "M", "Q"], [])).toMatchObject({ said: "M", state: ["M", "M", "Q"] });
  });

  it("breaks ties by chance, also before it remembers anything", () => {
    for (const [state, heard] of [
      [["Q"], ["M"]],
      [[], []],
    ] as const) {
      const said = Array.from({ length: 400 }, (_, k) => answer(state, heard, k).said);
      const share = said.filter((one) => one === "M").length / 400;
      expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 400));
    }
  });

  it("plays with one of those it hears, each as likely", () => {
    const said = Array.from({ length: 600 }, (_, k) => answer([], ["M", "Q", "Q"], k).said);
    const share = said.filter((one) => one === "M").length / 600;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / 600));
  });

  it("learns words that are not in its list, as other agents may bring them", () => {
    expect(answer([], ["Z"])).toMatchObject({ said: "Z", outcome: 0 });
  });

  it("lets two agents with memory 1 miss each other for ever, and never leave a common word", () => {
    const make = (start: string): Agent => namingGame({ memory: 1, start }).create(settingOf(1))(0);
    const apart = society([make("Q"), make("M")], ["control", "control"], 1);
    const words = Array.from({ length: 4 }, () => {
      apart.play(0, 1);
      return apart.said.join("");
    });
    expect(words).toEqual(["QM", "MQ", "QM", "MQ"]);
    const together = society([make("M"), make("M")], ["control", "control"], 1);
    for (let k = 0; k < 9; k++) together.play(0, 1);
    expect(together.said).toEqual(["M", "M"]);
  });

  it("holds a convention against few committed agents and gives it up to many, as N = 24 and H = 5 do", () => {
    expect(shareAfter({ memory: 5 }, 24, 1, 200)).toBe(0);
    expect(shareAfter({ memory: 5 }, 24, 12, 200)).toBe(1);
  });

  it("agrees on one word from nothing, on a complete network with everybody heard", () => {
    const ids = Array.from({ length: 12 }, (_, i) => `${i}`);
    const network = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
    const agentOf = namingGame({ memory: 5 }).create({ ...settingOf(12), network });
    const { outcomes } = replay({
      network,
      agentOf,
      arms: ids.map(() => 0),
      armNames,
      world: 0,
      rounds: 200,
      rng: rng(3),
    });
    expect(new Set(outcomes).size).toBe(1);
  });
});

describe("naming-game by inventory", () => {
  it("brings two agents with different words together in 2 plays with probability 3/4, else in 3", () => {
    const make = (start: string): Agent => namingGame({ rule: "inventory", start }).create(settingOf(1))(0);
    const games = 2000;
    let two = 0;
    for (let g = 0; g < games; g++) {
      const game = society([make("Q"), make("M")], ["control", "control"], g);
      // The first turn speaks; each later one takes in a play.
      game.play(0, 1);
      let plays = 0;
      for (let done = false; !done; plays++) {
        game.play(0, 1);
        const [first, second] = game.said as { knows: string[] }[];
        done = first!.knows.length === 1 && String(first!.knows) === String(second!.knows);
      }
      expect([2, 3]).toContain(plays);
      if (plays === 2) two++;
    }
    expect(Math.abs(two / games - 0.75)).toBeLessThan(5 * Math.sqrt(0.1875 / games));
  });

  // Xie et al. (2011) give the critical committed share 0.0979 for the limit of many agents.
  it("has mean-field equations whose tipping point lies at 0.0979", () => {
    expect(meanField(0.0978)).toBeLessThan(0.5);
    expect(meanField(0.099)).toBeGreaterThan(0.99);
  });

  it("follows the mean field below and above the tipping point", { timeout: 20_000 }, () => {
    const n = 800;
    const below = shareAfter({ rule: "inventory" }, n, 0.06 * n, 80);
    // The words of the 752 others are nearly independent there: five standard deviations, doubled for what is not.
    const wanted = meanField(0.06);
    expect(Math.abs(below - wanted)).toBeLessThan(10 * Math.sqrt((wanted * (1 - wanted)) / n));
    expect(shareAfter({ rule: "inventory" }, n, 0.14 * n, 80)).toBe(1);
  });

  it("understands the bare word of a script, and is either speaker or listener to it", () => {
    const agents = byArm(
      namingGame,
      { rule: "inventory", start: "Q" },
      { treated: { script: { says: "M" } } },
    );
    const agentOf = agents.create(settingOf(2));
    const game = society([agentOf(0), agentOf(1)], ["control", "treated"], 1);
    for (let k = 0; k < 30; k++) game.play(0, 1);
    expect(game.said[1]).toBe("M");
    expect(game.said[0]).toMatchObject({ word: "M", knows: ["M"] });
  });

  it("invents a word when it knows none, and keeps it", () => {
    const agent = namingGame({ rule: "inventory" }).create(settingOf(1))(0);
    const view = { world: 0, round: 1, rounds: 9, agent: "0", arm: "control", heard: [], rng: rng(1) };
    const { said, state } = agent(view) as Action;
    expect(said).toMatchObject({ knows: [wordOf(said)] });
    expect(state).toEqual(said);
  });
});

describe("naming-game with one pair a round", () => {
  const ids = Array.from({ length: 100 }, (_, i) => `${i}`);
  const network = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
  const meeting = interaction({ schedule: onePair() })!;
  const shareOf = (settings: NamingGameSettings, committed: number, ticks: number): number => {
    const agentOf = namingGame({ ...settings, start: "Q", committed: "M" }).create({
      ...settingOf(1),
      network,
    });
    const arms = ids.map((_, i) => (i < committed ? 1 : 0));
    const { outcomes } = replay({
      network,
      agentOf,
      arms,
      armNames,
      world: 0,
      rounds: ticks,
      rng: rng(4),
      interaction: meeting,
    });
    return outcomes.slice(committed).reduce((a, b) => a + b) / (100 - committed);
  };

  // The tipping point of the binary naming game is at 9.8 % in the limit; 100 agents stand well to either side of it.
  it("keeps its convention against 4 % and gives it up to 20 %, by inventory", () => {
    expect(shareOf({ rule: "inventory" }, 4, 3000)).toBeLessThan(0.2);
    expect(shareOf({ rule: "inventory" }, 20, 3000)).toBe(1);
  });

  it("keeps its convention against 4 % and gives it up to 60 %, by payoff", () => {
    expect(shareOf({ memory: 5 }, 4, 3000)).toBe(0);
    expect(shareOf({ memory: 5 }, 60, 3000)).toBe(1);
  });
});

describe("naming-game", () => {
  it("lets treated agents say the committed word for ever", () => {
    const agent = namingGame({ committed: "M", memory: 1 }).create(settingOf(1))(0);
    const view = {
      world: 0,
      round: 2,
      rounds: 9,
      agent: "0",
      heard: [{ from: "1", said: "Q" }],
      rng: rng(1),
    };
    expect(agent({ ...view, arm: "treated" })).toEqual({ said: "M", state: "M", outcome: 1 });
    expect(agent({ ...view, arm: "control" })).toMatchObject({ said: "Q", outcome: 0 });
  });

  it("errs with the given probability", () => {
    const agent = namingGame({ mistakes: 0.4, start: "Q" }).create(settingOf(1))(0);
    const view = { world: 0, round: 1, rounds: 9, agent: "0", arm: "control", heard: [] };
    const wrong = Array.from({ length: 1000 }, (_, k) => agent({ ...view, rng: rng(k) }) as Action);
    const share = wrong.filter(({ outcome }) => outcome === 1).length / 1000;
    expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / 1000));
  });

  it("says what is wrong", () => {
    expect(() => namingGame({ words: ["Q"] })).toThrow(
      'naming-game: words must have at least 2 words, got ["Q"]',
    );
    expect(() => namingGame({ words: ["Q", "Q"] })).toThrow(
      'naming-game: words must have each word once, got ["Q","Q"]',
    );
    expect(() => namingGame({ committed: "X" })).toThrow(
      'naming-game: committed must be one of Q, M, got "X"',
    );
    expect(() => namingGame({ memory: 0 })).toThrow(
      "naming-game: memory must be a whole number of at least 1, got 0",
    );
    const agent = namingGame().create(settingOf(1))(0);
    const view = { world: 0, round: 2, rounds: 9, agent: "0", arm: "control", rng: rng(1) };
    expect(() => agent({ ...view, heard: [{ from: "1", said: { opinion: 1 } }] })).toThrow(
      "naming-game: wanted a word in what agent 1 said, got none",
    );
  });
});
