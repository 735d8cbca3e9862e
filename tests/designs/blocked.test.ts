import { describe, expect, it } from "vitest";
import { bernoulli, blocked, complete, draw } from "../../designs/index.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const six = tiny(6, []);
const three = ["a", "b", "c"];

describe("two arms or more", () => {
  it("keeps the settings, draws and hash of a design with two arms as they were", () => {
    expect(bernoulli().params).toEqual({ probability: 0.5, arms: ["control", "treated"] });
    expect(bernoulli({ probability: [0.5, 1] }).params).toEqual({
      probability: [0.5, 1],
      arms: ["control", "treated"],
    });
    expect(complete({ treated: 2 }).params).toEqual({ treated: 2, arms: ["control", "treated"] });
  });

  it("draws two shares as one probability, and two counts as one number", () => {
    const drawn = (design: ReturnType<typeof bernoulli>): readonly (readonly number[])[] =>
      draw(design, six, { seed: 7, worlds: 20 }).assignments;
    expect(drawn(bernoulli({ shares: [0.7, 0.3] }))).toEqual(drawn(bernoulli({ probability: 0.3 })));
    expect(drawn(complete({ counts: [4, 2] }))).toEqual(drawn(complete({ treated: 2 })));
    expect(drawn(complete({ shares: [0.5, 0.5] }))).toEqual(drawn(complete({ treated: 3 })));
  });

  it("takes shares for everybody or agent by agent", () => {
    const everybody = bernoulli({ arms: three, shares: [0.5, 0.3, 0.2] }).law(six);
    expect([0, 1, 2].map((arm) => everybody.marginal(5, arm))).toEqual([0.5, 0.3, 0.2]);
    expect(everybody.arms).toEqual(three);
    const rows = [...Array(5).fill([0.1, 0.2, 0.7]), [1, 0, 0]] as number[][];
    const each = bernoulli({ arms: three, shares: rows }).law(six);
    expect([0, 1, 2].map((arm) => each.marginal(5, arm))).toEqual([1, 0, 0]);
    expect(each.marginal(0, 2)).toBeCloseTo(0.7, 15);
  });

  it("honours shares that are whole only up to rounding of decimals", () => {
    const law = complete({ arms: three, shares: [0.7, 0.2, 0.1] }).law(tiny(10, []));
    expect(law.structure).toMatchObject({ counts: Uint32Array.of(7, 2, 1) });
  });
});

