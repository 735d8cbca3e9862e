import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { components } from "../../../src/network/components.ts";
import { eachEdge } from "../../../src/network/eachEdge.ts";
import { eachSuccess } from "../../../src/network/generators/eachSuccess.ts";
import { erdosRenyi } from "../../../src/network/generators/erdosRenyi.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { networkModels } from "../../../src/network/generators/networkModels.ts";
import { preferentialAttachment } from "../../../src/network/generators/preferentialAttachment.ts";
import { randomGeometric } from "../../../src/network/generators/randomGeometric.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { stochasticBlock } from "../../../src/network/generators/stochasticBlock.ts";
import { degree, type Network } from "../../../src/network/Network.ts";
import { networkHash } from "../../../src/network/networkHash.ts";

const pairs = (network: Network): string[] => {
  const list: string[] = [];
  eachEdge(network, (i, j) => {
    list.push(`${i}-${j}`);
  });
  return list;
};
const degrees = (network: Network): number[] =>
  Array.from({ length: network.n }, (_, i) => degree(network, i));

const settings: Record<string, object> = {
  "ring-lattice": { n: 20, k: 4 },
  "karate-club": {},
  "small-world": { n: 50, k: 6, rewire: 0.3 },
  "preferential-attachment": { n: 50, m: 3 },
  "erdos-renyi": { n: 60, p: 0.1 },
  "stochastic-block": { sizes: [20, 30, 10], within: 0.4, between: 0.05 },
  "random-geometric": { n: 60, radius: 0.2 },
};
// SHA-256 of the network drawn with seed 1: a change of any of these changes what users get for their seeds.
const pinned: Record<string, string> = {
  "ring-lattice": "7dc8a593e2cdd611822e42b7735a53383e256649d35cf0aaa1b4ecd8f0e03d7e",
  "karate-club": "856d4504bafe49ce6f9fe4483900f8db8bdc4c0cf634005f513713abab62e0df",
  "small-world": "73be17e5f4b449618d967b49efda5ee4db7c0fc0ee3c80208ffa91290ff26c1d",
  "preferential-attachment": "0e028bacc35788f8abf47c326472246ced7cea0afe2f9bd8460d51d8fe01e8bf",
  "erdos-renyi": "1256796bce78bbe941b6f71289b4606c4aba66c8e875c744e670e51f0a5a8910",
  "stochastic-block": "e6a9568e95d7cf8ea448144779d328285dba59f92e4b3a25c68385157dd024fa",
  "random-geometric": "e9f99d4a03048dc85780e44ddb7d8d26284a769475530671f73ca596e6faa086",
};

describe("networkModels", () => {
  it("lists each recipe under its own name, with a sentence", () => {
    expect(networkModels.map((model) => model.kind).sort()).toEqual(Object.keys(settings).sort());
    for (const model of networkModels) expect(model.summary).toMatch(/^[a-z].*[^.]$/);
  });

  it.each(networkModels.map((model) => [model.kind, model] as const))(
    "%s draws the same network for the same seed",
    (kind, model) => {
      const recipe = model.from(settings[kind]);
      expect(recipe).toMatchObject({ name: kind, params: settings[kind] });
      const network = recipe.draw(rng(1));
      expect(networkHash(recipe.draw(rng(1)))).toBe(networkHash(network));
      expect(networkHash(network)).toBe(pinned[kind]);
      expect(network.ids).toEqual(degrees(network).map((_, i) => String(i)));
      expect(degrees(network).reduce((a, b) => a + b, 0)).toBe(2 * network.edges);
      expect(new Set(pairs(network)).size).toBe(network.edges);
      const differs = networkHash(recipe.draw(rng(2))) !== networkHash(network);
      expect(differs).toBe(kind !== "ring-lattice" && kind !== "karate-club");
    },
  );

  it("refuses settings with the words of the catalogue", () => {
    expect(() => ringLattice({ n: 10, k: 3 })).toThrow(
      "ring-lattice: k must be an even number from 2 to 9, got 3",
    );
    expect(() => ringLattice({ n: 2, k: 2 })).toThrow(
      "ring-lattice: n must be a whole number of at least 3, got 2",
    );
    expect(() => smallWorld({ n: 10, k: 10, rewire: 0 })).toThrow(
      "small-world: k must be an even number from 2 to 9, got 10",
    );
    expect(() => smallWorld({ n: 10, k: 4, rewire: 2 })).toThrow(
      "small-world: rewire must be a probability from 0 to 1, got 2",
    );
    expect(() => preferentialAttachment({ n: 3, m: 3 })).toThrow(
      "preferential-attachment: m must be a whole number from 1 to 2, got 3",
    );
    expect(() => erdosRenyi({ n: 5, p: Number.NaN })).toThrow(
      "erdos-renyi: p must be a probability from 0 to 1, got NaN",
    );
    expect(() => stochasticBlock({ sizes: [], within: 0, between: 0 })).toThrow(
      "stochastic-block: sizes must name at least one block, got []",
    );
    expect(() => stochasticBlock({ sizes: [2, 0], within: 0, between: 0 })).toThrow(
      "stochastic-block: sizes.1 must be a whole number of at least 1, got 0",
    );
    expect(() => randomGeometric({ n: 5, radius: 0 })).toThrow(
      "random-geometric: radius must be a number above 0, got 0",
    );
    expect(() => karateClub.from({ n: 3 })).toThrow('karate-club: there is no setting "n"');
  });
});

