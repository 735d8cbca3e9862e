import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent, View } from "../../src/agents/Agent.ts";
import { sha256 } from "../../src/core/sha256.ts";
import type { RunLine } from "../../src/log/Turn.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { counts } from "../../src/run/channels/counts.ts";
import { feed } from "../../src/run/channels/feed.ts";
import { groups } from "../../src/run/channels/groups.ts";
import { mean } from "../../src/run/channels/mean.ts";
import { none } from "../../src/run/channels/none.ts";
import { oneNeighbour } from "../../src/run/channels/oneNeighbour.ts";
import { pairs } from "../../src/run/channels/pairs.ts";
import { shuffled } from "../../src/run/channels/shuffled.ts";
import { yoked } from "../../src/run/channels/yoked.ts";
import { channels } from "../../src/run/channels.ts";
import { beyondEdges } from "../../src/run/interaction.ts";
import { sequential } from "../../src/run/schedules/sequential.ts";
import { chiSquareQuantile } from "../support/chiSquareQuantile.ts";
import { genuine } from "../support/genuine.ts";
import { clerk, everyone, settled, sourcesIn, turnsOf } from "./interacting.ts";
import { ring } from "./ring.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-channels-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Says what it was given for each agent, and remembers its views. */
function speaker(words: readonly unknown[], views: View[] = []): (i: number) => Agent {
  return (i) => (view) => {
    views.push(view);
    return words[i] === undefined ? {} : { said: words[i] as never };
  };
}

/** What χ² passes once in a million times. */
const far = (df: number): number => chiSquareQuantile(1 - 1e-6, df);

function chiSquare(seen: ReadonlyMap<string, number>, cells: number): number {
  const total = [...seen.values()].reduce((all, one) => all + one, 0);
  const wanted = total / cells;
  const found = [...seen.values()].reduce((sum, one) => sum + (one - wanted) ** 2 / wanted, 0);
  return found + (cells - seen.size) * wanted;
}

const tally = (keys: readonly string[]): Map<string, number> => {
  const seen = new Map<string, number>();
  for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  return seen;
};

describe("none", () => {
  it("lets nobody hear anything", async () => {
    const turns = await turnsOf({ network: everyone(5), how: { channel: none() } });
    expect(turns).toHaveLength(15);
    for (const { heard } of turns) expect(heard).toEqual([]);
  });

  it("isolates one arm only, when it is that arm's channel", async () => {
    const arms = [0, 1, 0, 1];
    const turns = await turnsOf({ network: ring(4), how: { hears: { treated: none() } }, arms });
    for (const { arm, round, heard } of turns)
      expect(heard).toHaveLength(arm === "treated" || round === 1 ? 0 : 2);
  });
});

describe("mean", () => {
  it("tells the mean of numbers, truth values or a field, and how many there are", async () => {
    const network = everyone(4);
    const views: View[] = [];
    await turnsOf({
      network,
      how: { channel: mean() },
      agentOf: speaker([1, 2, true, "many"], views),
      rounds: 2,
    });
    expect(views.filter(({ round }) => round === 1).map(({ crowd }) => crowd)).toEqual(
      Array(4).fill(undefined),
    );
    const second = views.filter(({ round }) => round === 2);
    expect(second.map(({ crowd }) => crowd)).toEqual([
      { mean: 1.5, n: 2 },
      { mean: 1, n: 2 },
      { mean: 1.5, n: 2 },
      { mean: 4 / 3, n: 3 },
    ]);
    for (const { heard } of second) expect(heard).toEqual([]);
    const fields = [{ x: 3 }, { x: 5 }, { y: 1 }, 7];
    const turns = await turnsOf({
      network,
      how: { channel: mean({ field: "x" }) },
      agentOf: speaker(fields),
      rounds: 2,
    });
    expect(turns.filter(({ round }) => round === 2).map(({ crowd }) => crowd)).toEqual([
      { mean: 5, n: 1 },
      { mean: 3, n: 1 },
      { mean: 4, n: 2 },
      { mean: 4, n: 2 },
    ]);
  });

  it("has a mean of numbers whose sum is too large, and none of no numbers", () => {
    const { sumUp } = mean();
    const heard = [1e308, 1e308, 1e308].map((said, k) => ({ from: `${k}`, said }));
    expect((sumUp!(heard) as { mean: number }).mean).toBeCloseTo(1e308, -295);
    expect(sumUp!([])).toBeUndefined();
    expect(sumUp!([{ from: "a", said: "x" }])).toBeUndefined();
  });
});

