import { describe, expect, it } from "vitest";
import { clusterRobust } from "../../../estimators/regression/clusterRobust.ts";
import { hacBandwidth } from "../../../estimators/regression/hacBandwidth.ts";
import {
  type LeastSquares,
  leastSquares,
  type RegressionColumn,
} from "../../../estimators/regression/leastSquares.ts";
import { type KernelRepair, networkHac } from "../../../estimators/regression/networkHac.ts";
import { type Rng, rng } from "../../../src/core/rng.ts";
import type { Network } from "../../../src/network/Network.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const column = (name: string, values: readonly number[]): RegressionColumn => ({
  name,
  values: Float64Array.from(values),
});
const ones = (n: number): RegressionColumn => column("1", new Array<number>(n).fill(1));
const fitted = (
  columns: readonly RegressionColumn[],
  y: readonly number[],
  weights: readonly number[] = y.map(() => 1),
): LeastSquares => {
  const fit = leastSquares(columns, Float64Array.from(y), Float64Array.from(weights));
  if ("because" in fit) throw new Error(fit.because);
  return fit;
};
const single = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);
const equal = (n: number): Float64Array => new Float64Array(n).fill(1);

describe("golden c10: CR2, HC2 and Lin's adjustment (Bell and McCaffrey; Pustejovsky and Tipton; trace identity)", () => {
  const { input, expected } = readGolden<{
    input: Record<"y" | "z" | "clusters" | "weights" | "xCentred", number[]>;
    expected: Record<"ols" | "weighted", { beta: number[]; se: number; df: number }> & {
      hc2: { var: number; neyman: number; df: number };
      lin: { beta: number[]; seTau: number; df: number };
    };
  }>("c10-cr2-lin");
  const { y, z, clusters, weights, xCentred } = input;
  const n = y.length;
  const x = [ones(n), column("z", z)];
  const of = Uint32Array.from(clusters);

  it("by clusters, with and without weights", () => {
    for (const [w, wanted] of [
      [y.map(() => 1), expected.ols],
      [weights, expected.weighted],
    ] as const) {
      const fit = fitted(x, y, w);
      const { variance, degrees } = clusterRobust(x, fit, Float64Array.from(w), of, [0, 1]);
      fit.coefficients.forEach((b, k) => {
        expect(b).toBeCloseTo(wanted.beta[k]!, 12);
      });
      expect(Math.sqrt(variance)).toBeCloseTo(wanted.se, 11);
      expect(degrees).toBeCloseTo(wanted.df, 10);
    }
  });

  it("clusters of one: HC2, which is Neyman's variance", () => {
    const { variance, degrees } = clusterRobust(x, fitted(x, y), equal(n), single(n), [0, 1]);
    expect(variance).toBeCloseTo(expected.hc2.var, 12);
    expect(variance).toBeCloseTo(expected.hc2.neyman, 12);
    expect(degrees).toBeCloseTo(expected.hc2.df, 11);
  });

  it("Lin's interacted regression", () => {
    const all = [
      ...x,
      column("x", xCentred),
      column(
        "zx",
        xCentred.map((v, i) => v * z[i]!),
      ),
    ];
    const fit = fitted(all, y);
    fit.coefficients.forEach((b, k) => {
      expect(b).toBeCloseTo(expected.lin.beta[k]!, 11);
    });
    const { variance, degrees } = clusterRobust(all, fit, equal(n), single(n), [0, 1, 0, 0]);
    expect(Math.sqrt(variance)).toBeCloseTo(expected.lin.seTau, 11);
    expect(degrees).toBeCloseTo(expected.lin.df, 10);
  });
});

