import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, complete, conflictGraphDesign } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { conflictGraphEstimate, differenceInMeans, hajek, horvitzThompson } from "../../estimators/index.ts";
import { exposureResponse, linearInMeans } from "../../src/agents/index.ts";
import { type DiagnosisRow, diagnose } from "../../src/diagnose/diagnose.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { customExposure } from "../../src/exposure/customExposure.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { type StudyInput, study } from "../../src/study/study.ts";
import type { SimulatedRow } from "../../src/truth/SimulatedRow.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-diagnose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const network = tinyNetworks["triangle with a tail"]!;
const outcomes = {
  none: [1, 2, 0, 3, 1, 2],
  indirect: [2, 2, 1, 5, 1, 4],
  direct: [4, 1, 3, 3, 2, 6],
  both: [5, 3, 3, 7, 4, 8],
};
const base: StudyInput = {
  seed: "diagnosed",
  model: { network, agents: exposureResponse({ outcomes }) },
  inquiry: { direct: ["direct", "none"], spillover: ["indirect", "none"] },
  data: { assign: bernoulli({ probability: 0.4 }), expose: anyTreatedNeighbor() },
  answer: [
    hajek(),
    horvitzThompson(),
    differenceInMeans(),
    hajek({ interval: "wald", variance: "aronow-samii" }),
  ],
};
const withDesign = (assign: Design): StudyInput => ({ ...base, data: { ...base.data, assign } });

/** Mean and spread over all assignments of a design of everything that a row says, by listing them. */
function exactly(input: StudyInput): { rows: SimulatedRow[][]; p: number[] } {
  const wanted = study(input);
  const { law, probabilities, network: drawn } = prepareStudy(wanted);
  const cases = [...law.support!()].map(([arms, p]) => ({ arms: arms.slice(), p }));
  const rows: SimulatedRow[][] = wanted.inquiry.flatMap(() => wanted.answer.map(() => []));
  for (const { arms } of cases) {
    const condition = probabilities.exposure.of(drawn, arms);
    const table = Object.values(outcomes);
    const found = estimate({
      plan: { arms: law.arms, agents: drawn.ids, assignments: [Array.from(arms)] },
      probabilities,
      outcomes: Array.from(condition, (c, i) => table[c]![i]!),
      contrasts: { direct: ["direct", "none"], spillover: ["indirect", "none"] },
      estimators: wanted.answer,
    });
    found.forEach((row, k) => {
      const { estimate: value, se, ci } = row as Estimate;
      rows[k]!.push({
        ...(value === undefined ? {} : { estimate: value }),
        ...(se === undefined ? {} : { se }),
        ...(ci === undefined ? {} : { low: ci[0], high: ci[1] }),
        first: row.n[0],
        second: row.n[1],
      });
    });
  }
  return { rows, p: cases.map(({ p }) => p) };
}

/** Diagnosands from the list: the same definitions, as sums with probabilities. */
function exactDiagnosands(
  rows: readonly SimulatedRow[],
  p: readonly number[],
  truth: number,
): Record<string, number> {
  const mean = (value: (row: SimulatedRow) => number | undefined): number => {
    let total = 0;
    let weight = 0;
    rows.forEach((row, k) => {
      const x = value(row);
      if (x === undefined) return;
      total += p[k]! * x;
      weight += p[k]!;
    });
    return total / weight;
  };
  const error = (row: SimulatedRow): number | undefined =>
    row.estimate === undefined ? undefined : row.estimate - truth;
  const bias = mean(error);
  const found = (row: SimulatedRow): boolean => row.low !== undefined && (row.low > 0 || row.high! < 0);
  return {
    bias,
    rmse: Math.sqrt(mean((row) => (error(row) === undefined ? undefined : error(row)! ** 2))),
    sd: Math.sqrt(mean((row) => (error(row) === undefined ? undefined : (error(row)! - bias) ** 2))),
    se: mean((row) => row.se),
    coverage: mean((row) =>
      row.low === undefined ? undefined : Number(row.low <= truth && truth <= row.high!),
    ),
    length: mean((row) => (row.low === undefined ? undefined : row.high! - row.low)),
    power: mean((row) => Number(found(row))),
    typeS: mean((row) => (found(row) ? Number(Math.sign(row.estimate!) !== Math.sign(truth)) : undefined)),
    typeM: mean((row) => (found(row) ? Math.abs(row.estimate! / truth) : undefined)),
    noEstimate: mean((row) => Number(row.estimate === undefined)),
    noInterval: mean((row) => Number(row.estimate !== undefined && row.low === undefined)),
    first: mean((row) => row.first),
    second: mean((row) => row.second),
  };
}