describe("counts", () => {
  it("tells how many said what, the most frequent first and then by their JSON", () => {
    const { sumUp } = counts();
    const heard = ["b", "a", { k: [1] }, "b", "a", "__proto__"].map((said, k) => ({ from: `${k}`, said }));
    expect(sumUp!(heard)).toEqual({
      counts: [
        { said: "a", n: 2 },
        { said: "b", n: 2 },
        { said: "__proto__", n: 1 },
        { said: { k: [1] }, n: 1 },
      ],
      n: 6,
    });
    expect(counts({ field: "word" }).sumUp!([...heard, { from: "z", said: { word: "Q" } }])).toEqual({
      counts: [{ said: "Q", n: 1 }],
      n: 1,
    });
  });
});

describe("one-neighbour", () => {
  it("draws one in-neighbour for each agent and round, all equally likely", async () => {
    const rounds = 1501;
    const turns = await turnsOf({ network: everyone(5), how: { channel: oneNeighbour() }, rounds });
    const heard = turns.filter(({ agent, round }) => agent === "0" && round > 1).map((turn) => turn.heard);
    for (const messages of heard) expect(messages).toHaveLength(1);
    expect(chiSquare(tally(heard.map(([one]) => one!.from)), 4)).toBeLessThan(far(3));
  });

  it("lets an agent without neighbours hear nothing", async () => {
    const network = fromEdges([["a", "b"]], { agents: ["a", "b", "c"] });
    const turns = await turnsOf({ network, how: { channel: oneNeighbour() }, rounds: 2 });
    expect([...sourcesIn(turns, 2)]).toEqual([
      ["a", ["b"]],
      ["b", ["a"]],
      ["c", []],
    ]);
  });
});

describe("pairs", () => {
  it("pairs everybody on a complete network, each of the 15 pairings of six equally often", async () => {
    const rounds = 1501;
    const turns = await turnsOf({ network: everyone(6), how: { channel: pairs() }, rounds });
    const pairings: string[] = [];
    for (let round = 2; round <= rounds; round++) {
      const sources = sourcesIn(turns.slice((round - 1) * 6, round * 6), round);
      for (const [agent, [partner]] of sources) expect(sources.get(partner!)).toEqual([agent]);
      pairings.push([...sources].map(([agent, [partner]]) => `${agent}${partner}`).join(" "));
    }
    expect(chiSquare(tally(pairings), 15)).toBeLessThan(far(14));
  });

  it("leaves the odd one out in silence, each as often", async () => {
    const rounds = 1501;
    const turns = await turnsOf({ network: everyone(3), how: { channel: pairs() }, rounds });
    const left = turns.filter(({ round, heard }) => round > 1 && heard.length === 0);
    expect(left).toHaveLength(rounds - 1);
    expect(chiSquare(tally(left.map(({ agent }) => agent)), 3)).toBeLessThan(far(2));
  });

  it("pairs along edges only", async () => {
    const network = ring(7);
    const turns = await turnsOf({ network, how: { channel: pairs() }, rounds: 60 });
    for (const { agent, heard } of turns) {
      for (const { from } of heard) expect([1, 6]).toContain((Number(agent) - Number(from) + 7) % 7);
    }
  });
});