describe("estimatr 1.0.0 (R), 24 units", () => {
  type Terms = Readonly<Record<string, { estimate: number; "std.error": number; df: number }>>;
  const golden = readGolden<{
    data: Record<"x" | "zc" | "zk" | "yc" | "yk" | "cl", number[]>;
    lm_robust: Record<"HC2" | "cluster_CR2", Terms>;
    lm_lin: Terms;
    uneven: { rows_dropped: number[]; CR2: Terms };
  }>("estimatr/estimatr-24");
  const { x, zc, zk, yc, yk, cl } = golden.data;
  const n = x.length;

  it("HC2 and CR2 with a covariate", () => {
    for (const [z, y, groups, wanted] of [
      [zc, yc, single(n), golden.lm_robust.HC2],
      [zk, yk, Uint32Array.from(cl), golden.lm_robust.cluster_CR2],
    ] as const) {
      const columns = [ones(n), column("z", z), column("x", x)];
      const fit = fitted(columns, y);
      columns.forEach((_, k) => {
        const own = clusterRobust(
          columns,
          fit,
          equal(n),
          groups,
          columns.map((_, j) => (j === k ? 1 : 0)),
        );
        expect(fit.coefficients[k]).toBeCloseTo(wanted[k + 1]!.estimate, 11);
        expect(Math.sqrt(own.variance)).toBeCloseTo(wanted[k + 1]!["std.error"], 11);
        // estimatr's degrees of freedom of HC2 are n − p; those of CR2 are Satterthwaite's.
        if (groups.length !== new Set(groups).size) expect(own.degrees).toBeCloseTo(wanted[k + 1]!.df, 8);
      });
    }
  });

  it("CR2 with uneven clusters", () => {
    const { rows_dropped: dropped, CR2: wanted } = golden.uneven;
    const kept = x.flatMap((_, i) => (dropped.includes(i) ? [] : [i]));
    const part = (values: readonly number[]): number[] => kept.map((i) => values[i]!);
    const columns = [ones(kept.length), column("z", part(zk)), column("x", part(x))];
    const fit = fitted(columns, part(yk));
    columns.forEach((_, k) => {
      const of = Uint32Array.from(part(cl));
      const own = clusterRobust(
        columns,
        fit,
        equal(kept.length),
        of,
        columns.map((_, j) => (j === k ? 1 : 0)),
      );
      expect(Math.sqrt(own.variance)).toBeCloseTo(wanted[k + 1]!["std.error"], 11);
      expect(own.degrees).toBeCloseTo(wanted[k + 1]!.df, 8);
    });
  });

  it("lm_lin", () => {
    const mean = x.reduce((sum, v) => sum + v / n, 0);
    const centred = x.map((v) => v - mean);
    const columns = [
      ones(n),
      column("z", zc),
      column("x", centred),
      column(
        "zx",
        centred.map((v, i) => v * zc[i]!),
      ),
    ];
    const fit = fitted(columns, yc);
    columns.forEach((_, k) => {
      const own = clusterRobust(
        columns,
        fit,
        equal(n),
        single(n),
        columns.map((_, j) => (j === k ? 1 : 0)),
      );
      expect(fit.coefficients[k]).toBeCloseTo(golden.lm_lin[k + 1]!.estimate, 11);
      expect(Math.sqrt(own.variance)).toBeCloseTo(golden.lm_lin[k + 1]!["std.error"], 11);
    });
  });
});

describe("leastSquares", () => {
  it("names what the other columns determine, and fits nothing", () => {
    const a = column("a", [1, 2, 3, 4]);
    const b = column("b", [3, 5, 7, 9]);
    expect(leastSquares([ones(4), a, b], equal(4), equal(4))).toEqual({
      because: "the other columns of the regression determine b: leave it out",
    });
    expect(leastSquares([ones(2), column("a", [1, 2]), column("b", [1, 4])], equal(2), equal(2))).toEqual({
      because: "3 coefficients cannot be fitted to 2 agents",
    });
    expect(leastSquares([ones(4), column("zero", [0, 0, 0, 0])], equal(4), equal(4))).toHaveProperty(
      "because",
    );
  });

  it("keeps its digits where a covariate lies far from 0", () => {
    const x = [1e8 + 1, 1e8 + 2, 1e8 + 4, 1e8 + 7];
    const y = x.map((v) => 5 + 3 * (v - 1e8));
    const fit = fitted([ones(4), column("x", x)], y);
    expect(fit.coefficients[1]).toBeCloseTo(3, 6);
  });

  it("the residuals are at right angles to the columns, in the weights", () => {
    const random = rng("fit");
    for (let trial = 0; trial < 20; trial++) {
      const n = 12;
      const columns = [ones(n), ...["a", "b", "c"].map((name) => column(name, numbers(random, n)))];
      const weights = numbers(random, n).map((w) => 0.1 + Math.abs(w));
      const fit = fitted(columns, numbers(random, n), weights);
      for (const { values } of columns) {
        const product = values.reduce((sum, v, i) => sum + v * weights[i]! * fit.residuals[i]!, 0);
        expect(Math.abs(product)).toBeLessThan(1e-11);
      }
    }
  });
});

const numbers = (random: Rng, n: number): number[] =>
  Array.from({ length: n }, () => 2 * random.uniform() - 1);

describe("clusterRobust against dense matrices", () => {
  it("is the formula, for uneven clusters and weights", () => {
    const random = rng("dense");
    for (let trial = 0; trial < 12; trial++) {
      const n = 14;
      const of = Array.from({ length: n }, (_, i) => (i < 3 ? 0 : i < 5 ? 1 : i < 6 ? 2 : i < 11 ? 3 : 4));
      const columns = [
        column(
          "first",
          of.map((g) => g % 2),
        ),
        column(
          "second",
          of.map((g) => 1 - (g % 2)),
        ),
        column("x", numbers(random, n)),
      ];
      const weights = numbers(random, n).map((w) => 0.2 + Math.abs(w));
      const fit = fitted(columns, numbers(random, n), weights);
      const c = [1, -1, 0];
      const own = clusterRobust(columns, fit, Float64Array.from(weights), Uint32Array.from(of), c);
      const dense = denseClusterRobust(columns, fit, weights, of, c);
      expect(own.variance).toBeCloseTo(dense.variance, 10);
      expect(own.degrees).toBeCloseTo(dense.degrees, 8);
    }
  });
});

