import { describe, expect, test } from "vitest";
import { signFlips } from "../../src/core/numbers/signFlips.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { compareSystems } from "../../src/systems/compareSystems.ts";
import { runSplits } from "../../src/systems/runSplits.ts";
import type { ScoreRow } from "../../src/systems/ScoreTable.ts";

const row = (
  system: string,
  task: string,
  value: number | undefined,
  more: Partial<ScoreRow> = {},
): ScoreRow => ({
  system,
  task,
  values: [value],
  ...more,
});
const compared = (rows: readonly ScoreRow[], options = {}) =>
  compareSystems({ scores: ["score"], rows }, options);

describe("the p-value of all signs", () => {
  test.each([
    [[1, 2, 3]],
    [[1, -2, 3, 0, 4]],
    [[0.1, 0.2, 0.3, 0.1, -0.3]],
    [[1, 1, 1, 1, -1, 0]],
    [[-5, 1, 1, 1, 1, 1, 1, 0.5, 0.25]],
  ])("is that of a list of every sign: %j", (numbers) => {
    const n = numbers.length;
    const total = Math.abs(numbers.reduce((a, b) => a + b, 0));
    let reached = 0;
    for (let mask = 0; mask < 2 ** n; mask++) {
      const sum = numbers.reduce((a, one, k) => a + ((mask >> k) & 1 ? one : -one), 0);
      if (Math.abs(sum) >= total - 1e-9) reached++;
    }
    const found = signFlips(numbers, rng(1));
    expect(found.p).toBeCloseTo(reached / 2 ** n, 12);
    expect(found.listed).toBe(true);
  });

  test("of 34 numbers is exact, of more it is drawn, with the same seed the same", () => {
    const numbers = Array.from({ length: 40 }, (_, k) => ((k * 7) % 11) - 4.7);
    expect(signFlips(numbers.slice(0, 34), rng(1)).listed).toBe(true);
    const found = signFlips(numbers, rng(1));
    expect(found).toEqual(signFlips(numbers, rng(1)));
    expect(found).toMatchObject({ listed: false, count: 9_999 });
    expect(Math.abs(signFlips(numbers.slice(0, 30), rng(1)).p - drawnP(numbers.slice(0, 30)))).toBeLessThan(
      0.02,
    );
  });

  const drawnP = (numbers: readonly number[]): number => {
    const random = rng(9);
    const total = Math.abs(numbers.reduce((a, b) => a + b, 0));
    let reached = 0;
    for (let draw = 0; draw < 20_000; draw++)
      if (Math.abs(numbers.reduce((a, one) => a + (random.uniform() < 0.5 ? one : -one), 0)) >= total)
        reached++;
    return reached / 20_000;
  };
});

test("the p-value of all splits is that of a list, for means and for midranks with ties", () => {
  for (const [first, second] of [
    [
      [7, 12, 12, 12, 12],
      [7, 5, 3, 12, 3],
    ],
    [
      [1, 2],
      [3, 4, 5],
    ],
    [
      [0, 0, 1],
      [1, 1, 1, 0],
    ],
  ] as const) {
    const all = [...first, ...second];
    const rank = (x: number): number =>
      all.filter((y) => y < x).length + (all.filter((y) => y === x).length + 1) / 2;
    const ranks = all.map(rank);
    const far = (values: readonly number[], mask: number): number =>
      Math.abs(
        values.reduce((a, one, k) => a + ((mask >> k) & 1 ? one : 0), 0) -
          (first.length * values.reduce((a, b) => a + b, 0)) / all.length,
      );
    const own = 2 ** first.length - 1;
    let splits = 0;
    let reached = 0;
    let extreme = 0;
    for (let mask = 0; mask < 2 ** all.length; mask++) {
      if ([...mask.toString(2)].filter((bit) => bit === "1").length !== first.length) continue;
      splits++;
      if (far(all, mask) >= far(all, own) - 1e-9) reached++;
      if (far(ranks, mask) >= far(ranks, own) - 1e-9) extreme++;
    }
    expect(runSplits(first, second, rng(1))).toMatchObject({
      splits,
      listed: true,
      asExtreme: extreme,
      p: reached / splits,
      rankP: extreme / splits,
    });
  }
});

