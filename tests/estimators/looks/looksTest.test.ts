import { describe, expect, test } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { bernoulli, cluster, complete, matchedPairs } from "../../../designs/index.ts";
import { inquire } from "../../../estimators/inquire.ts";
import { type Looks, levelsOf, looksFault } from "../../../estimators/looks/Looks.ts";
import { sequentialTail } from "../../../estimators/looks/sequentialTail.ts";
import { randomizationTest } from "../../../estimators/randomizationTest.ts";
import { rng } from "../../../src/core/rng.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { chances, joint, looked, OUTCOMES, PLANS, path } from "../../support/looksChances.ts";

const DESIGNS: Readonly<Record<string, Design>> = {
  complete: complete({ treated: 2 }),
  "complete, one treated": complete({ treated: 1 }),
  "bernoulli, uneven": bernoulli({ probability: 0.3 }),
  pairs: matchedPairs({
    pairs: [
      [0, 1],
      [2, 3],
    ],
  }),
  clusters: cluster({ clusters: [0, 1, 1, 2], treated: 1 }),
};

describe("looks over replicated worlds", () => {
  test("reject no more often than the level of each look, by all assignments of every design", () => {
    let cells = 0;
    let rejecting = 0;
    for (const [name, design] of Object.entries(DESIGNS))
      for (const outcomes of OUTCOMES)
        for (const { at, spending, alpha, ...rest } of PLANS) {
          const looks = { at, spending, ...(alpha === undefined ? {} : { alpha }) };
          const { levels, rejected, total } = chances(design, outcomes, { looks, ...rest });
          expect(total).toBeCloseTo(1, 12);
          levels.forEach((level, k) => {
            expect(rejected[k]!, `${name}, look ${k + 1}`).toBeLessThanOrEqual(level + 1e-12);
          });
          cells++;
          if (rejected.at(-1)! > 0) rejecting++;
        }
    expect(cells).toBe(30);
    expect(rejecting).toBeGreaterThan(15);
  });

  test("what is said to be spent is the chance of a rejection, and tests at each look by itself would exceed it", () => {
    const looks: Looks = { at: [1, 2, 3], spending: [0.1, 0.2, 0.25] };
    const design = DESIGNS.complete!;
    const request = { looks, worlds: 3, alternative: "greater", statistic: "difference" } as const;
    const rejected = [0, 0, 0];
    let spent: number | undefined;
    let naive = 0;
    const first = looksFor([1]);
    const second = looksFor([2]);
    const third = looksFor([3]);
    function looksFor(at: readonly number[]): Looks {
      return { at, spending: [0.25] };
    }
    for (const [arms, p] of joint(design, 3)) {
      const { looks: rows } = looked(design, arms, OUTCOMES[0]!, request);
      const at = rows.findIndex(({ verdict }) => verdict === "rejected");
      if (at >= 0) for (let k = at; k < 3; k++) rejected[k]! += p;
      else spent = rows[2]!.spent;
      const single = [first, second, third].some(
        (one, k) =>
          looked(design, arms.slice(0, k + 1), OUTCOMES[0]!, { ...request, looks: one, worlds: k + 1 })
            .looks[0]!.verdict === "rejected",
      );
      if (single) naive += p;
    }
    expect(spent).toBeCloseTo(rejected[2]!, 12);
    expect(rejected[2]!).toBeGreaterThan(0.15);
    expect(naive).toBeGreaterThan(0.25);
  });

  test("a look says the same whether or not later worlds are there, listed or drawn", () => {
    const many = 12;
    for (const worlds of [2, many]) {
      const looks: Looks = { at: [1, worlds], spending: "pocock", alpha: 0.3 };
      const design = bernoulli({ probability: 0.5 });
      const stream = rng("looks");
      const arms = Array.from({ length: worlds }, (_, w) => design.law(path).draw(stream.fork(w)));
      const outcomes = arms.map((_, w) => [w, 2, 5 - w, 1 + w * w]);
      const draws = 199;
      const early = looked(design, arms.slice(0, 1), outcomes, { looks, worlds, draws });
      const late = looked(design, arms, outcomes, { looks, worlds, draws });
      expect(early.listed).toBe(worlds === 2);
      expect(late.looks[0]!.verdict).toBe(early.looks[0]!.verdict);
      expect(late.looks[0]!.needed).toBeCloseTo(early.looks[0]!.needed!, 12);
      expect(late.looks[0]!.spent).toBeCloseTo(early.looks[0]!.spent!, 12);
    }
  });

  test("one look at all worlds is the randomization test", () => {
    const design = DESIGNS.complete!;
    const probabilities = exposureProbabilities(path, design, ownArm());
    for (const [arms] of joint(design, 2)) {
      const rows = inquire({
        plan: { arms: ["control", "treated"], agents: path.ids, assignments: arms.map((one) => [...one]) },
        probabilities,
        outcomes: {
          worlds: OUTCOMES[0]!.slice(0, 2).map((one) => new Map(path.ids.map((id, i) => [id, one[i]!]))),
        },
        inquiries: [{ kind: "test", name: "any", hypothesis: "no-effect" }],
        estimators: [randomizationTest()],
      });
      const { looks } = looked(design, arms, OUTCOMES[0]!, {
        looks: { at: [2], spending: "pocock", alpha: 0.2 },
        worlds: 2,
      });
      expect(looks[0]!.needed).toBeCloseTo((rows[0] as { p: number }).p, 12);
    }
  });

  test("of exchangeable paths no more than each level is rejected, with ties and with weights", () => {
    for (let k = 0; k < 40; k++) {
      const stream = rng("paths").fork(k);
      const u = new Float64Array(3 * 40);
      stream.uniforms(u);
      const values = [0, 1, 2].map((look) =>
        Float64Array.from({ length: 40 }, (_, r) =>
          k % 2 ? u[look * 40 + r]! : Math.round(u[look * 40 + r]! * 6),
        ),
      );
      const levels = [0.05, 0.1, 0.3];
      const weights = new Float64Array(40).fill(1);
      const rejected = [0, 0, 0];
      for (let r = 0; r < 40; r++) {
        const tails = sequentialTail({ values, weights }, levels, r);
        expect(tails.filter((one) => one.rejected).length).toBeLessThanOrEqual(1);
        const at = tails.findIndex((one) => one.rejected);
        if (at >= 0) for (let look = at; look < 3; look++) rejected[look]! += 1 / 40;
      }
      const { spent } = sequentialTail({ values, weights }, levels, 0)[2]!;
      levels.forEach((level, look) => void expect(rejected[look]!).toBeLessThanOrEqual(level + 1e-9));
      expect(rejected[2]).toBeCloseTo(spent, 12);
      if (k % 2) expect(rejected[2]).toBeCloseTo(0.3, 12);
    }
  });
});

