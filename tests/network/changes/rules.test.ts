import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { sha256 } from "../../../src/core/sha256.ts";
import { changeRules } from "../../../src/network/changes/changeRules.ts";
import { changingModel, changingNetwork } from "../../../src/network/changes/changingNetwork.ts";
import { heardByRound } from "../../../src/network/changes/heardByRound.ts";
import { heardNetwork } from "../../../src/network/changes/heardNetwork.ts";
import { networkInRound } from "../../../src/network/changes/networkInRound.ts";
import { rewire } from "../../../src/network/changes/rewire.ts";
import { networkToJson } from "../../../src/network/files/networkToJson.ts";
import { parseNetworkJson } from "../../../src/network/files/parseNetworkJson.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import { degree, type Network } from "../../../src/network/Network.ts";
import { networkHash } from "../../../src/network/networkHash.ts";
import { outRows } from "../../../src/network/outRows.ts";
import { overTime } from "../../../src/network/overTime.ts";
import { cases, changed, edgesOf, eight, RULES } from "./changing.ts";

const rounds = [1, 2, 3, 4, 5, 6];
const degrees = (network: Network): number[] => network.ids.map((_, i) => degree(network, i));

describe("every rule", () => {
  it("is in the table of this test", () => {
    expect(Object.keys(RULES).sort()).toEqual(changeRules.map(({ kind }) => kind).sort());
  });

  it.each(cases)(
    "%s: the same edges in whatever order rounds are asked for, on both sorts of networks",
    (_, kind, settings) => {
      for (const directed of [false, true]) {
        const network = eight(directed);
        const forth = changed(network, kind, settings);
        const back = changed(network, kind, settings);
        const there = rounds.map((round) => edgesOf(networkInRound(forth, round)));
        const again = [...rounds].reverse().map((round) => edgesOf(networkInRound(back, round)));
        expect(again.reverse()).toEqual(there);
        for (const round of rounds) {
          const now = networkInRound(forth, round);
          expect([now.n, now.directed, now.ids, now.changes]).toEqual([8, directed, network.ids, undefined]);
          expect(new Set(edgesOf(now)).size).toBe(now.edges);
          expect(
            edgesOf(now).every(
              (edge) => edge.split("*")[0]!.split("-")[0] !== edge.split("*")[0]!.split("-")[1],
            ),
          ).toBe(true);
        }
        // The declared network stays what it was.
        expect(edgesOf(forth)).toEqual(edgesOf(network));
      }
    },
  );

  it.each(cases)("%s: comes back from JSON, and has a hash of its own", (_, kind, settings) => {
    const network = eight(true);
    const made = changed(network, kind, settings);
    const read = parseNetworkJson(JSON.stringify(networkToJson(made)));
    expect(rounds.map((round) => edgesOf(networkInRound(read, round)))).toEqual(
      rounds.map((round) => edgesOf(networkInRound(made, round))),
    );
    const hashes = [network, made, changed(network, kind, settings, 2)].map(networkHash);
    expect(new Set(hashes).size).toBe(3);
    expect(networkHash(read)).toBe(hashes[1]);
  });

  it.each(cases)(
    "%s: the edges of several rounds are their union, with the largest weights",
    (_, kind, settings) => {
      const made = changed(eight(false), kind, settings);
      const wanted = new Map<string, number>();
      for (const round of [2, 3, 4])
        for (const text of edgesOf(networkInRound(made, round))) {
          const [edge, weight = "1"] = text.split("*");
          wanted.set(edge!, Math.max(Number(weight), wanted.get(edge!) ?? 0));
        }
      const found = edgesOf(heardNetwork(made, { from: 2, until: 4 }));
      expect(found.sort()).toEqual([...wanted].map(([edge, w]) => (w === 1 ? edge : `${edge}*${w}`)).sort());
      const counted = heardByRound(made, { from: 2, until: 4 });
      expect(counted.edges).toBe(wanted.size);
      const declared = new Set(edgesOf(eight(false)).map((edge) => edge.split("*")[0]!));
      expect(counted.undeclared).toBe([...wanted.keys()].filter((edge) => !declared.has(edge)).length);
      expect(counted.never).toBe([...declared].filter((edge) => !wanted.has(edge)).length);
    },
  );

  it("draws the edges that it drew when it was released", () => {
    const all = cases.map(([, kind, settings]) => {
      const made = changed(eight(true), kind, settings, "golden");
      return rounds.map((round) => edgesOf(networkInRound(made, round)));
    });
    expect(sha256(JSON.stringify(all))).toBe(
      "a88de45845866015fa4dc392c7ea598df7e49b5259a3b530068bd7411e5b72f7",
    );
  });
});

