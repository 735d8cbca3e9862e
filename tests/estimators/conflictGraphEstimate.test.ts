import { describe, expect, it } from "vitest";
import { bernoulli, conflictGraphDesign, draw } from "../../designs/index.ts";
import { conflictAssignment, conflictEvents, NO_DESIRE } from "../../designs/law/conflictEvents.ts";
import { type ConflictScheme, conflictScheme } from "../../designs/law/conflictScheme.ts";
import { boundFromAbove } from "../../estimators/conflict/boundFromAbove.ts";
import { conflictEigenvalue } from "../../estimators/conflict/conflictEigenvalue.ts";
import { conflictGraphEstimate } from "../../estimators/conflictGraphEstimate.ts";
import type { EstimateRequest } from "../../estimators/contrast/experimentData.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { rng } from "../../src/core/rng.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { customExposure } from "../../src/exposure/customExposure.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import type { ConflictTarget } from "../../src/network/clusters/conflictGraph.ts";
import { erdosRenyi } from "../../src/network/generators/erdosRenyi.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { symmetricEigenvalues } from "../support/linearAlgebra.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

/** The contrast that each target is made for, and an exposure with its conditions. */
const targets: Readonly<Record<ConflictTarget, readonly [Exposure, string, string]>> = {
  direct: [anyTreatedNeighbor(), "direct", "none"],
  spillover: [anyTreatedNeighbor(), "indirect", "none"],
  global: [allTreated(), "all", "none"],
};
const names = Object.keys(targets) as ConflictTarget[];

/** Every vector of desires and its probability. */
function* allDesires({ network, desire }: ConflictScheme): Generator<readonly [Uint8Array, number]> {
  for (let k = 0; k < 3 ** network.n; k++) {
    const desires = new Uint8Array(network.n);
    for (let i = 0, rest = k; i < network.n; i++, rest = Math.floor(rest / 3)) desires[i] = rest % 3;
    const p = desires.reduce((product, d) => product * (d === NO_DESIRE ? 1 - 2 * desire : desire), 1);
    if (p > 0) yield [desires, p];
  }
}

/** The closed neighbourhood, ascending. */
const closed = ({ offsets, sources }: Network, i: number): number[] =>
  [i, ...sources.subarray(offsets[i]!, offsets[i + 1]!)].sort((a, b) => a - b);

/** The pattern of arms in an agent's closed neighbourhood as a number: bit b for its b-th smallest member. */
const pattern = (network: Network, i: number, arms: ArrayLike<number>): number =>
  closed(network, i).reduce((key, j, b) => key | (arms[j]! << b), 0);

/** The local assignment k of agent i, with everybody else untreated. */
function localAssignment(network: Network, target: ConflictTarget, i: number, k: 0 | 1): Uint8Array {
  const arms = new Uint8Array(network.n);
  for (const j of closed(network, i))
    arms[j] = target === "global" || (j === i) === (target === "direct") ? k : 0;
  return arms;
}

/** Rows of the estimator over all desires, with outcomes that are any function of the closed neighbourhood's arms. */
function everyEstimate(
  network: Network,
  target: ConflictTarget,
  outcome: (i: number, key: number) => number,
  settings: { readonly r?: number; readonly estimator?: ReturnType<typeof conflictGraphEstimate> } = {},
): { rows: { row: Estimate; p: number; bound: number }[]; effect: number; scheme: ConflictScheme } {
  const { r = 2, estimator = conflictGraphEstimate() } = settings;
  const design = conflictGraphDesign({ target, r });
  const [exposure, first, second] = targets[target];
  const probabilities = exposureProbabilities(network, design, exposure);
  const scheme = conflictScheme(network, target, r);
  const { value } = conflictEigenvalue(scheme);
  const rows = [...allDesires(scheme)].map(([desires, p]) => {
    const events = conflictEvents(scheme, desires);
    const arms = conflictAssignment(scheme, events);
    const outcomes = network.ids.map((_, i) => outcome(i, pattern(network, i, arms)));
    const plan = {
      arms: ["control", "treated"],
      agents: network.ids,
      assignments: [[...arms]],
      desires: [[...desires]],
    };
    const contrasts = { effect: [first, second] } as const;
    const [row] = estimate({ plan, probabilities, outcomes, contrasts, estimators: [estimator] });
    const inside = network.ids.flatMap((id, i) => (row!.excluded.includes(id) ? [] : [i]));
    const squares = inside.reduce(
      (sum, i) => sum + (events[i] === NO_DESIRE ? 0 : outcomes[i]! ** 2 / scheme.event[i]!),
      0,
    );
    return { row: row as Estimate, p, bound: (value * squares) / inside.length ** 2 };
  });
  const inside = network.ids.flatMap((id, i) => (rows[0]!.row.excluded.includes(id) ? [] : [i]));
  const effect =
    inside.reduce((sum, i) => {
      const [one, other] = ([1, 0] as const).map((k) =>
        outcome(i, pattern(network, i, localAssignment(network, target, i, k))),
      );
      return sum + one! - other!;
    }, 0) / inside.length;
  return { rows, effect, scheme };
}

