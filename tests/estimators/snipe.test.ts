import { describe, expect, test } from "vitest";
import { bernoulli, bipartite, cluster, complete } from "../../designs/index.ts";
import type { IndependentBlocks } from "../../designs/Structure.ts";
import type { FurtherEstimate } from "../../estimators/Estimator.ts";
import { lowOrderWeights } from "../../estimators/global/lowOrderWeights.ts";
import { sharedCoins } from "../../estimators/global/sharedCoins.ts";
import { snipeError } from "../../estimators/global/snipeError.ts";
import { touchedBlocks } from "../../estimators/global/touchedBlocks.ts";
import { snipe } from "../../estimators/snipe.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";
import { answerTo, everyAnswer, momentsOf } from "./everyAnswer.ts";

const inquiry = { kind: "global", name: "gate" } as const;
type Edges = readonly (readonly [number, number])[];

interface C04 {
  readonly input: {
    readonly n: number;
    readonly edges: Edges;
    readonly p: readonly number[];
    readonly beta: number;
    readonly coefficients: readonly Readonly<Record<string, number>>[];
    readonly z: readonly number[];
    readonly y: readonly number[];
  };
  readonly expected: Readonly<Record<string, number>> & { readonly weights: readonly number[] };
}

/** An outcome as a sum over sets of agents, keyed by their numbers. */
const polynomial =
  (terms: readonly Readonly<Record<string, number>>[]) =>
  (i: number, arms: ArrayLike<number>): number =>
    Object.entries(terms[i]!).reduce(
      (sum, [set, c]) => sum + (set === "" || set.split(",").every((j) => arms[Number(j)] === 1) ? c : 0),
      0,
    );

describe("snipe, against the worked example", () => {
  const { input, expected } = readGolden<C04>("c04-snipe");
  const network = tiny(input.n, input.edges);
  const design = bernoulli({ probability: input.p });
  const asked = { network, design, inquiry };
  const outcome = polynomial(input.coefficients);

  test("the weights and the estimate of the realised assignment", () => {
    const law = design.law(network);
    const touched = touchedBlocks(network, law, law.structure as IndependentBlocks);
    const weights = lowOrderWeights(touched, Uint8Array.from(input.z), input.beta);
    expected.weights.forEach((w, i) => {
      expect(weights[i]).toBeCloseTo(w, 12);
    });
    const row = answerTo({ ...asked, estimator: snipe({ order: 2 }) }, input.z, input.y) as FurtherEstimate;
    expect(row.estimate).toBeCloseTo(expected.estimate!, 12);
    expect(row.claim).toBe("design-based");
  });

  test("over all assignments: unbiased, with the variance and the means of both bounds", () => {
    const bounds = (["degree", "eigenvalue"] as const).map((variance) =>
      momentsOf(everyAnswer({ ...asked, estimator: snipe({ order: 2, variance }) }, outcome)),
    );
    expect(bounds[0]!.mean).toBeCloseTo(expected.tte!, 10);
    expect(bounds[0]!.mean).toBeCloseTo(expected.expectation!, 10);
    expect(bounds[0]!.variance).toBeCloseTo(expected.variance!, 8);
    expect(bounds[0]!.expected).toBeCloseTo(expected.dependencyDegreeBound!, 8);
    expect(bounds[1]!.expected).toBeCloseTo(expected.lambdaBound!, 6);
  });

  test("the eigenvalue of who shares a coin with whom", () => {
    const law = design.law(network);
    const touched = touchedBlocks(network, law, law.structure as IndependentBlocks);
    const { eigenvalue, degree: shares } = sharedCoins(touched, new Uint8Array(6).fill(1));
    expect(eigenvalue).toBeCloseTo(expected.dependencyLambdaMax!, 7);
    expect([...shares]).toEqual([4, 4, 5, 6, 4, 3]);
  });
});