describe("groups", () => {
  const network = ring(4);

  it("lets members hear each other whatever the network, by mapping or by list", async () => {
    const wanted = [
      ["0", ["2"]],
      ["1", []],
      ["2", ["0"]],
      ["3", []],
    ];
    for (const given of [{ 0: "a", 2: "a", 3: "b" }, ["a", "c", "a", "b"]]) {
      const turns = await turnsOf({ network, how: { channel: groups({ groups: given }) }, rounds: 2 });
      expect([...sourcesIn(turns, 2)]).toEqual(wanted);
    }
  });

  it("says what is wrong", () => {
    const start = (given: Parameters<typeof groups>[0]): unknown =>
      groups(given).start({ network, world: 0 } as never);
    expect(() => start({ groups: { 0: "a", x: "a" } })).toThrow(
      'groups: groups names agent "x", who is not in the network',
    );
    expect(() => start({ groups: ["a", "b"] })).toThrow(
      "groups: groups must have an entry for each of the 4 agents, got 2",
    );
    expect(() => groups({ groups: 3 as never })).toThrow(
      "groups: groups must be a list of groups, or a mapping from agent to group, got 3",
    );
  });
});

describe("feed", () => {
  it("shows the first few of everybody's words but one's own", async () => {
    const turns = await turnsOf({ network: ring(9), how: { channel: feed({ top: 3 }) }, rounds: 3 });
    const third = turns.filter(({ round }) => round === 3);
    const shown = new Set<string>();
    for (const { agent, heard } of third) {
      expect(heard).toHaveLength(3);
      for (const { from, said } of heard) {
        expect(from).not.toBe(agent);
        expect(said).toBe(`${from}@2`);
        shown.add(from);
      }
    }
    // All see the same three, and those three see the fourth.
    expect(shown.size).toBe(4);
  });

  it("ranks by how recent words are where agents act one after the other", async () => {
    const how = { channel: feed({ top: 2 }), schedule: sequential({ order: "ids" }) };
    const turns = await turnsOf({ network: ring(4), how, rounds: 2 });
    expect([...sourcesIn(turns, 1)].map(([, from]) => from)).toEqual([[], ["0"], ["1", "0"], ["2", "1"]]);
    expect([...sourcesIn(turns, 2)].map(([, from]) => from)).toEqual([
      ["3", "2"],
      ["0", "3"],
      ["1", "0"],
      ["2", "1"],
    ]);
  });

  it("ranks by followers, and at random", async () => {
    const star = fromEdges([
      ["hub", "a"],
      ["hub", "b"],
      ["b", "a"],
      ["c", "hub"],
    ]);
    const popular = await turnsOf({
      network: star,
      how: { channel: feed({ rank: "popularity", top: 1 }) },
      rounds: 2,
    });
    expect([...sourcesIn(popular, 2)].map(([agent, [first]]) => `${agent} ${first}`).slice(0, 3)).toEqual([
      "a hub",
      "b hub",
      "c hub",
    ]);
    const rounds = 2001;
    const how = { channel: feed({ rank: "random", top: 1 }) };
    const turns = await turnsOf({ network: everyone(4), how, rounds });
    const first = turns.filter(({ agent, round }) => agent === "3" && round > 1);
    expect(chiSquare(tally(first.map(({ heard }) => heard[0]!.from)), 3)).toBeLessThan(far(2));
  });

  it("ranks by what most agents said, which depends on their words", async () => {
    const words = ["x", "y", "y", "z", "y", "x"];
    const channel = feed({ rank: "repeated", top: 4 });
    expect(channel.ofWords).toBe(true);
    expect(feed({ rank: "popularity" }).ofWords).toBeUndefined();
    const turns = await turnsOf({
      network: everyone(6),
      how: { channel },
      rounds: 2,
      agentOf: speaker(words),
    });
    const heard = (agent: string): string =>
      turns
        .filter((turn) => turn.round === 2 && turn.agent === agent)
        .flatMap((turn) => turn.heard.map(({ said }) => said))
        .join("");
    expect(["0", "1", "3"].map(heard)).toEqual(["yyyx", "yyxx", "yyyx"]);
  });

  it("may be of in-neighbours alone, in the order of their ranks", async () => {
    const star = fromEdges(
      [
        ["a", "hub"],
        ["b", "hub"],
        ["c", "hub"],
        ["a", "b"],
        ["c", "a"],
        ["c", "b"],
      ],
      { directed: true },
    );
    const channel = feed({ rank: "popularity", among: "neighbours", top: 2 });
    expect(beyondEdges(settled({ channel }), star)).toBe(0);
    const turns = await turnsOf({ network: star, how: { channel }, rounds: 2 });
    expect([...sourcesIn(turns, 2)]).toEqual([
      ["a", ["c"]],
      ["b", ["c", "a"]],
      ["c", []],
      ["hub", ["c", "a"]],
    ]);
    // A feed of all says nothing of whom it is among, so that older studies keep their hashes.
    expect(feed({ among: "all" }).params).toEqual({ rank: "recency", top: 5 });
  });
});