describe("rewire", () => {
  it.each([false, true])("moves the share that it says and keeps what it says (directed %s)", (directed) => {
    const network = eight(directed);
    for (const keep of ["in-degree", "degrees"] as const)
      for (let seed = 0; seed < 5; seed++) {
        const made = changed(network, "rewire", { share: 0.34, keep }, seed);
        let before = networkInRound(made, 1);
        expect(edgesOf(before)).toEqual(edgesOf(network));
        for (const round of [2, 3, 4]) {
          const now = networkInRound(made, round);
          expect(now.edges).toBe(9);
          if (directed || keep === "degrees") expect(degrees(now)).toEqual(degrees(network));
          if (keep === "degrees") expect(degrees(outwards(now))).toEqual(degrees(outwards(network)));
          const there = new Set(edgesOf(before));
          const moved = edgesOf(now).filter((edge) => !there.has(edge)).length;
          expect(moved).toBeLessThanOrEqual(keep === "degrees" ? 6 : 3);
          if (keep === "in-degree") expect(moved).toBeGreaterThan(0);
          before = now;
        }
      }
  });

  it("refuses a share of less than half an edge, which would never change anything", () => {
    expect(() => changed(eight(false), "rewire", { share: 0.01 })).toThrow(
      /at least half an edge, got 0.01 of 9/,
    );
    expect(() => changed(eight(false), "switched", { share: 0.01, from: 2 })).toThrow(
      /at least half an edge/,
    );
  });
});