describe("ringLattice", () => {
  it("joins everybody to the k nearest, around the end", () => {
    expect(pairs(ringLattice({ n: 5, k: 2 }).draw(rng(1)))).toEqual(["0-1", "1-2", "2-3", "0-4", "3-4"]);
    const lattice = ringLattice({ n: 30, k: 6 }).draw(rng(1));
    expect(new Set(degrees(lattice))).toEqual(new Set([6]));
    expect(components(lattice).count).toBe(1);
  });

  it("is the complete network at k = n − 1", () => {
    expect(ringLattice({ n: 5, k: 4 }).draw(rng(1)).edges).toBe(10);
  });
});

describe("smallWorld", () => {
  it("is the ring lattice at rewire 0, and keeps n k / 2 edges and each near end's k / 2 at any", () => {
    const ring = ringLattice({ n: 40, k: 4 }).draw(rng(1));
    expect(networkHash(smallWorld({ n: 40, k: 4, rewire: 0 }).draw(rng(1)))).toBe(networkHash(ring));
    for (const rewire of [0.1, 0.5, 1]) {
      const network = smallWorld({ n: 40, k: 4, rewire }).draw(rng(3));
      expect(network.edges).toBe(80);
      expect(Math.min(...degrees(network))).toBeGreaterThanOrEqual(2);
    }
    expect(smallWorld({ n: 5, k: 4, rewire: 1 }).draw(rng(3)).edges).toBe(10);
  });

  it("moves the share of edges that it should", () => {
    const [n, k, rewire] = [2000, 4, 0.2];
    const ring = new Set(pairs(ringLattice({ n, k }).draw(rng(1))));
    const moved = pairs(smallWorld({ n, k, rewire }).draw(rng(5))).filter((pair) => !ring.has(pair)).length;
    // Binomial(4000, 0.2), less the moves that end on a free place of the ring, about one in a thousand: 5 standard deviations.
    expect(Math.abs(moved - 800)).toBeLessThan(5 * Math.sqrt(4000 * 0.2 * 0.8) + 2);
  });
});

describe("preferentialAttachment", () => {
  it("has m (n − m) edges, is connected, and gives every newcomer m", () => {
    for (const [n, m] of [
      [2, 1],
      [5, 4],
      [10, 1],
      [200, 3],
    ] as const) {
      const network = preferentialAttachment({ n, m }).draw(rng(7));
      expect(network.edges).toBe(m * (n - m));
      expect(components(network).count).toBe(1);
      expect(Math.min(...degrees(network).slice(m))).toBeGreaterThanOrEqual(m);
    }
  });

  it("joins the third newcomer in proportion to edges", () => {
    // After edges 0–1 and 1–x the degrees are 2 for one agent and 1 for two: with n = 4, m = 1, agent 2 joins 0 or 1 evenly,
    // and agent 3 joins whoever agent 2 joined with chance 2/4.
    const draws = 4000;
    let hub = 0;
    for (let s = 0; s < draws; s++)
      hub += Math.max(...degrees(preferentialAttachment({ n: 4, m: 1 }).draw(rng(s)))) === 3 ? 1 : 0;
    expect(Math.abs(hub / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
  });
});

describe("eachSuccess", () => {
  it("visits nothing at 0, everything at 1, each once and in order", () => {
    const visited = (p: number, count: number): number[] => {
      const list: number[] = [];
      eachSuccess(rng(1), p, count, (index) => list.push(index));
      return list;
    };
    expect(visited(0, 100)).toEqual([]);
    expect(visited(1, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(visited(1, 0)).toEqual([]);
    expect(visited(0.5, 0)).toEqual([]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 300 }),
        (p, count) => {
          const list = visited(p, count);
          expect(list.every((index, k) => index < count && index > (list[k - 1] ?? -1))).toBe(true);
        },
      ),
    );
  });

  it("skips as far as the largest t with 1 − (1 − p)^t at most the uniform number", () => {
    for (const p of [1e-9, 0.001, 0.3, 0.9]) {
      for (const uniform of [0, 1e-6, 0.25, 0.5, 0.9999]) {
        const numbers = [uniform, 1 - 2 ** -53];
        const visited: number[] = [];
        // The second number ends the visits: no success comes before the last coin.
        eachSuccess({ ...rng(1), uniform: () => numbers.shift()! }, p, p > 0.01 ? 100 : 1e11, (index) =>
          visited.push(index),
        );
        const t = visited[0]!;
        // 1 − (1 − p)^t by logarithms that are accurate for small p; the relative error of both is some 1e-15.
        const cdf = (steps: number): number => -Math.expm1(steps * Math.log1p(-p));
        expect(cdf(t)).toBeLessThanOrEqual(uniform * (1 + 1e-13));
        expect(cdf(t + 1)).toBeGreaterThan(uniform * (1 - 1e-13));
      }
    }
  });

  it("makes every subset of three coins as likely as independent coins do", () => {
    const [p, draws] = [0.3, 20_000];
    const counts = new Map<string, number>();
    const stream = rng("coins");
    for (let d = 0; d < draws; d++) {
      const coins = [0, 0, 0];
      eachSuccess(stream, p, 3, (index) => {
        coins[index] = 1;
      });
      counts.set(coins.join(""), (counts.get(coins.join("")) ?? 0) + 1);
    }
    for (let mask = 0; mask < 8; mask++) {
      const coins = [mask & 1, (mask >> 1) & 1, (mask >> 2) & 1];
      const chance = coins.reduce((product, coin) => product * (coin ? p : 1 - p), 1);
      const share = (counts.get(coins.join("")) ?? 0) / draws;
      expect(Math.abs(share - chance)).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / draws));
    }
  });
});

