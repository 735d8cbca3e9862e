import { describe, expect, test } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, complete, twoStage } from "../../designs/index.ts";
import { answer } from "../../estimators/answer.ts";
import type { AnswerRow, FurtherEstimate } from "../../estimators/Estimator.ts";
import type { WorldData } from "../../estimators/ExperimentData.ts";
import type { PolicyInquiry } from "../../estimators/Inquiry.ts";
import { waldInterval } from "../../estimators/interval/waldInterval.ts";
import { logisticFit } from "../../estimators/observational/logisticFit.ts";
import {
  type PartialInterferenceSettings,
  partialInterference,
} from "../../estimators/partialInterference.ts";
import { designedPropensity, fittedPropensity } from "../../estimators/policy/groupPropensity.ts";
import { policyMean } from "../../estimators/policy/policyMean.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";

interface Given {
  readonly group: readonly number[];
  readonly arms: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  readonly design: Design;
  readonly x?: readonly number[];
  readonly known?: readonly number[];
}

function worldOf({ group, arms, outcome, design, x, known }: Given): WorldData {
  const agents = group.map((_, i) => `a${String(i).padStart(3, "0")}`);
  const network = fromEdges([], { agents });
  const probabilities = exposureProbabilities(network, design, ownArm());
  const names = [...new Set(group)].map(String);
  const all = new Uint8Array(group.length).fill(1);
  return {
    ...{ probabilities, confidence: 0.95, arms: Uint8Array.from(arms), condition: Uint8Array.from(arms) },
    ...{ outcome: Float64Array.from(outcome), observed: known ? Uint8Array.from(known) : all },
    clusters: { names, of: Uint32Array.from(group, (g) => names.indexOf(String(g))) },
    ...(x ? { covariates: new Map([["x", { values: Float64Array.from(x), observed: all }]]) } : {}),
  };
}

function answerOf(
  world: WorldData,
  inquiry: Omit<PolicyInquiry, "kind" | "name">,
  settings: PartialInterferenceSettings = {},
): AnswerRow {
  const { probabilities } = world;
  return answer(
    partialInterference(settings),
    { probabilities, worlds: [world], confidence: 0.95 },
    { kind: "policy", name: "x", ...inquiry },
  );
}

interface Peer {
  readonly data: Readonly<Record<"Y" | "A" | "X" | "G", readonly number[]>>;
  readonly [run: string]: unknown;
}
interface Rows {
  readonly estimates: Readonly<
    Record<
      "alpha1" | "alpha2" | "trt1" | "trt2" | "estimate" | "std.error" | "conf.low" | "conf.high",
      readonly (number | null)[]
    >
  > & { readonly effect: readonly PolicyInquiry["effect"][] };
}

describe("partial interference, against the package inferference", () => {
  const peer = readGolden<Peer>("partial-interference/ipw-24-groups");
  const { Y, A, X, G } = peer.data;
  const chance = X.map((x) => 1 / (1 + Math.exp(-(0.2 + 0.5 * x))));
  const world = worldOf({ group: G, arms: A, outcome: Y, x: X, design: bernoulli({ probability: chance }) });
  test.each([
    ["oracle_naive", {}, "design-based"],
    ["glm_robust", { covariates: ["x"] }, "association"],
  ] as const)("%s: every effect and standard error", (run, settings, claim) => {
    const { estimates: e } = peer[run] as Rows;
    let compared = 0;
    e.effect.forEach((effect, k) => {
      // The same effect the other way round, and effects of a policy against itself, are no inquiries of ours.
      const ours =
        effect === "overall" ||
        (effect === "direct" && e.trt1[k] === 1) ||
        (effect === "indirect" && e.trt1[k] === 0) ||
        (effect === "total" && e.trt1[k] === 1);
      if (!ours || (effect !== "direct" && e.alpha1[k] === e.alpha2[k])) return;
      const row = answerOf(
        world,
        { effect, saturation: e.alpha1[k]!, reference: e.alpha2[k]! },
        settings,
      ) as FurtherEstimate;
      expect(row.estimate).toBeCloseTo(e.estimate[k]!, 8);
      expect(row.se).toBeCloseTo(e["std.error"][k]!, 8);
      const normal = waldInterval(row.estimate, row.se! ** 2, Number.POSITIVE_INFINITY, 0.95).ci;
      expect(normal[0]).toBeCloseTo(e["conf.low"][k]!, 6);
      expect(normal[1]).toBeCloseTo(e["conf.high"][k]!, 6);
      expect(row.claim).toBe(claim);
      compared++;
    });
    expect(compared).toBe(21);
  });
});