describe("partners", () => {
  it("makes every division of four agents equally likely in every round", () => {
    const four = fromEdges([], { agents: ["a", "b", "c", "d"] });
    for (const strangers of [false, true]) {
      const seen = new Map<string, number>();
      for (let seed = 0; seed < 225; seed++) {
        const key = edgesOf(networkInRound(changed(four, "partners", { strangers }, seed), 2)).join(" ");
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      expect([...seen.keys()].sort()).toEqual(["a-b c-d", "a-c b-d", "b-c a-d"]);
      // Six standard errors of a share of one third.
      for (const count of seen.values())
        expect(Math.abs(count - 75)).toBeLessThan(6 * Math.sqrt(225 * (2 / 9)));
    }
  });

  it.each([2, 5, 8, 9])(
    "lets %s agents meet each other once as strangers, and then says that none are left",
    (n) => {
      const all = fromEdges([], { agents: Array.from({ length: n }, (_, i) => `${i}`) });
      const made = changed(all, "partners", { strangers: true });
      const last = n % 2 === 0 ? n - 1 : n;
      const met = Array.from({ length: last }, (_, k) => edgesOf(networkInRound(made, k + 1))).flat();
      expect([met.length, new Set(met).size]).toEqual([(n * (n - 1)) / 2, (n * (n - 1)) / 2]);
      expect(() => networkInRound(made, last + 1)).toThrow(/has strangers for/);
    },
  );

  it("keeps sessions apart, and leaves those over in silence", () => {
    const within = { 0: "x", 1: "x", 2: "x", 3: "x", 4: "x", 5: "y", 6: "y", 7: "z" };
    const made = changed(eight(true), "partners", { size: 2, within });
    for (const round of rounds) {
      const now = networkInRound(made, round);
      expect(edgesOf(now).every((edge) => (edge < "5" ? edge.split("-")[1]! < "5" : true))).toBe(true);
      expect([now.edges, degree(now, 7), degree(now, 5)]).toEqual([6, 0, 1]);
    }
    expect(() => changed(eight(true), "partners", { size: 9 })).toThrow(/the largest has 8/);
    expect(() => changed(eight(true), "partners", { within: { 0: "x" } })).toThrow(/has none for "1"/);
    expect(() => changed(eight(true), "partners", { size: 3, strangers: true })).toThrow(/in pairs only/);
  });
});

describe("other rules", () => {
  it("sample each edge with its chance, and switch the share that they say", () => {
    let heard = 0;
    for (let seed = 0; seed < 100; seed++)
      heard += networkInRound(changed(eight(false), "sampled", { probability: 0.25 }, seed), 3).edges;
    expect(Math.abs(heard - 225)).toBeLessThan(6 * Math.sqrt(900 * 0.25 * 0.75));
    const off = changed(eight(true), "switched", { from: 3, to: "off", share: 1 / 3 });
    expect(rounds.map((round) => networkInRound(off, round).edges)).toEqual([9, 9, 6, 6, 6, 6]);
  });

  it("list edges by rounds, with the weights of the declared ones", () => {
    const made = changed(eight(false), "listed", RULES.listed![0]);
    expect(rounds.map((round) => edgesOf(networkInRound(made, round)).join(" "))).toEqual([
      "0-1*2 6-7",
      "0-1*2 2-5 6-7",
      "2-5 6-7",
      "0-1*2 6-7",
      "0-1*2 6-7",
      "0-1*2 6-7",
    ]);
    const none = { edges: [["0", "ghost", 1]] };
    expect(() => changed(eight(false), "listed", none)).toThrow(
      /agent "ghost" of an edge is not in the network/,
    );
    expect(() => changed(eight(false), "listed", { edges: [["0", "1", 3, 2]] })).toThrow(
      /until round 3, its first, or later, got 2/,
    );
  });

  it("draw from a model with as many agents", () => {
    const made = changed(eight(true), "redrawn", { model: { kind: "ring-lattice", n: 8, k: 2 } });
    expect(degrees(networkInRound(made, 4))).toEqual(Array(8).fill(2));
    const other = { model: { kind: "ring-lattice", n: 9, k: 2 } };
    expect(() => changed(eight(true), "redrawn", other)).toThrow(
      /must have the 8 agents of the network, got 9/,
    );
  });
});

describe("a changing network", () => {
  it("is made from a recipe as from a network at hand, and never twice or over periods", () => {
    const ring = ringLattice({ n: 8, k: 2 });
    const model = changingModel(ring, rewire({ share: 0.5 }));
    expect(model.params.changes).toEqual({ kind: "rewire", share: 0.5, every: 1, keep: "in-degree" });
    const drawn = model.draw(rng(3));
    const same = changingNetwork(ring.draw(rng(3)), rewire({ share: 0.5 }), {
      seed: rng(3).fork("changes").key,
    });
    expect(edgesOf(networkInRound(drawn, 5))).toEqual(edgesOf(networkInRound(same, 5)));
    expect(() => changingNetwork(drawn, rewire({ share: 0.5 }), { seed: 1 })).toThrow(
      /changes already by the rule rewire/,
    );
    const periods = overTime(eight(false), { periods: 2 });
    expect(() => changingNetwork(periods, rewire({ share: 0.5 }), { seed: 1 })).toThrow(
      /over 2 periods cannot change/,
    );
    expect(() => networkInRound(drawn, 0)).toThrow(/round must be a whole number of at least 1, got 0/);
  });
});

function outwards(network: Network): Network {
  const { offsets, targets } = outRows(network) as unknown as { offsets: Uint32Array; targets: Uint32Array };
  return { ...network, offsets, sources: targets };
}
