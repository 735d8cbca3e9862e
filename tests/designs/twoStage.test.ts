import { describe, expect, it } from "vitest";
import { twoStage, twoStagePairs, twoStageScheme } from "../../designs/index.ts";
import { assignmentFault } from "../../designs/law/assignmentFault.ts";
import type { TwoStageSettings } from "../../designs/twoStage.ts";
import { type Estimate, estimate, horvitzThompson } from "../../estimators/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { allCases, probabilityOf } from "../support/bruteForce.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const golden = readGolden<{
  readonly expected: {
    readonly pi1: number;
    readonly pi11_sameGroup: number;
    readonly pi11_crossGroup: number;
    readonly exposure: Readonly<Record<string, number>>;
  };
  readonly tolerance: number;
}>("a02-two-stage-saturation");

/** Three groups of three, in each of which everybody hears everybody. */
const villages = tiny(9, [
  [0, 1],
  [0, 2],
  [1, 2],
  [3, 4],
  [3, 5],
  [4, 5],
  [6, 7],
  [6, 8],
  [7, 8],
]);
const groups = [0, 0, 0, 1, 1, 1, 2, 2, 2];
const one = (treated: number) => ({ treated, groups: 1 });

describe("three groups of three with 0, 1 and 2 treated (worked example a02)", () => {
  const design = twoStage({ groups, saturations: [one(0), one(1), one(2)] });
  const { expected, tolerance } = golden;

  it("has the marginals and pairs of the worked example, by the engine and in closed form", () => {
    const pi = exposureProbabilities(villages, design, ownArm());
    const closed = twoStagePairs(twoStageScheme(villages, { groups, saturations: [one(0), one(1), one(2)] }));
    expect(pi.method).toBe("exact");
    for (const [i, j, wanted] of [
      [0, 0, expected.pi1],
      [0, 1, expected.pi11_sameGroup],
      [0, 8, expected.pi11_crossGroup],
    ] as const) {
      expect(Math.abs(pi.joint(i, "treated", j, "treated") - wanted)).toBeLessThan(tolerance);
      expect(Math.abs(closed(i, 1, j, 1) - wanted)).toBeLessThan(tolerance);
    }
  });

  it("puts agents at each arm and saturation as often as the worked example", () => {
    // With everybody of a group a neighbour, own arm and treated neighbours tell arm and saturation: key "own,treated in the group".
    const pi = exposureProbabilities(villages, design, countTreated({ cap: 2 }));
    const condition: Readonly<Record<string, string>> = {
      "0,0": "control-0",
      "0,1": "control-1",
      "0,2": "control-2+",
      "1,1": "treated-0",
      "1,2": "treated-1",
    };
    for (const [key, wanted] of Object.entries(expected.exposure))
      expect(Math.abs(pi.of(4, condition[key]!) - wanted)).toBeLessThan(tolerance);
  });
});

