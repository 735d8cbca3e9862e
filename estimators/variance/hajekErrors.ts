import { rng } from "../../src/core/rng.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { symmetrize } from "../../src/network/symmetrize.ts";
import { isListed } from "../interval/redraws.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";

export interface HajekErrorOptions {
  /**
   * Share of the variance of outcomes that agents have in common with their neighbours, from 0 (outcomes are independent) to 1.
   * Default 0.5.
   */
  readonly similarity?: number;
  /** Assignments drawn, at least 2, unless the design has so few that they are listed. Default 400. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
}

/** How far a Hájek estimate is to be expected from the truth, in standard deviations of the outcome between agents. */
export interface HajekError {
  /** Standard error over assignments that give an estimate; absent when none does. */
  readonly se?: number;
  /** Monte Carlo standard error of `se`: 0 when the design is listed. */
  readonly mcse: number;
  /** Share of assignments that leave one of the two conditions empty, so that there is no estimate. */
  readonly empty: number;
}

export const DEFAULT_SIMILARITY = 0.5;
const DRAWS = 400;

/**
 * The standard error of Hájek contrasts before there are outcomes, by drawing the design again and again: no joint
 * probabilities are needed, so it can be had for every design, and the ratio is taken as it is, not linearised.
 *
 * The outcome model: an untreated outcome is √(1 − ρ) u_i + √(ρ/|N̄_i|) Σ_{j ∈ N̄_i} v_j with independent standard normal u and
 * v, N̄_i the agent and its neighbours either way; effects are the same for all. So outcomes have variance 1 and are alike
 * among agents near each other (ρ is the similarity), which is what makes designs with few large clusters imprecise. Given
 * an assignment with weights w the variance is (1 − ρ) Σ w_i² + ρ Σ_j (Σ_{i ∈ N̄_j} w_i/√|N̄_i|)² exactly; it is averaged over
 * assignments. Σ w_i is 0 by construction, so a level common to all outcomes plays no part.
 *
 * @param settings contrasts under one design: their probabilities share one law and network
 * @returns one error for each. Cost: for each draw one assignment, one computation of conditions and O(n + edges) a contrast.
 */
export function hajekErrors(
  settings: readonly VarianceSetting[],
  options: HajekErrorOptions = {},
): HajekError[] {
  wantArgument("hajekErrors", "a list of variance settings", settings, { fields: ["map"] });
  wantArgument("hajekErrors", "options", options);
  const { similarity = DEFAULT_SIMILARITY, draws = DRAWS, seed = 1 } = options;
  wantArgument("hajekErrors", "a list of variance settings", settings);
  const first = settings[0];
  if (!first) return [];
  const { network, law } = first.probabilities;
  const around = symmetrize(network);
  const tallies = settings.map((setting) => ({
    setting,
    variance: varianceGiven(setting, around, similarity),
    weight: 0,
    sum: 0,
    squares: 0,
    count: 0,
  }));
  const exposures = [...new Set(settings.map(({ probabilities }) => probabilities.exposure))];
  const look = (arms: Uint8Array, weight: number): void => {
    const conditions = new Map(exposures.map((exposure) => [exposure, exposure.of(network, arms)]));
    for (const tally of tallies) {
      const found = tally.variance(conditions.get(tally.setting.probabilities.exposure)!);
      if (found === undefined) continue;
      tally.weight += weight;
      tally.sum += weight * found;
      tally.squares += weight * found * found;
      tally.count++;
    }
  };
  const listed = isListed(first.probabilities);
  if (listed) for (const [arms, p] of law.support!()) look(arms, p);
  else {
    const stream = rng(seed).fork("foreseen");
    for (let r = 0; r < draws; r++) look(law.draw(stream.fork(r)), 1 / draws);
  }
  return tallies.map(({ weight, sum, squares, count }) => {
    // Weights that sum to 1 may miss it by rounding.
    const empty = Math.max(0, listed ? 1 - weight : (draws - count) / draws);
    if (count === 0) return { mcse: 0, empty: 1 };
    const mean = sum / weight;
    const spread = Math.max(0, squares / weight - mean * mean);
    const se = Math.sqrt(mean);
    const mcse = listed || count < 2 || se === 0 ? 0 : Math.sqrt(spread / (count - 1)) / (2 * se);
    return { se, mcse, empty: empty < 1e-12 ? 0 : empty };
  });
}

/** The variance of a contrast over outcomes, given the conditions of an assignment; undefined where a condition is empty. */
function varianceGiven(
  { probabilities, levels, population }: VarianceSetting,
  { n, offsets, sources }: ReturnType<typeof symmetrize>,
  similarity: number,
): (condition: Uint8Array) => number | undefined {
  const { marginals, conditions } = probabilities;
  const shared = new Float64Array(n);
  return (condition) => {
    const total = [0, 0];
    for (const i of population) {
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : undefined;
      if (a !== undefined) total[a]! += 1 / marginals[i * conditions.length + levels[a]]!;
    }
    if (total[0] === 0 || total[1] === 0) return undefined;
    shared.fill(0);
    let own = 0;
    for (const i of population) {
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : undefined;
      if (a === undefined) continue;
      const level = levels[a]!;
      const w = (a === 0 ? 1 : -1) / (marginals[i * conditions.length + level]! * total[a]!);
      own += w * w;
      const start = offsets[i]!;
      const end = offsets[i + 1]!;
      const part = w / Math.sqrt(end - start + 1);
      shared[i]! += part;
      for (let e = start; e < end; e++) shared[sources[e]!]! += part;
    }
    let common = 0;
    for (let j = 0; j < n; j++) common += shared[j]! * shared[j]!;
    return (1 - similarity) * own + similarity * common;
  };
}