test("spending functions are those of Lan and DeMets", () => {
  const at = [1, 2, 3, 4, 5];
  // Two-sided, five even looks at 0.05: published cumulative levels.
  const found = levelsOf({ at, spending: "obrien-fleming" });
  [0.0000117, 0.00194, 0.0114, 0.0284, 0.05].forEach((level, k) => {
    expect(found[k]! / level).toBeCloseTo(1, 1);
  });
  expect(levelsOf({ at, spending: "pocock" }).map((level) => Number(level.toFixed(4)))).toEqual([
    0.0148, 0.0262, 0.0354, 0.0432, 0.05,
  ]);
});

test("looks that cannot be are refused with their place", () => {
  const wrong: readonly (readonly [Looks, string])[] = [
    [{ at: [], spending: "pocock" }, "at must list"],
    [{ at: [2, 2, 4], spending: "pocock" }, "ascending, got 2"],
    [{ at: [0, 4], spending: "pocock" }, "ascending, got 0"],
    [{ at: [1.5, 4], spending: "pocock" }, "got 1.5"],
    [{ at: [2, 3], spending: "pocock" }, "the last look must be at all worlds, 4, got 3"],
    [{ at: [2, 4], spending: [0.05] }, "a level for each of 2 looks, got 1"],
    [{ at: [2, 4], spending: [0.05, 0.04] }, "got 0.04"],
    [{ at: [2, 4], spending: [Number.NaN, 0.04] }, "got NaN"],
    [{ at: [2, 4], spending: [0, 0] }, "above 0"],
    [{ at: [2, 4], spending: [0.01, 1] }, "got 1"],
    [{ at: [2, 4], spending: [0.01, 0.04], alpha: 0.05 }, "leave alpha out"],
    [{ at: [2, 4], spending: "pocock", alpha: 0 }, "alpha must be"],
    [{ at: [2, 4], spending: "pocock", alpha: Number.NaN }, "alpha must be"],
  ];
  for (const [looks, words] of wrong) expect(looksFault(looks, 4)).toContain(words);
  expect(looksFault({ at: [2, 4], spending: [0.01, 0.05], alpha: 0.05 }, 4)).toBeUndefined();
});
