import { describe, expect, test } from "vitest";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import type { Network } from "../../src/network/Network.ts";

/** 0 ← 1, 2, 3; 1 ← 0; 2 ← 0, 1; 3 ← nobody. */
const network: Network = {
  n: 4,
  edges: 6,
  directed: true,
  ids: ["a", "b", "c", "d"],
  offsets: Uint32Array.of(0, 3, 4, 6, 6),
  sources: Uint32Array.of(1, 2, 3, 0, 0, 1),
  notes: [],
};

const conditionsOf = (settings: Parameters<typeof formulaExposure>[0], arms: readonly number[]): string[] => {
  const exposure = formulaExposure(settings);
  return [...exposure.of(network, Uint8Array.from(arms))].map((c) => exposure.conditions[c]!);
};

describe("a formula exposure", () => {
  const conditions = {
    crowd: "own == 0 and share >= 0.5",
    alone: "own and treated == 0",
    any: "treated > 0",
  };

  test("puts each agent into the first condition that holds, and the rest into the last one", () => {
    // Shares: a 1/3 of (b, c, d), b 0/1, c 1/2 of (a, b), d without in-neighbours.
    expect(conditionsOf({ conditions }, [0, 1, 0, 0])).toEqual(["any", "alone", "crowd", "other"]);
    expect(conditionsOf({ conditions, otherwise: "none" }, [0, 0, 0, 0])).toEqual([
      "none",
      "none",
      "none",
      "none",
    ]);
  });

  test("counts the focal arm, and knows the agent's arm by its index", () => {
    const three = { conditions: { own: "own", two: "arm == 2", near: "treated >= 1" }, focal: 0 };
    expect(conditionsOf(three, [0, 2, 1, 1])).toEqual(["own", "two", "near", "other"]);
  });

  test("gives an agent without in-neighbours the share 0", () => {
    expect(conditionsOf({ conditions: { none: "share == 0", some: "share > 0" } }, [1, 1, 1, 1]).at(3)).toBe(
      "none",
    );
  });

  test("agrees with its own local rule for every own arm, count and degree", () => {
    const { rule } = formulaExposure({ conditions }).local!(network)!;
    for (let degree = 0; degree <= 5; degree++) {
      for (let treated = 0; treated <= degree; treated++) {
        for (const own of [0, 1]) {
          const share = degree === 0 ? 0 : treated / degree;
          const wanted = own === 0 && share >= 0.5 ? 0 : own === 1 && treated === 0 ? 1 : treated > 0 ? 2 : 3;
          expect(rule.condition(own, treated, degree)).toBe(wanted);
        }
      }
    }
  });

  test("says what it is, keeping the order of the conditions", () => {
    const { name, conditions: names, params } = formulaExposure({ conditions: { b: "own", a: "1" } });
    expect({ name, names, params }).toEqual({
      name: "formula",
      names: ["b", "a", "other"],
      params: {
        conditions: [
          ["b", "own"],
          ["a", "1"],
        ],
        otherwise: "other",
      },
    });
    expect(formulaExposure.from(params).params).toEqual(params);
  });

  test("takes any text for a name", () => {
    const odd = JSON.parse('{"__proto__": "own == 0", "constructor": "own == 1"}') as Record<string, string>;
    expect(formulaExposure({ conditions: odd }).conditions).toEqual(["__proto__", "constructor", "other"]);
    const numbers = formulaExposure({
      conditions: [
        ["1", "own"],
        ["0", "treated"],
      ],
    });
    expect(numbers.conditions).toEqual(["1", "0", "other"]);
  });

  test("refuses a step that is no number, with the agent's numbers", () => {
    expect(() => conditionsOf({ conditions: { many: "treated / degree > 0.5" } }, [0, 0, 0, 0])).toThrow(
      'formula: condition "many": "/" gives NaN where treated is 0, degree is 0 (column 9 of "treated / degree > 0.5"): test for it first',
    );
  });

  test.each([
    [{}, "formula: conditions is missing: it must map names of conditions to formulas"],
    [{ conditions: { a: 1 } }, 'formula: conditions must map names of conditions to formulas, got {"a":1}'],
    [{ conditions: {} }, "formula: conditions must be 1 to 255 formulas, got 0"],
    [{ conditions: { "": "1" } }, 'formula: names of conditions must not be empty, got ""'],
    [{ conditions: { " ": "1" } }, 'formula: names of conditions must not be empty, got " "'],
    [{ conditions: { a: "1" }, otherwise: "" }, 'formula: names of conditions must not be empty, got ""'],
    [
      { conditions: { other: "1" } },
      'formula: names of conditions must differ, got "other" twice (otherwise is one of them)',
    ],
    [
      {
        conditions: [
          ["a", "1"],
          ["a", "0"],
        ],
      },
      'formula: names of conditions must differ, got "a" twice (otherwise is one of them)',
    ],
    [
      { conditions: { 1: "own" } },
      'formula: a mapping cannot keep the place of a condition named "1": give conditions as a list of pairs',
    ],
    [
      { conditions: { a: "tretaed" } },
      'formula: condition "a": there is no name "tretaed" (did you mean "treated"?) (column 1 of "tretaed")',
    ],
    [
      { conditions: { a: "1" }, focal: 256 },
      "formula: focal must be the name of an arm, or its index from 0 to 255, got 256",
    ],
    [
      { conditions: { a: "1" }, focal: -1 },
      "formula: focal must be the name of an arm, or its index from 0 to 255, got -1",
    ],
    [{ conditions: { a: "1" }, focl: 1 }, 'formula: there is no setting "focl" (did you mean "focal"?)'],
  ])("refuses %j", (settings, message) => {
    let got = "nothing";
    try {
      formulaExposure.from(settings);
    } catch (error) {
      got = (error as Error).message;
    }
    expect(got).toBe(message);
  });

  test("takes 255 conditions and the rest, no more", () => {
    const many = (n: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, `treated == ${i}`]));
    expect(formulaExposure({ conditions: many(255) }).conditions.length).toBe(256);
    expect(() => formulaExposure({ conditions: many(256) })).toThrow(
      "conditions must be 1 to 255 formulas, got 256",
    );
  });
});
