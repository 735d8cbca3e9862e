import { describe, expect, test } from "vitest";
import { diagnosandsOf } from "../../src/diagnose/diagnosandsOf.ts";
import { meanOf } from "../../src/diagnose/meanOf.ts";
import { rootMean } from "../../src/diagnose/rootMean.ts";
import { shareOf } from "../../src/diagnose/shareOf.ts";
import type { SimulatedRow } from "../../src/truth/SimulatedRow.ts";
import { readGolden } from "../support/readGolden.ts";

const row = (estimate: number, half: number, truth = 1): SimulatedRow => ({
  estimate,
  se: half / 2,
  low: estimate - half,
  high: estimate + half,
  truth,
  first: 3,
  second: 5,
});
const NOTHING: SimulatedRow = { truth: 1, first: 0, second: 5 };

describe("Monte Carlo errors", () => {
  test("are those of the reference f05", () => {
    const { input, expected } = readGolden("f05-mc-standard-errors") as unknown as {
      input: { errors: number[]; coverage: number; R: number };
      expected: Record<"bias" | "biasMcse" | "rmse" | "rmseMcseDelta" | "coverageMcse", number>;
    };
    const bias = meanOf(input.errors)!;
    const rmse = rootMean(input.errors)!;
    expect(bias.value).toBeCloseTo(expected.bias, 12);
    expect(bias.mcse).toBeCloseTo(expected.biasMcse, 12);
    expect(rmse.value).toBeCloseTo(expected.rmse, 12);
    expect(rmse.mcse).toBeCloseTo(expected.rmseMcseDelta, 12);
    expect(shareOf(input.coverage * 1000, 1000).mcse * Math.sqrt(1000 / input.R)).toBeCloseTo(
      expected.coverageMcse,
      12,
    );
  });

  test("of a truth that all share enters the bias, and that alone", () => {
    const rows = [row(1, 1), row(2, 1), row(3, 1)];
    const known = diagnosandsOf(rows);
    const blurred = diagnosandsOf(rows, 0.3);
    expect(blurred.bias!.mcse).toBe(Math.hypot(known.bias!.mcse, 0.3));
    expect(blurred.rmse).toEqual(known.rmse);
  });

  test("of the ratio is how much it moves from one set of simulations to another", () => {
    // Errors and standard errors that hang together, by a fixed sequence.
    let state = 1;
    const uniform = (): number => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    const ratios = Array.from({ length: 300 }, () => {
      const rows = Array.from({ length: 100 }, () => {
        const error = uniform() + uniform() + uniform() - 1.5;
        return {
          estimate: error,
          se: 0.4 + 0.2 * Math.abs(error) + 0.1 * uniform(),
          truth: 0,
          first: 1,
          second: 1,
        };
      });
      return diagnosandsOf(rows).ratio!;
    });
    const spread = meanOf(ratios.map(({ value }) => value))!.mcse * Math.sqrt(300);
    const claimed = meanOf(ratios.map(({ mcse }) => mcse))!.value;
    // A standard deviation from 300 values has a relative error of 4 %.
    expect(Math.abs(claimed / spread - 1)).toBeLessThan(0.2);
  });
});

describe("diagnosands by hand", () => {
  const found = diagnosandsOf([row(1, 0.5), row(2, 0.5), row(-1, 0.5), row(0.2, 0.5), NOTHING]);

  test("bias, error and interval over the experiments that have them", () => {
    expect(found.simulations).toBe(5);
    expect(found.truth).toEqual({ value: 1, mcse: 0 });
    expect(found.estimate!.value).toBeCloseTo(0.55, 15);
    expect(found.bias!.value).toBeCloseTo(-0.45, 15);
    expect(found.rmse!.value).toBeCloseTo(Math.sqrt((0 + 1 + 4 + 0.64) / 4), 15);
    expect(found.se).toEqual({ value: 0.25, mcse: 0 });
    expect(found.length!.value).toBeCloseTo(1, 15);
    expect(found.coverage).toEqual({ value: 0.25, mcse: Math.sqrt(0.25 * 0.75) / 2 });
  });

  test("power counts an experiment without an estimate as one that has found nothing", () => {
    expect(found.power.value).toBe(3 / 5);
    expect(found.typeS!.value).toBe(1 / 3);
    expect(found.typeM!.value).toBeCloseTo(4 / 3, 15);
  });

  test("what is missing is counted", () => {
    expect(found.noEstimate.value).toBe(0.2);
    expect(found.noInterval.value).toBe(0);
    expect(found.first.value).toBe(12 / 5);
    const withheld = diagnosandsOf([{ estimate: 1, truth: 1, first: 1, second: 1 }, row(1, 1)]);
    expect(withheld.noInterval.value).toBe(0.5);
    expect(withheld.coverage).toBeUndefined();
  });

  test("nothing is said about fewer than two experiments, and nothing is NaN", () => {
    for (const rows of [[NOTHING], [NOTHING, NOTHING], [row(1, 1), NOTHING], [row(1, 0), row(1, 0)]]) {
      const text = JSON.stringify(diagnosandsOf(rows), (_, x) =>
        typeof x === "number" && !Number.isFinite(x) ? "bad" : x,
      );
      expect(text).not.toContain("bad");
    }
    expect(diagnosandsOf([NOTHING, NOTHING]).bias).toBeUndefined();
  });

  test("signs and exaggeration make no sense where the truth is 0", () => {
    const null0 = diagnosandsOf([row(2, 1, 0), row(-3, 1, 0), row(0, 1, 0)]);
    expect(null0.power.value).toBeCloseTo(2 / 3, 15);
    expect(null0.typeS).toBeUndefined();
    expect(null0.typeM).toBeUndefined();
  });
});
