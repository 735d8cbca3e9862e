import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete, fixed, randomizedGraphCluster } from "../../designs/index.ts";
import type { EstimateRequest } from "../../estimators/contrast/experimentData.ts";
import { differenceInMeans } from "../../estimators/differenceInMeans.ts";
import type { Estimate, EstimateRow } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { tiny } from "../support/tinyWorlds.ts";

const network = tiny(6, [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
]);
const all = [hajek(), horvitzThompson(), differenceInMeans()];
const arms = ["control", "treated"];

/** Own arm by fair coins, agents 0 to 2 treated. */
function ownArmRequest(outcomes: EstimateRequest["outcomes"]): EstimateRequest {
  const probabilities = exposureProbabilities(network, bernoulli(), ownArm());
  const plan = { arms, agents: network.ids, assignments: [[1, 1, 1, 0, 0, 0]] };
  return { plan, probabilities, outcomes, contrasts: { effect: ["treated", "control"] }, estimators: all };
}

describe("what may be shown", () => {
  it("by hand: three treated and three controls under fair coins", () => {
    const [hj, ht, dim] = estimate(ownArmRequest([1, 2, 6, 1, 0, 2])) as Estimate[];
    // Means 3 and 1. With π = ½ and three of six in each arm, all three estimators agree.
    for (const row of [hj!, ht!, dim!]) expect(row.estimate).toBeCloseTo(2, 12);
    // HT: pairs are independent, so V = n⁻² Σ [(1 − π)/π² + u/π] Y² = (2 + 2) (1 + 4 + 36 + 1 + 0 + 4) / 36, with u = 1.
    expect(ht!.variance).toBeCloseTo((4 * 46) / 36, 12);
    // Hájek: the same with residuals −2, −1, 3 and 0, −1, 1.
    expect(hj!.variance).toBeCloseTo((4 * 16) / 36, 12);
    // Neyman: 7/3 + 1/3.
    expect(dim!.variance).toBeCloseTo(8 / 3, 12);
    const [wald] = estimate({
      ...ownArmRequest([1, 2, 6, 1, 0, 2]),
      estimators: [hajek({ interval: "wald" })],
    }) as Estimate[];
    expect([wald!.interval, wald!.degrees]).toEqual(["wald-t", 2]);
    expect(dim!.naive).toBe(true);
  });

  it("no interval without variation: a length of 0 would claim certainty", () => {
    for (const outcomes of [
      [0, 0, 0, 0, 0, 0],
      [0.1, 0.1, 0.1, 0.3, 0.3, 0.3],
    ]) {
      const [hj, ht, dim] = estimate(ownArmRequest(outcomes)) as Estimate[];
      for (const row of outcomes[0] === 0 ? [hj!, ht!, dim!] : [hj!, dim!]) {
        expect(row.withheld).toBe(
          "the outcomes seen show no variation, so they say nothing about the error of the estimate",
        );
        expect(row.ci ?? row.se ?? row.variance).toBeUndefined();
      }
      if (outcomes[0] !== 0) expect(ht!.se).toBeGreaterThan(0);
    }
  });

  it("missing outcomes are left out and counted, never filled in", () => {
    const rows = estimate(ownArmRequest([1, 2, undefined, 1, 0, 2])) as Estimate[];
    // Bounds are about everybody.
    for (const row of rows.slice(0, all.length)) {
      expect(row.population).toBe(5);
      expect(row.n).toEqual([2, 3]);
      expect(row.excluded).toEqual(["2"]);
      expect(row.notes).toContain(
        "1 agent without an outcome left out: valid only if treatment does not decide who answers",
      );
    }
    expect(rows[0]!.estimate).toBeCloseTo(1.5 - 1, 12);
  });

  it("the population is whom both conditions can reach, decided by the design and not by what happened", () => {
    const star = tiny(
      4,
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
      true,
    ); // nobody reaches agent 0
    const probabilities = exposureProbabilities(star, bernoulli(), anyTreatedNeighbor());
    const plan = { arms, agents: star.ids, assignments: [[1, 0, 1, 0]] };
    const [row] = estimate({
      plan,
      probabilities,
      outcomes: [9, 1, 2, 3],
      contrasts: { spill: ["indirect", "none"] },
      estimators: [horvitzThompson()],
    });
    expect(row).toMatchObject({ population: 3, excluded: ["0"], n: [2, 0] });
    expect(row!.notes[0]).toBe(
      "1 agent cannot be in both conditions under this design: the contrast is about the other 3",
    );
  });
});

