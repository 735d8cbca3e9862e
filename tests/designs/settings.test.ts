import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete, fixed, graphCluster } from "../../designs/index.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { tiny } from "../support/tinyWorlds.ts";

const network = tiny(6, [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
]);

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "a chance above 1",
      () => bernoulli({ probability: 1.5 }),
      "bernoulli: probability must be a probability from 0 to 1, got 1.5",
    ],
    [
      "a list of chances too short",
      () => bernoulli({ probability: [0.5] }).law(network),
      "bernoulli: probability must be one number or a list of 6, one per agent, got 1",
    ],
    [
      "everybody treated",
      () => complete({ treated: 6 }).law(network),
      "complete: treated must be an integer from 1 to 5, got 6",
    ],
    [
      "nobody treated",
      () => complete({ treated: 0 }).law(network),
      "complete: treated must be an integer from 1 to 5, got 0",
    ],
    [
      "half an agent",
      () => complete({ treated: 2.5 }).law(network),
      "complete: treated must be an integer from 1 to 5, got 2.5",
    ],
    [
      "one agent",
      () => complete({ treated: 1 }).law(tiny(1, [])),
      "complete: treated must be possible, but the network has only one agent, got 1",
    ],
    [
      "no setting at all",
      () => complete.from({}),
      "complete: treated is missing: it must be a whole number (or give counts or shares, one per arm)",
    ],
    [
      "a misspelt setting",
      () => bernoulli.from({ probabilty: 0.5 }),
      'bernoulli: there is no setting "probabilty" (did you mean "probability"?)',
    ],
    [
      "an agent without a cluster",
      () => cluster({ clusters: { "0": "a", "1": "a" } }).law(network),
      'cluster: every agent needs a cluster, but "2" has none',
    ],
    [
      "too few clusters named",
      () => cluster({ clusters: [1, 2] }).law(network),
      "cluster: clusters must have 6 entries, one per agent, got 2",
    ],
    [
      "all clusters treated",
      () => cluster({ clusters: [1, 1, 1, 2, 2, 2], treated: 2 }).law(network),
      "cluster: treated must be an integer from 1 to 1 (there are 2 clusters), got 2",
    ],
    [
      "one cluster only",
      () => cluster({ clusters: [1, 1, 1, 1, 1, 1], treated: 1 }).law(network),
      "cluster: treated must be possible, but there is only one cluster, got 1",
    ],
    [
      "coins and counts",
      () => cluster({ clusters: [1, 1, 1, 2, 2, 2], treated: 1, probability: 0.5 }).law(network),
      "cluster: give probability (a coin for each cluster) or treated (a number of clusters), not both",
    ],
    [
      "an unknown method",
      () => graphCluster.from({ method: "infomap" }),
      'graph-cluster: method must be one of leiden, louvain, label-propagation, balanced, net, 3-net, 1-hop-max, got "infomap"',
    ],
    [
      "no assignments",
      () => fixed({ assignments: [] }),
      "fixed: assignments must hold at least one assignment, got []",
    ],
    [
      "an assignment too short",
      () => fixed({ assignments: [[0, 1]] }).law(network),
      "fixed: assignment 1 must have 6 entries, one per agent, got 2",
    ],
    [
      "an unknown arm",
      () => fixed({ assignments: [[0, 1, 2, 0, 0, 0]] }).law(network),
      "fixed: assignment 1 must hold arms from 0 to 1, got 2",
    ],
    [
      "a weight of 0",
      () => fixed({ assignments: [[0, 1, 1, 0, 0, 0]], weights: [0] }).law(network),
      "fixed: every weight must be a finite number above 0, got 0",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});

it("takes clusters by agent or as a list in the order of the ids, with any labels", () => {
  const pair = { ...tiny(2, []), ids: ["__proto__", "a"] };
  expect(cluster({ clusters: ["x", "y"] }).law(pair).structure).toMatchObject({ blocks: 2 });
  expect(
    cluster({ clusters: { "0": "x", "1": "y", "2": "x", "3": 7, "4": "7", "5": "x" } }).law(network)
      .structure,
  ).toMatchObject({
    block: Uint32Array.of(0, 1, 0, 2, 2, 0),
  });
});
