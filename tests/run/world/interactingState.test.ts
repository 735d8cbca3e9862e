import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent, View } from "../../../src/agents/Agent.ts";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { linearInMeans } from "../../../src/agents/synthetic/linearInMeans.ts";
import { namingGame } from "../../../src/agents/synthetic/namingGame.ts";
import { rng } from "../../../src/core/rng.ts";
import { sha256 } from "../../../src/core/sha256.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import { counts } from "../../../src/run/channels/counts.ts";
import { feed } from "../../../src/run/channels/feed.ts";
import { groups } from "../../../src/run/channels/groups.ts";
import { mean } from "../../../src/run/channels/mean.ts";
import { none } from "../../../src/run/channels/none.ts";
import { oneNeighbour } from "../../../src/run/channels/oneNeighbour.ts";
import { pairs } from "../../../src/run/channels/pairs.ts";
import { shuffled } from "../../../src/run/channels/shuffled.ts";
import { type InteractionSettings, interaction } from "../../../src/run/interaction.ts";
import { runPlan } from "../../../src/run/runPlan.ts";
import { activation } from "../../../src/run/schedules/activation.ts";
import { onePair } from "../../../src/run/schedules/onePair.ts";
import { sequential } from "../../../src/run/schedules/sequential.ts";
import { playWorld } from "../../../src/run/world/playWorld.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { deskOf } from "../deskOf.ts";
import { clerk, everyone, settled, turnsOf } from "../interacting.ts";
import { planOf, ring, still } from "../ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-interact-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One of each kind, in combinations. */
const hows: readonly (readonly [name: string, how: InteractionSettings])[] = [
  ["one neighbour, in sequence", { channel: oneNeighbour(), schedule: sequential() }],
  ["pairs with losses", { channel: pairs(), delivery: 0.6 }],
  ["one pair a round with a history", { schedule: onePair(), history: { last: 2 } }],
  ["one pair a round, some alone", { schedule: onePair({ draw: "edge" }), hears: { treated: none() } }],
  [
    "some each round, swapped histories",
    { schedule: activation({ probability: 0.5 }), history: { whose: "swapped" } },
  ],
  ["shuffled groups", { channel: groups({ groups: ["a", "a", "b", "b"] }), shuffle: true }],
  [
    "the channel shuffled, cut after a round",
    { channel: shuffled(), until: 2, history: { paraphrase: { a: "b" } } },
  ],
  ["a feed, in one order", { channel: feed({ top: 2 }), schedule: sequential({ order: "once" }) }],
  ["counts, and histories by arm", { channel: counts(), remembers: { treated: { whose: "nobody" } } }],
];

/** Says what came to it and by chance something else, keeps a count, and fails now and then. */
const busy: Agent = ({ agent, round, heard, crowd, history, state, rng: chance }) => {
  const turns = typeof state === "number" ? state + 1 : 1;
  if (chance.uniform() < 0.15) throw new AgentFault("refused", "not now");
  const seen = [heard.map(({ from }) => from), crowd ?? null, (history ?? []).length];
  return { said: `${agent}${round}${JSON.stringify(seen).length}`, state: turns, outcome: chance.uniform() };
};

describe("the default", () => {
  it("has the bytes of journals that were written before there was any choice", async () => {
    // SHA-256 of all lines but the first, without call ids, of version 0.1.0 before channels and schedules.
    const before = {
      "{ kind: linear-in-means, endogenous: 0.4, spread: 1, noise: 0.5 }":
        "451e51d035fc13517d4a0396b8dedaa3a4e1b40f7b9355bb1955110e06ce8686",
      degroot: "b3d5b57fc2e8f52286eaca422c73d1795dc0b7d9d30b757a7fce95c8979ce6b1",
      threshold: "ef7205656667de85aac2ce40eb5ed3ffebc7724aba12655269bccf6eb2d7696a",
    };
    for (const [agents, hash] of Object.entries(before)) {
      for (const interact of [
        "",
        ", interact: { channel: neighbours, schedule: simultaneous, delivery: 1 }",
      ]) {
        const out = mkdtempSync(join(folder, "golden-"));
        const text = `
seed: 11
model:
  network: { kind: small-world, n: 30, k: 4, rewire: 0.2 }
  agents: ${agents}
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 8 }, expose: any-treated, rounds: 4, worlds: 3${interact} }
answer: [hajek]
`;
        await runStudy(await parseStudy(text), { out, clock: still });
        const lines = readFileSync(join(out, "journal.jsonl"), "utf8").split("\n").slice(1).join("\n");
        const plain = lines.replaceAll(/,"check":"[0-9a-f]{8}"/g, "");
        expect(sha256(plain.replace(/"callId":"[0-9a-f]+"/g, '"callId":""'))).toBe(hash);
      }
    }
  });

  it("is the same through the state of other interactions", async () => {
    const network = ring(6);
    const edges = [{ from: "0", to: "1", probability: 1 }];
    const agents = linearInMeans({ endogenous: 0.4, noise: 1 });
    const agentOf = agents.create({ network, arms: ["control", "treated"], rng: rng(2) });
    const there = await turnsOf({ network, agentOf, how: { delivery: { edges } }, arms: [0, 1, 0, 0, 1, 0] });
    const here: unknown[] = [];
    await playWorld({
      ...{ network, agentOf, world: 0, rounds: 3, rng: rng(1), desk: deskOf() },
      plan: planOf(network, [[0, 1, 0, 0, 1, 0]]),
      write: (turn) => void here.push(turn),
    });
    expect(there).toEqual(here);
  });
});

