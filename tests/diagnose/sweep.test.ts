import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { findSize } from "../../src/diagnose/findSize.ts";
import { sweep, sweepTable } from "../../src/diagnose/sweep.ts";
import { changedStudy } from "../../src/study-file/changedStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { sweptStudy as data } from "./sweptStudy.ts";

describe("a study with settings changed", () => {
  test("has new values, new settings and changed items, and the data stay as they were", () => {
    const before = JSON.stringify(data);
    const changed = changedStudy(data, [
      ["model.network.n", 60],
      ["data.rounds", 3],
      ["answer.0.interval", "chebyshev"],
    ]);
    expect(changed).toEqual({
      ...data,
      model: { ...data.model, network: { ...data.model.network, n: 60 } },
      data: { ...data.data, rounds: 3 },
      answer: [{ kind: "hajek", interval: "chebyshev" }, "difference-in-means"],
    });
    expect(JSON.stringify(data)).toBe(before);
  });

  test.each([
    [
      "modell.network.n",
      'vary: there is no "modell" in the study, wanted the path of a setting, got "modell.network.n"; there are seed, model, inquiry, data, answer',
    ],
    [
      "data.expose.treated",
      'vary: there is no "treated" in data.expose, wanted the path of a setting, got "data.expose.treated": write it as a mapping, { kind: own-arm }',
    ],
    ["answer.2", 'vary: there is no "2" in answer, wanted the path of a setting, got "answer.2"'],
    ["data.__proto__", 'vary: there is no "__proto__" in data'],
    ["", 'vary: there is no "" in the study'],
  ])("%j is refused", (path, message) => {
    expect(() => changedStudy(data, [[path, 1]])).toThrow(message);
  });
});

describe("a sweep", () => {
  test("has a cell for each combination, each the diagnosis of that study", async () => {
    const found = await sweep(
      data,
      { "model.network.n": [20, 40], "data.assign.probability": [0.3, 0.5, 2] },
      { simulations: 20 },
    );
    expect(found.paths).toEqual(["model.network.n", "data.assign.probability"]);
    expect(found.complete).toBe(true);
    expect(found.cells.map(({ changes }) => changes.map(([, value]) => value).join())).toEqual([
      "20,0.3",
      "20,0.5",
      "20,2",
      "40,0.3",
      "40,0.5",
      "40,2",
    ]);
    const alone = await diagnose(await parseStudy(JSON.stringify(data)), { simulations: 20 });
    const cell = found.cells[4]!;
    expect("rows" in cell && cell.rows).toEqual(alone.rows);
    const impossible = found.cells[2]!;
    expect("cannot" in impossible && impossible.cannot).toContain("probability");
    const { header, rows } = sweepTable(found);
    // Two rows for each possible cell, one for each impossible one.
    expect(rows.length).toBe(4 * 2 + 2);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(rows[4]![header.indexOf("cannot")]).toContain("probability");
  });

  test("draws the same chance in each cell, so that a change that changes nothing shows no difference", async () => {
    const { cells } = await sweep(data, { confidence: [0.9, 0.95] }, { simulations: 20 });
    const [a, b] = cells.map((cell) => ("rows" in cell ? cell.rows[0]! : undefined));
    expect(a!.estimate).toEqual(b!.estimate);
    expect(a!.length!.value).toBeLessThan(b!.length!.value);
  });

  test("stops between cells", async () => {
    const stop = new AbortController();
    const found = await sweep(
      data,
      { "model.network.n": [20, 30, 40] },
      { simulations: 4, signal: stop.signal, onCell: (_, number) => number === 1 && stop.abort() },
    );
    expect([found.complete, found.cells.length]).toEqual([false, 1]);
  });

  test("without values, or with too many combinations, is refused", async () => {
    await expect(sweep(data, { seed: [] })).rejects.toThrow("vary: wanted values for seed, got none");
    const many = Array.from({ length: 200 }, (_, k) => k);
    await expect(sweep(data, { seed: many, confidence: many })).rejects.toThrow(
      "vary: wanted at most 10000 combinations, got 40000 and more",
    );
  });
});

describe("the search for a size", () => {
  test("finds where power reaches the target, near what the normal law says", async () => {
    const found = await findSize(data, {
      path: "model.network.n",
      between: [20, 400],
      simulations: 400,
    });
    // se = 2 sd/√n with sd = 1, and an effect of 0.5: 0.5 = 2.80 × 2/√n gives n = 126.
    expect(found.size!).toBeGreaterThan(95);
    expect(found.size!).toBeLessThan(165);
    const at = found.steps.find(({ size }) => size === found.size)!;
    expect(at.value).toBeGreaterThanOrEqual(0.8);
    const below = found.steps.filter(({ size }) => size < found.size!);
    expect(below.every(({ value }) => value < 0.8)).toBe(true);
    expect(found.size! - below.at(-1)!.size).toBeLessThanOrEqual(Math.max(1, 0.02 * found.size!));
    expect([found.contrast, found.estimator, found.target]).toEqual(["effect", "hajek", 0.8]);
  });

  test("says when no value tried is enough, and when the least is", async () => {
    const weak = await findSize(data, {
      path: "model.network.n",
      between: [10, 12],
      power: 0.99,
      simulations: 20,
    });
    expect([weak.size, weak.steps.map(({ size }) => size)]).toEqual([undefined, [10, 12]]);
    const strong = await findSize(data, {
      path: "model.network.n",
      between: [300, 400],
      power: 0.5,
      simulations: 20,
    });
    expect([strong.size, strong.steps.length]).toEqual([300, 1]);
  });

  test.each([
    [
      { between: [5, 5] as const },
      "findSize: wanted a range of whole numbers, the first below the second, got 5 to 5",
    ],
    [{ between: [10, 20] as const, power: 1 }, "findSize: power must be a number between 0 and 1, got 1"],
    [
      { between: [10, 20] as const, contrast: "x" },
      'findSize: wanted a contrast of the study (effect), got "x"',
    ],
    [
      { between: [10, 20] as const, estimator: "x" },
      'findSize: wanted an estimator of the study (hajek, difference-in-means), got "x"',
    ],
  ])("%j is refused", async (options, message) => {
    await expect(findSize(data, { path: "model.network.n", simulations: 4, ...options })).rejects.toThrow(
      message,
    );
  });
});
