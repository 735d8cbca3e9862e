import { describe, expect, test } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import {
  type FactorialRecord,
  interactionEffect,
  type PersonSituation,
  type PersonSituationOptions,
  personSituation,
  shapleyShares,
  worldsForTest,
} from "../../../src/measures/index.ts";
import { fisherCdf, fisherQuantile, noncentralityOf } from "../../../src/measures/variance/fisher.ts";
import { everyCase } from "../../support/enumeration/inTurn.ts";
import { readGolden } from "../../support/readGolden.ts";

/** Records of an array of factors by levels by worlds. */
const recordsOf = (
  y: readonly (readonly (readonly (number | undefined)[])[])[],
  within = true,
): FactorialRecord[] =>
  y.flatMap((row, p) =>
    row.flatMap((cell, s) =>
      cell.map((value, w) => ({
        levels: [`p${p}`, `s${s}`],
        world: within ? w : `${p}/${s}/${w}`,
        ...(value === undefined ? {} : { value }),
      })),
    ),
  );
const factors = ["persona", "situation"];
const varianceOf = (found: PersonSituation, of: string, kind = "component"): number => {
  const row = found.rows.find((one) => one.kind === kind && one.of.join(" × ") === of);
  if (row?.variance === undefined) throw new Error(`${of}: ${row?.because ?? "no row"}`);
  return row.variance;
};
type Square = readonly (readonly (readonly number[])[])[];

describe("golden g04: persona by situation, 3 by 4, two worlds each", () => {
  const { input, expected, tolerance } = readGolden<{
    input: { y: Square };
    expected: Record<
      "ms" | "randomComponents" | "finiteComponents" | "shapley" | "shapleyShare",
      Record<string, number>
    >;
    tolerance: number;
  }>("g04-person-situation-factorial");
  const found = (options: PersonSituationOptions = {}): PersonSituation =>
    personSituation({ factors, records: recordsOf(input.y, false) }, options);
  const names = { P: "persona", S: "situation", PS: "persona × situation" };

  test.each(["fixed", "random"] as const)("components of %s levels", (levels) => {
    const wanted = expected[levels === "fixed" ? "finiteComponents" : "randomComponents"];
    const one = found({ levels });
    for (const [key, name] of Object.entries(names))
      expect(Math.abs(varianceOf(one, name) - wanted[key]!), key).toBeLessThan(tolerance);
    expect(Math.abs(one.error!.variance - expected.ms.E!)).toBeLessThan(tolerance);
  });

  test("Shapley values and shares", () => {
    for (const key of ["P", "S"] as const) {
      const row = found().rows.find((one) => one.kind === "shapley" && one.of[0] === names[key])!;
      expect(Math.abs(row.variance! - expected.shapley[key]!)).toBeLessThan(tolerance);
      expect(Math.abs(row.share! - expected.shapleyShare[key]!)).toBeLessThan(tolerance);
    }
  });
});

test("golden g05: Shapley values of Sobol components", () => {
  const { input, expected, tolerance } = readGolden<{
    input: { V: Record<string, number> };
    expected: { shapley: Record<string, number> };
    tolerance: number;
  }>("g05-shapley-sobol");
  const found = shapleyShares(Object.entries(input.V).map(([key, variance]) => ({ of: [...key], variance })));
  for (const { factor, variance } of found)
    expect(Math.abs(variance - expected.shapley[factor]!)).toBeLessThan(tolerance);
});

test("golden g06: isolated against interacting", () => {
  const { input, expected, tolerance } = readGolden<{
    input: { isolated: number[]; interacting: number[] };
    expected: { estimate: number; se: number; ci95: [number, number]; pSignFlip: number };
    tolerance: number;
  }>("g06-isolated-vs-interacting");
  const found = interactionEffect(
    input.isolated.map((isolated, k) => ({ isolated, interacting: input.interacting[k]! })),
  );
  expect(Math.abs(found.estimate - expected.estimate)).toBeLessThan(tolerance);
  expect(Math.abs(found.se! - expected.se)).toBeLessThan(tolerance);
  expect(Math.abs(found.ci![0] - expected.ci95[0])).toBeLessThan(tolerance);
  expect(Math.abs(found.ci![1] - expected.ci95[1])).toBeLessThan(tolerance);
  expect([found.pSignFlip, found.signs, found.exact, found.least]).toEqual([
    expected.pSignFlip,
    64,
    true,
    0.03125,
  ]);
});