describe.each(hows)("%s", (_, how) => {
  const network = ring(4);
  const plan = planOf(network, [
    [0, 1, 0, 1],
    [1, 0, 0, 0],
  ]);
  const rounds = 5;
  const population = { name: "busy", params: {}, synthetic: true };
  const base = { plan, network, population, rounds, rng: rng(8), clock: still, interaction: settled(how) };
  const agentOf = (): Agent => busy;

  it("resumes at every turn to the same bytes", async () => {
    const whole = join(folder, `${sha256(JSON.stringify(base.interaction.data))}.jsonl`);
    const { complete, turns } = await runPlan({ ...base, agentOf, journalPath: whole });
    expect(complete).toBe(true);
    const text = readFileSync(whole, "utf8");
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(turns + 2);
    const journalPath = `${whole}.again`;
    for (let kept = 0; kept < lines.length; kept++) {
      writeFileSync(
        journalPath,
        lines
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(""),
      );
      await runPlan({ ...base, agentOf, journalPath });
      expect(readFileSync(journalPath, "utf8")).toBe(text);
    }
    expect(readJournal(whole).run!.interact).toEqual(base.interaction.data);
  });

  it("has the same inputs and answers, in whatever order agents end", async () => {
    const late =
      (i: number): Agent =>
      async (view) => {
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 3));
        return busy(view);
      };
    const [atOnce, later] = await Promise.all(
      [agentOf, late].map(async (of, k) => {
        const journalPath = join(folder, `${sha256(JSON.stringify(base.interaction.data))}.order${k}`);
        await runPlan({ ...base, agentOf: of, journalPath });
        return readJournal(journalPath).turns.map((turn) => JSON.stringify(turn));
      }),
    );
    expect(later!.sort()).toEqual(atOnce!.sort());
  });

  it("is replayed to the outcomes that a run measures", async () => {
    for (const world of [0, 1]) {
      const arms = plan.assignments[world]!;
      const turns = await turnsOf({ network, how, agentOf, rounds, world, seed: 8, arms });
      const { outcomes, present } = replay({
        ...{ network, agentOf, world, rounds, rng: rng(8), interaction: settled(how) },
        ...{ arms, armNames: plan.arms },
      });
      network.ids.forEach((id, i) => {
        const last = turns.filter(({ agent }) => agent === id).at(-1);
        expect(outcomes[i]).toBe(last?.outcome ?? 0);
        expect(present[i]).toBe(last?.outcome === undefined ? 0 : 1);
      });
    }
  });
});

describe("resuming", () => {
  it("refuses a journal of another interaction, and turns that the schedule has not", async () => {
    const network = ring(4);
    const plan = planOf(network, [[0, 1, 0, 1]]);
    const population = { name: "busy", params: {}, synthetic: true };
    const base = { plan, network, population, rounds: 3, rng: rng(8), clock: still, agentOf: () => clerk };
    const journalPath = join(folder, "other.jsonl");
    const how = settled({ schedule: onePair() });
    await runPlan({ ...base, interaction: how, journalPath });
    await expect(runPlan({ ...base, journalPath })).rejects.toThrow(
      'interact.schedule is {"draw":"agent","kind":"one-pair"} there and absent here',
    );
    const lines = readFileSync(journalPath, "utf8").trimEnd().split("\n");
    mkdirSync(join(folder, "cut"));
    const cut = join(folder, "cut", "journal.jsonl");
    // Without the two turns of round 1, those of round 2 stand too early.
    writeFileSync(cut, [lines[0], ...lines.slice(3, 5)].map((line) => `${line}\n`).join(""));
    await expect(runPlan({ ...base, interaction: how, journalPath: cut })).rejects.toThrow(
      /in world 0, round 2 is not where the schedule has it/,
    );
  });
});

