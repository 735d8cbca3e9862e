import { describe, expect, test } from "vitest";
import { bernoulli, complete } from "../../designs/index.ts";
import { hajek } from "../../estimators/index.ts";
import { exposureResponse, linearInMeans } from "../../src/agents/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import { truths } from "../../src/truth/truths.ts";
import { allCases, expectation, probabilityOf } from "../support/bruteForce.ts";
import { tiny } from "../support/tinyWorlds.ts";

const base: StudyInput = {
  seed: 5,
  model: {
    network: karateClub(),
    agents: exposureResponse({ outcomes: { none: 1, indirect: 2, direct: 4, both: 8 } }),
  },
  inquiry: { direct: ["direct", "none"], spillover: ["indirect", "none"] },
  data: { assign: bernoulli(), expose: anyTreatedNeighbor() },
  answer: [hajek()],
};
const known = (input: StudyInput, replays?: number) =>
  truths(prepareStudy(study(input)), replays === undefined ? {} : { replays })!;

describe("truths", () => {
  test("a table of potential outcomes is exact, and the global effect is that of both against none", () => {
    const { contrasts, global } = known(base);
    expect(contrasts).toEqual([
      { contrast: "direct", value: 3, how: "exact, from the table of potential outcomes" },
      { contrast: "spillover", value: 1, how: "exact, from the table of potential outcomes" },
    ]);
    expect(global).toEqual({
      value: 7,
      how: "exact, from the same agents with all treated and with none treated",
    });
  });

  test("a contrast is about those that can be in both conditions: an isolated agent is left out", () => {
    const network = fromEdges([["a", "b"]], { agents: ["a", "b", "c"] });
    const outcomes = { none: 0, indirect: [1, 3, 100], direct: 0, both: 0 };
    const { contrasts } = known({ ...base, model: { network, agents: exposureResponse({ outcomes }) } });
    expect(contrasts[1]!.value).toBe(2);
  });

  test("replay finds the expected exposure effect that a list of all assignments gives", () => {
    const network = tiny(6, [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
    const assign = complete({ treated: 2 });
    const law = assign.law(network);
    const exposure = anyTreatedNeighbor();
    const cases = allCases(network, law, exposure);
    // Two rounds of linear in means without echo: y = 2 z + share of treated neighbours.
    const outcome = (arms: Uint8Array, i: number): number => {
      const near = network.sources.subarray(network.offsets[i], network.offsets[i + 1]);
      return 2 * arms[i]! + near.reduce((total, j) => total + arms[j]!, 0) / near.length;
    };
    const given = (i: number, c: number): number =>
      expectation(cases, ({ arms, condition }) => (condition[i] === c ? outcome(arms, i) : 0)) /
      probabilityOf(cases, ({ condition }) => condition[i] === c);
    const wanted = (c: number): number =>
      [0, 1, 2, 3, 4, 5].reduce((total, i) => total + given(i, c) - given(i, 0), 0) / 6;
    const { contrasts } = known(
      {
        ...base,
        model: { network, agents: linearInMeans({ direct: 2, indirect: 1 }) },
        data: { assign, expose: exposure, rounds: 2 },
        inquiry: { total: ["both", "none"], spillover: ["indirect", "none"] },
      },
      20_000,
    );
    const [total, spillover] = contrasts;
    // With two treated, who is treated beside a treated neighbour has exactly one of them: nothing is left to chance.
    expect(total!.value).toBeCloseTo(wanted(3), 12);
    expect(total!.mcse).toBe(0);
    expect(spillover!.mcse).toBeGreaterThan(0);
    expect(Math.abs(spillover!.value - wanted(1))).toBeLessThan(5 * spillover!.mcse!);
    // Small enough to tell n from n + 1 in the mean.
    expect(10 * spillover!.mcse!).toBeLessThan(wanted(1) / 7);
  });

  test("replay finds the expected effect of own treatment in a model without noise", () => {
    // y = direct z + indirect share: under coins, E[y | z = 1] − E[y | z = 0] = direct.
    const agents = linearInMeans({ direct: 2, indirect: 1 });
    const data = { ...base.data, expose: ownArm() };
    const { contrasts, global } = known(
      { ...base, model: { network: karateClub(), agents }, data, inquiry: { own: ["treated", "control"] } },
      400,
    );
    const own = contrasts[0]!;
    // A Monte Carlo mean is within five of its standard errors but once in two million seeds.
    expect(Math.abs(own.value - 2)).toBeLessThan(5 * own.mcse!);
    expect(own.mcse!).toBeLessThan(0.1);
    expect(own.how).toContain("400 replays");
    expect(global!.value).toBeCloseTo(3, 12);
  });

  test("noise cancels in the global effect, because both worlds have the same chance", () => {
    const agents = linearInMeans({ direct: 2, indirect: 1, noise: 3 });
    const { global } = known({ ...base, model: { network: karateClub(), agents } }, 20);
    expect(global!.value).toBeCloseTo(3, 9);
    expect(global!.mcse!).toBeLessThan(1e-9);
  });

  test("the global effect is about the agents that have an outcome in both worlds; what is missing is not filled in", () => {
    const network = fromEdges([
      ["a", "b"],
      ["b", "c"],
    ]);
    // Treated and control outcomes of a, b and c; b has none when it is treated.
    const table: Record<string, readonly [control: number, treated?: number]> = {
      a: [1, 5],
      b: [100],
      c: [2, 4],
    };
    const population = (all: boolean): StudyInput["model"]["agents"] => ({
      ...{ name: "gaps", params: {}, synthetic: true },
      create:
        () =>
        (i) =>
        ({ arm }) => {
          const outcome = table[network.ids[i]!]![arm === "treated" ? 1 : 0];
          return outcome === undefined || (!all && arm === "treated") ? {} : { outcome };
        },
    });
    const own = {
      ...base,
      data: { ...base.data, expose: ownArm() },
      inquiry: { own: ["treated", "control"] },
    } as const;
    // (5 − 1 + 4 − 2) / 2 over a and c.
    expect(known({ ...own, model: { network, agents: population(true) } }, 20).global!.value).toBe(3);
    expect(known({ ...own, model: { network, agents: population(false) } }, 20).global).toBeUndefined();
  });

  test("nothing is known of agents that are not synthetic", () => {
    const agents = { name: "mine", params: {}, synthetic: false, create: () => () => () => ({ outcome: 1 }) };
    expect(
      truths(prepareStudy(study({ ...base, model: { network: karateClub(), agents } }))),
    ).toBeUndefined();
  });
});