describe("the parts of the package's estimates", () => {
  interface Parts {
    readonly estimates: Rows["estimates"] & { readonly marginal: readonly boolean[] };
    readonly point: {
      readonly marginal: Readonly<Record<string, readonly number[]>>;
      readonly overall: Readonly<Record<"0" | "1", readonly number[]>>;
    };
    readonly weights: readonly (readonly number[])[];
    readonly parameters: Readonly<Record<string, number>>;
  }
  const peer = readGolden<
    Peer & { allocations: readonly number[] } & Readonly<
        Record<"oracle_naive" | "glm_robust" | "glm_naive", Parts>
      >
  >("partial-interference/ipw-24-groups");
  const { Y, A, X, G } = peer.data;
  const chance = X.map((x) => 1 / (1 + Math.exp(-(0.2 + 0.5 * x))));
  const world = worldOf({ group: G, arms: A, outcome: Y, x: X, design: bernoulli({ probability: chance }) });
  const groups = [...new Set(G)].map((g) => ({
    name: String(g),
    agents: G.flatMap((own, i) => (own === g ? [i] : [])),
  }));
  test.each(["oracle_naive", "glm_robust", "glm_naive"] as const)(
    "%s: weights, means and coefficients",
    (run) => {
      const { point, weights, parameters, estimates } = peer[run];
      const propensity =
        run === "oracle_naive" ? designedPropensity(world, groups) : fittedPropensity(world, groups, ["x"]);
      if (typeof propensity === "string") throw new Error(propensity);
      const mean = (alpha: number, arm?: 0 | 1): number =>
        policyMean(world, propensity, { alpha, arm }).values.reduce((a, b) => a + b, 0) / groups.length;
      peer.allocations.forEach((alpha, a) => {
        groups.forEach(({ agents }, g) => {
          const treated = agents.filter((i) => A[i] === 1).length;
          const policy = alpha ** treated * (1 - alpha) ** (agents.length - treated);
          expect(policy / Math.exp(propensity.logs[g]!)).toBeCloseTo(weights[g]![a]!, 7);
        });
        expect(mean(alpha)).toBeCloseTo(Object.values(point.marginal)[0]![a]!, 8);
        expect(mean(alpha, 0)).toBeCloseTo(point.overall["0"][a]!, 8);
        expect(mean(alpha, 1)).toBeCloseTo(point.overall["1"][a]!, 8);
      });
      // All 60 rows are differences of these nine means.
      estimates.effect.forEach((_, k) => {
        const of = (alpha: number | null, arm: number | null): number =>
          alpha === null ? 0 : mean(alpha, (arm ?? undefined) as 0 | 1 | undefined);
        const found =
          of(estimates.alpha1[k]!, estimates.trt1[k]!) - of(estimates.alpha2[k]!, estimates.trt2[k]!);
        expect(found).toBeCloseTo(estimates.estimate[k]!, 8);
      });
      if (run !== "oracle_naive") {
        const ones = new Float64Array(X.length).fill(1);
        const fit = logisticFit([ones, Float64Array.from(X)], A);
        if (typeof fit === "string") throw new Error(fit);
        expect(fit.coefficients[0]).toBeCloseTo(parameters["(Intercept)"]!, 7);
        expect(fit.coefficients[1]).toBeCloseTo(parameters.X!, 7);
      }
    },
  );
});

