import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { mean } from "../../../src/run/channels/mean.ts";
import { interaction } from "../../../src/run/interaction.ts";
import { type DeliverySettings, delivery } from "../../../src/run/world/delivery.ts";
import { chiSquareQuantile } from "../../support/chiSquareQuantile.ts";
import { everyone, turnsOf } from "../interacting.ts";
import { ring } from "../ring.ts";

describe("delivery", () => {
  it("drops messages at the given rate, within five standard errors, and records each that it dropped", async () => {
    const network = everyone(10);
    const rounds = 60;
    const turns = await turnsOf({ network, how: { delivery: 0.7 }, rounds });
    let arrived = 0;
    for (const { round, agent, heard, dropped = [] } of turns) {
      const all = [...heard.map(({ from }) => from), ...dropped].sort();
      expect(all).toEqual(round === 1 ? [] : network.ids.filter((id) => id !== agent));
      arrived += heard.length;
    }
    const sent = 90 * (rounds - 1);
    expect(Math.abs(arrived / sent - 0.7)).toBeLessThan(5 * Math.sqrt((0.7 * 0.3) / sent));
  });

  it("drops each message independently of the others", async () => {
    const turns = await turnsOf({ network: ring(3), how: { delivery: 0.5 }, rounds: 1501 });
    const seen = [0, 0, 0];
    for (const { agent, round, heard } of turns) if (agent === "0" && round > 1) seen[heard.length]!++;
    // Binomial(2, 1/2).
    const wanted = [375, 750, 375];
    const found = seen.reduce((sum, n, k) => sum + (n - wanted[k]!) ** 2 / wanted[k]!, 0);
    expect(found).toBeLessThan(chiSquareQuantile(1 - 1e-6, 2));
  });

  it("has probabilities of single edges, 0 and 1 included", async () => {
    const edges = [
      { from: "1", to: "0", probability: 0 },
      { from: "0", to: "1", probability: 1 },
    ];
    const how = { delivery: { probability: 0.5, edges } };
    const turns = await turnsOf({ network: everyone(3), how, rounds: 200 });
    const rate = (from: string, to: string): number => {
      const heard = turns.filter(({ agent, round }) => agent === to && round > 1);
      return heard.filter((turn) => turn.heard.some((one) => one.from === from)).length / heard.length;
    };
    expect(rate("1", "0")).toBe(0);
    expect(rate("0", "1")).toBe(1);
    for (const [from, to] of [
      ["2", "0"],
      ["2", "1"],
      ["0", "2"],
      ["1", "2"],
    ] as const)
      expect(Math.abs(rate(from, to) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 199));
  });

  it("decides once for a world whether an edge works, when it is drawn per edge", async () => {
    const how = { delivery: { probability: 0.5, per: "edge" } as const };
    const network = everyone(12);
    const works = new Set<string>();
    const worlds = 6;
    for (let world = 0; world < worlds; world++) {
      const turns = await turnsOf({ network, how, world, rounds: 4 });
      for (const round of [2, 3, 4]) {
        const heard = turns
          .filter((turn) => turn.round === round)
          .flatMap((turn) => turn.heard.map(({ from }) => `${world}:${from}>${turn.agent}`));
        if (round === 2) for (const edge of heard) works.add(edge);
        expect(heard.every((edge) => works.has(edge))).toBe(true);
        expect(heard).toHaveLength([...works].filter((edge) => edge.startsWith(`${world}:`)).length);
      }
    }
    const edges = 132 * worlds;
    expect(Math.abs(works.size / edges - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / edges));
  });

  it("comes before messages are summed up", async () => {
    const how = { channel: mean(), delivery: { edges: [{ from: "1", to: "0", probability: 0 }] } };
    const turns = await turnsOf({
      ...{ network: everyone(3), how, rounds: 2 },
      agentOf: (i) => () => ({ said: [0, 10, 20][i]! }),
    });
    const [first] = turns.filter(({ round, agent }) => round === 2 && agent === "0");
    expect(first).toMatchObject({ crowd: { mean: 20, n: 1 }, heard: [], dropped: ["1"] });
  });

  it("loses and makes up nothing, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uniqueArray(fc.string(), { maxLength: 20 }),
        (p, ids) => {
          const send = delivery({ probability: p }, ring(4), rng(1), 0);
          const messages = ids.map((from) => ({ from, said: from }));
          const { heard, dropped } = send("0", 1, messages);
          expect([...heard.map(({ from }) => from), ...dropped].sort()).toEqual([...ids].sort());
          expect(send("0", 1, messages)).toEqual({ heard, dropped });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is nothing at all at probability 1", () => {
    expect(interaction({ delivery: 1 })).toBeUndefined();
    expect(interaction({ delivery: { probability: 1, edges: [] } })).toBeUndefined();
    expect(interaction({ delivery: 0 })!.chance).toBe(false);
    expect(interaction({ delivery: 0.5 })!.chance).toBe(true);
  });

  it("says what is wrong", () => {
    const start = (settings: DeliverySettings): unknown => delivery(settings, ring(4), rng(1), 0);
    const edge = { from: "0", to: "9", probability: 0.5 };
    expect(() => start({ edges: [edge] })).toThrow(
      'delivery: edges names agent "9", who is not in the network',
    );
    expect(() =>
      start({
        edges: [
          { ...edge, to: "1" },
          { ...edge, to: "1" },
        ],
      }),
    ).toThrow('delivery: the edge from "0" to "1" stands twice');
    expect(() => interaction({ delivery: 2 })).toThrow("interact: delivery");
  });
});