describe("six groups of five, three of which get 3 treated and three 2 (reference hudgens-halloran, equal-6x5)", () => {
  const { data, estimates } = readGolden<{
    readonly cases: readonly {
      readonly id: string;
      readonly data: Readonly<Record<"group" | "group_tr" | "indiv_tr" | "obs_outcome", readonly number[]>>;
      readonly estimates: Readonly<Record<string, number>>;
    }[];
  }>("hudgens-halloran/hudgens-halloran").cases.find(({ id }) => id === "equal-6x5")!;
  const cliques = tiny(
    30,
    data.group.flatMap((g, i) =>
      data.group.flatMap((h, j) => (g === h && i < j ? [[i, j] as [number, number]] : [])),
    ),
  );
  const saturations = [3, 2].map((treated) => ({ treated, groups: 3 }));
  const design = twoStage({ groups: data.group, saturations });
  const probabilities = exposureProbabilities(cliques, design, countTreated({ cap: 3 }));
  // Everybody else of a group is a neighbour, so arm and treated neighbours tell arm and saturation.
  const [treatedHigh, controlHigh, controlLow] = ["treated-2", "control-3+", "control-2"] as const;

  it("could have drawn its assignment, among 20 ways to give the saturations", () => {
    const { structure } = design.law(cliques);
    if (structure.kind !== "mixture") throw new Error(structure.kind);
    expect(structure.parts).toHaveLength(20);
    const fitting = structure.parts.filter(
      (part) =>
        assignmentFault({ ...design.law(cliques), structure: part.structure }, data.indiv_tr, cliques.ids) ===
        undefined,
    );
    expect(fitting).toHaveLength(1);
  });

  it("gives conditions the chances that make Horvitz and Thompson's estimates theirs, groups being equal", () => {
    expect(probabilities.method).toBe("exact");
    expect(probabilities.of(7, treatedHigh)).toBeCloseTo(0.5 * 0.6, 14);
    expect(probabilities.of(7, controlLow)).toBeCloseTo(0.5 * 0.6, 14);
    const rows = estimate({
      plan: { arms: ["control", "treated"], agents: cliques.ids, assignments: [data.indiv_tr] },
      probabilities,
      outcomes: data.obs_outcome,
      contrasts: {
        direct_psi_hat: [treatedHigh, controlHigh],
        direct_phi_hat: ["treated-1", controlLow],
        indirect_hat: [controlHigh, controlLow],
        total_hat: [treatedHigh, controlLow],
      },
      estimators: [horvitzThompson()],
    }) as Estimate[];
    for (const row of rows) expect(row.estimate).toBeCloseTo(estimates[row.contrast]!, 12);
  });
});