describe("shuffle", () => {
  it("gives everybody as many messages as before, and loses none", async () => {
    const network = ring(7);
    const turns = await turnsOf({ network, how: { shuffle: true }, rounds: 301 });
    for (let round = 2; round <= 301; round++) {
      const heard = turns.filter((turn) => turn.round === round).map((turn) => turn.heard);
      expect(heard.map(({ length }) => length)).toEqual(Array(7).fill(2));
      expect(
        heard
          .flat()
          .map(({ said }) => said)
          .sort(),
      ).toEqual(network.ids.flatMap((id) => [`${id}@${round - 1}`, `${id}@${round - 1}`]).sort());
    }
    // A message is one of the 14 of its round with equal probability. Rounds are independent, agents within one need not be.
    const own = turns.filter(({ agent, heard }) => heard.some(({ from }) => from === agent)).length;
    const p = 1 - (12 * 11) / (14 * 13);
    expect(Math.abs(own / (300 * 7) - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 300));
  });
});

describe("interaction", () => {
  it("is nothing when it says nothing", () => {
    expect(interaction(undefined)).toBeUndefined();
    expect(interaction({})).toBeUndefined();
    expect(interaction({ shuffle: false, hears: {}, remembers: {} })).toBeUndefined();
  });

  it("knows whether it draws anything", () => {
    const chance = (how: InteractionSettings): boolean => settled(how).chance;
    expect(chance({ channel: none() })).toBe(false);
    expect(chance({ schedule: sequential({ order: "ids" }) })).toBe(false);
    expect(chance({ history: { last: 3 } })).toBe(false);
    expect(chance({ history: { whose: "swapped" } })).toBe(true);
    expect(chance({ schedule: sequential() })).toBe(true);
    expect(chance({ channel: none(), hears: { treated: pairs() } })).toBe(true);
  });

  it("can be given again", () => {
    const how = settled({ channel: feed({ top: 2 }), remembers: { treated: { last: 1 } } });
    expect(settled(how).data).toEqual(how.data);
  });
});

describe("until", () => {
  const network = everyone(4);
  const ways: readonly (readonly [string, InteractionSettings])[] = [
    ["neighbours", { history: { last: 0 } }],
    ["mean", { channel: mean() }],
    ["shuffle", { shuffle: true }],
    ["the channel shuffled", { channel: shuffled() }],
    ["groups", { channel: groups({ groups: ["a", "a", "b", "b"] }) }],
    ["one pair a round", { schedule: onePair() }],
    ["one after the other", { schedule: sequential() }],
    ["delivery", { delivery: 0.5 }],
  ];
  it.each(ways)(
    "cuts %s after the round: before it nothing changes, after it nobody hears anything",
    async (_, how) => {
      const whole = await turnsOf({ network, how, rounds: 8 });
      for (const until of [0, 1, 4, 8]) {
        const cut = await turnsOf({ network, how: { ...how, until }, rounds: 8 });
        expect(cut.filter(({ round }) => round <= until)).toEqual(
          whole.filter(({ round }) => round <= until),
        );
        for (const { round, heard, crowd, dropped } of cut)
          if (round > until) expect([heard, crowd, dropped]).toEqual([[], undefined, undefined]);
      }
    },
  );
});

