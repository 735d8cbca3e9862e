import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, complete, rollout, stageArms, twoStage } from "../../designs/index.ts";
import type { IndependentBlocks } from "../../designs/Structure.ts";
import { sharedCoins } from "../../estimators/global/sharedCoins.ts";
import { touchedBlocks } from "../../estimators/global/touchedBlocks.ts";
import { type Estimate, estimate, hajek, horvitzThompson } from "../../estimators/index.ts";
import { leastSquares } from "../../estimators/regression/leastSquares.ts";
import { networkHac } from "../../estimators/regression/networkHac.ts";
import { aronowSamii } from "../../estimators/variance/aronowSamii.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { allCases, expectation } from "../support/bruteForce.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

type Edges = readonly (readonly [number, number])[];
type Table = Readonly<Record<string, readonly number[]>>;
const names: Readonly<Record<string, string>> = {
  "00": "none",
  "01": "indirect",
  "10": "direct",
  "11": "both",
};
const sumOf = (own: readonly number[]): number => own.reduce((a, b) => a + b, 0);

/** Horvitz and Thompson's mean under a condition, over agents of any network who can all be in it. */
function meanUnder(
  probabilities: ExposureProbabilities,
  condition: Uint8Array,
  outcome: ArrayLike<number>,
  name: string,
): { readonly ht: number; readonly hajek: number } {
  let [total, weights] = [0, 0];
  condition.forEach((c, i) => {
    if (probabilities.conditions[c] !== name) return;
    total += outcome[i]! / probabilities.of(i, name);
    weights += 1 / probabilities.of(i, name);
  });
  return { ht: total / condition.length, hajek: total / weights };
}

describe("golden c01: means under each condition, and the bias of Aronow and Samii's estimate", () => {
  const { input, expected } = readGolden<{
    input: {
      n: number;
      edges: Edges;
      potentialOutcomes: Table;
      designs: { bernoulli: { p: number }; complete: { m: number } };
      realised: readonly { design: "bernoulli" | "complete"; z: number[]; exposure: string[]; y: number[] }[];
    };
    expected: {
      realised: readonly { ht: Record<string, number>; hajek: Record<string, number> }[];
      population: Record<string, Record<string, { expectation: number; asBias: number }>>;
    };
  }>("c01-ht-hajek-aronow-samii");
  const network = tiny(input.n, input.edges);
  const designs: Record<string, Design> = {
    bernoulli: bernoulli({ probability: input.designs.bernoulli.p }),
    complete: complete({ treated: input.designs.complete.m }),
  };
  it.each([0, 1])("realised assignment %i", (k) => {
    const { design, z, exposure, y } = input.realised[k]!;
    const probabilities = exposureProbabilities(network, designs[design]!, anyTreatedNeighbor());
    const condition = probabilities.exposure.of(network, Uint8Array.from(z));
    expect(Array.from(condition, (c) => probabilities.conditions[c])).toEqual(exposure.map((d) => names[d]));
    for (const [level, wanted] of Object.entries(expected.realised[k]!.ht))
      expect(meanUnder(probabilities, condition, y, names[level]!).ht).toBeCloseTo(wanted, 10);
    for (const [level, wanted] of Object.entries(expected.realised[k]!.hajek))
      expect(meanUnder(probabilities, condition, y, names[level]!).hajek).toBeCloseTo(wanted, 10);
  });

  for (const [name, contrasts] of Object.entries(expected.population))
    it.each(Object.entries(contrasts))(`${name}, %s`, (key, wanted) => {
      const probabilities = exposureProbabilities(network, designs[name]!, anyTreatedNeighbor());
      const [first, second] = key.split("-").map((level) => names[level]!) as [string, string];
      const levels = [first, second].map((c) => probabilities.conditions.indexOf(c)) as [number, number];
      const formula = aronowSamii({ probabilities, levels, population: network.ids.map((_, i) => i) });
      const cases = allCases(network, probabilities.law, probabilities.exposure).map((one) => {
        const value = Float64Array.from(
          one.condition,
          (c, i) => input.potentialOutcomes[["00", "01", "10", "11"][c]!]![i]!,
        );
        const of = (condition: string) => meanUnder(probabilities, one.condition, value, condition).ht;
        return {
          ...one,
          estimate: of(first) - of(second),
          total: formula({ condition: one.condition, value }).total,
        };
      });
      const over = (of: (one: (typeof cases)[number]) => number) =>
        expectation(cases, (one) => of(one as (typeof cases)[number]));
      const mean = over((one) => one.estimate);
      expect(mean).toBeCloseTo(wanted.expectation, 10);
      const variance = over((one) => (one.estimate - mean) ** 2);
      expect(over((one) => one.total) - variance).toBeCloseTo(wanted.asBias, 9);
    });
});

