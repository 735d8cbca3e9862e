import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { Contrast } from "../Inquiry.ts";
import { ENOUGH } from "./effectiveSize.ts";

/** Below this expected number of agents in a condition, means and intervals are fragile. */
const FEW = 10;
/** A larger share of the squared contributions than this from the top 1 % of agents means that a few of them decide. */
const DOMINANT = 0.5;
/** An agent that depends on more than this many times n^(1/3) others makes a normal law doubtful. */
const HUB = 10;
/** Weights that add up to less than this share of the population, or to more than its inverse, stand for another population than the one asked about. */
const REPRESENTED = 0.6;
/** Pairs up to this number are visited to count whom an agent depends on. */
const MOST_COUNTED = 1e6;

/** What a result is judged by. */
interface Judged {
  readonly contrast: Contrast;
  readonly probabilities: ExposureProbabilities;
  readonly expected: readonly [number, number];
  readonly effective?: readonly [number, number];
  readonly topShare?: number;
  /** What share of the population the weights of each condition add up to. */
  readonly represented?: readonly [number, number];
  /** Which interval was made. */
  readonly interval?: string;
}

/**
 * What makes a result fragile, in sentences with the limits that were passed: few agents expected in a condition; for Wald's
 * interval, which leans on large samples, also few effective observations and agents on whom very many others depend; and
 * an estimate that a handful of agents decide.
 */
export function resultWarnings({
  contrast,
  probabilities,
  expected,
  effective,
  topShare,
  represented,
  interval,
}: Judged): string[] {
  const warnings: string[] = [];
  const wald = interval?.startsWith("wald") === true;
  [contrast.first, contrast.second].forEach((condition, a) => {
    const count = expected[a as 0 | 1];
    const size = effective?.[a as 0 | 1];
    if (count < FEW * (1 - 1e-12))
      warnings.push(
        `the design puts ${Number(count.toPrecision(3))} agents in condition ${condition} on average, fewer than ${FEW}: estimates are fragile`,
      );
    else if (wald && size !== undefined && size < ENOUGH * (1 - 1e-12)) {
      warnings.push(
        `the effective sample size in condition ${condition} is below ${ENOUGH}: the interval is only a rule of thumb`,
      );
    }
  });
  [contrast.first, contrast.second].forEach((condition, a) => {
    const share = represented?.[a as 0 | 1];
    if (share !== undefined && (share < REPRESENTED || share > 1 / REPRESENTED))
      warnings.push(
        `the weights of condition ${condition} add up to ${Number(share.toPrecision(2))} of the population (1 on average): those seen in it stand for ${share < 1 ? "a part of it" : "more than it"}`,
      );
  });
  if (topShare !== undefined && topShare > DOMINANT) {
    warnings.push(
      `the top 1 % of the observed agents make up more than ${100 * DOMINANT} % of the squared contributions to the estimate`,
    );
  }
  const most = wald ? mostDependents(probabilities) : 0;
  const { n } = probabilities.network;
  const limit = HUB * n ** (1 / 3);
  if (most > limit) {
    warnings.push(
      `one agent may depend on ${most} of ${n} agents, more than ${HUB} n^(1/3) = ${Math.round(limit)}: a normal approximation is doubtful; the interval chebyshev does not need it`,
    );
  }
  return warnings;
}

const known = new WeakMap<ExposureProbabilities, number>();

/** The largest number of agents that one agent's condition may depend on through common blocks; 0 where that is too long to count. */
function mostDependents(probabilities: ExposureProbabilities): number {
  const found = known.get(probabilities);
  if (found !== undefined) return found;
  const { pairs, network } = probabilities;
  let most = 0;
  if (pairs.nearBound <= MOST_COUNTED) {
    const count = new Uint32Array(network.n).fill(1);
    pairs.forEachNear((i, j) => {
      count[i]!++;
      count[j]!++;
    });
    most = count.reduce((a, b) => Math.max(a, b), 0);
  }
  known.set(probabilities, most);
  return most;
}