const mean = <Row>(rows: readonly (Row & { readonly p: number })[], value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + row.p * value(row), 0);

describe.each(["direct", "global", "spill"])("the worked example a04, %s", (name) => {
  const golden = readGolden<{
    readonly input: {
      readonly n: number;
      readonly edges: readonly (readonly [number, number])[];
      readonly r: number;
      readonly Y: readonly (readonly number[])[];
    };
    readonly expected: {
      readonly H: readonly (readonly number[])[];
      readonly lambdaH: number;
      readonly order: readonly number[];
      readonly earlierNeighbours: readonly (readonly number[])[];
      readonly probDesire: number;
      readonly eventProbability: readonly number[];
      readonly tau: number;
      readonly expectation: number;
      readonly variance: number;
      readonly lambdaMaxCovW: number;
      readonly expectedSpectralBound: number;
    };
    readonly tolerance: number;
  }>(`a04-conflict-graph-design-${name}`);
  const { input, expected, tolerance } = golden;
  const network = tiny(input.n, input.edges);
  const target = name === "spill" ? "spillover" : (name as ConflictTarget);
  const scheme = conflictScheme(network, target, input.r);
  const near = (got: number, wanted: number) => expect(Math.abs(got - wanted)).toBeLessThan(tolerance);

  it("has its conflict graph, order and probabilities", () => {
    const { conflicts, earlier } = scheme;
    const matrix = network.ids.map((_, i) =>
      network.ids.map((__, j) => Number(i === j || closed(conflicts, i).includes(j))),
    );
    expect(matrix).toEqual(expected.H);
    near(scheme.lambda, expected.lambdaH);
    expect(Array.from(scheme.order)).toEqual(expected.order);
    const rows = network.ids.map((_, i) =>
      Array.from(earlier.sources.subarray(earlier.offsets[i]!, earlier.offsets[i + 1]!)),
    );
    expect(rows).toEqual(expected.earlierNeighbours);
    near(scheme.desire, expected.probDesire);
    scheme.event.forEach((q, i) => {
      near(q, expected.eventProbability[i]!);
    });
  });

  it("has its expectation, variance and bound", () => {
    const { rows, effect } = everyEstimate(network, target, (i, key) => input.Y[i]![key]!, { r: input.r });
    near(effect, expected.tau);
    near(
      mean(rows, ({ row }) => row.estimate),
      expected.expectation,
    );
    near(
      mean(rows, ({ row }) => (row.estimate - effect) ** 2),
      expected.variance,
    );
    near(conflictEigenvalue(scheme).value, expected.lambdaMaxCovW);
    near(
      mean(rows, ({ bound }) => bound),
      expected.expectedSpectralBound,
    );
  });
});