describe("shuffled", () => {
  it("is neighbours whose messages are permuted, with the same draws", async () => {
    const network = ring(7);
    const own = await turnsOf({ network, how: { channel: shuffled() }, rounds: 6 });
    expect(own).toEqual(await turnsOf({ network, how: { shuffle: true }, rounds: 6 }));
    expect(beyondEdges(settled({ channel: shuffled() }), network)).toBe(
      beyondEdges(settled({ shuffle: true }), network),
    );
  });

  it("may be that of one arm, and needs all messages of a round at once", async () => {
    const how = { hears: { treated: shuffled() } };
    const arms = [0, 1, 0, 1, 0, 1, 0];
    const turns = await turnsOf({ network: ring(7), how, arms, rounds: 40 });
    const plain = await turnsOf({ network: ring(7), how: { history: { last: 0 } }, arms, rounds: 40 });
    const from = ({ heard }: (typeof turns)[number]): string => heard.map((one) => one.from).join();
    expect(turns.filter(({ arm }) => arm === "control").map(from)).toEqual(
      plain.filter(({ arm }) => arm === "control").map(from),
    );
    expect(turns.filter(({ arm }) => arm === "treated").map(from)).not.toEqual(
      plain.filter(({ arm }) => arm === "treated").map(from),
    );
    for (const one of [{ channel: shuffled() }, how])
      expect(() => settled({ ...one, schedule: sequential() })).toThrow(
        "interact: shuffled needs all messages of a round at once, got the schedule sequential",
      );
  });
});

describe("yoked", () => {
  const network = ring(4);

  const RUN: RunLine = {
    ...{ type: "run", format: 1, spillway: "0", planHash: "p", networkHash: "n", seed: "1" },
    ...{ rounds: 3, worlds: 2, agents: { kind: "x", params: {} } },
  };

  async function journalOf(
    how: object,
  ): Promise<{ path: string; turns: Awaited<ReturnType<typeof turnsOf>> }> {
    const turns = [0, 1].map((world) => turnsOf({ network, how, world, rounds: 3 }));
    const all = (await Promise.all(turns)).flat();
    const path = join(folder, `${sha256(JSON.stringify(how))}.jsonl`);
    const { planHash } = RUN;
    const lines = [RUN, ...all.map((turn) => genuine(turn, planHash))].map(
      (line) => `${JSON.stringify(line)}\n`,
    );
    writeFileSync(path, lines.join(""));
    return { path, turns: all };
  }

  it("gives every agent what it heard in the other run, whatever is said now", async () => {
    const { path, turns } = await journalOf({ delivery: 0.5 });
    const mute: Agent = () => ({ said: "nothing of it" });
    for (const world of [0, 1]) {
      const now = await turnsOf({
        ...{ network, world, rounds: 3, agentOf: () => mute },
        how: { channel: yoked({ journal: path }) },
      });
      const inputs = (list: typeof now): unknown[] =>
        list.map(({ round, agent, heard }) => ({ round, agent, heard }));
      expect(inputs(now)).toEqual(inputs(turns.filter((turn) => turn.world === world)));
    }
    const chosen = await turnsOf({ network, world: 1, how: { channel: yoked({ journal: path, world: 0 }) } });
    expect(chosen.map(({ heard }) => heard)).toEqual(
      turns.filter(({ world }) => world === 0).map(({ heard }) => heard),
    );
  });

  it("passes on what was summed up there", async () => {
    const { path, turns } = await journalOf({ channel: counts() });
    const now = await turnsOf({ network, how: { channel: yoked({ journal: path }) } });
    expect(now.map(({ crowd }) => crowd)).toEqual(
      turns.filter(({ world }) => world === 0).map(({ crowd }) => crowd),
    );
  });

  it("refuses a world that is not there, another file than the one named, and none", async () => {
    const { path } = await journalOf({ delivery: 0.5 });
    const play = (settings: Parameters<typeof yoked>[0]): Promise<unknown> =>
      turnsOf({ network, how: { channel: yoked(settings) } });
    await expect(play({ journal: path, world: 7 })).rejects.toThrow(
      `yoked: there is no turn of world 7 in ${path}, which has the worlds 0, 1: name one for all to hear`,
    );
    await expect(play({ journal: path, sha256: "0".repeat(64) })).rejects.toThrow(
      /^yoked: the file .* has the SHA-256 [0-9a-f]{64}, and the study wants 0{64}$/,
    );
    await expect(play({ journal: join(folder, "no.jsonl") })).rejects.toThrow("journal: there is no file");
  });
});