describe("several worlds", () => {
  const probabilities = exposureProbabilities(network, bernoulli(), ownArm());
  const worlds = [
    [1, 2, 6, 1, 0, 2],
    [2, 2, 5, 3, 0, 1],
  ];
  const plan = {
    arms,
    agents: network.ids,
    assignments: [
      [1, 1, 1, 0, 0, 0],
      [0, 1, 0, 1, 0, 1],
    ],
  };
  const contrasts = { effect: ["treated", "control"] } as const;

  it("averages the worlds, and their variances as those of independent draws", () => {
    const [both] = estimate({
      plan,
      probabilities,
      outcomes: { worlds },
      contrasts,
      estimators: [hajek()],
    }) as Estimate[];
    const single = worlds.map(
      (outcomes, w) =>
        estimate({
          plan: { ...plan, assignments: [plan.assignments[w]!] },
          probabilities,
          outcomes,
          contrasts,
          estimators: [hajek()],
        })[0] as Estimate,
    );
    expect(both!.estimate).toBeCloseTo((single[0]!.estimate + single[1]!.estimate) / 2, 14);
    expect(both!.variance).toBeCloseTo((single[0]!.variance! + single[1]!.variance!) / 4, 14);
    expect(both!.n).toEqual([6, 6]);
  });

  it("gives none when one world has none", () => {
    const lopsided = { ...plan, assignments: [plan.assignments[0]!, [0, 0, 0, 0, 0, 0]] };
    const [row] = estimate({
      plan: lopsided,
      probabilities,
      outcomes: { worlds },
      contrasts,
      estimators: [hajek()],
    });
    expect(row).toMatchObject({ because: "no estimate in world 1: no agent is in condition treated" });
  });

  it("wants outcomes for each", () => {
    expect(() => estimate({ plan, probabilities, outcomes: worlds[0]!, contrasts, estimators: all })).toThrow(
      "estimate: the plan has 2 worlds, but outcomes of 1 are given",
    );
  });
});