describe("simulated diagnosands are those of the list of all assignments", () => {
  const designs = tinyDesigns(6);
  test.each([
    ["coins", bernoulli({ probability: 0.4 })],
    ["fixed counts", complete({ treated: 2 })],
    ["clusters", designs["cluster coins"]!],
    ["two-stage", designs["two-stage counts"]!],
    ["matched pairs", designs["matched-pairs given"]!],
    ["unequal assignments", designs["fixed weighted"]!],
  ])("under %s, for every estimator", async (_, assign) => {
    const input = withDesign(assign);
    const simulations = everyCase ? 2500 : 800;
    const found = await diagnose(study(input), { simulations });
    const { rows, p } = exactly(input);
    let compared = 0;
    found.rows.forEach((row, k) => {
      if (row.truth === undefined) return;
      const truth = row.truth.value;
      const wanted = exactDiagnosands(rows[k]!, p, truth);
      for (const [name, value] of Object.entries(wanted)) {
        const measured = row[name as "bias"];
        if (measured === undefined || Number.isNaN(value)) continue;
        // A share of which nothing was seen, or of which all was: 4 errors of a share of 10 in all simulations with an interval.
        const seen = Math.max(
          2,
          simulations *
            (1 - row.noEstimate.value - row.noInterval.value) *
            (name === "typeS" || name === "typeM" ? row.power.value : 1),
        );
        // Of a law with two values the delta method gives the error of a spread as 0, though it is s/R.
        const spread = name === "sd" || name === "rmse" ? (10 * value) / seen : 0;
        const floor = measured.mcse === 0 && measured.value !== value ? 10 / seen : 1e-9 + spread;
        expect(
          Math.abs(measured.value - value),
          `${row.contrast} ${row.estimator} ${name}`,
        ).toBeLessThanOrEqual(4 * measured.mcse + floor);
        compared++;
      }
    });
    expect(compared).toBeGreaterThan(20);
  });

  test("the estimator of conflict graph designs is unbiased, by the desires that were drawn", async () => {
    const input = {
      ...withDesign(conflictGraphDesign({ target: "direct" })),
      answer: [conflictGraphEstimate()],
      inquiry: { direct: ["direct", "none"] as const },
    };
    const { rows } = await diagnose(study(input), { simulations: everyCase ? 2500 : 800 });
    const [{ bias, noEstimate }] = rows as [DiagnosisRow];
    expect(noEstimate.value).toBe(0);
    expect(Math.abs(bias!.value)).toBeLessThan(4 * bias!.mcse);
  });

  test("of a replayed truth, too: the expected exposure effect", async () => {
    // Without echo and noise y = 2 z + share of treated neighbours, so Horvitz–Thompson is unbiased for it.
    const agents = linearInMeans({ direct: 2, indirect: 1 });
    const input = { ...base, model: { network, agents }, data: { ...base.data, rounds: 2 } };
    const { rows, truth } = await diagnose(study(input), { simulations: 2000, replays: 2000 });
    expect(truth).toBe("the expected exposure effect under this design, by 2000 replays of the same agents");
    for (const row of rows.filter(
      ({ estimator, contrast }) => estimator === "horvitz-thompson" && contrast === "spillover",
    )) {
      expect(row.truth!.mcse).toBeGreaterThan(0);
      // Better known than by the estimates of as many experiments.
      expect(row.truth!.mcse).toBeLessThan(row.sd!.value / Math.sqrt(2000) / 2);
      expect(Math.abs(row.bias!.value)).toBeLessThan(4 * row.bias!.mcse);
    }
  });
});

