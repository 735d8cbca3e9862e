import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, cluster, complete, fixed } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { waldInterval } from "../../estimators/interval/waldInterval.ts";
import { aronowSamii } from "../../estimators/variance/aronowSamii.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities, PairLaw } from "../../src/probability/PairProbabilities.ts";
import { allCases, expectation } from "../support/bruteForce.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

type Row = readonly number[];
type Table = Readonly<Record<string, Row>>;
type Edges = readonly (readonly [number, number])[];

/** The formula that the reference has; the default is tighter. */
const settings = { variance: "aronow-samii", interval: "wald" } as const;

/** |found − wanted| ≤ 1e-9 relative, or absolute near 0. */
function expectClose(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
}

/** The bare formulas, without the rules of what may be shown: what the reference files hold. */
function bare(
  probabilities: ExposureProbabilities,
  first: string,
  second: string,
  condition: Uint8Array,
  outcome: Float64Array,
) {
  const levels = [probabilities.conditions.indexOf(first), probabilities.conditions.indexOf(second)] as const;
  const everybody = Array.from(probabilities.network.ids, (_, i) => i);
  const population = everybody.filter(
    (i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0,
  );
  const mean = levels.map((level) => {
    const seen = population.filter((i) => condition[i] === level);
    const weight = (i: number): number => 1 / probabilities.of(i, probabilities.conditions[level]!);
    const total = seen.reduce((sum, i) => sum + outcome[i]! * weight(i), 0);
    return {
      horvitzThompson: total / population.length,
      hajek: total / seen.reduce((sum, i) => sum + weight(i), 0),
    };
  });
  const centred = outcome.map((y, i) => {
    const a = levels.indexOf(condition[i]!);
    return a < 0 ? y : y - mean[a]!.hajek;
  });
  const formula = aronowSamii({ probabilities, levels, population });
  return {
    population,
    mean,
    horvitzThompson: mean[0]!.horvitzThompson - mean[1]!.horvitzThompson,
    hajek: mean[0]!.hajek - mean[1]!.hajek,
    variance: formula({ condition, value: outcome }),
    linearised: formula({ condition, value: centred }),
  };
}

describe("golden c01: Horvitz–Thompson, Hájek and their Aronow–Samii variances", () => {
  interface Parts {
    readonly varD: number;
    readonly varE: number;
    readonly cov: number;
    readonly total: number;
  }
  const { input, expected } = readGolden<{
    input: {
      n: number;
      edges: Edges;
      potentialOutcomes: Table;
      realised: readonly {
        design: "bernoulli" | "complete";
        z: Row;
        y: Row;
        contrast: readonly [string, string];
      }[];
    };
    expected: {
      realised: readonly {
        ht: Record<string, number>;
        tauHT: number;
        tauHajek: number;
        asHT: Parts;
        asHajekLinearised: Parts;
      }[];
      population: Record<
        string,
        Record<string, { tau: number; trueVariance: number; expectedASVariance: number }>
      >;
    };
  }>("c01-ht-hajek-aronow-samii");
  const names: Readonly<Record<string, string>> = {
    "00": "none",
    "01": "indirect",
    "10": "direct",
    "11": "both",
  };
  const network = tiny(input.n, input.edges);
  const designs = { bernoulli: bernoulli(), complete: complete({ treated: 2 }) };

  it.each([0, 1])("realised assignment %i", (k) => {
    const { design, z, y, contrast } = input.realised[k]!;
    const wanted = expected.realised[k]!;
    const probabilities = exposureProbabilities(network, designs[design], anyTreatedNeighbor());
    const condition = probabilities.exposure.of(network, Uint8Array.from(z));
    const found = bare(
      probabilities,
      names[contrast[0]]!,
      names[contrast[1]]!,
      condition,
      Float64Array.from(y),
    );
    expectClose(found.horvitzThompson, wanted.tauHT);
    expectClose(found.hajek, wanted.tauHajek);
    for (const [parts, reference] of [
      [found.variance, wanted.asHT],
      [found.linearised, wanted.asHajekLinearised],
    ] as const) {
      expectClose(parts.first, reference.varD);
      expectClose(parts.second, reference.varE);
      expectClose(parts.covariance, reference.cov);
      expectClose(parts.total, reference.total);
    }
  });

  for (const [designName, contrasts] of Object.entries(expected.population)) {
    it.each(Object.entries(contrasts))(`${designName}, %s: moments over all assignments`, (key, wanted) => {
      const [first, second] = key.split("-") as [string, string];
      const probabilities = exposureProbabilities(
        network,
        designs[designName as keyof typeof designs],
        anyTreatedNeighbor(),
      );
      const levels = ["00", "01", "10", "11"];
      const cases = allCases(network, probabilities.law, probabilities.exposure).map((one) => ({
        ...one,
        found: bare(
          probabilities,
          names[first]!,
          names[second]!,
          one.condition,
          Float64Array.from(one.condition, (c, i) => input.potentialOutcomes[levels[c]!]![i]!),
        ),
      }));
      const mean = expectation(cases, (one) => (one as (typeof cases)[number]).found.horvitzThompson);
      expectClose(mean, wanted.tau);
      expectClose(
        expectation(cases, (one) => ((one as (typeof cases)[number]).found.horvitzThompson - mean) ** 2),
        wanted.trueVariance,
      );
      expectClose(
        expectation(cases, (one) => (one as (typeof cases)[number]).found.variance.total),
        wanted.expectedASVariance,
      );
    });
  }
});

interface Reference {
  readonly estimable?: boolean;
  readonly tau_ht: number;
  readonly var_tau_ht: number | null;
  readonly tau_h: number | null;
  readonly var_tau_h: number | null;
  readonly n_units: number;
  readonly n_k: number;
  readonly n_control: number;
  readonly mean_ht_k: number;
  readonly mean_ht_control: number;
  readonly mean_h_k: number | null;
  readonly mean_h_control: number | null;
}
interface Case {
  readonly n: number;
  readonly directed: boolean;
  readonly edges: Edges;
  readonly conditions: readonly string[];
  readonly assignments: readonly string[];
  readonly design: {
    readonly type: string;
    readonly exact_enumeration: boolean;
    readonly m?: number;
    readonly p?: number;
    readonly clusters?: Row;
    readonly treated_clusters?: number;
  };
  readonly potential_outcomes: Table;
  readonly true_tau_all_units: Readonly<Record<string, number>>;
  readonly probabilities: {
    readonly total_weight: number;
    readonly marginal: Table;
    readonly joint_same_numerators: Readonly<Record<string, readonly Row[]>>;
    readonly joint_cross_numerators: Readonly<Record<string, readonly Row[]>>;
  };
  readonly realizations: readonly {
    readonly z: string;
    readonly exposure: readonly string[];
    readonly y: Row;
    readonly counts: Readonly<Record<string, number>>;
    readonly package_with_design_probabilities: {
      readonly [block: string]: Readonly<Record<string, number | null>>;
    } & {
      readonly derived_ci95: Readonly<
        Record<"ht" | "h", Readonly<Record<string, readonly number[] | string | null>>>
      >;
    };
    readonly reference_by_contrast: Readonly<Record<string, Reference>>;
  }[];
  readonly expectation_over_design?: Readonly<
    Record<string, Record<string, number> & { estimable?: boolean; units: Row }>
  >;
}
/** The reference's names of conditions in ours. */
const oneHop: Readonly<Record<string, string>> = {
  dir_ind1: "both",
  isol_dir: "direct",
  ind1: "indirect",
  no: "none",
};
const twoHops: Readonly<Record<string, string>> = {
  dir_ind1_ind2: "direct-near-far",
  dir_ind1: "direct-near",
  dir_ind2: "direct-far",
  isol_dir: "direct",
  ind1_ind2: "near-far",
  ind1: "near",
  ind2: "far",
  no: "none",
};

function designOf({ design, assignments }: Case): Design {
  // A sample of assignments: probabilities are its shares.
  if (!design.exact_enumeration) return fixed({ assignments: assignments.map((z) => Array.from(z, Number)) });
  if (design.type === "complete") return complete({ treated: design.m! });
  if (design.type === "bernoulli") return bernoulli({ probability: design.p! });
  return cluster({ clusters: design.clusters!, treated: design.treated_clusters! });
}

describe.each([
  "01-ring10-complete3-as1",
  "02-ring14-complete3-as2",
  "04-ws12-bernoulli-half-as1",
  "06-sbm24-cluster4of8-as1",
  "09-directed10-complete3-as1",
  "11-karate34-bernoulli03-as1-sampled",
])("golden aronow-samii/%s", (name) => {
  const golden = readGolden<Case>(`aronow-samii/${name}`);
  const network: Network = tiny(golden.n, golden.edges, golden.directed);
  const ours = golden.conditions.length === 4 ? oneHop : twoHops;
  const mapping = golden.conditions.length === 4 ? anyTreatedNeighbor() : twoHop();
  const probabilities = exposureProbabilities(network, designOf(golden), mapping);
  const contrasts = golden.conditions.filter((condition) => condition !== "no");

  it("exact marginals and joints", () => {
    const {
      total_weight: total,
      marginal,
      joint_same_numerators: same,
      joint_cross_numerators: cross,
    } = golden.probabilities;
    for (const [condition, row] of Object.entries(marginal))
      row.forEach((p, i) => expectClose(probabilities.of(i, ours[condition]!), p));
    for (const [pair, matrix] of [...Object.entries(same), ...Object.entries(cross)]) {
      const [c, d] = pair.split(",").map((condition) => ours[condition]!) as [string, string];
      matrix.forEach((row, i) =>
        row.forEach((count, j) => expectClose(probabilities.joint(i, c, j, d), count / total)),
      );
    }
  });

  it("realised conditions, estimates and variances of the reference and, where it has them, of the package", () => {
    expect(golden.realizations.length).toBeGreaterThan(0);
    for (const {
      z,
      exposure,
      y,
      counts,
      reference_by_contrast: reference,
      package_with_design_probabilities: peer,
    } of golden.realizations) {
      const condition = probabilities.exposure.of(network, Uint8Array.from(z, Number));
      expect(Array.from(condition, (c) => probabilities.conditions[c])).toEqual(
        exposure.map((level) => ours[level]),
      );
      for (const [level, count] of Object.entries(counts))
        expect(condition.filter((c) => probabilities.conditions[c] === ours[level])).toHaveLength(count);
      const whole = {
        plan: { arms: ["control", "treated"], agents: network.ids, assignments: [Array.from(z, Number)] },
        probabilities,
      };
      for (const contrast of contrasts) {
        const wanted = reference[contrast]!;
        const found = bare(probabilities, ours[contrast]!, "none", condition, Float64Array.from(y));
        const pair = [ours[contrast]!, "none"] as const;
        const rows = estimate({
          ...whole,
          outcomes: y,
          contrasts: { [contrast]: pair },
          estimators: [horvitzThompson(settings), hajek(settings)],
        });
        if (wanted.estimable === false) {
          // The reference gives nothing for one agent; here too there is no standard error.
          for (const row of rows) expect("because" in row || "withheld" in row).toBe(true);
          continue;
        }
        expect(found.population.length).toBe(wanted.n_units);
        expectClose(found.horvitzThompson, wanted.tau_ht);
        if (wanted.var_tau_ht !== null) expectClose(found.variance.total, wanted.var_tau_ht);
        if (wanted.tau_h !== null) {
          expectClose(found.hajek, wanted.tau_h);
          expectClose(found.linearised.total, wanted.var_tau_h!);
        }
        expectClose(found.mean[0]!.horvitzThompson, wanted.mean_ht_k);
        expectClose(found.mean[1]!.horvitzThompson, wanted.mean_ht_control);
        if (wanted.mean_h_k !== null) expectClose(found.mean[0]!.hajek, wanted.mean_h_k);
        if (wanted.mean_h_control !== null) expectClose(found.mean[1]!.hajek, wanted.mean_h_control);
        if (found.population.length === golden.n && Math.min(wanted.n_k, wanted.n_control) > 0) {
          const { tau_ht: tauHT, tau_h: tauH, var_tau_ht: varHT, var_tau_h: varH } = peer;
          expectClose(found.horvitzThompson, tauHT![contrast]!);
          expectClose(found.hajek, tauH![contrast]!);
          if (typeof varHT![contrast] === "number") expectClose(found.variance.total, varHT![contrast]!);
          if (typeof varH![contrast] === "number") expectClose(found.linearised.total, varH![contrast]!);
          expectParts(found, peer, contrast, golden.n);
        }
        expectRules(rows as Estimate[], found, wanted);
      }
    }
  });

  // The sampled case has no moments over the whole design.
  const moments = golden.expectation_over_design;
  it.each(moments ? contrasts : [])("moments over all assignments: %s", (contrast) => {
    const wanted = moments![contrast]!;
    if (wanted.estimable === false) {
      expect(
        network.ids.filter(
          (_, i) => probabilities.of(i, ours[contrast]!) > 0 && probabilities.of(i, "none") > 0,
        ).length,
      ).toBeLessThan(2);
      return;
    }
    const level = Object.fromEntries(Object.entries(ours).map(([theirs, own]) => [own, theirs]));
    const cases = allCases(network, probabilities.law, probabilities.exposure).map((one) => {
      const y = Float64Array.from(
        one.condition,
        (c, i) => golden.potential_outcomes[level[probabilities.conditions[c]!]!]![i]!,
      );
      return { ...one, ...bare(probabilities, ours[contrast]!, "none", one.condition, y) };
    });
    const over = (value: (one: (typeof cases)[number]) => number): number =>
      expectation(cases, (one) => value(one as (typeof cases)[number]));
    const mean = over((one) => one.horvitzThompson);
    expect(cases[0]!.population).toEqual(wanted.units);
    expectClose(mean, wanted.tau!);
    expectClose(mean, wanted.E_tau_ht!);
    if (wanted.units.length === golden.n) expectClose(mean, golden.true_tau_all_units[contrast]!);
    expectClose(
      over((one) => (one.horvitzThompson - mean) ** 2),
      wanted.Var_tau_ht!,
    );
    expectClose(
      over((one) => one.variance.total),
      wanted.E_var_hat_ht!,
    );
    expectClose(
      over((one) => (one.variance.total < 0 ? 1 : 0)),
      wanted.share_negative_var_hat_ht!,
    );
    const both = cases.filter((one) => Number.isFinite(one.hajek));
    const seen = both.reduce((total, one) => total + one.p, 0);
    expectClose(seen, wanted.P_both_conditions_observed!);
    expectClose(
      both.reduce((total, one) => total + one.p * one.hajek, 0) / seen,
      wanted.E_tau_hajek_given_both!,
    );
    expectClose(
      both.reduce((total, one) => total + one.p * one.linearised.total, 0) / seen,
      wanted.E_var_hat_hajek_given_both!,
    );
    const given = (value: (one: (typeof both)[number]) => number): number =>
      both.reduce((total, one) => total + one.p * value(one), 0) / seen;
    expectClose(
      given((one) => one.horvitzThompson),
      wanted.E_tau_ht_given_both_observed!,
    );
    const middle = given((one) => one.hajek);
    expectClose(
      given((one) => (one.hajek - middle) ** 2),
      wanted.Var_tau_hajek_given_both!,
    );
    expectClose(
      given((one) => Number(one.linearised.total < 0)),
      wanted.share_negative_var_hat_hajek!,
    );
    // The bare intervals, a negative variance as 0: far from 95 %, which is why there are others.
    const covers = (estimate: number, variance: number): number => {
      const [low, high] = waldInterval(estimate, Math.max(0, variance), Number.POSITIVE_INFINITY, 0.95).ci;
      return Number(low <= wanted.tau! && wanted.tau! <= high);
    };
    expectClose(
      over((one) => covers(one.horvitzThompson, one.variance.total)),
      wanted.coverage95_ht!,
    );
    expectClose(
      given((one) => covers(one.hajek, one.linearised.total)),
      wanted.coverage95_hajek_given_both!,
    );
  });
});

/** Totals of the package, their variances and covariance, and its intervals by the normal law. */
function expectParts(
  found: ReturnType<typeof bare>,
  peer: Case["realizations"][number]["package_with_design_probabilities"],
  contrast: string,
  n: number,
): void {
  for (const [kind, key, parts, tau] of [
    ["ht", "horvitzThompson", found.variance, found.horvitzThompson],
    ["h", "hajek", found.linearised, found.hajek],
  ] as const) {
    const known = (block: string, name: string, value: number): void => {
      const wanted = peer[`${block}_${kind}`]![name];
      if (typeof wanted === "number")
        expectClose(value / n ** (block === "yT" ? 1 : 2), wanted / n ** (block === "yT" ? 1 : 2));
    };
    known("yT", contrast, found.mean[0]![key] * n);
    known("yT", "no", found.mean[1]![key] * n);
    known("var_yT", contrast, parts.first * n ** 2);
    known("var_yT", "no", parts.second * n ** 2);
    known("cov_yT", `${contrast},no`, parts.covariance * n ** 2);
    const wanted = peer.derived_ci95[kind][contrast];
    if (!Array.isArray(wanted)) continue;
    waldInterval(tau, parts.total, Number.POSITIVE_INFINITY, 0.95).ci.forEach((end, side) => {
      expect(Math.abs(end - wanted[side]!)).toBeLessThan(1e-7 * Math.max(1, Math.abs(end)));
    });
  }
}

/** What the estimators show, given the bare numbers: an empty condition, a single observation, a negative variance. */
function expectRules(rows: readonly Estimate[], found: ReturnType<typeof bare>, wanted: Reference): void {
  const [ht, hj] = rows as [Estimate, Estimate];
  const fewest = Math.min(wanted.n_k, wanted.n_control);
  expectClose(ht.estimate, wanted.tau_ht);
  if (fewest === 0) {
    expect(hj).toHaveProperty("because");
    expect(ht.notes.some((note) => note.includes("counts as a mean of 0"))).toBe(true);
  } else expectClose(hj.estimate, wanted.tau_h!);
  if (fewest < 2) {
    expect(ht.withheld).toBeDefined();
    expect(ht.se).toBeUndefined();
    return;
  }
  for (const [row, { total }] of [
    [ht, found.variance],
    [hj, found.linearised],
  ] as const) {
    expect(row.varianceMethod).toBe(total < 0 ? "dependency-bound" : "aronow-samii");
    if (total >= 0) expectClose(row.variance!, total);
    else expect(row.variance).toBeGreaterThan(0);
  }
}

describe("golden aronow-samii/17: the published toy example", () => {
  const golden = readGolden<{
    n: number;
    edges: Edges;
    assignments: readonly string[];
    z: string;
    y: Row;
    package_marginal_smoothed: Table;
    package_default: Readonly<
      Record<"tau_ht" | "tau_h" | "var_tau_ht" | "var_tau_h", Readonly<Record<string, number | null>>>
    >;
  }>("aronow-samii/17-published-toy-example");
  const network = tiny(golden.n, golden.edges);
  const design = fixed({ assignments: golden.assignments.map((z) => Array.from(z, Number)) });
  const shares = exposureProbabilities(network, design, anyTreatedNeighbor());
  const rows = golden.assignments.length;
  const marginals = Float64Array.from({ length: golden.n * 4 }, (_, k) => {
    const condition = shares.conditions[k % 4]!;
    const theirs = Object.entries(oneHop).find(([, own]) => own === condition)![0];
    return golden.package_marginal_smoothed[theirs]![Math.floor(k / 4)]!;
  });
  // The package's conventions: (count + 1)/(R + 1) for one agent, count/(R + 1) for two in one condition, count/R for two in different ones.
  const smoothed = (law: PairLaw): PairLaw => ({
    possible: law.possible,
    joint: (c, d) => law.joint(c, d) * (c === d ? rows / (rows + 1) : 1),
  });
  const probabilities: ExposureProbabilities = {
    ...shares,
    marginals,
    of: (i, condition) => marginals[4 * i + shares.conditions.indexOf(condition)]!,
    pairs: {
      ...shares.pairs,
      forEachNear: (visit) => shares.pairs.forEachNear((i, j, law) => visit(i, j, smoothed(law))),
      forEachNearOf: (i, visit, wanted) =>
        shares.pairs.forEachNearOf(i, (j, law) => visit(j, smoothed(law)), wanted),
    },
  };

  it.each(["isol_dir", "ind1"])("%s, with the package's own probabilities", (contrast) => {
    const condition = shares.exposure.of(network, Uint8Array.from(golden.z, Number));
    const found = bare(probabilities, oneHop[contrast]!, "none", condition, Float64Array.from(golden.y));
    const wanted = golden.package_default;
    expectClose(found.horvitzThompson, wanted.tau_ht[contrast]!);
    expectClose(found.hajek, wanted.tau_h[contrast]!);
    expectClose(found.variance.total, wanted.var_tau_ht[contrast]!);
    expectClose(found.linearised.total, wanted.var_tau_h[contrast]!);
  });

  it("41.61043 and 39.51643 as printed, and nothing for a condition that nobody is in", () => {
    expect(golden.package_default.tau_ht.isol_dir).toBeCloseTo(41.61043, 5);
    expect(golden.package_default.tau_ht.ind1).toBeCloseTo(39.51643, 5);
    const [row] = estimate({
      plan: {
        arms: ["control", "treated"],
        agents: network.ids,
        assignments: [Array.from(golden.z, Number)],
      },
      probabilities: shares,
      outcomes: golden.y,
      contrasts: { both: ["both", "none"] },
      estimators: [hajek()],
    });
    expect(row).toHaveProperty("because");
  });
});