describe("snipe, against the authors' program", () => {
  interface Ring {
    readonly n: number;
    readonly p: number;
    readonly edges: Edges;
    readonly realizations: readonly {
      readonly z: readonly number[];
      readonly y: readonly number[];
      readonly weights_by_beta: Readonly<Record<string, readonly number[]>>;
    }[];
  }
  test.each(["ring8-beta1-p05", "ring8-beta2-p03"])("%s: weights of every order", (name) => {
    const { n, p, edges, realizations } = readGolden<Ring>(`snipe/${name}`);
    const network = tiny(n, edges);
    const design = bernoulli({ probability: p });
    let compared = 0;
    for (const { z, y, weights_by_beta } of realizations)
      for (const [beta, weights] of Object.entries(weights_by_beta)) {
        const estimator = snipe({ order: Number(beta) });
        const row = answerTo({ network, design, estimator, inquiry }, z, y) as FurtherEstimate;
        const wanted = weights.reduce((sum, w, i) => sum + w * y[i]!, 0) / n;
        expect(row.estimate).toBeCloseTo(wanted, 9);
        compared++;
      }
    expect(compared).toBeGreaterThan(2);
  });
});

describe("the authors' programs over all 256 assignments of a ring", () => {
  interface Whole {
    readonly n: number;
    readonly p: number;
    readonly edges: Edges;
    readonly alpha: readonly number[];
    readonly linear_effects: readonly (readonly [i: number, j: number, c: number])[];
    readonly pair_effects: readonly (readonly [i: number, j: number, k: number, c: number])[];
    readonly TTE: number;
    readonly exact_moments_over_bernoulli_design: Readonly<
      Record<string, Readonly<Record<"mean" | "variance" | "probability_defined", number>>>
    >;
    readonly realizations: readonly {
      readonly z: readonly number[];
      readonly y: readonly number[];
      readonly estimates: Readonly<Record<string, number>>;
    }[];
  }
  describe.each(["ring8-beta1-p05", "ring8-beta2-p03"])("%s", (name) => {
    const golden = readGolden<Whole>(`snipe/${name}`);
    const { n, p, exact_moments_over_bernoulli_design: moments } = golden;
    const network = tiny(n, golden.edges);
    const law = bernoulli({ probability: p }).law(network);
    const outcome = (i: number, z: ArrayLike<number>): number =>
      golden.alpha[i]! +
      golden.linear_effects.reduce((sum, [own, j, c]) => (own === i ? sum + c * z[j]! : sum), 0) +
      golden.pair_effects.reduce((sum, [own, j, k, c]) => (own === i ? sum + c * z[j]! * z[k]! : sum), 0);
    const outcomes = (z: ArrayLike<number>): number[] => network.ids.map((_, i) => outcome(i, z));
    const touched = touchedBlocks(network, law, law.structure as IndependentBlocks);
    const probabilities = exposureProbabilities(network, bernoulli({ probability: p }), allTreated());
    const mean = (own: readonly number[]): number => own.reduce((a, b) => a + b, 0) / own.length;
    const lowOrder =
      (order: number) =>
      (z: Uint8Array, y: readonly number[]): number =>
        mean(y.map((one, i) => one * lowOrderWeights(touched, z, order)[i]!));
    const programs: Readonly<Record<string, (z: Uint8Array, y: readonly number[]) => number>> = {
      SNIPE_deg1: lowOrder(1),
      SNIPE_beta1: lowOrder(1),
      SNIPE_beta2: lowOrder(2),
      SNIPE_beta3: lowOrder(3),
      // The whole neighbourhood treated, or nobody of it.
      HT_full_neighbourhood: (z, y) => {
        const condition = allTreated().of(network, z);
        return mean(
          y.map((one, i) => {
            const seen = probabilities.conditions[condition[i]!]!;
            return seen === "mixed" ? 0 : ((seen === "all" ? 1 : -1) * one) / probabilities.of(i, seen);
          }),
        );
      },
      diff_in_means: (z, y) => mean(y.filter((_, i) => z[i] === 1)) - mean(y.filter((_, i) => z[i] === 0)),
    };

    test("effect, mean, variance and how often there is an estimate", () => {
      const all = (arm: number): number => mean(outcomes(new Uint8Array(n).fill(arm)));
      expect(all(1) - all(0)).toBeCloseTo(golden.TTE, 12);
      const cases = [...law.support!()].map(([z, chance]) => ({ z: z.slice(), chance }));
      for (const [key, program] of Object.entries(programs)) {
        const found = cases
          .map(({ z, chance }) => ({ chance, value: program(z, outcomes(z)) }))
          .filter(({ value }) => Number.isFinite(value));
        const defined = found.reduce((sum, { chance }) => sum + chance, 0);
        const average = found.reduce((sum, one) => sum + (one.chance * one.value) / defined, 0);
        const variance = found.reduce(
          (sum, one) => sum + (one.chance * (one.value - average) ** 2) / defined,
          0,
        );
        expect(defined, key).toBeCloseTo(moments[key]!.probability_defined, 12);
        expect(average, key).toBeCloseTo(moments[key]!.mean, 8);
        expect(variance / moments[key]!.variance, key).toBeCloseTo(1, 9);
      }
    });

    test("estimates of the realised assignments", () => {
      for (const { z, y, estimates } of golden.realizations)
        for (const [key, program] of Object.entries(programs))
          expect(program(Uint8Array.from(z), y), key).toBeCloseTo(estimates[key]!, 9);
    });
  });
});

