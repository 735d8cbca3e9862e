import { describe, expect, test } from "vitest";
import { complete, draw } from "../../../designs/index.ts";
import { enoughDraws } from "../../../estimators/contrast/enoughDraws.ts";
import { differenceInMeans } from "../../../estimators/differenceInMeans.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import {
  exposureProbabilities,
  type ProbabilityOptions,
} from "../../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../../src/probability/PairProbabilities.ts";
import { hiddenDesign } from "../../probability/hiddenDesign.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const ring = tiny(
  40,
  Array.from({ length: 40 }, (_, i) => [i, (i + 1) % 40] as const),
);
const known = complete({ treated: 12 });
const plan = draw(known, ring, { seed: 3 });
const rowsWith = (options: ProbabilityOptions, design = hiddenDesign(known)): Estimate[] =>
  estimate({
    plan,
    probabilities: exposureProbabilities(ring, design, anyTreatedNeighbor(), { seed: 2, ...options }),
    outcomes: ring.ids.map((_, i) => (i * 7) % 11),
    contrasts: { direct: ["direct", "none"] },
    estimators: [hajek(), horvitzThompson(), differenceInMeans()],
  }) as Estimate[];
const drawsOf = ({ notes }: Estimate): number =>
  Number(/^probabilities come from (\d+) simulated assignments/.exec(notes.at(-1)!)?.[1]);

describe("draws: auto", () => {
  test("ends with a Monte Carlo error of at most a tenth of the standard error, and says with how many draws", () => {
    const rows = rowsWith({ draws: "auto" });
    const draws = drawsOf(rows[0]!);
    expect(Math.log2(draws / 2000) % 1).toBe(0);
    for (const row of rows.slice(0, 2)) expect(row.mcse! / row.se!).toBeLessThanOrEqual(0.1);
    for (const row of rows)
      expect(row.notes.at(-1)).toBe(`probabilities come from ${draws} simulated assignments`);
  });

  test.each([
    // The error falls with √draws: 0.1 needs (0.15/0.1)² = 2.25 times as many, which takes two doublings.
    [0.15, [2000, 4000, 8000]],
    // 0.4 needs 16 times as many: four doublings at once.
    [0.4, [2000, 32_000]],
    [0.1, [2000]],
    // 3 needs 900 times as many, beyond the limit.
    [3, [2000, 200_000]],
    [undefined, [2000]],
  ])("a Monte Carlo error that is %d of the standard error with 2,000 draws asks for %j", (share, wanted) => {
    const asked: number[] = [];
    const at = (draws: number): ExposureProbabilities => ({
      ...exposureProbabilities(ring, known, anyTreatedNeighbor()),
      draws,
      maxDraws: 200_000,
      more: at,
    });
    const rows = enoughDraws(at(2000), ({ draws }) => {
      asked.push(draws!);
      const [row] = rowsWith({}, known);
      return [{ ...row!, se: 1, ...(share === undefined ? {} : { mcse: share * Math.sqrt(2000 / draws!) }) }];
    });
    expect(asked).toEqual(wanted);
    expect(drawsOf(rows[0] as Estimate)).toBe(wanted.at(-1));
  });

  test("gives what that number of draws at once gives", () => {
    const rows = rowsWith({ draws: "auto" });
    const atOnce = rowsWith({ draws: drawsOf(rows[0]!) });
    expect(rows.map(({ notes: _, ...row }) => row)).toEqual(atOnce.map(({ notes: _, ...row }) => row));
  });

  test("stops at the most allowed, and says that the error is still too large", () => {
    const rows = rowsWith({ draws: "auto", maxDraws: 60 });
    expect(rows[0]!.mcse! / rows[0]!.se!).toBeGreaterThan(0.1);
    expect(rows[0]!.notes.at(-1)).toMatch(
      /^probabilities come from 60 simulated assignments, the most allowed, and their Monte Carlo error is 0\.\d\d of the standard error, above the 0\.1 that was wanted$/,
    );
    // A row without a standard error to compare with only says how many there were.
    expect(rows[2]!.notes.at(-1)).toBe("probabilities come from 60 simulated assignments");
  });

  test("says nothing when the number was given, or nothing is simulated", () => {
    for (const rows of [rowsWith({ draws: 500 }), rowsWith({ draws: "auto" }, known)])
      for (const row of rows) expect(row.notes.join()).not.toMatch(/probabilities come from/);
  });
});
