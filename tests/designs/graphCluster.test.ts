import { describe, expect, it } from "vitest";
import { cluster } from "../../designs/cluster.ts";
import { graphCluster } from "../../designs/graphCluster.ts";
import type { Structure } from "../../designs/Structure.ts";
import { methodNames } from "../../designs/settings/clusterMethods.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { balancedPartition } from "../../src/network/clusters/balancedPartition.ts";
import { epsilonNet } from "../../src/network/clusters/epsilonNet.ts";
import { labelPropagation } from "../../src/network/clusters/labelPropagation.ts";
import { leiden } from "../../src/network/clusters/leiden.ts";
import { louvain } from "../../src/network/clusters/louvain.ts";
import { oneHopMax } from "../../src/network/clusters/oneHopMax.ts";
import { threeNet } from "../../src/network/clusters/threeNet.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import type { Network } from "../../src/network/Network.ts";
import { tiny } from "../support/tinyWorlds.ts";

const club = karateClub().draw(rng(1));
const stream = (): ReturnType<typeof rng> => rng(5).fork("clustering");

function blockOf({ structure }: { readonly structure: Structure }): Uint32Array {
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts")
    throw new Error(`no blocks in ${structure.kind}`);
  return structure.block;
}

describe("graph-cluster", () => {
  it.each([
    [{}, (net: Network) => leiden(net, { rng: stream() })],
    [{ resolution: 2 }, (net: Network) => leiden(net, { resolution: 2, rng: stream() })],
    [{ method: "louvain", resolution: 2 }, (net: Network) => louvain(net, { resolution: 2, rng: stream() })],
    [{ method: "label-propagation" }, (net: Network) => labelPropagation(net, { rng: stream() })],
    [
      { method: "label-propagation", maxSize: 5 },
      (net: Network) => labelPropagation(net, { maxSize: 5, rng: stream() }),
    ],
    [
      { method: "balanced", clusters: 4, passes: 2 },
      (net: Network) => balancedPartition(net, { clusters: 4, passes: 2, rng: stream() }),
    ],
    [
      { method: "balanced", maxSize: 5 },
      (net: Network) => balancedPartition(net, { maxSize: 5, rng: stream() }),
    ],
    [{ method: "net", hops: 1 }, (net: Network) => epsilonNet(net, { hops: 1, rng: stream() })],
    [{ method: "net", hops: 2 }, (net: Network) => threeNet(net, stream())],
    [{ method: "3-net" }, (net: Network) => threeNet(net, stream())],
    [{ method: "1-hop-max" }, (net: Network) => oneHopMax(net, stream())],
  ] as const)(
    "%o treats the clusters of that method, found with the seed of the settings",
    (settings, find) => {
      const law = graphCluster({ ...settings, seed: 5 }).law(club);
      expect(blockOf(law)).toEqual(find(club));
    },
  );

  it("writes down the settings that its method uses, and no others", () => {
    const arms = ["control", "treated"];
    expect(graphCluster().params).toEqual({ method: "leiden", resolution: 1, seed: 1, arms });
    expect(graphCluster({ method: "3-net" }).params).toEqual({ method: "3-net", seed: 1, arms });
    expect(graphCluster({ method: "balanced", clusters: 2, passes: 3 }).params).toEqual({
      method: "balanced",
      clusters: 2,
      passes: 3,
      seed: 1,
      arms,
    });
    expect(graphCluster({ method: "balanced", maxSize: 2 }).params.passes).toBe(10);
    // Settings as they are written down mean the same design again.
    for (const method of methodNames) {
      const own = method === "balanced" ? { clusters: 3 } : method === "net" ? { hops: 1 } : {};
      const { params } = graphCluster({ method, ...own });
      expect(graphCluster.from(params).params).toEqual(params);
    }
  });

  it.each([
    [
      { method: "3-net", resolution: 2 },
      "graph-cluster: resolution must be left out with method 3-net (it belongs to leiden and louvain), got 2",
    ],
    [
      { method: "leiden", maxSize: 9 },
      "graph-cluster: maxSize must be left out with method leiden (it belongs to label-propagation and balanced), got 9",
    ],
    [{ hops: 1 }, "graph-cluster: hops must be left out with method leiden (it belongs to net), got 1"],
    [
      { method: "1-hop-max", clusters: 3 },
      "graph-cluster: clusters must be left out with method 1-hop-max (it belongs to balanced), got 3",
    ],
    [
      { method: "balanced" },
      "graph-cluster: clusters is missing: it must be a whole number of at least 1 with method balanced (or give maxSize)",
    ],
    [
      { method: "balanced", clusters: 3, maxSize: 4 },
      "graph-cluster: maxSize must be left out where clusters is given, got 4",
    ],
    [
      { method: "net" },
      "graph-cluster: hops is missing: it must be a whole number of at least 1 with method net",
    ],
    [{ method: "net", hops: 0 }, "graph-cluster: hops must be a whole number of at least 1, got 0"],
    [
      { method: "balanced", clusters: 3, passes: 0.5 },
      "graph-cluster: passes must be a whole number of at least 1, got 0.5",
    ],
    [{ resolution: 0 }, "graph-cluster: resolution must be a number above 0, got 0"],
  ])("refuses %o", (settings, message) => {
    expect(() => graphCluster.from(settings)).toThrow(new SpillwayError(message));
  });

  it("refuses more clusters than there are agents", () => {
    expect(() => graphCluster({ method: "balanced", clusters: 35 }).law(club)).toThrow(
      new SpillwayError("graph-cluster: clusters must be at most the number of agents, 34, got 35"),
    );
  });
});