describe("erdosRenyi", () => {
  it("is empty at 0 and complete at 1", () => {
    expect(erdosRenyi({ n: 7, p: 0 }).draw(rng(1)).edges).toBe(0);
    expect(erdosRenyi({ n: 7, p: 1 }).draw(rng(1)).edges).toBe(21);
    expect(erdosRenyi({ n: 1, p: 1 }).draw(rng(1))).toMatchObject({ n: 1, edges: 0 });
  });

  it("has p n (n − 1) / 2 edges, give or take, also where p is tiny", () => {
    for (const [n, p] of [
      [300, 0.05],
      [20_000, 1e-4],
    ] as const) {
      const expected = (p * n * (n - 1)) / 2;
      const { edges } = erdosRenyi({ n, p }).draw(rng(11));
      expect(Math.abs(edges - expected)).toBeLessThan(5 * Math.sqrt(expected * (1 - p)));
    }
  });

  it("makes each network of three agents as likely as the others with as many edges", () => {
    const draws = 8000;
    const counts = new Map<string, number>();
    for (let s = 0; s < draws; s++) {
      const key = pairs(erdosRenyi({ n: 3, p: 0.5 }).draw(rng(s))).join(" ");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(8);
    for (const count of counts.values())
      expect(Math.abs(count / draws - 1 / 8)).toBeLessThan(5 * Math.sqrt(7 / 64 / draws));
  });
});

describe("stochasticBlock", () => {
  it("joins blocks with the chances asked for", () => {
    const sizes = [200, 100, 150];
    const [within, between] = [0.1, 0.02];
    const network = stochasticBlock({ sizes, within, between }).draw(rng(13));
    const block = sizes.flatMap((size, b) => Array.from({ length: size }, () => b));
    const counts = [0, 1, 2].map(() => [0, 0, 0]);
    eachEdge(network, (i, j) => {
      counts[block[i]!]![block[j]!]!++;
    });
    for (const [a, b] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const all = a === b ? (sizes[a]! * (sizes[a]! - 1)) / 2 : sizes[a]! * sizes[b]!;
      const p = a === b ? within : between;
      expect(Math.abs(counts[a]![b]! - all * p)).toBeLessThan(5 * Math.sqrt(all * p * (1 - p)));
    }
  });

  it("is a set of cliques at 1 and 0, and their complement at 0 and 1", () => {
    const cliques = stochasticBlock({ sizes: [3, 1, 2], within: 1, between: 0 }).draw(rng(1));
    expect(pairs(cliques)).toEqual(["0-1", "0-2", "1-2", "4-5"]);
    const parts = stochasticBlock({ sizes: [3, 1, 2], within: 0, between: 1 }).draw(rng(1));
    expect(parts.edges).toBe(15 - 4);
  });
});

describe("randomGeometric", () => {
  it("joins just those pairs that a look at all pairs would, whatever the grid", () => {
    for (const radius of [0.01, 0.1, 0.25, 1 / 3, 0.6, 1.5]) {
      const n = 80;
      const stream = rng(17);
      const at = Array.from({ length: n }, () => [stream.uniform(), stream.uniform()] as const);
      const expected: string[] = [];
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < j; i++) {
          const [dx, dy] = [at[i]![0] - at[j]![0], at[i]![1] - at[j]![1]];
          if (dx * dx + dy * dy <= radius * radius) expected.push(`${i}-${j}`);
        }
      }
      expect(pairs(randomGeometric({ n, radius }).draw(rng(17)))).toEqual(expected);
    }
  });
});

describe("karateClub", () => {
  it("has the 78 edges, and Zachary's degrees of the two leaders", () => {
    const network = karateClub({}).draw(rng(1));
    expect(network).toMatchObject({ n: 34, edges: 78 });
    expect([degree(network, 0), degree(network, 33)]).toEqual([16, 17]);
    expect(components(network).count).toBe(1);
  });
});
