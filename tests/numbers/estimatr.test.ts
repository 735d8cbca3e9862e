import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, blocked, cluster, complete } from "../../designs/index.ts";
import { differenceInMeans, type Estimate, estimate, horvitzThompson } from "../../estimators/index.ts";
import { waldInterval } from "../../estimators/interval/waldInterval.ts";
import { clusterRobust } from "../../estimators/regression/clusterRobust.ts";
import { leastSquares } from "../../estimators/regression/leastSquares.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

interface Term {
  readonly estimate: number;
  readonly "std.error": number;
  readonly "conf.low": number;
  readonly "conf.high": number;
  readonly df: number;
}
type Terms = Readonly<Record<string, Term>>;
const golden = readGolden<{
  data: Record<"cl" | "blk" | "x" | "zc" | "zk" | "zb" | "yc" | "yk" | "yb", number[]>;
  difference_in_means: Record<"complete" | "clustered" | "blocked", Terms>;
  horvitz_thompson: Record<
    | "complete_youngs"
    | "simple_youngs_p05"
    | "cluster_complete_youngs"
    | "cluster_simple_youngs"
    | "blocked_youngs",
    Terms
  >;
  permutation_condition_pr_mat_first_row: number[];
  lm_robust: Record<"HC2" | "cluster_CR2", Terms>;
  uneven: { rows_dropped: number[]; CR2: Terms; dim_clustered: Terms };
  weights: number[];
  weighted: Record<"CR2", Terms>;
  lm_lin: Terms;
}>("estimatr/estimatr-24");
const { cl, blk, x, zc, zk, zb, yc, yk, yb } = golden.data;

/** A row of own arms for agents without ties. */
function rowOf(
  design: Design,
  arms: readonly number[],
  outcomes: readonly number[],
  estimator = horvitzThompson({ variance: "aronow-samii", interval: "wald" }),
): Estimate {
  const network = tiny(arms.length, []);
  const [row] = estimate({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, design, ownArm()),
    outcomes,
    contrasts: { effect: ["treated", "control"] },
    estimators: [estimator],
  });
  return row as Estimate;
}

const total = (own: readonly number[], groups: readonly number[]): number[] =>
  [...new Set(groups)].map((g) => own.reduce((sum, y, i) => sum + (groups[i] === g ? y : 0), 0));

describe("difference_in_means", () => {
  it("complete: Neyman's error, Welch's degrees of freedom and the interval", () => {
    const wanted = golden.difference_in_means.complete["1"]!;
    const row = rowOf(complete({ treated: 10 }), zc, yc, differenceInMeans());
    expect(row.estimate).toBeCloseTo(wanted.estimate, 12);
    expect(row.se).toBeCloseTo(wanted["std.error"], 12);
    expect(row.degrees).toBeCloseTo(wanted.df, 9);
    expect(row.ci![0]).toBeCloseTo(wanted["conf.low"], 9);
    expect(row.ci![1]).toBeCloseTo(wanted["conf.high"], 9);
  });

  it("clustered and blocked", () => {
    // Clusters of one size: CR2 of the mean outcome of each.
    const clustered = golden.difference_in_means.clustered["1"]!;
    const columns = [
      { name: "1", values: new Float64Array(24).fill(1) },
      { name: "z", values: Float64Array.from(zk) },
    ];
    const equal = new Float64Array(24).fill(1);
    const fit = leastSquares(columns, Float64Array.from(yk), equal);
    if ("because" in fit) throw new Error(fit.because);
    const found = clusterRobust(columns, fit, equal, Uint32Array.from(cl), [0, 1]);
    expect(fit.coefficients[1]).toBeCloseTo(clustered.estimate, 12);
    expect(Math.sqrt(found.variance)).toBeCloseTo(clustered["std.error"], 12);
    expect(found.degrees).toBeCloseTo(clustered.df, 9);
    const { ci } = waldInterval(clustered.estimate, found.variance, found.degrees, 0.95);
    expect(ci[0]).toBeCloseTo(clustered["conf.low"], 9);
    expect(ci[1]).toBeCloseTo(clustered["conf.high"], 9);
    const names = blk.map(String);
    const row = rowOf(blocked({ blocks: names, treated: { 0: 3, 1: 3, 2: 3, 3: 3 } }), zb, yb);
    expect(row.estimate).toBeCloseTo(golden.difference_in_means.blocked["1"]!.estimate, 12);
  });
});