for (const [networkName, network] of Object.entries(tinyNetworks)) {
  describe.each(names)(`over all desires on "${networkName}", target %s`, (target) => {
    if (networkName === "no edges" && target === "spillover") {
      it("is about nobody: without neighbours there is no spillover", () => {
        const { rows } = everyEstimate(network, target, () => 1);
        for (const { row } of rows)
          expect(row).toHaveProperty(
            "because",
            "this exposure puts no agent into different conditions by the local assignments that the design compares for the target spillover",
          );
      });
      return;
    }

    it.each([1, 2])("is unbiased with a variance bound that holds, r = %d", (r) => {
      const random = rng("potential outcomes").fork(networkName).fork(target);
      const outcome = (i: number, key: number): number => 10 * random.fork(i).fork(key).uniform() - 3;
      const { rows, effect } = everyEstimate(network, target, outcome, { r });
      expect(mean(rows, () => 1)).toBeCloseTo(1, 12);
      const without = network.ids.filter((_, i) => target === "spillover" && degree(network, i) === 0);
      for (const { row } of rows) expect(row.excluded).toEqual(without);
      expect(mean(rows, ({ row }) => row.estimate)).toBeCloseTo(effect, 11);
      const variance = mean(rows, ({ row }) => (row.estimate - effect) ** 2);
      expect(mean(rows, ({ bound }) => bound)).toBeGreaterThanOrEqual(variance - 1e-9);
      for (const { row, bound } of rows) {
        if (row.variance === undefined) {
          expect(row.withheld).toMatch(/^a standard error needs two agents in each condition, and /);
          expect(Math.min(...row.n)).toBeLessThan(2);
        } else {
          expect(row.variance).toBeCloseTo(bound, 9);
          expect(row.varianceMethod).toBe("event-eigenvalue");
          expect(row.ci![0]).toBeLessThan(row.estimate);
        }
      }
    });

    it("has the largest eigenvalue of the covariance of its weights, by a dense matrix from the list of desires", () => {
      const scheme = conflictScheme(network, target);
      const size = 2 * network.n;
      const product = Array.from({ length: size }, () => new Array<number>(size).fill(0));
      for (const [desires, p] of allDesires(scheme)) {
        const events = conflictEvents(scheme, desires);
        const weight = Array.from({ length: size }, (_, k) => {
          const i = k >> 1;
          return events[i] === k % 2 ? (k % 2 === 1 ? 1 : -1) / scheme.event[i]! : 0;
        });
        for (let k = 0; k < size; k++)
          for (let l = 0; l < size; l++) product[k]![l]! += p * weight[k]! * weight[l]!;
      }
      // Weights have mean ±1.
      const covariance = product.map((row, k) => row.map((value, l) => value - (k % 2 === l % 2 ? 1 : -1)));
      const largest = symmetricEigenvalues(covariance).at(-1)!;
      const found = conflictEigenvalue(scheme);
      expect(found.bound).toBe(false);
      expect(found.value / largest).toBeCloseTo(1, 9);
      expect(boundFromAbove(scheme)).toBeGreaterThanOrEqual(largest * (1 - 1e-12));
    });
  });
}

it("on a larger network finds the eigenvalue of the dense matrix, and bounds it", () => {
  const network = erdosRenyi({ n: 120, p: 0.04 }).draw(rng(3));
  for (const target of names) {
    const scheme = conflictScheme(network, target);
    const { event, conflicts, earlier, desire } = scheme;
    const before = network.ids.map(
      (_, i) => new Set(earlier.sources.subarray(earlier.offsets[i]!, earlier.offsets[i + 1]!)),
    );
    const matrix = network.ids.flatMap((_, i) =>
      [1, -1].map((s) =>
        network.ids.flatMap((__, j) =>
          [1, -1].map((t) => {
            if (i === j) return s === t ? 1 / event[i]! - 1 : 1;
            if (closed(conflicts, i).includes(j)) return -s * t;
            const common = [...before[i]!].filter((m) => before[j]!.has(m)).length;
            return s * t * ((1 - 2 * desire) ** -common - 1);
          }),
        ),
      ),
    );
    const largest = symmetricEigenvalues(matrix).at(-1)!;
    expect(conflictEigenvalue(scheme).value / largest).toBeCloseTo(1, 8);
    const above = boundFromAbove(scheme) / largest;
    expect(above).toBeGreaterThan(1);
    expect(above).toBeLessThan(2);
  }
});

const path = tiny(5, [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
]);

/** Agents 0, 2 and 4 desire treatment, nobody else anything: a plan by hand. */
function request(change: Partial<EstimateRequest> = {}): EstimateRequest {
  return {
    plan: {
      arms: ["control", "treated"],
      agents: path.ids,
      assignments: [[1, 0, 1, 0, 1]],
      desires: [[1, 2, 1, 2, 1]],
    },
    probabilities: exposureProbabilities(
      path,
      conflictGraphDesign({ target: "direct" }),
      anyTreatedNeighbor(),
    ),
    outcomes: [3, 1, 4, 1, 5],
    contrasts: { direct: ["direct", "none"] },
    estimators: [conflictGraphEstimate()],
    ...change,
  };
}

