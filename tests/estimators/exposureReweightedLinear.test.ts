import { describe, expect, test } from "vitest";
import { bernoulli, bipartite, cluster, complete, twoStage } from "../../designs/index.ts";
import type { FurtherEstimate } from "../../estimators/Estimator.ts";
import { exposureReweightedLinear } from "../../estimators/exposureReweightedLinear.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { readGolden } from "../support/readGolden.ts";
import { tinyNetworks } from "../support/tinyWorlds.ts";
import { answerTo, everyAnswer, momentsOf } from "./everyAnswer.ts";

const global = { kind: "global", name: "gate" } as const;
const slope = { kind: "slope", name: "slope", on: "share" } as const;
const estimator = exposureReweightedLinear();

interface C06 {
  readonly input: Readonly<Record<"p" | "alpha" | "beta" | "z" | "y", readonly number[]>> & {
    readonly W: readonly (readonly number[])[];
  };
  readonly expected: Readonly<Record<"estimate" | "tau" | "expectation" | "variance", number>>;
}

/** The share of in-neighbours treated. */
const shareOf = ({ offsets, sources }: Network, i: number, z: ArrayLike<number>): number => {
  const near = sources.subarray(offsets[i]!, offsets[i + 1]!);
  return near.length === 0 ? 0 : near.reduce((sum, j) => sum + z[j]!, 0) / near.length;
};

test("the worked example on two sides: estimate, mean and variance over all assignments", () => {
  const { input, expected } = readGolden<C06>("c06-bipartite-erl");
  const edges = input.W.flatMap((row, i) =>
    row.flatMap((w, k) => (w > 0 ? [[`u${k}`, `o${i}`, w] as const] : [])),
  );
  const network = fromEdges(edges, { directed: true });
  const design = bipartite({ probability: Object.fromEntries(input.p.map((p, k) => [`u${k}`, p])) });
  const number = (i: number): number => Number(network.ids[i]!.slice(1));
  const outcome = (i: number, z: ArrayLike<number>): number => {
    if (network.ids[i]!.startsWith("u")) return 1e6;
    const o = number(i);
    const x = input.W[o]!.reduce((sum, w, k) => sum + w * z[network.ids.indexOf(`u${k}`)]!, 0);
    return input.alpha[o]! + input.beta[o]! * x;
  };
  const asked = { network, design, estimator, inquiry: global };
  const z = network.ids.map((id, i) => (id.startsWith("u") ? input.z[number(i)]! : 0));
  const y = network.ids.map((id, i) => (id.startsWith("u") ? 0 : input.y[number(i)]!));
  const row = answerTo(asked, z, y) as FurtherEstimate;
  expect(row.estimate).toBeCloseTo(expected.estimate, 12);
  expect(row.population).toBe(5);
  const found = momentsOf(everyAnswer(asked, outcome));
  expect(found.mean).toBeCloseTo(expected.tau, 12);
  expect(found.mean).toBeCloseTo(expected.expectation, 12);
  expect(found.variance).toBeCloseTo(expected.variance, 10);
  expect(found.expected).toBeGreaterThan(found.variance);
});

describe("over all assignments of tiny worlds, slopes of each agent's own", () => {
  const designs = (n: number) => ({
    bernoulli: bernoulli({ probability: Array.from({ length: n }, (_, i) => 0.25 + (0.5 * i) / n) }),
    cluster: cluster({ clusters: Array.from({ length: n }, (_, i) => i % 3), probability: 0.4 }),
    complete: complete({ treated: 2 }),
  });
  const cases = Object.entries(tinyNetworks).flatMap(([name, network]) =>
    Object.entries(designs(network.n)).map(([kind, design]) => ({ name, network, kind, design })),
  );
  test.each(cases)("$kind, $name", ({ network, design, kind }) => {
    const own = (i: number): number => 1 + 0.7 * i;
    const near = (i: number): number => 2 - 0.9 * i;
    const outcome = (i: number, z: ArrayLike<number>): number =>
      3 + i + own(i) * z[i]! + near(i) * shareOf(network, i, z);
    for (const inquiry of [global, slope]) {
      const rows = everyAnswer({ network, design, estimator, inquiry }, outcome);
      const first = rows[0]!.row;
      if ("because" in first) {
        expect(first.because).toMatch(/at least two agents/);
        continue;
      }
      const about = network.ids.flatMap((id, i) => (first.excluded.includes(id) ? [] : [i]));
      const alone = (i: number): boolean => network.offsets[i] === network.offsets[i + 1];
      const effect =
        about.reduce(
          (sum, i) => sum + (alone(i) ? 0 : near(i)) + (inquiry.kind === "global" ? own(i) : 0),
          0,
        ) / about.length;
      const found = momentsOf(rows);
      expect(found.mean).toBeCloseTo(effect, 9);
      if (kind === "complete")
        expect(first).toMatchObject({ withheld: expect.stringMatching(/every other/) });
      else expect(found.expected).toBeGreaterThan(found.variance * (1 - 1e-9));
    }
  });
  test("what is excluded: no in-neighbours for a slope, own and neighbours' arms that move together", () => {
    const network = tinyNetworks["two pairs and an isolate"]!;
    const asked = { network, estimator, inquiry: slope };
    const row = answerTo({ ...asked, design: bernoulli() }, [1, 0, 1, 1, 0], [1, 2, 3, 4, 5]);
    expect(row.excluded).toEqual(["4"]);
    const together = cluster({ clusters: [0, 0, 1, 1, 2], probability: 0.5 });
    expect(answerTo({ ...asked, design: together }, [1, 1, 0, 0, 0], [1, 2, 3, 4, 5])).toMatchObject({
      because: expect.stringMatching(/got 0/),
    });
    expect(
      answerTo({ ...asked, inquiry: global, design: together }, [1, 1, 0, 0, 0], [1, 2, 3, 4, 5]),
    ).toMatchObject({ population: 5 });
  });
});

test("what it refuses, with the way out", () => {
  const network = tinyNetworks.star!;
  const groups = ["a", "a", "a", "b", "b", "b"];
  const mixed = twoStage({
    groups,
    saturations: [
      { treated: 1, groups: 1 },
      { treated: 2, groups: 1 },
    ],
  });
  expect(estimator.refuses!(mixed.law(network))).toMatch(/use bernoulli, complete/);
  expect(estimator.refuses!(complete({ counts: [2, 2, 2], arms: ["a", "b", "c"] }).law(network))).toMatch(
    /two arms, got a, b, c/,
  );
  const count = { ...slope, on: "count" };
  expect(
    answerTo(
      { network, design: bernoulli(), estimator, inquiry: count },
      [0, 1, 0, 1, 0, 1],
      [1, 2, 3, 4, 5, 6],
    ),
  ).toMatchObject({
    because: expect.stringMatching(/share alone.*"count"/),
  });
});
