import { describe, expect, test } from "vitest";
import { bernoulli, complete, twoStage } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { expectedEffect } from "../../estimators/expectedEffect.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";
import { answerTo, everyAnswer, momentsOf } from "./everyAnswer.ts";

const inquiry = { name: "own", first: "treated", second: "control" };
const wald = "wald" as const;

interface C07 {
  readonly input: { readonly edges: [number, number][]; readonly p: number } & Readonly<
    Record<"a" | "d" | "g" | "z" | "y", readonly number[]>
  >;
  readonly expected: Readonly<
    Record<"eate" | "variance" | "expectedVBer" | "dMax" | "lambdaMax" | "estimate" | "vBer" | "vMax", number>
  >;
}

describe("the expected effect, against the worked examples", () => {
  test("own arms on six agents: estimate, EATE, and both inflated variances", () => {
    const { input, expected } = readGolden<C07>("c07-eate-unknown-interference");
    const network = tiny(6, input.edges);
    const design = bernoulli({ probability: input.p });
    const outcome = (i: number, z: ArrayLike<number>): number => {
      const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
      const treated = near.reduce((sum, j) => sum + z[j]!, 0);
      return input.a[i]! + input.d[i]! * z[i]! + input.g[i]! * treated + 0.5 * z[i]! * Number(treated > 0);
    };
    for (const [inflation, factor] of [
      ["degree", expected.dMax],
      ["eigenvalue", expected.lambdaMax],
    ] as const) {
      const asked = { network, design, inquiry, estimator: expectedEffect({ inflation, interval: wald }) };
      const row = answerTo(asked, input.z, input.y) as Estimate;
      expect(row.estimate).toBeCloseTo(expected.estimate, 12);
      expect(row.variance).toBeCloseTo(factor * expected.vBer, 6);
      const found = momentsOf(everyAnswer(asked, outcome));
      expect(found.mean).toBeCloseTo(expected.eate, 12);
      expect(found.variance).toBeCloseTo(expected.variance, 10);
      expect(found.expected).toBeCloseTo(factor * expected.expectedVBer, 6);
      expect(found.expected).toBeGreaterThan(found.variance);
    }
  });

  test("where averages of degrees are too small, the eigenvalue is not", () => {
    const { input, expected } = readGolden<{
      input: { edges: [number, number][] };
      expected: { variance: number; expectedVBer: number; lambdaMax: number };
    }>("c07b-eate-inflation-counterexample");
    const sign = (z: number): number => 2 * z - 1;
    const outcome = (i: number, z: ArrayLike<number>): number => (i <= 4 ? 5 * sign(z[i]!) * sign(z[0]!) : 0);
    const found = momentsOf(
      everyAnswer(
        { network: tiny(8, input.edges), design: bernoulli(), inquiry, estimator: expectedEffect() },
        outcome,
      ),
    );
    expect(found.variance).toBeCloseTo(expected.variance, 9);
    expect(found.expected).toBeCloseTo(expected.lambdaMax * expected.expectedVBer, 6);
  });
});

describe("over all assignments, interference that no mapping here knows", () => {
  test.each(Object.entries(tinyNetworks))("%s: two edges away, with reach 2", (_, network) => {
    const { offsets, sources } = network;
    const near = (i: number): number[] => [...sources.subarray(offsets[i]!, offsets[i + 1]!)];
    const outcome = (i: number, z: ArrayLike<number>): number =>
      i +
      z[i]! *
        (1 +
          2 *
            near(i)
              .flatMap(near)
              .reduce((sum, j) => sum + z[j]!, 0));
    const design = bernoulli({ probability: 0.3 });
    const asked = { network, design, inquiry, estimator: expectedEffect({ reach: 2 }) };
    const rows = everyAnswer(asked, outcome);
    let [one, none] = [0, 0];
    for (const { arms, p } of rows)
      for (let i = 0; i < network.n; i++) {
        const [treated, untreated] = [1, 0].map((z) =>
          Uint8Array.from(arms, (own, j) => (j === i ? z : own)),
        );
        one += (p * outcome(i, treated!)) / network.n;
        none += (p * outcome(i, untreated!)) / network.n;
      }
    const found = momentsOf(
      rows.map(({ row, p }) => ({ p, row: "because" in row ? ({ ...row, estimate: 0 } as never) : row })),
    );
    expect(found.mean).toBeCloseTo(one - none, 10);
    expect(found.expected).toBeGreaterThan(found.variance * (1 - 1e-9));
  });
});

test("what it withholds and refuses", () => {
  const network = tinyNetworks.star!;
  const asked = { network, inquiry, estimator: expectedEffect() };
  const arms = [0, 1, 0, 1, 0, 0];
  const groups = ["a", "a", "a", "b", "b", "b"];
  const mixed = twoStage({
    groups,
    saturations: [
      { treated: 1, groups: 1 },
      { treated: 2, groups: 1 },
    ],
  });
  expect(answerTo({ ...asked, design: complete({ treated: 2 }) }, arms, [1, 2, 3, 4, 5, 6])).toMatchObject({
    estimate: 3 - 3.75,
    withheld: expect.stringMatching(/every agent depends on every other.*assigns independently/),
  });
  expect(
    answerTo({ ...asked, design: bernoulli() }, [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]).notes.join(),
  ).toMatch(/no agent is in condition treated, which counts as a mean of 0/);
  expect(expectedEffect().refuses!(mixed.law(network))).toMatch(/use bernoulli/);
  expect(() => expectedEffect({ reach: -1 })).toThrow(/reach must be a whole number of at least 0/);
});