it("golden c03: coefficients, the whole sandwich under each repair, standard errors, and the kernel's eigenvalues", () => {
  const { input, expected } = readGolden<{
    input: {
      n: number;
      edges: Edges;
      z: number[];
      p: number;
      y: number[];
      exposure: string[];
      levelsPresent: string[];
      bandwidth: number;
      contrast: string[];
    };
    expected: {
      weights: number[];
      beta: number[];
      vcov: Record<"uniform" | "eigenTruncated" | "shifted", number[][]>;
      seContrast: Record<"uniform" | "eigenTruncated" | "shifted", number>;
      eigenvaluesUniformKernel: number[];
      oracleEnumeration: { variance: number; expected: { K: number }; mKm: number };
    };
  }>("c03-network-hac");
  const { n, edges, z, p, y, exposure, levelsPresent, bandwidth, contrast } = input;
  const network = tiny(n, edges);
  const probabilities = exposureProbabilities(network, bernoulli({ probability: p }), anyTreatedNeighbor());
  const condition = probabilities.exposure.of(network, Uint8Array.from(z));
  expect(Array.from(condition, (c) => probabilities.conditions[c])).toEqual(exposure.map((d) => names[d]));
  const weights = Float64Array.from(exposure, (d, i) => 1 / probabilities.of(i, names[d]!));
  weights.forEach((w, i) => void expect(w).toBeCloseTo(expected.weights[i]!, 12));
  const columns = levelsPresent.map((name) => ({
    name,
    values: Float64Array.from(exposure, (d) => Number(d === name)),
  }));
  const fit = leastSquares(columns, Float64Array.from(y), weights);
  if ("because" in fit) throw new Error(fit.because);
  expected.beta.forEach((b, k) => void expect(fit.coefficients[k]).toBeCloseTo(b, 12));
  const contributions = (c: readonly number[]): Float64Array =>
    Float64Array.from(y, (_, i) => {
      let x = 0;
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++) x += c[a]! * fit.bread[a * 3 + b]! * columns[b]!.values[i]!;
      return x * weights[i]! * fit.residuals[i]!;
    });
  const unit = (...at: number[]): number[] => [0, 1, 2].map((k) => Number(at.includes(k)));
  const compared = levelsPresent.map((level) => (level === contrast[0] ? 1 : level === contrast[1] ? -1 : 0));
  for (const [repair, name] of [
    ["none", "uniform"],
    ["eigenvalues", "eigenTruncated"],
    ["shift", "shifted"],
  ] as const) {
    const { variance } = networkHac(network, bandwidth, repair);
    expect(Math.sqrt(variance(contributions(compared)))).toBeCloseTo(expected.seContrast[name], 9);
    for (const a of [0, 1, 2])
      for (const b of [0, 1, 2]) {
        const [own, other] = [variance(contributions(unit(a))), variance(contributions(unit(b)))];
        // Of two coefficients by polarization.
        const found = a === b ? own : (variance(contributions(unit(a, b))) - own - other) / 2;
        expect(found).toBeCloseTo(expected.vcov[name][a]![b]!, 9);
      }
  }
  // The kernel of the agents at most two steps apart on a path: its least eigenvalue is the shift, its trace n.
  const [least] = expected.eigenvaluesUniformKernel;
  const one = Float64Array.from({ length: n }, (_, i) => Number(i === 0));
  const plain = networkHac(network, bandwidth, "none").variance(one);
  expect(networkHac(network, bandwidth, "shift").variance(one) - plain).toBeCloseTo(-least!, 9);
  expect(sumOf(expected.eigenvaluesUniformKernel)).toBeCloseTo(n * plain, 9);
  const { oracleEnumeration: oracle } = expected;
  expect(oracle.expected.K - oracle.variance).toBeCloseTo(oracle.mKm, 12);
});