describe("the law", () => {
  const unequal = tiny(7, [
    [0, 1],
    [1, 2],
    [3, 4],
    [2, 3],
    [5, 6],
  ]);
  const cases: Readonly<Record<string, TwoStageSettings>> = {
    "complete, then complete": {
      groups: ["a", "a", "a", "b", "b", "c", "c"],
      saturations: [
        { treated: 1, groups: 2 },
        { treated: { a: 2, b: 0, c: 1 }, groups: 1 },
      ],
    },
    "complete, then coins": {
      groups: [0, 0, 0, 1, 1, 1, 1],
      within: "bernoulli",
      saturations: [
        { share: 0.25, groups: 1 },
        { share: 0.7, groups: 1 },
      ],
    },
    "chances, then complete": {
      groups: [0, 0, 0, 0, 1, 1, 1],
      rounding: "nearest",
      saturations: [
        { share: 0.25, chance: 0.3 },
        { share: 0.5, chance: 0.7 },
      ],
    },
    "chances, then coins": {
      groups: [0, 0, 0, 1, 1, 2, 2],
      within: "bernoulli",
      saturations: [
        { share: 0, chance: 0.5 },
        { share: 0.4, chance: 0.25 },
        { share: 1, chance: 0.25 },
      ],
    },
  };
  for (const [name, settings] of Object.entries(cases)) {
    const law = twoStage(settings).law(unequal);
    const listed = allCases(unequal, law, ownArm());

    it(`${name}: lists every assignment once, with chances that sum to 1`, () => {
      expect(new Set(listed.map(({ arms }) => arms.join())).size).toBe(listed.length);
      expect(probabilityOf(listed, () => true)).toBeCloseTo(1, 13);
    });

    it(`${name}: pairs in closed form are those of the list`, () => {
      const pair = twoStagePairs(twoStageScheme(unequal, settings), settings.within);
      for (let i = 0; i < 7; i++) {
        for (let j = 0; j < 7; j++) {
          for (const [a, b] of [
            [0, 0],
            [0, 1],
            [1, 1],
          ] as const) {
            const wanted = probabilityOf(listed, ({ arms }) => arms[i] === a && arms[j] === b);
            expect(Math.abs(pair(i, a, j, b) - wanted)).toBeLessThan(1e-14);
          }
        }
      }
    });

    it(`${name}: conditions have the probabilities of the list`, () => {
      const exposure = anyTreatedNeighbor();
      const pi = exposureProbabilities(unequal, twoStage(settings), exposure);
      const seen = allCases(unequal, law, exposure);
      expect(pi.method).toBe("exact");
      for (let i = 0; i < 7; i++) {
        for (const [c, condition] of pi.conditions.entries()) {
          const wanted = probabilityOf(seen, (one) => one.condition[i] === c);
          expect(Math.abs(pi.of(i, condition) - wanted)).toBeLessThan(1e-13);
        }
      }
    });
  }

  it("of one saturation is a complete draw in each group", () => {
    const { structure } = twoStage({ groups, saturations: [{ treated: 1, groups: 3 }] }).law(villages);
    expect(structure.kind).toBe("fixed-counts");
  });

  it("of many groups is a sampler that keeps the numbers of both stages", () => {
    const network = tiny(60, []);
    const thirty = Array.from({ length: 60 }, (_, i) => Math.floor(i / 2));
    const law = twoStage({
      groups: thirty,
      saturations: [
        { share: 0, groups: 10 },
        { share: 0.5, groups: 15 },
        { share: 1, groups: 5 },
      ],
    }).law(network);
    expect(law.structure.kind).toBe("sampler-only");
    expect(law.marginal(3, 1)).toBeCloseTo((0.5 * 15 + 5) / 30, 15);
    const seen = new Float64Array(60);
    const draws = 4000;
    for (let r = 0; r < draws; r++) {
      const z = law.draw(rng(5).fork(r));
      const perGroup = [0, 0, 0];
      for (let g = 0; g < 30; g++) perGroup[z[2 * g]! + z[2 * g + 1]!]!++;
      expect(perGroup).toEqual([10, 15, 5]);
      z.forEach((arm, i) => {
        seen[i]! += arm / draws;
      });
    }
    // Six standard errors of a share of 4000 draws: passed by chance by one of 60 agents in 10⁻⁷ of all seeds.
    const p = 12.5 / 30;
    for (const share of seen) expect(Math.abs(share - p)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / draws));
  });

  it("of many groups with chances and coins is a sampler with the stated marginals", () => {
    const network = tiny(40, []);
    const law = twoStage({
      groups: Array.from({ length: 40 }, (_, i) => i % 10),
      within: "bernoulli",
      saturations: [
        { share: 0.1, chance: 0.75 },
        { share: 0.9, chance: 0.25 },
      ],
    }).law(network);
    expect(law.structure.kind).toBe("sampler-only");
    const p = 0.3;
    expect(law.marginal(0, 1)).toBeCloseTo(p, 15);
    let total = 0;
    let pairs = 0;
    const draws = 4000;
    for (let r = 0; r < draws; r++) {
      const z = law.draw(rng(6).fork(r));
      total += z[0]!;
      pairs += z[0]! * z[10]!;
    }
    const both = 0.75 * 0.01 + 0.25 * 0.81;
    expect(Math.abs(total / draws - p)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / draws));
    expect(Math.abs(pairs / draws - both)).toBeLessThan(6 * Math.sqrt((both * (1 - both)) / draws));
  });
});

