import type { Design } from "../../designs/Design.ts";
import { type Looks, levelsOf } from "../../estimators/looks/Looks.ts";
import { type LooksRequest, type LooksResult, looksTest } from "../../estimators/looks/looksTest.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { tiny } from "./tinyWorlds.ts";

/** A path of four agents. */
export const path: Network = tiny(4, [
  [0, 1],
  [1, 2],
  [2, 3],
]);

/** Outcomes that no treatment changes, other ones in each world; the last with ties. */
export const OUTCOMES: readonly (readonly (readonly number[])[])[] = [
  [
    [3, 1, 4, 1.5],
    [9, 2, 6, 5],
    [3.5, 8, 9.7, 9.3],
  ],
  [
    [0, 0, 1, 1],
    [1, 0, 0, 0],
    [1, 1, 1, 0],
  ],
];

/** What looks say of some assignments and outcomes. */
export function looked(
  design: Design,
  arms: readonly Uint8Array[],
  outcomes: readonly (readonly number[])[],
  request: Pick<LooksRequest, "looks" | "worlds"> & Partial<LooksRequest>,
): LooksResult {
  const probabilities = exposureProbabilities(path, design, ownArm());
  const worlds = arms.map((one, w) => ({
    ...{ probabilities, arms: one, condition: one, confidence: 0.95 },
    outcome: Float64Array.from(outcomes[w]!),
    observed: new Uint8Array(4).fill(1),
  }));
  return looksTest({ data: { probabilities, worlds }, ...request });
}

/** All joint assignments of several worlds with their chances. */
export function* joint(design: Design, worlds: number): Generator<[Uint8Array[], number]> {
  if (worlds === 0) {
    yield [[], 1];
    return;
  }
  for (const [before, p] of joint(design, worlds - 1))
    for (const [arms, q] of design.law(path).support!()) yield [[...before, Uint8Array.from(arms)], p * q];
}

/** The chance, over all assignments, of a rejection by each look, beside the level until it. */
export function chances(
  design: Design,
  outcomes: readonly (readonly number[])[],
  request: Pick<LooksRequest, "looks" | "worlds" | "alternative" | "statistic">,
): { readonly levels: readonly number[]; readonly rejected: readonly number[]; readonly total: number } {
  const levels = levelsOf(request.looks);
  const rejected = levels.map(() => 0);
  let total = 0;
  for (const [arms, p] of joint(design, request.worlds)) {
    const { looks } = looked(design, arms, outcomes, request);
    total += p;
    const at = looks.findIndex(({ verdict }) => verdict === "rejected");
    if (at >= 0) for (let k = at; k < levels.length; k++) rejected[k]! += p;
  }
  return { levels, rejected, total };
}

/** Plans of looks and ways to test. */
export const PLANS: readonly (Looks & Pick<LooksRequest, "worlds" | "alternative" | "statistic">)[] = [
  {
    at: [1, 2],
    spending: "pocock",
    alpha: 0.3,
    worlds: 2,
    alternative: "two-sided",
    statistic: "studentized",
  },
  {
    at: [1, 2],
    spending: "obrien-fleming",
    alpha: 0.4,
    worlds: 2,
    alternative: "greater",
    statistic: "difference",
  },
  { at: [1, 2], spending: [0.2, 0.25], worlds: 2, alternative: "less", statistic: "ranks" },
];