describe("partial interference over all assignments", () => {
  const { input, expected } = readGolden<{
    input: { groups: number[][]; propensity: number[]; z: number[][]; y: number[][] };
    expected: { groupPropensity: number[]; muHat1: number; muHat0: number; muHatMarginal: number };
  }>("e01-ipw-partial-interference");
  const group = [0, 0, 0, 1, 1];
  const design = bernoulli({ probability: input.propensity });
  test("the worked example: means under the policy", () => {
    const world = worldOf({ group, arms: input.z.flat(), outcome: input.y.flat(), design });
    const propensity = designedPropensity(
      world,
      input.groups.map((agents, g) => ({ name: `${g}`, agents })),
    );
    if (typeof propensity === "string") throw new Error(propensity);
    propensity.logs.forEach((log, g) => {
      expect(Math.exp(log)).toBeCloseTo(expected.groupPropensity[g]!, 12);
    });
    const mean = (arm?: 0 | 1): number =>
      policyMean(world, propensity, { alpha: 0.5, arm }).values.reduce((a, b) => a + b, 0) / 2;
    expect(
      [mean(1), mean(0), mean()].map(
        (x, k) => x - [expected.muHat1, expected.muHat0, expected.muHatMarginal][k]!,
      ),
    ).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  });

  const outcome = (i: number, z: ArrayLike<number>): number =>
    group.reduce(
      (sum, g, j) => sum + (g === group[i] && j !== i ? (1 + j) * z[j]! : 0),
      i + 2 * z[i]! * (1 + i),
    );
  const designs = {
    bernoulli: design,
    "two-stage of coins": twoStage({
      groups: group.map(String),
      within: "bernoulli",
      saturations: [
        { share: 0.3, chance: 0.4 },
        { share: 0.8, chance: 0.6 },
      ],
    }),
    "two-stage of counted groups": twoStage({
      groups: group.map(String),
      within: "bernoulli",
      saturations: [
        { share: 0.3, groups: 1 },
        { share: 0.8, groups: 1 },
      ],
    }),
  };
  test.each(Object.entries(designs))("%s: unbiased for means under any policy", (_, given) => {
    const network = worldOf({ group, arms: [0, 0, 0, 0, 0], outcome: [0, 0, 0, 0, 0], design: given })
      .probabilities.network;
    const groups = [0, 1].map((g) => ({
      name: `${g}`,
      agents: group.flatMap((own, i) => (own === g ? [i] : [])),
    }));
    for (const alpha of [0.2, 0.6])
      for (const arm of [0, 1, undefined] as const) {
        let [found, truth] = [0, 0];
        for (const [arms, p] of given.law(network).support!()) {
          const world = worldOf({
            group,
            arms,
            outcome: Array.from(arms, (_, i) => outcome(i, arms)),
            design: given,
          });
          const propensity = designedPropensity(world, groups);
          if (typeof propensity === "string") throw new Error(propensity);
          found += (p * policyMean(world, propensity, { alpha, arm }).values.reduce((a, b) => a + b, 0)) / 2;
        }
        for (let k = 0; k < 32; k++) {
          const z = group.map((_, i) => (k >> i) & 1);
          const p = z.reduce((product, own) => product * (own ? alpha : 1 - alpha), 1);
          for (const { agents } of groups)
            for (const i of agents)
              truth +=
                (p * outcome(i, arm === undefined ? z : z.map((own, j) => (j === i ? arm : own)))) /
                agents.length /
                2;
        }
        expect(found).toBeCloseTo(truth, 9);
      }
  });
});

describe("partial interference says why not", () => {
  const group = Array.from({ length: 40 }, (_, i) => i >> 2);
  const arms = group.map((g, i) => Number(i % 4 <= g % 3));
  const outcome = group.map((g, i) => g + (i % 3));
  const given = { group, arms, outcome, design: bernoulli() };
  const total = { effect: "total", saturation: 0.5, reference: 0.3 } as const;
  const why = (
    over: Partial<Given>,
    inquiry: Omit<PolicyInquiry, "kind" | "name"> = total,
    settings: PartialInterferenceSettings = {},
  ): string => (answerOf(worldOf({ ...given, ...over }), inquiry, settings) as { because: string }).because;
  test("shares outside those seen, at either end", () => {
    expect(why({}, { ...total, saturation: 0.9 })).toMatch(
      /0.9 is outside the shares treated that were seen in groups, 0.25 to 0.75/,
    );
    expect(why({}, { effect: "overall", saturation: 0.5 })).toMatch(/a share of 0 is outside/);
  });
  test("fewer than two groups, and no groups at all", () => {
    expect(why({ group: group.map(() => 0) })).toMatch(/at least two groups with outcomes, got 1/);
    const { clusters: _, ...bare } = worldOf(given);
    expect(answerOf(bare, total)).toMatchObject({
      because: expect.stringMatching(/wanted a group for each agent/),
    });
  });
  test("designs that do not allow every assignment of a group", () => {
    expect(
      why(
        { design: complete({ treated: 20 }), arms: group.map((_, i) => i % 2) },
        { effect: "direct", saturation: 0.5 },
      ),
    ).toMatch(/use two-stage-effects/);
    expect(why({ design: bernoulli({ probability: group.map((_, i) => (i === 0 ? 1 : 0.5)) }) })).toMatch(
      /agent a000 is certain of its arm/,
    );
  });
  test("covariates that are missing, or separate the treated", () => {
    expect(why({}, total, { covariates: ["x"] })).toMatch(/no covariate "x": the data have none/);
    expect(why({ x: arms.map((z, i) => 10 * z + (i % 2)) }, total, { covariates: ["x"] })).toMatch(
      /separation/,
    );
    expect(why({ x: arms.map(() => 3) }, total, { covariates: ["x"] })).toMatch(/combination/);
  });
  test("an estimate without an interval where a few groups carry the weight; missing outcomes", () => {
    const row = answerOf(
      worldOf({ ...given, known: group.map((_, i) => Number(i !== 1)) }),
      total,
    ) as FurtherEstimate;
    expect(row.withheld).toMatch(/no interval: the weights of 10 groups are worth/);
    expect(row.se).toBeGreaterThan(0);
    expect(row.notes.join()).toMatch(/1 agents? without an outcome/);
    const stable = answerOf(worldOf(given), total, { stabilised: true }) as FurtherEstimate;
    expect(stable.estimate).not.toBeCloseTo(row.estimate, 3);
  });
});
