import { describe, expect, it } from "vitest";
import { ego, egosOf, independentSetDesign } from "../../designs/index.ts";
import {
  differenceInMeans,
  type Estimate,
  estimate,
  hajek,
  horvitzThompson,
} from "../../estimators/index.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { check } from "../../src/experiment/check.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { independentSet } from "../../src/network/clusters/independentSet.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { degree } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { renderReport } from "../../src/report/renderReport.ts";
import { contrastPopulation } from "../../src/study/contrastPopulation.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import { truths } from "../../src/truth/truths.ts";
import { sampleReport } from "../report/sampleReport.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** A path of seven: 0 1 2 3 4 5 6. With 1 and 5 as egos, alters are 0, 2 and 4, 6; 3 is next to both sorts. */
const path = tiny(
  7,
  Array.from({ length: 6 }, (_, i) => [i, i + 1] as const),
);
const design = ego({ order: ["1", "5"] });
const probabilities = exposureProbabilities(path, design, anyTreatedNeighbor());

describe("contrasts are about the agents that the design studies", () => {
  it("though others can be in both conditions, too", () => {
    expect(probabilities.of(3, "indirect")).toBe(0.75);
    expect(probabilities.of(3, "none")).toBe(0.25);
    expect(contrastPopulation(probabilities, "indirect", "none")).toEqual([1, 5]);
  });

  it("by every estimator, with a note", () => {
    const rows = estimate({
      plan: { arms: ["control", "treated"], agents: path.ids, assignments: [[1, 0, 1, 0, 0, 0, 0]] },
      probabilities,
      outcomes: [50, 7, 50, 50, 50, 4, 50],
      contrasts: { spill: ["indirect", "none"] },
      estimators: [hajek(), horvitzThompson(), differenceInMeans()],
    }) as Estimate[];
    for (const row of rows) {
      expect(row.estimate).toBe(3);
      expect(row).toMatchObject({ population: 2, n: [1, 1], excluded: ["0", "2", "3", "4", "6"] });
      expect(row.expected).toEqual([1, 1]);
      expect(row.notes[0]).toBe("5 agents not studied by this design (there to serve others, or waited out)");
      expect(row.notes.join()).not.toMatch("cannot be in both conditions");
    }
  });

  it("and can be in both conditions: an ego without neighbours is counted as unable", () => {
    const network = tiny(4, [
      [0, 1],
      [0, 2],
    ]);
    const [row] = estimate({
      plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[0, 1, 1, 0]] },
      probabilities: exposureProbabilities(network, ego({ order: ["0", "3"] }), anyTreatedNeighbor()),
      outcomes: [1, 1, 1, 1],
      contrasts: { spill: ["indirect", "none"] },
      estimators: [horvitzThompson()],
    });
    expect(row!.notes.slice(0, 2)).toEqual([
      "2 agents not studied by this design (there to serve others, or waited out)",
      "1 agent cannot be in both conditions under this design: the contrast is about the other 1",
    ]);
  });
});

const club: StudyInput = {
  seed: 1,
  model: {
    network: karateClub(),
    agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 } }),
  },
  inquiry: { spill: ["indirect", "none"] },
  data: {
    assign: independentSetDesign({ effect: "spillover", treated: 8 }),
    expose: anyTreatedNeighbor(),
    rounds: 2,
  },
  answer: [hajek()],
  draws: 300,
};

describe("the dry run", () => {
  it("counts them, and says how they differ from all agents", () => {
    const found = check(study(club));
    const network = karateClub().draw(rng(1));
    const members = independentSet(network);
    const mean = members.reduce((total, i) => total + degree(network, i), 0) / members.length;
    expect(found.design.studied).toBe(members.length);
    expect(found.contrasts[0]!.population).toBe(members.length);
    expect(found.contrasts[0]!.excluded).toHaveLength(34 - members.length);
    expect(found.warnings.slice(0, 2)).toEqual([
      `design: 20 of 34 agents are members of the set, with a mean of ${mean.toFixed(2)} in-neighbours; all agents have 4.59`,
      "the design studies 20 of 34 agents: contrasts are about them only",
    ]);
    expect(found.warnings.join()).not.toMatch("can never be in both conditions");
  });

  it("tells those apart who can never be in both conditions", () => {
    const { egos } = egosOf(karateClub().draw(rng(1)), { order: "degree" });
    expect(egos.length).toBeGreaterThan(1);
    const found = check(
      study({
        ...club,
        inquiry: { direct: ["direct", "none"] },
        data: { ...club.data, assign: ego({ order: "degree" }) },
      }),
    );
    expect(found.contrasts[0]!.population).toBe(0);
    expect(found.design.studied).toBe(egos.length);
  });

  it("has the truth of the same agents", () => {
    const known = truths(prepareStudy(study(club)))!;
    expect(known.contrasts[0]).toMatchObject({ contrast: "spill", value: 1 });
  });
});

it("the report says of each left-out agent why", async () => {
  const input = sampleReport(12);
  const first = input.estimates[0]!;
  const rows = [{ ...first, excluded: ["a000", "a001", "a002"] }];
  const page = await renderReport({ ...input, estimates: rows, unstudied: ["a001", "a002", "a007"] });
  expect(page).toContain(
    '2 agents, not studied by the design (auxiliary agents, or periods of a washout): <span class="small"><bdi>a001</bdi>, <bdi>a002</bdi></span>.',
  );
  expect(page).toContain(
    `1 agent, because the design could not put it in both <bdi>${first.first}</bdi> and <bdi>${first.second}</bdi>: <span class="small"><bdi>a000</bdi></span>.`,
  );
  expect(await renderReport({ ...input, estimates: rows })).not.toContain("does not study");
});