describe("blocked", () => {
  it("has the probabilities of golden a01", () => {
    const { input, expected } = readGolden<{
      input: { blocks: { sizes: number[]; treated: number[] } };
      expected: {
        blocks: { pi: number[]; sameBlock1_pi11: number; sameBlock2_pi11: number; cross_pi11: number };
      };
    }>("a01-second-order-probabilities");
    const { sizes, treated } = input.blocks;
    const n = sizes[0]! + sizes[1]!;
    const blocks = Array.from({ length: n }, (_, i) => (i < sizes[0]! ? "first" : "second"));
    const law = blocked({ blocks, treated: { first: treated[0]!, second: treated[1]! } }).law(tiny(n, []));
    const support = [...law.support!()];
    const both = (i: number, j: number): number =>
      support.reduce((all, [z, p]) => (z[i] === 1 && z[j] === 1 ? all + p : all), 0);
    const { pi, sameBlock1_pi11: first, sameBlock2_pi11: second, cross_pi11: across } = expected.blocks;
    expect([law.marginal(0, 1), law.marginal(4, 1)]).toEqual(pi);
    expect(both(0, 1)).toBeCloseTo(first, 12);
    expect(both(4, 5)).toBe(second);
    expect(both(0, 4)).toBeCloseTo(across, 12);
    expect(supportSize(law.structure, 2)).toBe(12);
  });

  it("divides each block by shares, or by counts for three arms", () => {
    const blocks = { "0": "x", "1": "y", "2": "x", "3": "y", "4": "y", "5": "y" };
    const halves = blocked({ blocks, shares: [0.5, 0.5] }).law(six);
    expect(halves.structure).toMatchObject({ strata: 2, counts: Uint32Array.of(1, 1, 2, 2) });
    const arms = blocked({ blocks, arms: three, counts: { x: [1, 1, 0], y: [1, 1, 2] } }).law(six);
    expect(arms.structure).toMatchObject({ counts: Uint32Array.of(1, 1, 0, 1, 1, 2) });
    expect(arms.marginal(0, 2)).toBe(0);
    expect(arms.marginal(1, 2)).toBe(0.5);
  });

  it("works with any labels and ids", () => {
    const pair = { ...tiny(2, []), ids: ["__proto__", "a"] };
    const law = blocked({ blocks: ["__proto__", "__proto__"], treated: 1 }).law(pair);
    expect(law.structure).toMatchObject({ strata: 1, counts: Uint32Array.of(1, 1) });
  });
});

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const blocks = ["x", "x", "x", "y", "y", "y"];
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "three agents at .9",
      () => complete({ shares: [0.1, 0.9] }).law(tiny(3, [])),
      "complete: shares must give whole numbers of agents, but of the 3 agents they are 0.3, 2.7: give counts that sum to 3, such as [1, 2]",
    ],
    [
      "counts that do not sum to n",
      () => complete({ arms: three, counts: [1, 2, 4] }).law(six),
      "complete: counts must sum to the number of agents, got 1 + 2 + 4 = 7 for the 6 agents",
    ],
    [
      "an arm for nobody",
      () => complete({ arms: three, counts: [3, 3, 0] }).law(six),
      "complete: every arm needs at least 1 agent, but c has none: leave the arm out",
    ],
    [
      "more arms than agents",
      () => complete({ arms: three, shares: [0.5, 0.25, 0.25] }).law(tiny(2, [])),
      "complete: the 2 agents cannot fill 3 arms (a, b, c): name fewer arms",
    ],
    [
      "a number of treated agents with three arms",
      () => complete({ arms: three, treated: 2 }),
      "complete: treated must be left out with 3 arms (give counts or shares, one per arm), got 2",
    ],
    [
      "two ways at once",
      () => complete({ treated: 2, counts: [4, 2] }),
      "complete: counts must be left out where treated is given, got [4,2]",
    ],
    [
      "too few counts",
      () => complete({ arms: three, counts: [4, 2] }),
      "complete: counts must have 3 entries, one per arm (a, b, c), got [4,2]",
    ],
    [
      "half an agent in counts",
      () => complete({ counts: [3.5, 2.5] }),
      "complete: counts.0 must be whole numbers of agents, one per arm, got 3.5",
    ],
    [
      "shares that do not sum to 1",
      () => complete({ shares: [0.5, 0.4] }),
      "complete: shares must be shares from 0 to 1 that sum to 1, one per arm, got [0.5,0.4]",
    ],
    [
      "two arms of one name",
      () => complete({ treated: 2, arms: ["a", "a"] }),
      'complete: arms must be 2 to 256 names, all different, untreated first, got ["a","a"]',
    ],
    [
      "three arms and one chance",
      () => bernoulli({ arms: three }),
      "bernoulli: shares is missing: it must be 3 chances, one per arm (probability is the chance of one of two)",
    ],
    [
      "a chance and shares",
      () => bernoulli({ probability: 0.5, shares: [0.5, 0.5] }),
      "bernoulli: shares must be left out where probability is given, got [0.5,0.5]",
    ],
    [
      "too few shares",
      () => bernoulli({ arms: three, shares: [0.5, 0.5] }),
      "bernoulli: shares must have 3 entries, one per arm (a, b, c), got [0.5,0.5]",
    ],
    [
      "shares for too few agents",
      () => bernoulli({ shares: [[0.5, 0.5]] }).law(six),
      "bernoulli: shares must be one list or a list of 6, one per agent, got 1",
    ],
    [
      "a block that shares cannot divide",
      () => blocked({ blocks, shares: [0.5, 0.5] }).law(six),
      'blocked: shares must give whole numbers of agents, but of block "x" of 3 agents they are 1.5, 1.5: give counts that sum to 3, such as [2, 1]',
    ],
    [
      "more treated than a block has",
      () => blocked({ blocks, treated: 4 }).law(six),
      'blocked: treated must be a whole number from 0 to 3 for block "x" of 3 agents, got 4',
    ],
    [
      "nobody treated in any block",
      () => blocked({ blocks, treated: 0 }).law(six),
      "blocked: arm treated gets no agent in any block: leave the arm out",
    ],
    [
      "a block that is not mentioned",
      () => blocked({ blocks, treated: { x: 1 } }).law(six),
      'blocked: treated must name every block ("x", "y"), got none for "y"',
    ],
    [
      "a block that nobody is in",
      () => blocked({ blocks, treated: { x: 1, y: 1, z: 1 } }).law(six),
      'blocked: treated must name blocks ("x", "y"), got "z"',
    ],
    [
      "an agent without a block",
      () => blocked({ blocks: { "0": "x" }, treated: 1 }).law(six),
      'blocked: every agent needs a block, but "1" has none',
    ],
    [
      "nothing asked for",
      () => blocked.from({ blocks }),
      "blocked: treated is missing: it must be a whole number (or give counts or shares, one per arm)",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});
