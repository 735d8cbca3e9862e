import { describe, expect, test } from "vitest";
import { complete, twoStage } from "../../designs/index.ts";
import type { FurtherEstimate } from "../../estimators/Estimator.ts";
import type { PolicyInquiry } from "../../estimators/Inquiry.ts";
import { twoStageEffects } from "../../estimators/twoStageEffects.ts";
import { rng } from "../../src/core/rng.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { readGolden } from "../support/readGolden.ts";
import { answerTo, everyAnswer, momentsOf } from "./everyAnswer.ts";

const EFFECTS = ["direct", "indirect", "total", "overall"] as const;
const estimator = twoStageEffects();

/** Agents a00, a01 … in groups of these sizes, without edges. */
function agentsIn(sizes: readonly number[]) {
  const group = sizes.flatMap((size, g) => new Array<string>(size).fill(`g${g}`));
  const agents = group.map((_, i) => `a${String(i).padStart(2, "0")}`);
  return { group, network: fromEdges([], { agents }) };
}

const policy = (effect: PolicyInquiry["effect"], saturation: number, reference?: number): PolicyInquiry => ({
  kind: "policy",
  name: effect,
  effect,
  saturation,
  ...(reference === undefined ? {} : { reference }),
});

interface Peer {
  readonly cases: readonly {
    readonly id: string;
    readonly data: Readonly<Record<"group" | "group_tr" | "indiv_tr" | "obs_outcome", readonly number[]>>;
    readonly estimates: Readonly<Record<string, number>>;
    readonly variances: Readonly<Record<string, number>>;
  }[];
}

describe("two-stage effects, against the package interference", () => {
  const { cases } = readGolden<Peer>("hudgens-halloran/hudgens-halloran");
  test.each(cases.map((one) => [one.id, one] as const))("%s", (id, { data, estimates, variances }) => {
    const groups = [...new Set(data.group)];
    const members = (g: number): number[] => data.group.flatMap((own, i) => (own === g ? [i] : []));
    const { group, network } = agentsIn(groups.map((g) => members(g).length));
    const counts = groups.map((g) => members(g).reduce((sum, i) => sum + data.indiv_tr[i]!, 0));
    const high = groups.map((g) => data.group_tr[members(g)[0]!]!);
    // A group's number under the saturation that it did not get is anything else.
    const saturations = [1, 0].map((s) => ({
      groups: high.filter((one) => one === s).length,
      treated: Object.fromEntries(
        groups.map((g, k) => [`g${k}`, high[k] === s ? counts[k]! : s === 1 ? members(g).length : 0]),
      ),
    }));
    const design = twoStage({ groups: group, saturations });
    const scheme = design.law(network).twoStage!;
    const share = [0, 1].map(
      (s) => scheme.treated[s]!.reduce((sum, k, g) => sum + k / scheme.sizes[g]!, 0) / groups.length,
    );
    const asked: [PolicyInquiry, string][] = [
      [policy("direct", share[0]!), "direct_psi"],
      [policy("direct", share[1]!), "direct_phi"],
      ...(["indirect", "total", "overall"] as const).map((effect): [PolicyInquiry, string] => [
        policy(effect, share[0]!, share[1]!),
        effect,
      ]),
    ];
    for (const [inquiry, name] of asked) {
      const row = answerTo(
        { network, design, estimator, inquiry },
        data.indiv_tr,
        data.obs_outcome,
      ) as FurtherEstimate;
      expect(row.estimate).toBeCloseTo(estimates[`${name}_hat`]!, 12);
      // The package drops the unknown spread of single agents, which is no variance of 0.
      const unknown = id === "one-treated-in-some-groups" && name === "direct_phi";
      const wanted = variances[`var_${name}_hat`]!;
      if (unknown) expect(row.variance!).toBeGreaterThan(wanted);
      else if (!(id === "one-treated-in-some-groups" && name === "direct_psi"))
        expect(row.variance!).toBeCloseTo(wanted, 12);
    }
  });
});

interface C09 {
  readonly input: {
    readonly potentialOutcomes: Readonly<Record<string, readonly (readonly number[])[]>>;
    readonly realised: {
      readonly saturation: readonly string[];
      readonly treatedMembers: readonly (readonly number[])[];
      readonly y: readonly (readonly number[])[];
    };
  };
  readonly expected: {
    readonly estimates: Readonly<Record<string, number>>;
    readonly varianceEstimates: Readonly<Record<string, number>>;
    readonly population: Readonly<
      Record<string, Readonly<Record<"truth" | "variance" | "expectedVarianceEstimate", number>>>
    >;
  };
}