describe("the scheme", () => {
  it("records what was rounded and counts the edges between groups", () => {
    const network = tiny(5, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    const scheme = twoStageScheme(network, {
      groups: { 0: "red", 1: "red", 2: "red", 3: "blue", 4: "blue" },
      saturations: [
        { share: 0.5, groups: 1 },
        { share: 0.2, groups: 1 },
      ],
      rounding: "nearest",
    });
    expect(scheme).toEqual({
      group: Uint32Array.of(0, 0, 0, 1, 1),
      labels: ["red", "blue"],
      sizes: [3, 2],
      chances: [0.5, 0.5],
      counts: [1, 1],
      treated: [
        [2, 1],
        [1, 0],
      ],
      rounded: 3,
      cutEdges: 1,
    });
  });

  it("tells both to whoever checks the design, and nothing where there is nothing to tell", () => {
    const network = tiny(4, [
      [0, 1],
      [1, 2],
    ]);
    const settings = { groups: [0, 0, 0, 1], rounding: "nearest" as const };
    const saturations = [
      { share: 0.5, groups: 1 },
      { share: 1, groups: 1 },
    ];
    expect(twoStage({ ...settings, groups: [0, 0, 1, 1], saturations }).law(network).notes).toEqual([
      "1 of 2 edges join agents of different groups: treatment may pass along them whatever a group's saturation",
    ]);
    expect(twoStage({ ...settings, saturations }).law(network).notes).toEqual([
      "2 of 4 shares of groups are no whole numbers of agents and were rounded",
    ]);
    expect(twoStage({ ...settings, within: "bernoulli", saturations }).law(network).notes).toBeUndefined();
  });

  it("takes a share that is whole but for the rounding of binary numbers", () => {
    const network = tiny(30, []);
    const { treated } = twoStageScheme(network, {
      groups: new Array<number>(30).fill(0),
      saturations: [{ share: 0.1, groups: 1 }],
    });
    expect(treated).toEqual([[3]]);
  });
});

describe("a request that cannot be honoured is refused with a way out", () => {
  const law = (settings: Partial<TwoStageSettings>) => () =>
    twoStage({ groups, saturations: [one(0), one(1), one(2)], ...settings }).law(villages);
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "a share that is no whole number of agents",
      law({ saturations: [{ share: 0.5, groups: 3 }] }),
      'two-stage: a share of 0.5 of group "0", which has 3 agents, is 1.5 agents: give treated (whole numbers), or set rounding to nearest, or within to bernoulli',
    ],
    [
      "more treated than there are",
      law({ saturations: [{ treated: 4, groups: 3 }] }),
      'two-stage: treated of saturation 1 must be a whole number from 0 to 3 for group "0", which has 3 agents, got 4',
    ],
    [
      "a group that a mapping leaves out",
      law({ saturations: [{ treated: { 0: 1 }, groups: 3 }] }),
      'two-stage: treated of saturation 1 must be a whole number from 0 to 3 for group "1", which has 3 agents, got none',
    ],
    [
      "too few groups given out",
      law({ saturations: [one(1), one(2)] }),
      "two-stage: there are 3 groups, but saturations are given to 2: change groups of the saturations, or give each a chance",
    ],
    [
      "chances that do not sum to 1",
      law({ saturations: [{ treated: 1, chance: 0.5 }] }),
      "two-stage: the chances of the saturations must sum to 1, got 0.5",
    ],
    [
      "groups and chances mixed",
      law({ saturations: [one(1), { treated: 1, chance: 0.5 }] }),
      "two-stage: give every saturation groups (how many groups get it) or every saturation chance, not both",
    ],
    [
      "neither share nor treated",
      law({ saturations: [{ groups: 3 }] }),
      "two-stage: saturation 1 must have share or treated, got neither",
    ],
    [
      "a number of agents with coins",
      law({ within: "bernoulli" }),
      "two-stage: saturation 1 has treated, a number of agents, but within is bernoulli: give a share, or set within to complete",
    ],
    [
      "an agent without a group",
      law({ groups: { 0: "a" } }),
      'two-stage: every agent needs a group, but "1" has none',
    ],
    ["a list too short", law({ groups: [1] }), "two-stage: groups must have 9 entries, one per agent, got 1"],
    [
      "no saturation",
      law({ saturations: [] }),
      "two-stage: saturations must hold at least one saturation, got []",
    ],
    [
      "a share above 1",
      law({ saturations: [{ share: 1.5, groups: 3 }] }),
      "two-stage: saturations.0.share must be a probability from 0 to 1, got 1.5",
    ],
  ];
  it.each(cases)("%s", (_, request, message) => {
    expect(request).toThrowError(message);
  });
});