describe("data that cannot come from the design are an error", () => {
  const cases: readonly (readonly [string, () => EstimateRow[], string])[] = [
    [
      "an impossible arm",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          probabilities: exposureProbabilities(
            network,
            bernoulli({ probability: [0, 0.5, 0.5, 0.5, 0.5, 0.5] }),
            ownArm(),
          ),
        }),
      'estimate: this assignment cannot come from the stated design: agent "0" is in arm treated, which has probability 0 for it: is this the design that was used?',
    ],
    [
      "another number of treated agents",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          probabilities: exposureProbabilities(network, complete({ treated: 2 }), ownArm()),
        }),
      "estimate: this assignment cannot come from the stated design: the design puts 4 agents in arm control, but 3 are: is this the design that was used?",
    ],
    [
      "another number of treated clusters",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          probabilities: exposureProbabilities(
            network,
            cluster({ clusters: [1, 1, 1, 2, 3, 3], treated: 2 }),
            ownArm(),
          ),
        }),
      "estimate: this assignment cannot come from the stated design: the design puts 1 cluster in arm control, but 2 are: is this the design that was used?",
    ],
    [
      "a divided cluster",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          probabilities: exposureProbabilities(network, cluster({ clusters: [1, 1, 1, 1, 2, 2] }), ownArm()),
        }),
      'estimate: this assignment cannot come from the stated design: agents "0" and "3" are in one cluster but in different arms: is this the design that was used?',
    ],
    [
      "an assignment that is not in the list",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          contrasts: { total: ["both", "none"] },
          probabilities: exposureProbabilities(
            network,
            fixed({
              assignments: [
                [1, 1, 1, 1, 1, 1],
                [0, 0, 0, 0, 0, 0],
              ],
            }),
            anyTreatedNeighbor(),
          ),
        }),
      "estimate: this assignment cannot come from the stated design: it is not among the assignments that the design allows: is this the design that was used?",
    ],
    [
      // Agent 5 has one neighbour, 4, and whatever the centres are, both are in one cluster.
      "an assignment that no clustering allows",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          plan: { arms, agents: network.ids, assignments: [[1, 1, 1, 0, 0, 1]] },
          contrasts: { total: ["both", "none"] },
          probabilities: exposureProbabilities(network, randomizedGraphCluster(), anyTreatedNeighbor()),
        }),
      "estimate: this assignment cannot come from the stated design: none of the 3 ways in which the design can begin leads to it: is this the design that was used?",
    ],
    [
      // Allowed to be unlikely, it would still need a weight of 1/0.
      "an impossible condition",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          unlikelyArms: "warn",
          plan: { arms, agents: network.ids, assignments: [[1, 1, 1, 0, 0, 1]] },
          contrasts: { total: ["both", "none"] },
          probabilities: exposureProbabilities(network, randomizedGraphCluster(), anyTreatedNeighbor()),
        }),
      'estimate: agent "5" is in condition direct, which the design makes impossible for it: are design, network and exposure those of the experiment?',
    ],
    [
      "an unknown condition",
      () => estimate({ ...ownArmRequest([1, 2, 3, 4, 5, 6]), contrasts: { a: ["treatd", "control"] } }),
      'exposure: there is no condition "treatd" (did you mean "treated"?)',
    ],
    [
      "a number that is none",
      () => estimate(ownArmRequest([1, 2, 3, 4, 5, Number.NaN])),
      'estimate: the outcome of agent "5" must be a finite number, got NaN: leave it out when it is missing',
    ],
    [
      "too few outcomes",
      () => estimate(ownArmRequest([1])),
      "estimate: outcomes must have 6 entries, one per agent, got 1",
    ],
    [
      "an outcome of a stranger",
      () => estimate(ownArmRequest(new Map([["x", 1]]))),
      'estimate: outcomes name agent "x", who is not in the network',
    ],
    [
      "a confidence of 1",
      () => estimate({ ...ownArmRequest([1, 2, 3, 4, 5, 6]), confidence: 1 }),
      "estimate: confidence must be a number between 0 and 1, got 1",
    ],
    [
      "other agents",
      () =>
        estimate({
          ...ownArmRequest([1, 2, 3, 4, 5, 6]),
          plan: { arms, agents: ["a", "b", "c", "d", "e", "f"], assignments: [[1, 1, 1, 0, 0, 0]] },
        }),
      'estimate: the plan and the network must have the same agents: "a" is not in the network',
    ],
    [
      "another exposure",
      () => estimate({ ...ownArmRequest([1, 2, 3, 4, 5, 6]), exposure: anyTreatedNeighbor() }),
      "estimate: the exposure's conditions (none, indirect, direct, both) are not those of the probabilities (control, treated)",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

it("a negative variance estimate is replaced by the bound that was chosen before the data", () => {
  // Ring of 10, 3 treated: a case of the reference in which the Aronow–Samii estimate is −1.97.
  const ring = tiny(
    10,
    Array.from({ length: 10 }, (_, i) => [i, (i + 1) % 10] as const),
  );
  const probabilities = exposureProbabilities(ring, complete({ treated: 3 }), anyTreatedNeighbor());
  const outcomes = [3, 11.5, 6, 15.5, 12.5, 5.75, 14, 10.75, 4.25, 15.5];
  let replaced = 0;
  for (const [z] of probabilities.law.support!()) {
    const plan = { arms, agents: ring.ids, assignments: [[...z]] };
    const [row] = estimate({
      plan,
      probabilities,
      outcomes,
      contrasts: { spill: ["indirect", "none"] },
      estimators: [horvitzThompson()],
    }) as Estimate[];
    if (row!.varianceMethod !== "dependency-bound") continue;
    replaced++;
    expect(row!.variance).toBeGreaterThan(0);
    expect(row!.notes).toContain(
      "the grouped estimate of the variance was negative in this sample: the dependency bound takes its place",
    );
  }
  expect(replaced).toBeGreaterThan(0);
});

it("too many dependent pairs to look at: the bound without joint probabilities, and a note", () => {
  const request = ownArmRequest([1, 2, 6, 1, 0, 2]);
  const { pairs } = request.probabilities;
  const crowded = { ...request.probabilities, pairs: { ...pairs, nearBound: 1e9 } };
  const [row] = estimate({
    ...request,
    probabilities: crowded,
    estimators: [horvitzThompson()],
  }) as Estimate[];
  // Under unit coins nobody depends on anybody else, so g = 1 and V = n⁻² Σ (Y/π)² = 4 × 46 / 36.
  expect(row!.variance).toBeCloseTo((4 * 46) / 36, 12);
  expect(row!.varianceMethod).toBe("dependency-bound");
  expect(row!.notes).toContain(
    "too many pairs of agents may be dependent to look at each: the variance is a bound without joint probabilities",
  );
});
