import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete, type Design } from "../../../designs/index.ts";
import { positivity } from "../../../estimators/contrast/positivity.ts";
import type { EstimateRow } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { preferentialAttachment } from "../../../src/network/generators/preferentialAttachment.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const KINDS = ["auto", "wald", "chebyshev", "redrawn", "calibrated", "randomization"] as const;

const star = (leaves: number): Network =>
  fromEdges(Array.from({ length: leaves }, (_, i) => ["hub", `leaf ${i}`] as const));

/** Two cliques joined by one edge. */
const bridged = (size: number): Network =>
  fromEdges([
    ...["a", "b"].flatMap((side) =>
      Array.from({ length: size }, (_, i) => i).flatMap((i) =>
        Array.from({ length: i }, (_, j) => [`${side}${i}`, `${side}${j}`] as const),
      ),
    ),
    ["a0", "b0"] as const,
  ]);

interface Told {
  readonly network: Network;
  readonly design: Design;
  readonly exposure: Exposure;
  readonly contrast: readonly [string, string];
}

/** Rows of all estimators and kinds of intervals under one assignment that the design draws. */
function rowsOf({ network, design, exposure, contrast }: Told, seed = 1, floor?: number): EstimateRow[] {
  const probabilities = exposureProbabilities(network, design, exposure);
  const { law } = probabilities;
  const stream = rng(seed);
  return estimate({
    plan: { arms: law.arms, agents: network.ids, assignments: [[...law.draw(stream)]] },
    probabilities,
    outcomes: network.ids.map((_, i) => stream.fork(i).uniform()),
    contrasts: { effect: contrast },
    estimators: KINDS.flatMap((kind) => {
      const interval =
        kind === "auto" || kind === "wald" || kind === "chebyshev" ? kind : ({ kind, draws: 100 } as const);
      return [hajek({ interval }), horvitzThompson({ interval })];
    }),
    ...(floor === undefined ? {} : { population: { floor } }),
  });
}

describe("whatever kind is asked for, there is neither an interval nor a standard error where hubs are hardly ever in a condition", () => {
  const coins = bernoulli({ probability: 0.3 });
  const exposure = anyTreatedNeighbor();
  const contrast = ["indirect", "none"] as const;
  it.each([
    ["a star of 40", star(40)],
    ["preferential attachment, 400 agents", preferentialAttachment({ n: 400, m: 3 }).draw(rng(1))],
  ])("%s", (_, network) => {
    for (const seed of [1, 2, 3])
      for (const row of rowsOf({ network, design: coins, exposure, contrast }, seed)) {
        if ("because" in row) continue;
        expect(row.ci).toBeUndefined();
        expect(row.se).toBeUndefined();
        if (Math.min(...row.n) >= 2)
          expect(row.withheld).toMatch(
            /hardly ever in it \(probabilit.*--floor 0\.\d+, asks about the \d+ agents/,
          );
      }
  });

  it("the floor that the reason offers lets an interval be given, about as many agents as it says", () => {
    const network = preferentialAttachment({ n: 100, m: 2 }).draw(rng(1));
    const seed = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((one) => {
      const [row] = rowsOf({ network, design: coins, exposure, contrast }, one);
      return row !== undefined && Math.min(...row.n) >= 2;
    })!;
    const [row] = rowsOf({ network, design: coins, exposure, contrast }, seed);
    const [, floor, count] = /--floor ([\d.]+), asks about the (\d+) agents/.exec(
      (row as { withheld: string }).withheld,
    )!;
    const [floored] = rowsOf({ network, design: coins, exposure, contrast }, seed, Number(floor));
    expect(floored).toMatchObject({
      population: Number(count),
      ci: [expect.any(Number), expect.any(Number)],
    });
    expect(floored!.excluded).toHaveLength(100 - Number(count));
    expect(floored!.estimand).toBe(
      `mean outcome in condition indirect minus in none, over the agents that can be in both with a probability of at least ${floor} in each of indirect and none`,
    );
    expect(floored!.notes.join()).toContain("with a probability below the floor");
  });

  it("two cliques with a bridge: everybody is equally unlikely, and no floor helps", () => {
    const network = bridged(10);
    const setting = (condition: string): number => {
      const probabilities = exposureProbabilities(network, bernoulli(), exposure);
      const level = probabilities.conditions.indexOf(condition);
      const population = network.ids.map((_, i) => i);
      return positivity({ probabilities, levels: [level, level], population })[0].effective;
    };
    expect(setting("none")).toBeLessThan(0.05);
    const rows = [1, 2, 3].flatMap((seed) =>
      rowsOf(
        { network, design: bernoulli({ probability: 0.08 }), exposure, contrast: ["both", "none"] },
        seed,
      ),
    );
    for (const row of rows)
      if ("estimate" in row && row.ci) expect(row.effective![0]).toBeGreaterThanOrEqual(1);
  });
});

describe("positivity of a condition", () => {
  it("by hand: two agents of 0.1 and two of 0.5", () => {
    const probabilities = exposureProbabilities(
      tiny(4, []),
      bernoulli({ probability: [0.1, 0.5, 0.1, 0.5] }),
      ownArm(),
    );
    const [treated] = positivity({ probabilities, levels: [1, 0], population: [0, 1, 2, 3] });
    expect(treated.expected).toBeCloseTo(1.2, 12);
    expect(treated.kish).toBeCloseTo(16 / 24, 12);
    expect(treated.effective).toBeCloseTo(16 / 24, 12);
    // 0.1 + 0.1 + 0.5 is at most 1, another 0.5 is not.
    expect(treated.seldom).toEqual([0, 2, 1]);
    expect(treated.seldomError).toBeCloseTo(22 / 24, 12);
    const [both] = positivity({ probabilities, levels: [1, 0], population: [0, 1, 2, 3] }, 5);
    expect(both.effective).toBeCloseTo(80 / 24, 12);
    // In five worlds each of the two is there half a time on average.
    expect(both.seldom).toEqual([0, 2]);
  });

  it("outcomes and the assignment play no part: every assignment has an interval, or none has, but for what was not seen", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.integer(),
        (n, probability, seed) => {
          const told: Told = {
            network: star(n),
            design: bernoulli({ probability }),
            exposure: ownArm(),
            contrast: ["treated", "control"],
          };
          const reasons = [seed, seed + 1, seed + 2].flatMap((one) =>
            rowsOf(told, one)
              .slice(0, 1)
              .flatMap((row) => ("estimate" in row ? [row.withheld ?? "given"] : [])),
          );
          const design = reasons.filter(
            (reason) => reason === "given" || reason.includes("under the design"),
          );
          expect(new Set(design).size).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("few agents who are all about equally likely", () => {
  const network = tiny(40, []);
  it.each([
    [1, undefined],
    [2, true],
    [5, true],
  ])("%s treated of 40", (treated, given) => {
    const [row] = rowsOf({
      network,
      design: complete({ treated }),
      exposure: ownArm(),
      contrast: ["treated", "control"],
    });
    expect("ci" in row! ? true : undefined).toBe(given);
  });

  it("clusters count, not their agents", () => {
    const clusters = Array.from({ length: 40 }, (_, i) => i % 4);
    const design = cluster({ clusters, treated: 1 });
    const [row] = rowsOf({ network, design, exposure: ownArm(), contrast: ["treated", "control"] });
    expect((row as { withheld: string }).withheld).toMatch(
      /^the effective sample size of condition treated under the design is 1, below 2/,
    );
  });
});