describe("strata of clusters by size", () => {
  // Clusters a … f of 3, 1, 1, 2, 1, 4 agents.
  const labels = ["a", "a", "a", "b", "c", "d", "d", "e", "f", "f", "f", "f"];
  const network = tiny(12, []);

  it("are cut where sizes differ, equal ones in the order of their first agents", () => {
    const { structure } = cluster({ clusters: labels, sizeStrata: 3 }).law(network);
    // By size: b, c | e, d | a, f.
    expect(structure).toMatchObject({
      kind: "fixed-counts",
      strata: 3,
      stratum: Uint32Array.of(2, 0, 0, 1, 1, 2),
      counts: Uint32Array.of(1, 1, 1, 1, 1, 1),
    });
  });

  it("hold one cluster more or less where their number does not divide", () => {
    const { structure } = cluster({ clusters: labels, treated: [1, 1, 0, 1], sizeStrata: 4 }).law(network);
    expect(structure).toMatchObject({
      stratum: Uint32Array.of(2, 0, 0, 2, 1, 3),
      counts: Uint32Array.of(1, 1, 0, 1, 2, 0, 0, 1),
    });
  });

  it("never treat all the large clusters together", () => {
    const law = cluster({ clusters: labels, sizeStrata: 3 }).law(network);
    for (const [z] of law.support!()) expect(z[0]! + z[8]!).toBe(1);
    expect(law.marginal(0, 1)).toBe(0.5);
  });

  it.each([
    [
      { sizeStrata: 2 },
      "cluster: probability must give a whole number of clusters in each stratum, but 0.5 of the 3 clusters of stratum 1 is 1.5: give treated, a number for each stratum, such as [2, 1], or another sizeStrata, such as 3",
    ],
    [
      { sizeStrata: 2, probability: 0.2 },
      "cluster: probability must give a whole number of clusters in each stratum, but 0.2 of the 3 clusters of stratum 1 is 0.6: give treated, a number for each stratum, such as [1, 0]",
    ],
    [{ sizeStrata: 7 }, "cluster: sizeStrata must be at most the number of clusters, 6, got 7"],
    [
      { sizeStrata: 2, treated: 3 },
      "cluster: treated must be a list of 2 numbers of clusters, one for each stratum (of 3, 3 clusters) where sizeStrata is given, got 3",
    ],
    [
      { sizeStrata: 2, treated: [1] },
      "cluster: treated must be a list of 2 numbers of clusters, one for each stratum (of 3, 3 clusters), got 1",
    ],
    [
      { sizeStrata: 2, treated: [1, 4] },
      "cluster: treated must be a whole number from 0 to 3 in stratum 2, got 4",
    ],
    [
      { sizeStrata: 2, treated: [1, 0.5] },
      "cluster: treated must be a whole number from 0 to 3 in stratum 2, got 0.5",
    ],
    [{ sizeStrata: 2, treated: [3, 3] }, "cluster: both arms need a cluster, but 6 of 6 would be treated"],
    [
      { treated: [1, 1] },
      "cluster: treated must be one number where sizeStrata is not given, got a list of 2",
    ],
    [
      { sizeStrata: 2, treated: [1, 1], probability: 0.5 },
      "cluster: give probability (a coin for each cluster) or treated (a number of clusters), not both",
    ],
  ])("refuse %o", (settings, message) => {
    expect(() => cluster({ clusters: labels, ...settings }).law(network)).toThrow(new SpillwayError(message));
  });
});