/** Shapley values by all orders in which factors can come. */
function byOrders(
  names: readonly string[],
  worth: (set: ReadonlySet<string>) => number,
): Map<string, number> {
  const sums = new Map(names.map((name) => [name, 0]));
  let orders = 0;
  const walk = (taken: readonly string[]): void => {
    if (taken.length === names.length) {
      orders++;
      taken.forEach((name, k) => {
        const [before, after] = [new Set(taken.slice(0, k)), new Set(taken.slice(0, k + 1))];
        sums.set(name, sums.get(name)! + worth(after) - worth(before));
      });
      return;
    }
    for (const name of names) if (!taken.includes(name)) walk([...taken, name]);
  };
  walk([]);
  return new Map([...sums].map(([name, sum]) => [name, sum / orders]));
}

test.each([2, 3, 4, 5, 6])("Shapley values of %i factors are those of all orders", (count) => {
  const stream = rng(count);
  const names = ["a", "b", "c", "d", "e", "f"].slice(0, count);
  const parts = Array.from({ length: 2 ** count - 1 }, (_, k) => ({
    of: names.filter((_name, bit) => (k + 1) & (1 << bit)),
    variance: stream.uniform() - 0.2,
  }));
  const brute = byOrders(names, (set) =>
    parts.reduce((all, { of, variance }) => all + (of.every((name) => set.has(name)) ? variance : 0), 0),
  );
  for (const { factor, variance } of shapleyShares(parts))
    expect(variance).toBeCloseTo(brute.get(factor)!, 12);
});

test("Shapley values of studies with empty cells and unequal numbers are those of all orders, less noise", () => {
  const records: FactorialRecord[] = [];
  for (let p = 0; p < 3; p++)
    for (let s = 0; s < 3; s++)
      for (let t = 0; t < 2; t++)
        if (!(p === 1 && s === 2))
          for (let w = 0; w < 2 + ((p + s) % 2); w++)
            // Worlds of a cell agree, so that there is no noise.
            records.push({ levels: [`${p}`, `${s}`, `${t}`], world: w, value: p * s + t * p + 0.3 * s });
  const names = ["a", "b", "c"];
  const found = personSituation({ factors: names, records, worlds: "within" });
  const cells = found.means;
  const grand = cells.reduce((all, { mean }) => all + mean, 0) / cells.length;
  const brute = byOrders(names, (set) => {
    const groups = new Map<string, number[]>();
    for (const { levels, mean } of cells) {
      const key = levels.filter((_, k) => set.has(names[k]!)).join(" ");
      groups.set(key, [...(groups.get(key) ?? []), mean]);
    }
    return [...groups.values()].reduce(
      (all, group) =>
        all + (group.length / cells.length) * (group.reduce((a, b) => a + b, 0) / group.length - grand) ** 2,
      0,
    );
  });
  for (const name of names) expect(varianceOf(found, name, "shapley")).toBeCloseTo(brute.get(name)!, 12);
  expect(found.notes.join("\n")).toMatch(/2 of 18 cells have no value.*\n.*from 2 to 3 worlds/);
});

describe("Fisher's F", () => {
  test("known quantiles and chances", () => {
    expect(fisherQuantile(0.95, 3, 10)).toBeCloseTo(3.708265, 5);
    expect(fisherQuantile(0.975, 2, Number.POSITIVE_INFINITY)).toBeCloseTo(3.688879, 5);
    expect(fisherCdf(3.708265, 3, 10)).toBeCloseTo(0.95, 6);
    // One degree of freedom: P(|T| ≤ x) of the noncentral t; here P(F ≤ 4; 1, ∞ df, 4) = Φ(0) − Φ(−4).
    expect(fisherCdf(4, 1, 1e9, 4)).toBeCloseTo(0.4999683, 5);
  });
  test("noncentralities turn chances around, near and far", () => {
    for (const [x, a, b] of [
      [8, 2, 12],
      [40, 6, 24],
      [5000, 3, 30],
    ] as const)
      for (const p of [0.025, 0.975])
        expect(fisherCdf(x, a, b, noncentralityOf(p, x, a, b))).toBeCloseTo(p, 6);
  });
});

