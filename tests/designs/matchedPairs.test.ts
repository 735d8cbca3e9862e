import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchedPairs } from "../../designs/index.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import { nearestPairs } from "../../designs/methods/nearestPairs.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

const six = tiny(6, []);

/** Mates of a pairing, each pair once: [["0", "3"], …] as "03". */
function mates(pair: ArrayLike<number>): string[] {
  const all = Array.from(pair);
  return [...new Set(all)].map((k) => all.flatMap((one, i) => (one === k ? [i] : [])).join("-"));
}

describe("matched-pairs", () => {
  it("has the probabilities of golden a01: half for each, never both of a pair, a quarter for others", () => {
    const { input } = readGolden<{ input: { pairs: number } }>("a01-second-order-probabilities");
    const n = 2 * input.pairs;
    const pairs = Array.from({ length: input.pairs }, (_, k) => [2 * k, 2 * k + 1] as const);
    const law = matchedPairs({ pairs }).law(tiny(n, []));
    const support = [...law.support!()];
    const both = (i: number, j: number): number =>
      support.reduce((all, [z, p]) => (z[i] === 1 && z[j] === 1 ? all + p : all), 0);
    expect(law.marginal(0, 1)).toBe(0.5);
    expect([both(0, 1), both(0, 2)]).toEqual([0, 0.25]);
  });

  it("pairs those who are alike", () => {
    const design = matchedPairs({ covariates: { age: [30, 61, 20, 29, 60, 22] } });
    const { structure } = design.law(six);
    expect(structure.kind === "fixed-counts" && mates(structure.stratum)).toEqual(["0-3", "1-4", "2-5"]);
  });

  it("does not depend on the units of covariates, nor on which combinations of them are given", () => {
    const stream = rng("units");
    for (let r = 0; r < 20; r++) {
      const [a, b] = [0, 1].map(() => Array.from({ length: 9 }, () => stream.uniform())) as [
        number[],
        number[],
      ];
      const scaled = { a: a.map((x, i) => 1000 * (x + 2 * b[i]!) + 7), b: b.map((x, i) => x - 3 * a[i]!) };
      const network = tiny(9, []);
      expect(nearestPairs(scaled, network, false)).toEqual(nearestPairs({ a, b }, network, false));
    }
  });

  it("gives the one left over a fair coin of its own, independent of the pairs", () => {
    const law = matchedPairs({ covariates: { age: [1, 2, 50, 10, 11] } }).law(tiny(5, []));
    expect(law.structure.kind).toBe("mixture");
    expect(supportSize(law.structure, 2)).toBe(8);
    for (const [z, p] of law.support!()) {
      expect(p).toBe(1 / 8);
      expect(z[0]! + z[1]!).toBe(1);
      expect(z[3]! + z[4]!).toBe(1);
    }
    expect(law.marginal(2, 1)).toBe(0.5);
    const given = matchedPairs({
      pairs: [
        ["0", "1"],
        [3, 4],
      ],
    }).law(tiny(5, []));
    expect([...given.support!()].map(([z]) => z.join("")).sort()).toEqual(
      [...law.support!()].map(([z]) => z.join("")).sort(),
    );
  });

  it("keeps pairs more than two steps apart where that is possible, and as many as possible where not", () => {
    const path = tiny(
      6,
      [0, 1, 2, 3, 4].map((i) => [i, i + 1] as const),
    );
    const age = [0, 1, 2, 3, 4, 5];
    expect(mates(nearestPairs({ age }, path, false))).toEqual(["0-1", "2-3", "4-5"]);
    expect(mates(nearestPairs({ age }, path, true))).toEqual(["0-3", "1-4", "2-5"]);
    // In a star everybody is within two steps, so distance alone decides.
    expect(mates(nearestPairs({ age }, tinyNetworks.star!, true))).toEqual(["0-1", "2-3", "4-5"]);
    const arrows = tiny(
      6,
      [
        [0, 1],
        [2, 1],
      ],
      true,
    );
    expect(mates(nearestPairs({ age: [0, 9, 0, 20, 20, 9] }, arrows, true))).not.toContain("0-2");
  });

  it("pairs by degree", () => {
    const network = tiny(6, [
      [0, 1],
      [0, 2],
      [0, 3],
      [4, 1],
      [4, 2],
      [4, 3],
      [4, 5],
    ]);
    const { structure } = matchedPairs({ covariates: { d: "degree" } }).law(network);
    expect(structure.kind === "fixed-counts" && mates(structure.stratum)).toContain("0-4");
  });

  it("pairs anybody, any number of agents with any covariates", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 }),
        fc.boolean(),
        (age, apart) => {
          fc.pre(new Set(age).size > 1);
          const pair = nearestPairs({ age }, tiny(age.length, []), apart);
          const size = [...new Set(pair)].map((k) => pair.filter((one) => one === k).length);
          expect(size.filter((s) => s !== 2)).toEqual(age.length % 2 === 1 ? [1] : []);
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "nothing to pair by",
      () => matchedPairs.from({}),
      "matched-pairs: pairs is missing: it must be a list of pairs (or give covariates, to find them)",
    ],
    [
      "pairs and covariates",
      () => matchedPairs({ pairs: [], covariates: { age: [1] } }),
      'matched-pairs: covariates must be left out where pairs is given, got {"age":[1]}',
    ],
    [
      "an unknown agent",
      () => matchedPairs({ pairs: [["0", "x"]] }).law(six),
      'matched-pairs: pair 1 names "x", which is not in the network',
    ],
    [
      "an agent in two pairs",
      () =>
        matchedPairs({
          pairs: [
            [0, 1],
            [1, 2],
          ],
        }).law(six),
      "matched-pairs: every agent may be in one pair, but 1 is named twice",
    ],
    [
      "an agent paired with itself",
      () => matchedPairs({ pairs: [[0, 0]] }).law(six),
      "matched-pairs: every agent may be in one pair, but 0 is named twice",
    ],
    [
      "agents left over",
      () => matchedPairs({ pairs: [[0, 1]] }).law(six),
      'matched-pairs: at most one agent may be left without a pair, got 4 ("2", "3", "4", …): name their pairs too',
    ],
    [
      "one agent",
      () => matchedPairs({ pairs: [] }).law(tiny(1, [])),
      "matched-pairs: the network must have at least 2 agents, got 1",
    ],
    [
      "a covariate that is the same for everybody",
      () => matchedPairs({ covariates: { age: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1] } }).law(six),
      'matched-pairs: covariate "age" is the same for everybody or a combination of the covariates before it: leave it out',
    ],
    [
      "collinear covariates",
      () => matchedPairs({ covariates: { a: [1, 2, 3, 4, 5, 7], b: [3, 5, 7, 9, 11, 15] } }).law(six),
      'matched-pairs: covariate "b" is the same for everybody or a combination of the covariates before it: leave it out',
    ],
    [
      "too few numbers",
      () => matchedPairs({ covariates: { age: [1, 2] } }).law(six),
      'matched-pairs: covariate "age" must have 6 numbers, one per agent, got 2',
    ],
    [
      "an agent without a number",
      () => matchedPairs({ covariates: { age: { "0": 1 } } }).law(six),
      'matched-pairs: every agent needs a number of covariate "age", but "1" has none',
    ],
    [
      "no covariates",
      () => matchedPairs({ covariates: {} }),
      "matched-pairs: covariates must name at least one covariate, got {}",
    ],
    [
      "too many agents",
      () => matchedPairs({ covariates: { d: "degree" } }).law(tiny(1001, [])),
      "matched-pairs: pairs are found among at most 1000 agents, got 1001: give pairs, or use blocked",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});