describe("two-stage effects, against the worked example of 60,000 assignments", () => {
  const { input, expected } = readGolden<C09>("c09-two-stage-hudgens-halloran");
  const { group, network } = agentsIn([5, 5, 5, 5]);
  const design = twoStage({
    groups: group,
    saturations: [
      { treated: 3, groups: 2 },
      { treated: 2, groups: 2 },
    ],
  });
  const asked: [PolicyInquiry, string][] = [
    [policy("direct", 0.6), "direct_psi"],
    [policy("direct", 0.4), "direct_phi"],
    [policy("indirect", 0.6, 0.4), "indirect"],
    [policy("total", 0.6, 0.4), "total"],
    [policy("overall", 0.6, 0.4), "overall"],
  ];
  const { realised, potentialOutcomes } = input;
  const arms = realised.treatedMembers.flatMap((members) =>
    [0, 1, 2, 3, 4].map((k) => Number(members.includes(k))),
  );

  test("the realised assignment, and total = direct + indirect", () => {
    const found = asked.map(([inquiry, name]) => {
      const row = answerTo(
        { network, design, estimator, inquiry },
        arms,
        realised.y.flat(),
      ) as FurtherEstimate;
      expect(row.estimate).toBeCloseTo(expected.estimates[name]!, 12);
      expect(row.variance).toBeCloseTo(expected.varianceEstimates[name]!, 12);
      return row;
    });
    expect(found[3]!.estimate).toBeCloseTo(found[0]!.estimate + found[2]!.estimate, 12);
    expect(found.map((row) => row.degrees)).toEqual([1, 1, 2, 2, 2]);
  });

  test("1,000 draws agree with the moments over all assignments", {
    timeout: 30_000,
  }, () => {
    const outcome = (i: number, z: Uint8Array): number => {
      const g = Math.floor(i / 5);
      const high = z.subarray(5 * g, 5 * g + 5).reduce((sum, one) => sum + one, 0) === 3;
      return potentialOutcomes[`${high ? "psi" : "phi"},${z[i]}`]![g]![i % 5]!;
    };
    const law = design.law(network);
    const stream = rng(1);
    const drawn = Array.from({ length: 1000 }, (_, k) => [law.draw(stream.fork(k)), 1 / 1000] as const);
    const some = { ...law, support: () => drawn };
    const part = { ...design, law: () => some };
    for (const [inquiry, name] of asked) {
      const { truth, variance, expectedVarianceEstimate } = expected.population[name]!;
      const found = momentsOf(everyAnswer({ network, design: part, estimator, inquiry }, outcome));
      expect(Math.abs(found.mean - truth)).toBeLessThan(3.5 * Math.sqrt(variance / 1000));
      expect(found.variance / variance).toBeGreaterThan(0.85);
      expect(found.variance / variance).toBeLessThan(1.15);
      expect(Math.abs(found.expected / expectedVarianceEstimate - 1)).toBeLessThan(0.1);
    }
  });
});

describe("two-stage effects over all assignments", () => {
  const { group, network } = agentsIn([2, 3, 4, 3, 2]);
  const design = twoStage({
    groups: group,
    rounding: "nearest",
    saturations: [
      { share: 0, groups: 2 },
      { share: 0.5, groups: 3 },
    ],
  });
  const y = (i: number, z: ArrayLike<number>): number => {
    const inside = group.flatMap((g, j) => (g === group[i] ? [j] : []));
    const others = inside.reduce((sum, j) => sum + (j === i ? 0 : z[j]!), 0);
    return (i % 4) + (1 + (i % 3)) * z[i]! + 0.8 * others;
  };
  /** Mean over agents or groups of what a mean over second stages gives. */
  test.each(["groups", "agents"] as const)(
    "weighted by %s: unbiased, with a variance that is not too small",
    (weights) => {
      const law = design.law(network);
      const { sizes, treated } = law.twoStage!;
      const truthOf = (z: 0 | 1, s: number): number =>
        sizes.reduce((sum, size, g) => {
          const k = treated[s]![g]!;
          const inside = group.flatMap((own, i) => (own === `g${g}` ? [i] : []));
          const mean =
            inside.reduce(
              (total, i) => total + (i % 4) + (1 + (i % 3)) * z + (0.8 * (k - z) * (size - 1)) / (size - 1),
              0,
            ) / size;
          return sum + mean * (weights === "groups" ? 1 / sizes.length : size / network.n);
        }, 0);
      const truth = { indirect: truthOf(0, 1) - truthOf(0, 0), total: truthOf(1, 1) - truthOf(0, 0) };
      for (const effect of ["indirect", "total"] as const) {
        const asked = {
          network,
          design,
          estimator: twoStageEffects({ weights }),
          inquiry: policy(effect, 0.5),
        };
        const found = momentsOf(everyAnswer(asked, y));
        expect(found.mean).toBeCloseTo(truth[effect], 10);
        expect(found.expected).toBeGreaterThan(found.variance);
      }
    },
  );
});