describe("horvitz_thompson, by Young's inequality", () => {
  const { horvitz_thompson: wanted } = golden;
  const eight = [0, 1, 2, 3, 4, 5, 6, 7];
  const ofClusters = eight.map((g) => zk[cl.indexOf(g)]!);
  const names = blk.map(String);
  const cases: [keyof typeof wanted, Estimate][] = [
    ["complete_youngs", rowOf(complete({ treated: 10 }), zc, yc)],
    ["simple_youngs_p05", rowOf(bernoulli(), zc, yc)],
    // Clusters as agents, whose outcome is their total over 3 agents each.
    [
      "cluster_complete_youngs",
      rowOf(
        complete({ treated: 4 }),
        ofClusters,
        total(yk, cl).map((y) => y / 3),
      ),
    ],
    [
      "cluster_simple_youngs",
      rowOf(
        bernoulli(),
        ofClusters,
        total(yk, cl).map((y) => y / 3),
      ),
    ],
    ["blocked_youngs", rowOf(blocked({ blocks: names, treated: { 0: 3, 1: 3, 2: 3, 3: 3 } }), zb, yb)],
  ];
  it.each(cases)("%s", (name, row) => {
    const one = wanted[name]["1"]!;
    expect(row.estimate).toBeCloseTo(one.estimate, 12);
    expect(row.se).toBeCloseTo(one["std.error"], 11);
    // estimatr takes the normal law whatever the number of agents.
    const { ci } = waldInterval(row.estimate, row.variance!, Number.POSITIVE_INFINITY, 0.95);
    expect(ci[0]).toBeCloseTo(one["conf.low"], 7);
    expect(ci[1]).toBeCloseTo(one["conf.high"], 7);
  });

  it("the joint probabilities of one agent in control with every other, in control and treated", () => {
    const design = cluster({ clusters: cl.map(String), treated: 4 });
    const pi = exposureProbabilities(tiny(24, []), design, ownArm());
    const found = ["control", "treated"].flatMap((arm) => cl.map((_, j) => pi.joint(0, "control", j, arm)));
    expect(golden.permutation_condition_pr_mat_first_row).toHaveLength(48);
    found.forEach((p, k) => {
      expect(p).toBeCloseTo(golden.permutation_condition_pr_mat_first_row[k]!, 12);
    });
  });
});

it("intervals of CR2 with Satterthwaite's degrees of freedom, even and uneven clusters", () => {
  const { rows_dropped: dropped } = golden.uneven;
  const kept = x.flatMap((_, i) => (dropped.includes(i) ? [] : [i]));
  for (const [agents, terms] of [
    [x.map((_, i) => i), golden.lm_robust.cluster_CR2],
    [kept, golden.uneven.CR2],
  ] as const) {
    const of = (values: readonly number[]): Float64Array => Float64Array.from(agents, (i) => values[i]!);
    const columns = [
      { name: "1", values: of(x.map(() => 1)) },
      { name: "z", values: of(zk) },
      { name: "x", values: of(x) },
    ];
    const equal = new Float64Array(agents.length).fill(1);
    const fit = leastSquares(columns, of(yk), equal);
    if ("because" in fit) throw new Error(fit.because);
    columns.forEach((_, k) => {
      const wanted = terms[k + 1]!;
      const combination = columns.map((__, j) => Number(j === k));
      const clusters = Uint32Array.from(agents, (i) => cl[i]!);
      const { variance, degrees } = clusterRobust(columns, fit, equal, clusters, combination);
      const { ci } = waldInterval(fit.coefficients[k]!, variance, degrees, 0.95);
      expect(fit.coefficients[k]).toBeCloseTo(wanted.estimate, 11);
      expect(ci[0]).toBeCloseTo(wanted["conf.low"], 8);
      expect(ci[1]).toBeCloseTo(wanted["conf.high"], 8);
    });
  }
});

describe("regressions on arms alone", () => {
  const { rows_dropped: dropped } = golden.uneven;
  const all = x.map((_, i) => i);
  const kept = all.filter((i) => !dropped.includes(i));
  const one = all.map(() => 1);
  it.each([
    ["weights, CR2", all, zk, yk, golden.weights, cl, golden.weighted.CR2],
    ["uneven clusters, CR2", kept, zk, yk, one, cl, { 2: golden.uneven.dim_clustered["1"]! }],
  ] as const)("%s", (_, agents, z, y, weights, groups, terms: Terms) => {
    const of = (values: readonly number[]): Float64Array => Float64Array.from(agents, (i) => values[i]!);
    const columns = [
      { name: "1", values: of(one) },
      { name: "z", values: of(z) },
    ];
    const fit = leastSquares(columns, of(y), of(weights));
    if ("because" in fit) throw new Error(fit.because);
    for (const [key, wanted] of Object.entries(terms)) {
      const k = Number(key) - 1;
      const combination = [Number(k === 0), Number(k === 1)];
      const clusters = Uint32Array.from(agents, (i) => groups[i]!);
      const found = clusterRobust(columns, fit, of(weights), clusters, combination);
      expect(fit.coefficients[k]).toBeCloseTo(wanted.estimate, 11);
      expect(Math.sqrt(found.variance)).toBeCloseTo(wanted["std.error"], 10);
      expect(found.degrees).toBeCloseTo(wanted.df, 8);
      const { ci } = waldInterval(fit.coefficients[k]!, found.variance, found.degrees, 0.95);
      expect(ci[0]).toBeCloseTo(wanted["conf.low"], 8);
      expect(ci[1]).toBeCloseTo(wanted["conf.high"], 8);
    }
  });
});