describe("unbiased, by listing every outcome of worlds that are 0 or 1", () => {
  const chances = [
    [0.2, 0.7],
    [0.5, 0.4],
  ];
  const [[a, b], [c, d]] = chances as [[number, number], [number, number]];
  const wanted = [(a + b - c - d) / 4, (a + c - b - d) / 4, (a - b - c + d) / 4].map((half) => half * half);
  const kinds = ["persona", "situation", "persona × situation"];
  test.each([
    ["separate", [2, 2, 2, 2]],
    ...(everyCase ? ([["separate", [2, 3, 2, 2]]] as const) : []),
    ["paired", [2, 2, 2, 2]],
  ] as const)("%s worlds, %j in the cells", (worlds, counts) => {
    const total = counts.reduce((a, b) => a + b, 0);
    const sums = [0, 0, 0];
    for (let bits = 0; bits < 2 ** total; bits++) {
      let at = 0;
      let chance = 1;
      const y = [0, 1].map((p) =>
        [0, 1].map((s) =>
          Array.from({ length: counts[2 * p + s]! }, () => {
            const one = (bits >> at++) & 1;
            chance *= one ? chances[p]![s]! : 1 - chances[p]![s]!;
            return one;
          }),
        ),
      );
      const found = personSituation({
        factors,
        records: recordsOf(y, worlds === "paired"),
        worlds,
      });
      kinds.forEach((kind, k) => {
        sums[k]! += chance * varianceOf(found, kind);
      });
    }
    sums.forEach((sum, k) => expect(sum, kinds[k]).toBeCloseTo(wanted[k]!, 10));
  });
});

describe("refusals", () => {
  const y: Square = [
    [[1], [2]],
    [[3], [5]],
  ];
  test("one world in each cell has no interaction, no Shapley value and no total", () => {
    for (const levels of ["fixed", "random"] as const) {
      const { rows, notes } = personSituation({ factors, records: recordsOf(y, false) }, { levels });
      for (const { kind, of, variance, because } of rows)
        if (kind === "component" && of.length === 1) expect(variance).toBeTypeOf("number");
        else expect([variance, because]).toEqual([undefined, expect.stringMatching(/at least two worlds/)]);
      expect(notes.join()).toMatch(/one world in each cell/);
    }
  });
  test.each([
    [
      "a world in two cells",
      { records: recordsOf(y) },
      /world 0 is in two cells \(persona p0, situation s0; .*worlds: within/,
    ],
    [
      "one level",
      {
        records: recordsOf(
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
          false,
        ),
      },
      /"persona" must have at least two levels/,
    ],
    ["no record", { records: [] }, /at least two levels, got none/],
    ["one factor", { factors: ["persona"], records: [] }, /from 2 to 6 factors/],
    ["a level too few", { records: [{ levels: ["a"], world: 1, value: 2 }] }, /wanted a level of each/],
    ["a number that is none", { records: recordsOf([[[Number.NaN]]]) }, /finite numbers, got NaN/],
  ] as const)("%s", (_, data, words) => {
    expect(() => personSituation({ factors, ...data })).toThrow(words);
  });
  test("random levels with an empty cell", () => {
    const holed = [
      [
        [1, 2],
        [2, 3],
      ],
      [[3, 4], [undefined]],
    ];
    const data = { factors, records: recordsOf(holed, false) };
    expect(() => personSituation(data, { levels: "random" })).toThrow(
      /value in every cell, and 1 have none \(p1, s1\)/,
    );
    expect(personSituation(data).notes[0]).toBe("1 records have no value and are left out, not imputed");
  });
});

describe("isolated against interacting", () => {
  test("worlds that a test wants, and their smallest p", () => {
    expect([0.05, 0.0625, 0.01, 0.5].map(worldsForTest)).toEqual([6, 5, 8, 2]);
  });
  test("many worlds draw their signs, the same with the same seed", () => {
    const pairs = Array.from({ length: 50 }, (_, k) => ({ isolated: 0, interacting: (k % 5) - 1.5 }));
    const found = interactionEffect(pairs, { draws: 999 });
    expect([found.exact, found.signs]).toEqual([false, 999]);
    expect(interactionEffect(pairs, { draws: 999 })).toEqual(found);
  });
  test("bias of prior and context, incomplete pairs, worlds that are alike", () => {
    const found = interactionEffect(
      [{ isolated: 0.6, interacting: 0.9 }, { isolated: 0.5, interacting: 0.8 }, { isolated: 0.5 }],
      { reference: 0.5 },
    );
    expect(found.bias!.isolated.estimate).toBeCloseTo(0.05, 12);
    expect(found.bias!.interacting.estimate).toBeCloseTo(0.35, 12);
    expect(found.notes.join("\n")).toMatch(
      /1 worlds were not seen.*\n.*same amount in every world.*no t\n.*2 of 2 worlds differ, which reach p = 0.5 at best.*; 6 worlds/,
    );
    expect(interactionEffect([{ isolated: 1, interacting: 1 }]).pSignFlip).toBe(1);
    expect(() => interactionEffect([{ isolated: 1 }])).toThrow(/none is complete/);
  });
});