describe("snipe over all assignments of tiny worlds", () => {
  /** Effects that interact in pairs, in the agent and its in-neighbours. */
  const pairwise =
    (network: Network) =>
    (i: number, arms: ArrayLike<number>): number => {
      const near = [i, ...network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!)];
      let y = 3 + i;
      near.forEach((j, a) => {
        y += (j + 1) * 0.7 * arms[j]!;
        for (const k of near.slice(a + 1)) y += (0.5 - 0.2 * k) * arms[j]! * arms[k]!;
      });
      return y;
    };
  const designs = (n: number) => ({
    bernoulli: bernoulli({ probability: Array.from({ length: n }, (_, i) => 0.25 + (0.5 * i) / n) }),
    cluster: cluster({ clusters: Array.from({ length: n }, (_, i) => i >> 1), probability: 0.4 }),
  });
  const cases = Object.entries(tinyNetworks).flatMap(([name, network]) =>
    Object.entries(designs(network.n)).map(([kind, design]) => ({ name, network, kind, design })),
  );

  test.each(cases)("$kind, $name: unbiased, and no bound below the variance", ({ network, design }) => {
    const outcome = pairwise(network);
    const effect =
      network.ids.reduce(
        (sum, _, i) =>
          sum + outcome(i, new Uint8Array(network.n).fill(1)) - outcome(i, new Uint8Array(network.n)),
        0,
      ) / network.n;
    for (const variance of ["degree", "eigenvalue"] as const) {
      const estimator = snipe({ order: 2, variance, baseline: 4 });
      const found = momentsOf(everyAnswer({ network, design, estimator, inquiry }, outcome));
      expect(found.mean).toBeCloseTo(effect, 9);
      expect(found.expected).toBeGreaterThan(found.variance * (1 - 1e-9));
    }
  });

  test.each(cases)(
    "$kind, $name: the error predicted for outcomes that nothing moves",
    ({ network, design }) => {
      const law = design.law(network);
      const { level, spread } = snipeError(network, law, 1);
      const asked = { network, design, estimator: snipe(), inquiry };
      // Outcomes of 1: the level, exactly. Outcomes of one agent at a time: the spread, added up.
      expect(level).toBeCloseTo(Math.sqrt(momentsOf(everyAnswer(asked, () => 1)).variance), 9);
      const single = network.ids.reduce(
        (sum, _, k) => sum + momentsOf(everyAnswer(asked, (i) => Number(i === k))).variance,
        0,
      );
      expect(spread).toBeCloseTo(Math.sqrt(single), 9);
    },
  );

  test("of order 2 the level is drawn, to its Monte Carlo error, and the spread is exact", () => {
    const network = tinyNetworks["triangle with a tail"]!;
    const design = bernoulli({ probability: 0.4 });
    const { level, spread } = snipeError(network, design.law(network), 2);
    const asked = { network, design, estimator: snipe({ order: 2 }), inquiry };
    const wanted = Math.sqrt(momentsOf(everyAnswer(asked, () => 1)).variance);
    expect(Math.abs(level / wanted - 1)).toBeLessThan(0.25);
    const single = network.ids.reduce(
      (sum, _, k) => sum + momentsOf(everyAnswer(asked, (i) => Number(i === k))).variance,
      0,
    );
    expect(spread).toBeCloseTo(Math.sqrt(single), 9);
  });
});