describe("rows", () => {
  it("by hand: treated agents only, the other condition counts as 0", () => {
    const [row] = estimate(request()) as Estimate[];
    const q = conflictScheme(path, "direct").event;
    expect(row!.estimate).toBeCloseTo((3 / q[0]! + 4 / q[2]! + 5 / q[4]!) / 5, 12);
    expect(row!.n).toEqual([3, 0]);
    expect(row!.population).toBe(5);
    expect(row!.expected[0]).toBeCloseTo(
      q.reduce((sum, one) => sum + one, 0),
      12,
    );
    expect(row!.notes).toEqual([
      "no agent got condition none as it desired, which counts as a mean of 0: only so the estimator is unbiased",
    ]);
    expect(row!.withheld).toBe(
      "a standard error needs two agents in each condition, and none has fewer that got what they desired",
    );
  });

  it("give no weight to agents in a condition by the desires of others", () => {
    // Agent 3 is in condition none, but desired nothing: its outcome changes no number.
    const plan = {
      ...request().plan,
      assignments: [[1, 0, 0, 0, 0]],
      desires: [[1, 2, 2, 2, 0]],
    };
    const estimates = [1, 100].map((outcome) => {
      const [row] = estimate(request({ plan, outcomes: [3, 1, 4, outcome, 5] })) as Estimate[];
      return row!.estimate;
    });
    expect(estimates[0]).toBe(estimates[1]);
  });

  it("turn with the contrast", () => {
    const [straight, turned] = estimate(
      request({ contrasts: { direct: ["direct", "none"], turned: ["none", "direct"] } }),
    ) as Estimate[];
    expect(turned!.estimate).toBe(-straight!.estimate);
    expect(turned!.n).toEqual([0, 3]);
  });

  it("say which contrast the design is made for, beside other estimators that answer", () => {
    const rows = estimate(
      request({
        contrasts: { spill: ["indirect", "none"] },
        estimators: [conflictGraphEstimate(), horvitzThompson()],
      }),
    );
    expect(rows[0]).toHaveProperty(
      "because",
      "the design compares direct with none for the target direct, not indirect with none: ask for that contrast, or make the design for another target",
    );
    expect(rows[1]).toHaveProperty("estimate");
  });

  it("leave out agents that have no effect of the kind, and agents without an outcome", () => {
    const network = tiny(5, [
      [0, 1],
      [2, 3],
    ]);
    const design = conflictGraphDesign({ target: "spillover" });
    const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
    const plan = draw(design, network, { seed: 1 });
    const [row] = estimate({
      plan,
      probabilities,
      outcomes: [1, undefined, 2, 3, 4],
      contrasts: { spill: ["indirect", "none"] },
      estimators: [conflictGraphEstimate()],
    });
    expect(row).toMatchObject({ population: 3, excluded: ["1", "4"] });
    expect(row!.notes.slice(0, 2)).toEqual([
      "1 agent cannot get both conditions as it desires: the contrast is about the other 3",
      "1 agent without an outcome left out: valid only if treatment does not decide who answers",
    ]);
  });

  it("take exposures of one's own that look at neighbours only, and refuse those that look farther", () => {
    const conditions = ["no", "some"];
    const own = (dependsOn?: (network: Network, i: number) => Iterable<number>) =>
      customExposure({
        name: "mine",
        conditions,
        condition: (i, arms) => arms[i]!,
        ...(dependsOn ? { dependsOn } : {}),
      });
    const design = conflictGraphDesign({ target: "direct" });
    const rowWith = (exposure: Exposure, contrast: readonly [string, string]) =>
      estimate(
        request({
          probabilities: exposureProbabilities(path, design, exposure),
          contrasts: { direct: contrast },
        }),
      )[0]!;
    const [usual] = estimate(request()) as Estimate[];
    expect(
      rowWith(
        own((_, i) => [i]),
        ["some", "no"],
      ),
    ).toHaveProperty("estimate", usual!.estimate);
    expect(rowWith(ownArm(), ["treated", "control"])).toHaveProperty("estimate", usual!.estimate);
    const farther =
      "must depend on an agent's own arm and those of its in-neighbours only, and say so: the design conflict-graph fixes no more than these";
    expect(
      rowWith(
        own(() => [0, 1, 2, 3, 4]),
        ["some", "no"],
      ),
    ).toHaveProperty("because", `the exposure mine ${farther}`);
    expect(rowWith(own(), ["some", "no"])).toHaveProperty("because", `the exposure mine ${farther}`);
    const hops = twoHop();
    expect(rowWith(hops, [hops.conditions[0]!, hops.conditions[1]!])).toHaveProperty(
      "because",
      `the exposure two-hop ${farther}`,
    );
  });

  it("choose Chebyshev's interval for a small design and Wald's for a large one, by the design alone", () => {
    const small = tiny(8, []);
    const large = tiny(400, []);
    const kinds = [small, large].map((network) => {
      const design = conflictGraphDesign({ target: "direct", r: 1 });
      const plan = draw(design, network, { seed: 5 });
      const probabilities = exposureProbabilities(network, design, ownArm(), { draws: 100 });
      return estimate({
        plan,
        probabilities,
        outcomes: network.ids.map((_, i) => 1 + (i % 3)),
        contrasts: { effect: ["treated", "control"] },
        estimators: [conflictGraphEstimate(), conflictGraphEstimate({ interval: "wald" })],
      }) as Estimate[];
    });
    expect(kinds[0]!.map((row) => row.interval)).toEqual(["chebyshev", "wald-t"]);
    expect(kinds[0]![0]!.chosen!.interval).toBe(
      "the expected effective sample size is below 30 in a condition",
    );
    expect(kinds[1]!.map((row) => row.interval)).toEqual(["wald-normal", "wald-normal"]);
    // Without conflicts everybody desires something: weights of 2, and independent signs. λ(Cov W) = 2.
    const squares = large.ids.reduce((sum, _, i) => sum + 2 * (1 + (i % 3)) ** 2, 0);
    expect(kinds[1]![0]!.variance).toBeCloseTo((2 * squares) / 400 ** 2, 9);
  });
});

