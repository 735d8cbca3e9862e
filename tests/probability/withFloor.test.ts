import { describe, expect, it } from "vitest";
import { bernoulli } from "../../designs/index.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { exposureResponse } from "../../src/agents/index.ts";
import { rng } from "../../src/core/rng.ts";
import { check } from "../../src/experiment/check.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { withFloor } from "../../src/probability/withFloor.ts";
import { contrastPopulation } from "../../src/study/contrastPopulation.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { study } from "../../src/study/study.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { truths } from "../../src/truth/truths.ts";

const network = karateClub().draw(rng(1));
const exposure = anyTreatedNeighbor();
const probabilities = exposureProbabilities(network, bernoulli(), exposure);

describe("a population by a floor on the probabilities", () => {
  it("holds whoever is likely enough in every condition named, the limit included", () => {
    // P(none) = 2^-(d + 1): 1/32 for degree 4.
    const floored = withFloor(probabilities, 1 / 32, ["none", "indirect"]);
    const inside = network.ids.filter((_, i) => floored.floor!.inside[i] === 1);
    expect(inside).toEqual(network.ids.filter((_, i) => network.offsets[i + 1]! - network.offsets[i]! <= 4));
    expect(contrastPopulation(floored, "indirect", "none")).toHaveLength(inside.length);
    expect(floored.of(0, "none")).toBe(probabilities.of(0, "none"));
  });

  it("serves all contrasts alike", () => {
    const plan = {
      arms: ["control", "treated"],
      agents: network.ids,
      assignments: [network.ids.map((_, i) => i % 2)],
    };
    const rows = estimate({
      plan,
      probabilities,
      outcomes: network.ids.map((_, i) => i),
      contrasts: { direct: ["direct", "none"], spillover: ["indirect", "none"], own: ["both", "indirect"] },
      estimators: [hajek()],
      population: { floor: 0.05 },
    });
    expect(new Set(rows.map((row) => row.population)).size).toBe(1);
  });

  it("that leaves nobody is said: in the row, and by check before", () => {
    const plan = {
      arms: ["control", "treated"],
      agents: network.ids,
      assignments: [network.ids.map((_, i) => i % 2)],
    };
    const [row] = estimate({
      plan,
      probabilities,
      outcomes: network.ids.map((_, i) => i),
      contrasts: { spillover: ["indirect", "none"] },
      estimators: [hajek()],
      population: { floor: 0.9 },
    });
    expect(row).toMatchObject({
      because:
        "no agent can be in both indirect and none with a probability of at least 0.9 in each condition compared",
    });
    expect(check(study({ ...input, population: { floor: 0.9 } })).warnings).toContainEqual(
      "contrast spillover is about nobody: no agent has a probability of at least 0.9 in each condition that is compared, so it has no estimate: take a lower floor",
    );
  });

  it.each([0, 1, -0.1, Number.NaN, Number.POSITIVE_INFINITY, undefined, "0.1"])(
    "refuses a floor of %s",
    (floor) => {
      expect(() => withFloor(probabilities, floor as number, ["none"])).toThrow(
        "population: floor must be a probability above 0 and below 1",
      );
    },
  );

  const input = {
    seed: 1,
    model: {
      network,
      agents: exposureResponse({
        outcomes: { none: 0, indirect: 1, direct: 2, both: 3 },
        perNeighbor: 1,
        effectSpread: 1,
      }),
    },
    inquiry: { spillover: ["indirect", "none"] as const },
    data: { assign: bernoulli(), expose: exposure },
    answer: [hajek()],
  };

  it("is the population of the study's truth, too: the mean over those above the floor, not over all", () => {
    const all = truths(prepareStudy(study(input)))!;
    const some = truths(prepareStudy(study({ ...input, population: { floor: 0.05 } })))!;
    expect(some.contrasts[0]!.value).not.toBeCloseTo(all.contrasts[0]!.value, 3);
  });

  it("changes the hash of a study that has one, and comes from a file as from an object", async () => {
    const plain = check(study(input)).studyHash;
    const floored = check(study({ ...input, population: { floor: 0.05 } })).studyHash;
    expect(floored).not.toBe(plain);
    const text = (population: string): string => `
seed: 1
model: { network: karate-club, agents: { kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3 } } }
inquiry: { spillover: [indirect, none] }
data: { assign: bernoulli, expose: any-treated }
answer: [hajek]
${population}`;
    const read = await parseStudy(text("population: { floor: 0.05 }"));
    expect(read.population).toEqual({ floor: 0.05 });
    await expect(parseStudy(text("population: { floor: 2 }"))).rejects.toThrow(
      "must be a probability above 0 and below 1",
    );
    await expect(parseStudy(text("population: { flor: 0.1 }"))).rejects.toThrow('did you mean "floor"');
  });
});