type Matrix = readonly (readonly number[])[];
const times = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
const transposed = (a: Matrix): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** V = Σ (cᵀB X_gᵀW_g A_g e_g)², with A_g by repeated Newton steps for the inverse root (Denman and Beavers). */
function denseClusterRobust(
  columns: readonly RegressionColumn[],
  { bread, residuals }: LeastSquares,
  weights: readonly number[],
  of: readonly number[],
  c: readonly number[],
): { variance: number; degrees: number } {
  const n = weights.length;
  const p = columns.length;
  const X = Array.from({ length: n }, (_, i) => columns.map(({ values }) => values[i]!));
  const B = Array.from({ length: p }, (_, a) => Array.from({ length: p }, (_, b) => bread[a * p + b]!));
  const W = weights.map((w, i) => weights.map((_, j) => (i === j ? w : 0)));
  const H = times(times(times(X, B), transposed(X)), W);
  const R = H.map((row, i) => row.map((h, j) => (i === j ? 1 : 0) - h));
  const ps: number[][] = [];
  let variance = 0;
  for (const g of new Set(of)) {
    const rows = of.flatMap((own, i) => (own === g ? [i] : []));
    const Rg = rows.map((i) => R[i]!);
    const A = inverseRoot(times(Rg, transposed(Rg)));
    const WX = rows.map((i) => X[i]!.map((x) => weights[i]! * x));
    const a = times(
      A,
      times(
        WX,
        times(
          B,
          c.map((one) => [one]),
        ),
      ),
    ).map(([one]) => one!);
    variance += a.reduce((sum, value, k) => sum + value * residuals[rows[k]!]!, 0) ** 2;
    ps.push(times([a], Rg)[0]!);
  }
  let trace = 0;
  let squares = 0;
  ps.forEach((one, g) => {
    ps.forEach((other, h) => {
      const product = one.reduce((sum, value, k) => sum + value * other[k]!, 0);
      if (g === h) trace += product;
      squares += product ** 2;
    });
  });
  return { variance, degrees: trace ** 2 / squares };
}

/** M^(−1/2) of a positive definite matrix: Z of the iteration Y ← Y(3I − ZY)/2, Z ← (3I − ZY)Z/2 (Higham 2008, section 6.7). */
function inverseRoot(M: Matrix): number[][] {
  const scale = M.reduce(
    (most, row) =>
      Math.max(
        most,
        row.reduce((sum, x) => sum + Math.abs(x), 0),
      ),
    0,
  );
  let Y = M.map((row) => row.map((x) => x / scale));
  let Z: number[][] = M.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let step = 0; step < 200; step++) {
    const T = times(Z, Y).map((row, i) => row.map((x, j) => ((i === j ? 3 : 0) - x) / 2));
    Y = times(Y, T);
    Z = times(T, Z);
  }
  return Z.map((row) => row.map((x) => x / Math.sqrt(scale)));
}