describe("a paired comparison", () => {
  test("averages seeds within a task, and takes tasks as units", () => {
    const rows = [1, 2, 3, 4].flatMap((task) =>
      [1, 2].flatMap((seed) => [
        row("a", `t${task}`, task + seed, { repetition: `${seed}` }),
        row("b", `t${task}`, seed * task, { repetition: `${seed}` }),
      ]),
    );
    const [found] = compared(rows, { contrasts: [{ name: "x", first: "a", second: "b" }] }).rows;
    const differences = [1, 2, 3, 4].map((task) => (task + 1 - task + (task + 2 - 2 * task)) / 2);
    const mean = differences.reduce((a, b) => a + b, 0) / 4;
    const se = Math.sqrt(differences.reduce((a, d) => a + (d - mean) ** 2, 0) / 3 / 4);
    expect(found).toMatchObject({ units: 4, tasks: 4, df: 3, claim: "modelled", signs: [2, 1, 1] });
    expect(found!.difference).toBeCloseTo(mean, 12);
    expect(found!.se).toBeCloseTo(se, 12);
  });

  test("has each task once, however often it was repeated", () => {
    const rows = [
      ...["1", "2", "3"].flatMap((repetition) => [
        row("a", "often", 1, { repetition }),
        row("b", "often", 0, { repetition }),
      ]),
      row("a", "once", 0, { repetition: "1" }),
      row("b", "once", 1, { repetition: "1" }),
    ];
    expect(compared(rows, { baseline: "b" }).rows[0]!.difference).toBeCloseTo(0, 12);
  });

  test("says what has no partner and what is missing, imputes nothing, and calls the rest an association", () => {
    const rows = [1, 2, 3, 4].flatMap((t) => [
      row("a", `t${t}`, t === 4 ? undefined : t),
      row("b", `t${t}`, 1),
    ]);
    const [found] = compared([...rows, row("a", "alone", 9)], { baseline: "b" }).rows;
    expect(found).toMatchObject({ tasks: 3, claim: "association", difference: 1 });
    expect(found!.warnings.join()).toContain(
      "1 task has runs of a without a partner, which are left out: alone",
    );
    expect(found!.warnings.join()).toContain("scores are missing: 1 of a, 0 of b");
  });

  test("averages runs of a task where systems share no seed, and says so", () => {
    const rows = [1, 2, 3].flatMap((t) => [
      row("a", `t${t}`, t, { repetition: "1" }),
      row("a", `t${t}`, t + 2, { repetition: "2" }),
      row("b", `t${t}`, 0, { repetition: "9" }),
    ]);
    const [found] = compared(rows, { baseline: "b" }).rows;
    expect(found!.difference).toBe(3);
    expect(found!.notes.join()).toContain("share no repetition");
  });

  test("takes agents of a team as one run, and tasks of one team or cluster as one unit", () => {
    const rows = Array.from({ length: 6 }, (_, t) =>
      ["a", "b"].flatMap((system) =>
        [0, 1, 2].map((agent) =>
          row(system, `t${t}`, (system === "a" ? t : 0) + agent, { team: `${system}${Math.floor(t / 2)}` }),
        ),
      ),
    ).flat();
    const { rows: found, notes } = compared(rows, { baseline: "b" });
    expect(found[0]).toMatchObject({ units: 3, tasks: 6, difference: 2.5 });
    expect(notes.join()).toContain("36 rows share task, repetition and system with others: they are 12 runs");
    const clustered = rows.map(({ team: _, ...rest }) => ({
      ...rest,
      cluster: rest.task < "t3" ? "x" : "y",
    }));
    expect(compared(clustered, { baseline: "b" }).rows[0]).toMatchObject({ units: 2, df: 1 });
  });

  test("takes repetitions as units where systems remember from task to task", () => {
    const rows = ["1", "2", "3"].flatMap((repetition) =>
      ["t1", "t2"].flatMap((task) => [
        row("a", task, Number(repetition), { repetition }),
        row("b", task, 0, { repetition }),
      ]),
    );
    expect(compared(rows, { baseline: "b", unit: "repetition" }).rows[0]).toMatchObject({
      units: 3,
      unit: "repetition",
      df: 2,
      difference: 2,
    });
  });

  test.each([
    ["one task", [row("a", "t", 1), row("b", "t", 0)], "two independent units"],
    [
      "equal differences",
      [1, 2, 3].flatMap((t) => [row("a", `${t}`, t + 1), row("b", `${t}`, t)]),
      "same number",
    ],
  ])("withholds an error that cannot be told: %s", (_, rows, why) => {
    const [found] = compared(rows, { baseline: "b" }).rows;
    expect(found!.withheld).toContain(why);
    expect(found!.difference).toBe(1);
    expect(found).not.toHaveProperty("se");
  });

  test("is randomized only where which run got which system was drawn and nothing is missing", () => {
    const rows = [1, 2, 3].flatMap((t) => [row("a", `${t}`, t), row("b", `${t}`, 0)]);
    expect(compared(rows, { drawn: true }).rows[0]!.claim).toBe("randomized");
    expect(compared([...rows, row("a", "4", 1)], { drawn: true }).rows[0]!.claim).toBe("association");
    expect(compared(rows).rows[0]!.claim).toBe("modelled");
  });
});

test.each([
  ["one system", [row("a", "t", 1)], {}, "wanted at least two systems"],
  ["no rows", [], {}, "wanted rows with at least one score"],
  ["an unknown baseline", [row("aa", "t", 1), row("bb", "t", 1)], { baseline: "ab" }, "there is no system"],
  [
    "repetitions that are not there",
    [row("a", "t", 1), row("b", "t", 1)],
    { unit: "repetition" },
    "--repetition",
  ],
  ["a wrong confidence", [row("a", "t", 1), row("b", "t", 1)], { confidence: 2 }, "between 0 and 1"],
])("refuses %s", (_, rows, options, why) => {
  expect(() => compared(rows, options)).toThrow(SpillwayError);
  expect(() => compared(rows, options)).toThrow(why);
});