describe("beyondEdges", () => {
  it("counts ordered pairs without an edge, as listing all pairs does", async () => {
    const network = fromEdges(
      [
        ["a", "b"],
        ["b", "a"],
        ["b", "c"],
        ["c", "d"],
      ],
      { directed: true },
    );
    const group = groups({ groups: { a: 1, b: 1, c: 1, d: 2 } });
    expect(beyondEdges(settled({ channel: group }), network)).toBe(3);
    expect(beyondEdges(settled({ channel: feed() }), network)).toBe(8);
    expect(beyondEdges(settled({ channel: pairs() }), network)).toBe(2);
    expect(beyondEdges(settled({ shuffle: true }), network)).toBe(8);
    expect(beyondEdges(settled({ channel: none(), hears: { treated: feed() } }), network)).toBe(8);
    for (const kind of [none(), mean(), counts(), oneNeighbour()])
      expect(beyondEdges(settled({ channel: kind }), network)).toBe(0);
    // Every pair that ever talked on a ring, and has no edge there.
    const how = { channel: feed({ rank: "random", top: 4 }) } as const;
    const turns = await turnsOf({ network: ring(5), how, rounds: 20 });
    const talked = new Set(turns.flatMap(({ agent, heard }) => heard.map(({ from }) => `${from}>${agent}`)));
    const apart = [...talked].filter((pair) => {
      const [a, b] = pair.split(">").map(Number) as [number, number];
      return (a - b + 5) % 5 !== 1 && (a - b + 5) % 5 !== 4;
    });
    expect(apart).toHaveLength(beyondEdges(settled(how), ring(5)));
  });
});

describe("channels", () => {
  it("have one kind each", () => {
    expect(channels.map(({ kind }) => kind)).toEqual([
      "neighbours",
      "mean",
      "counts",
      "one-neighbour",
      "pairs",
      "groups",
      "feed",
      "none",
      "shuffled",
      "yoked",
    ]);
  });

  it("draw the same again, other things in another round, world and run", async () => {
    const network = everyone(8);
    const how = { channel: pairs() };
    const draws = async (more: object): Promise<string> =>
      JSON.stringify((await turnsOf({ network, how, ...more })).map(({ heard }) => heard.map((h) => h.from)));
    expect(await draws({})).toBe(await draws({}));
    expect(await draws({ world: 1 })).not.toBe(await draws({}));
    expect(await draws({ seed: 2 })).not.toBe(await draws({}));
    const turns = await turnsOf({ network, how });
    expect([...sourcesIn(turns, 2)]).not.toEqual([...sourcesIn(turns, 3)]);
    // Agents that answer late, in any order, hear the same.
    const late =
      (i: number): Agent =>
      async (view) => {
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5));
        return clerk(view) as never;
      };
    const slow = await turnsOf({ network, how, agentOf: late });
    for (const turn of slow)
      expect(turn.heard).toEqual(
        turns.find(({ round, agent }) => round === turn.round && agent === turn.agent)!.heard,
      );
  });
});