describe("golden c05: means of the stages of a roll-out and their covariances", () => {
  const { input, expected } = readGolden<{
    input: { p: number[] };
    expected: { meanOutcomes: number[]; stageCovariance: number[][]; weights: number[]; variance: number };
  }>("c05-staggered-rollout");
  const { coefficients } = readGolden<{ input: { coefficients: Record<string, number>[] } }>(
    "c04-snipe",
  ).input;
  it("over all 3⁶ roll-outs", () => {
    const network = tiny(6, []);
    const law = rollout({ probability: input.p.slice(1) }).law(network);
    const outcome = (z: Uint8Array): number =>
      sumOf(
        coefficients.map((row) =>
          sumOf(
            Object.entries(row).map(([set, c]) =>
              set === "" || set.split(",").every((j) => z[Number(j)] === 1) ? c : 0,
            ),
          ),
        ),
      ) / 6;
    const all = [...law.support!()].map(
      ([adopted, p]) => [[0, 1, 2].map((t) => outcome(stageArms(adopted, t))), p] as const,
    );
    const mean = [0, 1, 2].map((t) => sumOf(all.map(([y, p]) => p * y[t]!)));
    mean.forEach((y, t) => void expect(y).toBeCloseTo(expected.meanOutcomes[t]!, 10));
    expected.stageCovariance.forEach((row, s) => {
      row.forEach((wanted, t) => {
        const found = sumOf(all.map(([y, p]) => p * (y[s]! - mean[s]!) * (y[t]! - mean[t]!)));
        expect(found).toBeCloseTo(wanted, 10);
      });
    });
    const { weights, stageCovariance: cov } = expected;
    const variance = sumOf(weights.flatMap((a, s) => weights.map((b, t) => a * b * cov[s]![t]!)));
    expect(variance).toBeCloseTo(expected.variance, 9);
  });
});

describe("goldens c07 and c07b: who depends on whom", () => {
  it.each(["c07-eate-unknown-interference", "c07b-eate-inflation-counterexample"])("%s", (name) => {
    const { input, expected } = readGolden<{
      input: { n: number; edges: Edges; p: number };
      expected: Record<string, number> & { dependenceDegree?: number[] };
    }>(name);
    const network = tiny(input.n, input.edges);
    const law = bernoulli({ probability: input.p }).law(network);
    const touched = touchedBlocks(network, law, law.structure as IndependentBlocks, 1);
    const { degree, eigenvalue } = sharedCoins(touched, new Uint8Array(input.n).fill(1));
    const d = [...degree];
    if (expected.dependenceDegree) expect(d).toEqual(expected.dependenceDegree);
    expect(sumOf(d) / d.length).toBeCloseTo(expected.dAvg!, 12);
    expect(Math.sqrt(sumOf(d.map((x) => x * x)) / d.length)).toBeCloseTo(expected.dRms!, 12);
    expect(Math.max(...d)).toBe(expected.dMax);
    expect(eigenvalue).toBeCloseTo(expected.lambdaMax!, 7);
    if (expected.ratio) expect(expected.variance! / expected.expectedVBer!).toBeCloseTo(expected.ratio, 10);
    else {
      expect(expected.vBer! * Math.max(...d)).toBeCloseTo(expected.vMax!, 9);
      expect(expected.expectation).toBeCloseTo(expected.eate!, 12);
    }
  });
});

it("golden c08: with a wrong mapping Horvitz–Thompson targets the expected outcomes given conditions", () => {
  const { expected } = readGolden<{
    expected: { expectedExposureMeans: Record<string, number>; target: number; gate: number };
  }>("c08-misspecified-exposure");
  const { input } = readGolden<{
    input: { n: number; edges: Edges; p: number; a: number[]; d: number[]; g: number[] };
  }>("c07-eate-unknown-interference");
  const network = tiny(input.n, input.edges);
  const probabilities = exposureProbabilities(
    network,
    bernoulli({ probability: input.p }),
    anyTreatedNeighbor(),
  );
  const outcome = (i: number, z: ArrayLike<number>): number => {
    const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
    const treated = near.reduce((sum, j) => sum + z[j]!, 0);
    return input.a[i]! + input.d[i]! * z[i]! + input.g[i]! * treated + 0.5 * z[i]! * Number(treated > 0);
  };
  const cases = allCases(network, probabilities.law, probabilities.exposure);
  const found = Object.fromEntries(
    Object.entries(names).map(([level, name]) => [
      level,
      expectation(
        cases,
        ({ arms, condition }) =>
          meanUnder(
            probabilities,
            condition,
            network.ids.map((_, i) => outcome(i, arms)),
            name,
          ).ht,
      ),
    ]),
  );
  for (const [level, mean] of Object.entries(expected.expectedExposureMeans))
    expect(found[level]).toBeCloseTo(mean, 10);
  expect(found["11"]! - found["00"]!).toBeCloseTo(expected.target, 10);
  const all = (arm: number): number =>
    sumOf(network.ids.map((_, i) => outcome(i, new Uint8Array(input.n).fill(arm)))) / input.n;
  expect(all(1) - all(0)).toBeCloseTo(expected.gate, 12);
});