describe("what cannot be is an error", () => {
  const plan = request().plan;
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "another design",
      () =>
        estimate(
          request({
            plan: { arms: plan.arms, agents: plan.agents, assignments: plan.assignments },
            probabilities: exposureProbabilities(path, bernoulli(), anyTreatedNeighbor()),
          }),
        ),
      "conflict-graph-estimate: this estimator weighs agents by what they desired under the design conflict-graph, and this design draws no desires: use that design, or another estimator",
    ],
    [
      "a plan without desires",
      () =>
        estimate(request({ plan: { arms: plan.arms, agents: plan.agents, assignments: plan.assignments } })),
      "conflict-graph-estimate: the plan must hold what every agent desired (desires), got none: give the plan that was drawn, or use another estimator",
    ],
    [
      "desires that lead to another assignment",
      () => estimate(request({ plan: { ...plan, desires: [[1, 2, 0, 2, 1]] } })),
      'estimate: this assignment cannot come from the stated design: these desires put agent "2" in arm control, but it is in treated: is this the design that was used?',
    ],
    [
      "desires of other worlds",
      () => estimate(request({ plan: { ...plan, desires: [] } })),
      "estimate: the plan has 1 assignments, but desires of 0",
    ],
    [
      "too few desires",
      () => estimate(request({ plan: { ...plan, desires: [[1, 2]] } })),
      "estimate: this assignment cannot come from the stated design: desires must have 5 entries, one per agent, got 2: is this the design that was used?",
    ],
    [
      "something that is no desire",
      () => estimate(request({ plan: { ...plan, desires: [[1, 2, 3, 2, 1]] } })),
      'estimate: this assignment cannot come from the stated design: agent "2" must desire 1, 0 or 2 (nothing), got 3: is this the design that was used?',
    ],
    [
      "desires under a design that draws none",
      () =>
        estimate(
          request({
            probabilities: exposureProbabilities(path, bernoulli(), anyTreatedNeighbor()),
            estimators: [hajek()],
          }),
        ),
      "estimate: this assignment cannot come from the stated design: the plan holds desires, which the design does not draw: is this the design that was used?",
    ],
    [
      "an unknown interval",
      () => conflictGraphEstimate.from({ interval: "redrawn" }),
      'conflict-graph-estimate: interval must be auto, wald or chebyshev, got "redrawn"',
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrowError(message);
  });
});

it("plans keep the desires that their assignments come from, world by world", () => {
  const network = erdosRenyi({ n: 40, p: 0.08 }).draw(rng(2));
  for (const target of names) {
    const design = conflictGraphDesign({ target });
    const plan = draw(design, network, { seed: 9, worlds: 3 });
    const scheme = conflictScheme(network, target);
    expect(plan.desires).toHaveLength(3);
    plan.assignments.forEach((assignment, w) => {
      const drawn = conflictAssignment(scheme, conflictEvents(scheme, plan.desires![w]!));
      expect([...drawn]).toEqual(assignment);
    });
    expect(new Set(plan.desires!.map(String)).size).toBe(3);
  }
});