describe("snipe on two sides", () => {
  test("outcome units have no coin of their own, and only they are studied", () => {
    const network = fromEdges(
      [
        ["u1", "a"],
        ["u2", "a"],
        ["u2", "b"],
        ["u3", "b"],
      ],
      { directed: true },
    );
    const design = bipartite({ probability: 0.4 });
    const share = (i: number, arms: ArrayLike<number>): number =>
      degree(network, i) === 0
        ? 99
        : network.sources
            .subarray(network.offsets[i]!, network.offsets[i + 1]!)
            .reduce((sum, j) => sum + (i + 1) * arms[j]!, 0);
    const found = everyAnswer({ network, design, estimator: snipe(), inquiry }, share);
    // Agents 0 and 1 are a and b: effects 2 × 1 and 2 × 2.
    expect(momentsOf(found).mean).toBeCloseTo(3, 10);
    expect(found[0]!.row.population).toBe(2);
  });
});

describe("snipe says why not", () => {
  const network = tinyNetworks.star!;
  const asked = { network, estimator: snipe(), inquiry };
  test("designs without independent coins are refused before anything is drawn", () => {
    expect(snipe().refuses!(complete({ treated: 2 }).law(network))).toMatch(
      /independent coins.*use bernoulli/,
    );
    expect(snipe().refuses!(bernoulli().law(network))).toBeUndefined();
    expect(() => snipeError(network, complete({ treated: 2 }).law(network), 1)).toThrow(/use bernoulli/);
  });
  test("agents with a certain arm nearby are left out by name; too few left have no answer", () => {
    const design = bernoulli({ probability: [0.5, 1, 0.5, 0.5, 0.5, 0.5] });
    const row = answerTo({ ...asked, design }, [0, 1, 0, 1, 0, 1], [1, 2, 3, 4, 5, 6]);
    expect(row.excluded).toEqual(["a0", "a1"].map((id) => network.ids[Number(id.slice(1))]!));
    const certain = bernoulli({ probability: [1, 0.5, 0.5, 0.5, 0.5, 0.5] });
    expect(answerTo({ ...asked, design: certain }, [1, 1, 0, 1, 0, 1], [1, 2, 3, 4, 5, 6])).toMatchObject({
      because: expect.stringMatching(/at least two agents.*got 0/),
    });
  });
  test("missing outcomes are left out with a note, never filled in", () => {
    const row = answerTo({ ...asked, design: bernoulli() }, [0, 1, 0, 1, 0, 1], [1, undefined, 3, 4, 5, 6]);
    expect(row.population).toBe(5);
    expect(row.notes.join()).toMatch(/1 agents? without an outcome/);
  });
  test("a covariate that is not there, and outcomes without variation", () => {
    const named = { ...asked, design: bernoulli(), estimator: snipe({ baseline: "before" }) };
    expect(answerTo(named, [0, 1, 0, 1, 0, 1], [1, 2, 3, 4, 5, 6])).toMatchObject({
      because: expect.stringMatching(/covariate "before", and the data have no covariates/),
    });
    const flat = answerTo({ ...asked, design: bernoulli() }, [0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0]);
    expect(flat).toMatchObject({ estimate: 0, withheld: expect.stringMatching(/no variation/) });
  });
  test("an order of 0, and a contrast", () => {
    expect(() => snipe({ order: 0 })).toThrow(/snipe: order must be a whole number of at least 1/);
    const contrast = { name: "own", first: "treated", second: "control" };
    expect(
      answerTo({ ...asked, design: bernoulli(), inquiry: contrast }, [0, 1, 0, 1, 0, 1], [1, 2, 3, 4, 5, 6]),
    ).toMatchObject({
      because: expect.stringMatching(/snipe answers no contrast.*global/),
    });
  });
});