describe("network HAC", () => {
  it("golden c03: uniform kernel and its repairs, and what they are on average over all 256 assignments", () => {
    const { input, expected } = readGolden<{
      input: {
        n: number;
        edges: [number, number][];
        y: number[];
        exposure: string[];
        levelsPresent: string[];
        bandwidth: number;
      };
      expected: {
        weights: number[];
        beta: number[];
        varianceOfContrast: Record<string, number>;
        oracleEnumeration: {
          potentialOutcomes: Record<"01" | "00", number[]>;
          variance: number;
          expected: Record<"K" | "Kp" | "Ks", number>;
        };
      };
    }>("c03-network-hac");
    const { n, edges, y, exposure, levelsPresent, bandwidth } = input;
    const network = tiny(n, edges);
    const columns = levelsPresent.map((level) =>
      column(
        level,
        exposure.map((own) => (own === level ? 1 : 0)),
      ),
    );
    const fit = fitted(columns, y, expected.weights);
    const c = [-1, 1, 0];
    const contributions = Float64Array.from(y, (_, i) => {
      const x = columns.reduce(
        (sum, { values }, b) =>
          sum + c.reduce((part, one, a) => part + one * fit.bread[a * 3 + b]!, 0) * values[i]!,
        0,
      );
      return x * expected.weights[i]! * fit.residuals[i]!;
    });
    for (const [repair, name] of [
      ["none", "uniform"],
      ["eigenvalues", "eigenTruncated"],
      ["shift", "shifted"],
    ] as const)
      expect(networkHac(network, bandwidth, repair).variance(contributions)).toBeCloseTo(
        expected.varianceOfContrast[name]!,
        10,
      );
    // With residuals from the true means the kernel alone is too small on average, and both repairs are not.
    const { potentialOutcomes, variance, expected: means } = expected.oracleEnumeration;
    const mean = (level: "01" | "00"): number =>
      potentialOutcomes[level].reduce((sum, value) => sum + value / n, 0);
    const probability = (i: number): number => {
      const degree = network.offsets[i + 1]! - network.offsets[i]!;
      return 0.5 * 0.5 ** degree;
    };
    const average = (repair: KernelRepair): number => {
      const hac = networkHac(network, bandwidth, repair);
      let total = 0;
      for (let code = 0; code < 2 ** n; code++) {
        const z = Array.from({ length: n }, (_, i) => (code >> i) & 1);
        const s = Float64Array.from({ length: n }, (_, i) => {
          const near = Array.from(network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!));
          const exposed = near.some((j) => z[j] === 1);
          if (z[i] === 1) return 0;
          const level = exposed ? "01" : "00";
          const chance = exposed ? 0.5 - probability(i) : probability(i);
          return ((exposed ? 1 : -1) * (potentialOutcomes[level][i]! - mean(level))) / chance / n;
        });
        total += hac.variance(s) / 2 ** n;
      }
      return total;
    };
    expect(average("none")).toBeCloseTo(means.K, 9);
    expect(average("eigenvalues")).toBeCloseTo(means.Kp, 9);
    expect(average("shift")).toBeCloseTo(means.Ks, 9);
    expect(means.K).toBeLessThan(variance);
    expect(means.Kp).toBeGreaterThan(variance);
  });

  it.each(["ws30", "cycle24"])(
    "Leung's replication code (%s): default bandwidths and standard errors",
    (name) => {
      const golden = readGolden<{
        n: number;
        edges: [number, number][];
        population: boolean[];
        D: number[];
        Y: number[];
        p: number;
        pscore_T1: number[];
        Z_population: number[];
        tau_HT: number;
        SE: Record<
          string,
          { se: number; bandwidth: number; average_path_length_giant: number; psd_fallback_used: boolean }
        >;
      }>(`network-hac/${name}`);
      const network = tiny(golden.n, golden.edges);
      const inside = golden.population.flatMap((one, i) => (one ? [i] : []));
      const contributions = new Float64Array(golden.n);
      inside.forEach((i, k) => {
        contributions[i] = (golden.Z_population[k]! - golden.tau_HT) / inside.length;
      });
      // Chances of a treated neighbour, and what each agent adds to Horvitz and Thompson's contrast.
      inside.forEach((i, k) => {
        const near = Array.from(network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!));
        const chance = 1 - (1 - golden.p) ** near.length;
        expect(golden.pscore_T1[k]).toBeCloseTo(chance, 12);
        const exposed = near.some((j) => golden.D[j] === 1);
        const own = golden.Y[i]! * (exposed ? 1 / chance : -1 / (1 - chance));
        expect(golden.Z_population[k]).toBeCloseTo(own, 9);
      });
      const rule = hacBandwidth(network, 1, "exponential");
      expect(rule.bandwidth).toBe(golden.SE.K1_exp_default!.bandwidth);
      expect(rule.pathLength).toBeCloseTo(golden.SE.K1_exp_default!.average_path_length_giant, 12);
      expect(hacBandwidth(network, 1, "polynomial").bandwidth).toBe(golden.SE.K1_poly_default!.bandwidth);
      let compared = 0;
      for (const { se, bandwidth, psd_fallback_used } of Object.values(golden.SE)) {
        if (psd_fallback_used) continue;
        compared++;
        const own = Math.sqrt(networkHac(network, bandwidth, "none").variance(contributions));
        expect(own).toBeCloseTo(se, 10);
      }
      expect(compared).toBeGreaterThan(4);
    },
  );

  it("no contributions whatever give a negative variance, and the shift is never below the truncation", () => {
    const random = rng("positive");
    for (const network of [
      path(9),
      tiny(7, [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
      ]),
    ])
      for (const bandwidth of [0, 1, 2, 3]) {
        const truncated = networkHac(network, bandwidth, "eigenvalues");
        const shifted = networkHac(network, bandwidth, "shift");
        for (let trial = 0; trial < 20; trial++) {
          const s = Float64Array.from(numbers(random, network.n));
          expect(truncated.variance(s)).toBeGreaterThanOrEqual(-1e-12);
          expect(shifted.variance(s)).toBeGreaterThanOrEqual(truncated.variance(s) - 1e-9);
        }
      }
  });
});

const path = (n: number): Network =>
  tiny(
    n,
    Array.from({ length: n - 1 }, (_, i): [number, number] => [i, i + 1]),
  );