describe("history", () => {
  const network = everyone(3);

  /** What each agent was told, by round and agent. */
  async function toldOf(how: InteractionSettings, rounds = 4, arms = [0, 0, 0]): Promise<Map<string, View>> {
    const views = new Map<string, View>();
    const agent: Agent = (view) => {
      views.set(`${view.round}:${view.agent}`, view);
      return clerk(view);
    };
    await turnsOf({ network, how, agentOf: () => agent, rounds, arms });
    return views;
  }

  it("tells the past in the words of a table: own, swapped, truncated and given turns, texts in fields and lists too", async () => {
    const paraphrase = {
      "0@1": "zero, at first",
      "1@2": "one, then",
      old: "ancient",
      constructor: "no field",
    };
    const given = [{ heard: [{ from: "x", said: { word: "old", list: ["old", 1, null] } }], said: "young" }];
    for (const how of [
      { whose: "own" },
      { whose: "swapped" },
      { whose: "own", last: 1 },
      { whose: "nobody", given },
      { whose: "own", given },
    ] as const) {
      const plain = await toldOf({ history: how });
      const told = await toldOf({ history: { ...how, paraphrase } });
      for (const [key, { history, heard }] of plain) {
        const wanted = JSON.parse(JSON.stringify(history), (_, value: unknown) =>
          typeof value === "string" && Object.hasOwn(paraphrase, value)
            ? paraphrase[value as keyof typeof paraphrase]
            : value,
        ) as unknown;
        expect(told.get(key)!.history).toEqual(wanted);
        // What is heard now is heard in the very words.
        expect(told.get(key)!.heard).toEqual(heard);
      }
    }
  });

  it("is absent unless the study keeps one", async () => {
    for (const view of (await toldOf({ delivery: 0.5 })).values()) expect("history" in view).toBe(false);
  });

  it("holds all own turns, or the last of them, with what was heard in each", async () => {
    const all = (await toldOf({ history: {} })).get("4:1")!.history!;
    const heardIn = (round: number): unknown[] =>
      round === 1 ? [] : ["0", "2"].map((from) => ({ from, said: `${from}@${round - 1}` }));
    expect(all).toEqual([1, 2, 3].map((round) => ({ round, heard: heardIn(round), said: `1@${round}` })));
    expect(Object.isFrozen(all) && Object.isFrozen(all[0])).toBe(true);
    const last = await toldOf({ history: { last: 2 } });
    expect(last.get("4:1")!.history).toEqual(all.slice(1));
    expect(last.get("2:1")!.history).toEqual(all.slice(0, 1));
    expect((await toldOf({ history: { last: 0 } })).get("4:1")!.history).toEqual([]);
  });

  it("is another agent's, the same all the time and never one's own, when it is swapped", async () => {
    const how: InteractionSettings = { history: { whose: "swapped" } };
    const own = await toldOf({ history: {} });
    const swapped = await toldOf(how);
    const turns = await turnsOf({ network, how, rounds: 4 });
    const tellers = network.ids.map((id) => {
      const of = new Set(turns.filter(({ agent }) => agent === id).map(({ historyOf }) => historyOf));
      expect(of.size).toBe(1);
      return [...of][0]!;
    });
    expect([...tellers].sort()).toEqual(["0", "1", "2"]);
    network.ids.forEach((id, i) => {
      expect(tellers[i]).not.toBe(id);
      expect(swapped.get(`4:${id}`)!.history).toEqual(own.get(`4:${tellers[i]}`)!.history);
    });
  });

  it("can be given, for all or for some, in front of the turns of the run or instead of them", async () => {
    const given = [{ said: "before", heard: [{ from: "9", said: "x" }] }, {}];
    const plays = [
      { round: 0, heard: [{ from: "9", said: "x" }], said: "before" },
      { round: 0, heard: [] },
    ];
    const all = await toldOf({ history: { given } });
    expect(all.get("1:0")!.history).toEqual(plays);
    expect(all.get("2:0")!.history).toEqual([...plays, { round: 1, heard: [], said: "0@1" }]);
    const some = await toldOf({ history: { whose: "nobody", given: { 2: given } } });
    expect(some.get("4:2")!.history).toEqual(plays);
    expect(some.get("4:1")!.history).toEqual([]);
  });

  it("may differ by arm", async () => {
    const views = await toldOf({ remembers: { treated: { whose: "nobody" } } }, 3, [0, 1, 0]);
    expect(["0", "1", "2"].map((id) => views.get(`3:${id}`)!.history!.length)).toEqual([2, 0, 2]);
  });

  it("leaves out turns that did not end well", async () => {
    const lengths: number[] = [];
    const agent: Agent = (view) => {
      lengths.push(view.history!.length);
      if (view.round === 2) throw new Error("gone");
      return clerk(view);
    };
    await turnsOf({ network: ring(3), how: { history: {} }, agentOf: () => agent, rounds: 4 });
    expect(lengths).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2]);
  });

  it("is what naming-game agents remember, as their own state would be", async () => {
    const agents = namingGame({ start: "Q", mistakes: 0.2 });
    const agentOf = agents.create({ network: everyone(6), arms: ["control", "treated"], rng: rng(1) });
    const schedule = onePair();
    const [own, told] = await Promise.all(
      [{ schedule }, { schedule, history: { last: 9 } }].map((how) =>
        turnsOf({ network: everyone(6), how, agentOf, rounds: 300 }),
      ),
    );
    expect(told!.map(({ action }) => action!.said)).toEqual(own!.map(({ action }) => action!.said));
  });

  it("says what is wrong", async () => {
    await expect(turnsOf({ network: ring(3), how: { history: { given: { x: [] } } } })).rejects.toThrow(
      'history: given names agent "x", who is not in the network',
    );
    expect(() => settled({ history: { last: -1 } })).toThrow(
      "interact: history: last must be a whole number of at least 0, got -1",
    );
    const alone = everyone(1);
    await expect(turnsOf({ network: alone, how: { history: { whose: "swapped" } } })).rejects.toThrow(
      "history: swapped needs at least 2 agents, got 1",
    );
  });
});
