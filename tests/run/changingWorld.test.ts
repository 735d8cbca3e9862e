import { describe, expect, it } from "vitest";
import { networkInRound } from "../../src/network/changes/networkInRound.ts";
import type { Network } from "../../src/network/Network.ts";
import { channels } from "../../src/run/channels.ts";
import { heardRounds, type InteractionSettings, interaction } from "../../src/run/interaction.ts";
import { schedules } from "../../src/run/schedules.ts";
import { changed, edgesOf, eight, someCases } from "../network/changes/changing.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { clerk, turnsOf } from "./interacting.ts";

/** Channels that go along edges of the network; the others say so themselves, and go anywhere. */
const ALONG: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  neighbours: {},
  "one-neighbour": {},
  pairs: {},
  feed: { among: "neighbours", top: 2 },
};
const ELSEWHERE = ["mean", "counts", "groups", "none", "shuffled", "yoked"];

const channel = (kind: string, settings: unknown) =>
  channels.find((one) => one.kind === kind)!.from(settings);
const hears = (network: Network, agent: string, from: string, both: boolean): boolean => {
  const edges = new Set(edgesOf(network).map((edge) => edge.split("*")[0]));
  return edges.has(`${from}-${agent}`) || ((both || !network.directed) && edges.has(`${agent}-${from}`));
};

describe("a world on a network that changes", () => {
  it("knows which channels go along edges", () => {
    expect([...Object.keys(ALONG), ...ELSEWHERE].sort()).toEqual(channels.map(({ kind }) => kind).sort());
  });

  it.each(someCases)(
    "%s: is heard along the edges of the round by every channel, one way or both",
    async (_, kind, rule) => {
      for (const directed of everyCase ? [false, true] : [true]) {
        const network = changed(eight(directed), kind, rule);
        const plain = await turnsOf({ network, how: { until: 5 }, rounds: 5 });
        for (const { agent, round, heard } of plain) {
          const now = networkInRound(network, round);
          const wanted = network.ids.filter((id) => hears(now, agent, id, false));
          expect(heard.map(({ from }) => from)).toEqual(round === 1 ? [] : wanted);
        }
        for (const [name, settings] of Object.entries(ALONG)) {
          const turns = await turnsOf({
            network,
            how: { channel: channel(name, settings), until: 5 },
            rounds: 5,
          });
          for (const { agent, round, heard } of turns)
            for (const { from } of heard)
              expect(
                hears(networkInRound(network, round), agent, from, name === "pairs"),
                `${name} ${round}: ${from} to ${agent}`,
              ).toBe(true);
        }
        const means = await turnsOf({
          network,
          how: { channel: channel("counts", {}) },
          rounds: 4,
          agentOf: () => () => ({ said: "x" }),
        });
        for (const { agent, round, crowd } of means) {
          const now = networkInRound(network, round);
          const count = network.ids.filter((id) => hears(now, agent, id, false)).length;
          expect((crowd as { n?: number } | undefined)?.n ?? 0).toBe(round === 1 ? 0 : count);
        }
      }
    },
  );

  it("is the same without any interaction as with one that says the usual", async () => {
    const network = changed(eight(true), "rewire", { share: 0.5 });
    const agentOf = () => clerk;
    const [usual, said] = await Promise.all(
      [
        { shuffle: false, until: 4 },
        { channel: channel("neighbours", {}), until: 4 },
      ].map((how) => turnsOf({ network, how, rounds: 4, agentOf })),
    );
    const bare = (turns: typeof usual) => turns!.map(({ ms, at, ...turn }) => turn);
    expect(bare(usual)).toEqual(bare(said));
  });

  it("lets two meet along an edge of the round, and nobody in a round without edges", async () => {
    const quiet = {
      edges: [
        ["0", "1", 1, 1],
        ["2", "3", 3],
      ],
    };
    const network = changed(eight(false), "listed", quiet);
    for (const draw of ["agent", "edge"]) {
      const schedule = schedules.find(({ kind }) => kind === "one-pair")!.from({ draw });
      const turns = await turnsOf({ network, how: { schedule }, rounds: 4 });
      const acted = turns.map(({ round, agent }) => `${round}:${agent}`).sort();
      expect(acted).toEqual(["1:0", "1:1", "3:2", "3:3", "4:2", "4:3"]);
    }
  });

  it("is heard from round 2 on where all act at once, and in round 1 one after the other", () => {
    const how = (given: InteractionSettings) => heardRounds(interaction(given), 5);
    const inTurn = schedules.find(({ kind }) => kind === "sequential")!.from({});
    expect(heardRounds(undefined, 5)).toEqual({ from: 2, until: 5 });
    expect(how({ schedule: inTurn })).toEqual({ from: 1, until: 5 });
    expect(how({ until: 3 })).toEqual({ from: 2, until: 3 });
    expect(how({ until: 0 })).toEqual({ from: 1, until: 1 });
    expect(heardRounds(undefined, 1)).toEqual({ from: 1, until: 1 });
  });
});
