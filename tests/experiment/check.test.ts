import { describe, expect, test } from "vitest";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { exposureResponse, linearInMeans } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { check } from "../../src/experiment/check.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { type StudyInput, study } from "../../src/study/study.ts";

const club: StudyInput = {
  seed: 1,
  model: { network: karateClub(), agents: linearInMeans() },
  inquiry: { direct: ["direct", "none"] },
  data: { assign: bernoulli({ probability: 0.5 }), expose: anyTreatedNeighbor(), rounds: 3, worlds: 2 },
  answer: [hajek()],
};

// Degrees of the karate club: Zachary (1977), agents 0 to 33.
const DEGREES = [
  16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3, 4, 4, 6, 12, 17,
];

describe("check on the karate club", () => {
  const found = check(study(club));

  test("counts agents, edges and degrees", () => {
    expect(found.network).toMatchObject({
      n: 34,
      edges: 78,
      directed: false,
      components: 1,
      largest: 34,
      notes: [],
    });
    expect(found.network.degrees).toMatchObject({ min: 1, max: 17, isolates: 0 });
    expect(found.network.degrees.mean).toBeCloseTo(156 / 34, 12);
  });

  test("gives the expected agents per condition by the formula of coins: P(none) = 2^-(d + 1)", () => {
    const chances = DEGREES.map((d) => 0.5 ** (d + 1));
    const expected = chances.reduce((total, p) => total + p, 0);
    const inverse = chances.reduce((total, p) => total + 1 / p, 0);
    const none = found.conditions[0]!;
    expect(found.method).toBe("exact");
    expect(none.condition).toBe("none");
    expect(none.expected).toBeCloseTo(expected, 12);
    expect(none.min).toBeCloseTo(0.5 ** 18, 15);
    expect(none.median).toBeCloseTo(0.5 ** 4, 12);
    expect(none.max).toBeCloseTo(0.25, 12);
    expect(none.effective).toBeCloseTo(34 ** 2 / inverse, 12);
    expect(none.impossible).toEqual([]);
    const indirect = found.conditions[1]!;
    expect(indirect.expected).toBeCloseTo(17 - expected, 12);
  });

  test("counts agent calls and says what is drawn", () => {
    expect(found.calls).toBe(34 * 3 * 2);
    expect(found.agents).toEqual({ name: "linear-in-means", synthetic: true });
    expect(found.design.structure).toBe("34 agents, assigned independently");
    expect(found.contrasts).toMatchObject([
      { name: "direct", first: "direct", second: "none", population: 34, excluded: [] },
    ]);
  });

  test("predicts the standard error from the probabilities alone, over both worlds, for those who are likely enough", () => {
    // Both conditions have probability 2^-(d + 1), and V = n⁻² Σ (1/π + 1/π) for each world.
    const likely = DEGREES.filter((d) => 0.5 ** (d + 1) >= 0.02);
    const variance = likely.reduce((total, d) => total + 2 * 2 ** (d + 1), 0) / likely.length ** 2;
    const { predicted, population } = check(study({ ...club, population: { floor: 0.02 } })).contrasts[0]!;
    expect(population).toBe(likely.length);
    expect(predicted!.se).toBeCloseTo(Math.sqrt(variance / 2), 10);
    // 1.959964 + 0.841621, the quantiles of the normal law.
    expect(predicted!.detectable / predicted!.se).toBeCloseTo(2.801585, 6);
  });

  test("warns of conditions with few expected agents", () => {
    expect(found.warnings).toEqual([
      "condition none expects 2.3 of 34 agents, fewer than 10: its estimates will be fragile or absent",
      "condition direct expects 2.3 of 34 agents, fewer than 10: its estimates will be fragile or absent",
      expect.stringContaining("contrast direct will have no interval"),
    ]);
  });

  test("predicts nothing where hubs decide the error, and names them and the way out", () => {
    const [contrast] = found.contrasts;
    expect(contrast!.predicted).toBeUndefined();
    expect(contrast!.unpredicted).toMatch(
      /^the effective sample size of condition direct under the design is 0\.0057, below 5: \d+ agents are hardly ever in it \(probabilities from 0\.0000038, of agent "33", to [\d.]+\).*population: \{ floor: 0\.0\d \}, or --floor 0\.0\d, asks about the \d+ agents/,
    );
  });
});

describe("check", () => {
  const path = fromEdges(
    [
      ["a", "b"],
      ["b", "c"],
      ["c", "c"],
    ],
    { agents: ["a", "b", "c", "alone"] },
  );
  const small = (change: Partial<StudyInput>): StudyInput => ({
    ...club,
    model: { ...club.model, network: path },
    ...change,
  });

  test("names the agents that a contrast is not about", () => {
    const found = check(study(small({ inquiry: { spillover: ["indirect", "none"] } })));
    expect(found.contrasts[0]).toMatchObject({ population: 3, excluded: ["alone"] });
    expect(found.conditions[1]!.impossible).toEqual(["alone"]);
    expect(found.network).toMatchObject({ components: 2, largest: 3 });
    expect(found.warnings).toContain(
      "contrast spillover is about 3 of 4 agents: the others can never be in both conditions",
    );
    expect(found.warnings).toContain(
      "network: 1 self-loop was left out: an agent's own treatment is its arm, not its exposure",
    );
  });

  test("warns of a condition that nobody can be in", () => {
    const assign = cluster({ clusters: ["x", "x", "x", "x"] });
    const found = check(
      study(small({ inquiry: { some: ["mixed", "none"] }, data: { assign, expose: allTreated() } })),
    );
    expect(found.warnings).toContain(
      "condition mixed is impossible for every agent: its contrasts have no estimate",
    );
    expect(found.design.structure).toBe("1 cluster of 4 agents, assigned independently");
  });

  test("says what clusters are like, and nothing where agents are treated one by one", () => {
    const halves = Array.from({ length: 34 }, (_, i) => Number(i >= 17));
    const { clusters } = check(
      study({ ...club, data: { ...club.data, assign: cluster({ clusters: halves, probability: 0.5 }) } }),
    ).design;
    expect(clusters).toMatchObject({ clusters: 2, sizes: { min: 17, median: 17, mean: 17, max: 17, cv: 0 } });
    const network = karateClub().draw(rng(1));
    let cut = 0;
    for (let i = 0; i < 34; i++)
      for (const j of network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!))
        if (halves[i] !== halves[j]) cut++;
    expect(clusters!.cutShare).toBeCloseTo(cut / 156, 12);
    expect(clusters).not.toHaveProperty("inside");
    expect(check(study(club)).design).not.toHaveProperty("clusters");
  });

  test("describes fixed counts", () => {
    const found = check(
      study(
        small({
          data: { assign: complete({ treated: 1 }), expose: shareTreated() },
          inquiry: { x: ["treated", "control"] },
        }),
      ),
    );
    expect(found.design.structure).toBe(
      "4 agents, a fixed number in each arm (3 and 1), every choice equally likely",
    );
  });

  test("refuses agents whose table lacks a condition of the exposure", () => {
    const agents = exposureResponse({ outcomes: { none: 1 } });
    expect(() => check(study({ ...club, model: { network: karateClub(), agents } }))).toThrow(
      'exposure-response: outcomes lacks the condition "indirect"',
    );
  });

  test("refuses a design that does not fit the network", () => {
    expect(() =>
      check(study({ ...club, data: { ...club.data, assign: complete({ treated: 34 }) } })),
    ).toThrow("complete: treated must be an integer from 1 to 33, got 34");
  });
});