describe("golden e02: propensities of own arms and of numbers of treated neighbours", () => {
  const { input, expected } = readGolden<{
    input: { n: number; edges: Edges; e: number[]; z: number[] };
    expected: {
      neighbourCount: number[];
      neighbourhoodPropensity: number[];
      jointPropensity: number[];
      pmf: Record<string, number[]>;
    };
  }>("e02-generalized-propensity");
  const network = tiny(input.n, input.edges);
  const design = bernoulli({ probability: input.e });
  const pi = exposureProbabilities(network, design, countTreated({ cap: 4 }));
  it.each(network.ids.map((_, i) => i))("agent %i", (i) => {
    const own = input.z[i] === 1 ? "treated" : "control";
    const mine = input.z[i] === 1 ? input.e[i]! : 1 - input.e[i]!;
    const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
    const count = near.reduce((sum, j) => sum + input.z[j]!, 0);
    expect(count).toBe(expected.neighbourCount[i]);
    expected.pmf[String(i)]!.forEach((p, k) => {
      expect(pi.of(i, `${own}-${k}`) / mine).toBeCloseTo(p, 12);
    });
    expect(pi.of(i, `${own}-${count}`) / mine).toBeCloseTo(expected.neighbourhoodPropensity[i]!, 12);
    expect(pi.of(i, `${own}-${count}`)).toBeCloseTo(expected.jointPropensity[i]!, 12);
  });
});

it("golden f04: probabilities of full exposure, the least, and the effective sample size by the design", () => {
  const { input, expected } = readGolden<{
    input: { n: number; edges: Edges; p: number; contrast: string[] };
    expected: { pi11: number[]; minPi: number; kishESS: number };
  }>("f04-design-variance");
  const pi = exposureProbabilities(
    tiny(input.n, input.edges),
    bernoulli({ probability: input.p }),
    anyTreatedNeighbor(),
  );
  const own = expected.pi11.map((_, i) => pi.of(i, "both"));
  own.forEach((p, i) => void expect(p).toBeCloseTo(expected.pi11[i]!, 14));
  const [first, second] = input.contrast.map((level) => names[level]!);
  const least = Math.min(...own, ...own.map((_, i) => Math.min(pi.of(i, first!), pi.of(i, second!))));
  expect(least).toBeCloseTo(expected.minPi, 14);
  const inverse = own.map((p) => 1 / p);
  expect(sumOf(inverse) ** 2 / sumOf(inverse.map((w) => w * w))).toBeCloseTo(expected.kishESS, 10);
});

describe("rollout: clusters chosen first, then agents in them (Cortez-Rodriguez and others)", () => {
  const { two_stage_cluster_HT_Hajek: golden } = readGolden<{
    two_stage_cluster_HT_Hajek: {
      n: number;
      edges: Edges;
      clusters: number[][];
      p_budget: number;
      q_within_selected: number;
      Z: number[][];
      Y: number[][];
      HT: number[];
      Hajek: number[];
      diff_in_means: number[];
    };
  }>("rollout/rollout");
  const network = tiny(golden.n, golden.edges);
  const groups: string[] = [];
  golden.clusters.forEach((members, g) => {
    for (const i of members) groups[i] = `g${g}`;
  });
  const within = golden.q_within_selected;
  const chosen = golden.p_budget / within;
  const design = twoStage({
    groups,
    within: "bernoulli",
    saturations: [
      { share: within, chance: chosen },
      { share: 0, chance: 1 - chosen },
    ],
  });
  const probabilities = exposureProbabilities(network, design, allTreated());
  it.each(golden.Z.map((z, k) => [k, z] as const))("assignment %i", (k, z) => {
    const rows = estimate({
      plan: { arms: ["control", "treated"], agents: network.ids, assignments: [z] },
      probabilities,
      outcomes: golden.Y[k]!,
      contrasts: { global: ["all", "none"] },
      estimators: [horvitzThompson(), hajek()],
    });
    expect((rows[0] as Estimate).estimate).toBeCloseTo(golden.HT[k]!, 10);
    expect((rows[1] as Estimate).estimate).toBeCloseTo(golden.Hajek[k]!, 10);
    const mean = (arm: number): number => {
      const own = golden.Y[k]!.filter((_, i) => z[i] === arm);
      return sumOf(own) / own.length;
    };
    expect(mean(1) - mean(0)).toBeCloseTo(golden.diff_in_means[k]!, 12);
  });
});