describe("the same numbers", () => {
  const noisy: StudyInput = {
    ...base,
    model: {
      network: smallWorld({ n: 30, k: 4, rewire: 0.1 }),
      agents: exposureResponse({
        outcomes: { none: 0, indirect: 1, direct: 2, both: 3 },
        spread: 1,
        noise: 0.5,
      }),
    },
    data: { ...base.data, assign: complete({ treated: 6 }) },
    answer: [hajek(), differenceInMeans()],
  };

  test("with fewer simulations as the first of more", async () => {
    const few = await diagnose(study(noisy), { simulations: 5 });
    const more = await diagnose(study(noisy), { simulations: 12 });
    expect(more.simulated.map((rows) => rows.slice(0, 5))).toEqual(few.simulated);
  });

  test("when it was stopped, killed in the middle of a line, and resumed", async () => {
    const given = study(noisy);
    const whole = await diagnose(given, { simulations: 40 });
    const out = join(folder, "resumed");
    const stop = new AbortController();
    const stopped = await diagnose(given, {
      simulations: 40,
      out,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect([stopped.complete, stopped.simulations]).toEqual([false, 10]);
    const [file] = readdirSync(out);
    const path = join(out, file!);
    truncateSync(path, readFileSync(path).length - 20);
    const seen: number[] = [];
    const resumed = await diagnose(given, {
      simulations: 40,
      out,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(resumed).toEqual(whole);
    // Nine were there.
    expect(seen).toEqual([19, 29, 39, 40]);
    expect(await diagnose(given, { simulations: 40, out, workers: 2 })).toEqual(whole);
    expect(readdirSync(out)).toEqual([file]);
  });

  test("another study, seed or redraw has another file in the same folder", async () => {
    const out = join(folder, "several");
    await diagnose(study(noisy), { simulations: 2, out });
    await diagnose(study({ ...noisy, seed: 2 }), { simulations: 2, out });
    await diagnose(study(noisy), { simulations: 2, out, redraw: "agents" });
    expect(readdirSync(out).length).toBe(3);
  });

  test("a file that was changed is refused", async () => {
    const out = join(folder, "changed");
    await diagnose(study(noisy), { simulations: 2, out });
    const path = join(out, readdirSync(out)[0]!);
    appendFileSync(path, '[2,"x"]\n');
    await expect(diagnose(study(noisy), { simulations: 3, out })).rejects.toThrow(
      "diagnose: wanted a simulated experiment, got something else: remove the file",
    );
  });
});

describe("redrawing", () => {
  const wide: StudyInput = {
    ...base,
    model: {
      network: smallWorld({ n: 24, k: 4, rewire: 0.5 }),
      agents: exposureResponse({ outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, effectSpread: 2 }),
    },
    answer: [hajek()],
  };
  test("the assignment alone keeps one truth, the agents give each simulation its own", async () => {
    const fixed = await diagnose(study(wide), { simulations: 20 });
    const drawn = await diagnose(study(wide), { simulations: 20, redraw: "agents" });
    expect(new Set(fixed.simulated[0]!.map(({ truth }) => truth)).size).toBe(1);
    expect(new Set(drawn.simulated[0]!.map(({ truth }) => truth)).size).toBe(20);
    expect(drawn.truth).toBe("exact, from the table of potential outcomes, for each simulation its own");
  });

  test("a network at hand cannot be redrawn", async () => {
    await expect(diagnose(study(base), { simulations: 2, redraw: "network" })).rejects.toThrow(
      "diagnose: redraw network needs a recipe for the network, got a network at hand: redraw agents or assignment",
    );
  });

  test("several worlds are averaged, with as much less error", async () => {
    const single = await diagnose(study({ ...base, answer: [horvitzThompson()] }), { simulations: 1500 });
    const four = await diagnose(
      study({ ...base, answer: [horvitzThompson()], data: { ...base.data, worlds: 4 } }),
      {
        simulations: 1500,
      },
    );
    const ratio = single.rows[1]!.sd!.value / four.rows[1]!.sd!.value;
    expect(Math.abs(ratio - 2)).toBeLessThan(0.3);
  });
});

describe("diagnosands of one's own", () => {
  test("are formulas or functions, averaged over the simulations that have what they need", async () => {
    const { rows, simulated } = await diagnose(study(base), {
      simulations: 50,
      diagnosands: { far: "abs(estimate - truth) > 1", seen: "n_first + n_second", low: (row) => row.low },
    });
    const [far, seen] = rows[0]!.own;
    const estimates = simulated[0]!.filter((row) => row.estimate !== undefined);
    expect(far!.count).toBe(estimates.length);
    expect(far!.value).toBeCloseTo(
      estimates.filter((row) => Math.abs(row.estimate! - row.truth!) > 1).length / estimates.length,
      12,
    );
    expect(seen!.count).toBe(50);
    expect(seen!.value).toBeCloseTo(rows[0]!.first.value + rows[0]!.second.value, 12);
  });

  test("are refused when they make no sense", async () => {
    const given = study(base);
    await expect(diagnose(given, { diagnosands: { x: "estimat - 1" } })).rejects.toThrow(
      /diagnosand "x".*estimat/,
    );
    await expect(diagnose(given, { simulations: 2, diagnosands: { x: () => Number.NaN } })).rejects.toThrow(
      'diagnose: diagnosand "x" must give a finite number or undefined, got NaN',
    );
  });
});

describe("bad input", () => {
  test.each([
    [{ simulations: 1 }, "diagnose: simulations must be a whole number of at least 2, got 1"],
    [{ workers: 0 }, "diagnose: workers must be a whole number of at least 1, got 0"],
    [{ replays: 1.5 }, "diagnose: replays must be a whole number of at least 2, got 1.5"],
    [{ redraw: "all" as "agents" }, 'diagnose: redraw must be one of assignment, agents, network, got "all"'],
  ])("%j", async (options, message) => {
    await expect(diagnose(study(base), options)).rejects.toThrow(message);
  });

  test("agents that are not synthetic would have to be called", async () => {
    const agents = { ...base.model.agents, name: "mine", synthetic: false };
    await expect(diagnose(study({ ...base, model: { network, agents } }))).rejects.toThrow(
      "diagnose: wanted synthetic agents, got mine, which would be called again for every simulation",
    );
  });

  test("functions go neither to threads nor into a folder", async () => {
    const expose = customExposure({
      name: "mine",
      conditions: ["none", "direct", "indirect"],
      condition: (i, arms) => arms[i]!,
    });
    const agents = linearInMeans({});
    const given = study({ ...base, model: { network, agents }, data: { ...base.data, expose } });
    await expect(diagnose(given, { simulations: 20, workers: 2, replays: 2 })).rejects.toThrow(
      'diagnose: workers must be 1 here: the exposure "mine" is no catalogue entry, and functions cannot go to a thread',
    );
    await expect(diagnose(given, { simulations: 2, out: folder, replays: 2 })).rejects.toThrow(
      'diagnose: out must be left away here: the exposure "mine" is no catalogue entry, so that simulations could not be told from others',
    );
  });
});

test("a contrast about nobody has no truth and no estimate, and nothing is NaN", async () => {
  const lonely = study({ ...base, model: { network: tiny(6, []), agents: exposureResponse({ outcomes }) } });
  const { rows } = await diagnose(lonely, { simulations: 3 });
  const spillover = rows.find(({ contrast }) => contrast === "spillover")!;
  expect(spillover.noEstimate.value).toBe(1);
  expect([spillover.truth, spillover.bias, spillover.coverage]).toEqual([undefined, undefined, undefined]);
});

test("a kind that stands twice is told apart by its settings", async () => {
  const { rows } = await diagnose(study(base), { simulations: 2 });
  expect(rows.slice(0, 4).map(({ estimator }) => estimator)).toEqual([
    "hajek (variance auto, interval auto)",
    "horvitz-thompson",
    "difference-in-means",
    "hajek (variance aronow-samii, interval wald)",
  ]);
});