describe("two-stage effects say why not", () => {
  const { group, network } = agentsIn([4, 4, 4, 4]);
  const outcomes = network.ids.map((_, i) => i % 5);
  const shares = (...given: [share: number, groups: number][]) =>
    twoStage({ groups: group, saturations: given.map(([share, groups]) => ({ share, groups })) });
  const arms = (...counts: number[]): number[] =>
    counts.flatMap((k) => [0, 1, 2, 3].map((j) => Number(j < k)));
  const why: [string, ReturnType<typeof twoStage>, PolicyInquiry, number[], RegExp][] = [
    [
      "a saturation that the design has not",
      shares([0.25, 2], [0.75, 2]),
      policy("direct", 0.5),
      arms(1, 1, 3, 3),
      /no saturation of 0.5: its saturations are 0.25, 0.75/,
    ],
    [
      "a reference that it has not",
      shares([0.25, 2], [0.75, 2]),
      policy("total", 0.75),
      arms(1, 1, 3, 3),
      /no saturation of 0:/,
    ],
    [
      "a saturation with one group",
      shares([0.25, 1], [0.75, 3]),
      policy("indirect", 0.75, 0.25),
      arms(1, 3, 3, 3),
      /at least two groups with a saturation of 0.25, got 1/,
    ],
    [
      "the same saturation twice",
      shares([0.25, 2], [0.75, 2]),
      policy("total", 0.75, 0.75),
      arms(1, 1, 3, 3),
      /are the same/,
    ],
    [
      "nobody untreated",
      shares([1, 2], [0.5, 2]),
      policy("direct", 1),
      arms(4, 4, 2, 2),
      /none in one of them/,
    ],
  ];
  test.each(why)("%s", (_, design, inquiry, z, because) => {
    expect(answerTo({ network, design, estimator, inquiry }, z, outcomes)).toMatchObject({
      because: expect.stringMatching(because),
    });
  });
  test("designs without saturations, and those whose arms do not tell them", () => {
    expect(estimator.refuses!(complete({ treated: 2 }).law(network))).toMatch(/use that design/);
    const hidden = twoStage({ groups: group, within: "bernoulli", saturations: [{ share: 0.3, chance: 1 }] });
    expect(estimator.refuses!(hidden.law(network))).toMatch(/within: complete/);
  });
  test("two saturations that round to the same number for a group", () => {
    const alike = twoStage({
      groups: group,
      rounding: "nearest",
      saturations: [
        { share: 0.25, groups: 2 },
        { treated: { g0: 1, g1: 2, g2: 2, g3: 2 }, groups: 2 },
      ],
    });
    expect(
      answerTo(
        { network, design: alike, estimator, inquiry: policy("direct", 0.25) },
        arms(1, 1, 2, 2),
        outcomes,
      ),
    ).toMatchObject({ because: expect.stringMatching(/group g0 cannot be told/) });
  });
  test("three saturations are a family of contrasts; missing outcomes leave agents out", () => {
    const three = twoStage({
      groups: [...group, ...group].map((g, i) => (i < 16 ? g : `h${g}`)),
      saturations: [
        { share: 0, groups: 2 },
        { share: 0.25, groups: 3 },
        { share: 0.75, groups: 3 },
      ],
    });
    const { network: wide } = agentsIn([32]);
    const y = [undefined, ...Array.from({ length: 31 }, (_, i) => i % 7)];
    const row = answerTo(
      { network: wide, design: three, estimator, inquiry: policy("total", 0.75, 0.25) },
      arms(0, 0, 1, 1, 1, 3, 3, 3),
      y,
    ) as FurtherEstimate;
    expect(row.groups).toEqual({ "groups at 0.75": 3, "groups at 0.25": 3 });
    expect(row.population).toBe(31);
    expect(row.notes.join()).toMatch(/1 agents? without an outcome/);
  });
  test("every effect has words of its own", () => {
    const words = EFFECTS.map(
      (effect) =>
        answerTo(
          { network, design: shares([0, 2], [0.5, 2]), estimator, inquiry: policy(effect, 0.5) },
          arms(0, 0, 2, 2),
          outcomes,
        ).estimand,
    );
    expect(new Set(words).size).toBe(4);
  });
});
