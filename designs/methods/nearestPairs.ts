import { perfectMatching } from "../../src/core/numbers/perfectMatching.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { searcher } from "../../src/network/ball.ts";
import type { Network } from "../../src/network/Network.ts";
import { symmetrize } from "../../src/network/symmetrize.ts";
import { type Covariates, covariateColumns, whitened } from "../settings/covariates.ts";

/** Distances are told apart to this part of the largest one. */
const STEPS = 1e7;
/** Finding pairs takes time with n³ and memory with n². */
const MOST_AGENTS = 1000;

/**
 * The pairing of all agents with the least total Mahalanobis distance; with `apart`, the one with the fewest pairs within two
 * steps of each other, and among those the least distance. Distances are rounded to 1e-7 of the largest, then the matching is exact.
 *
 * @returns number of each agent's pair, in the order of their first agents; of an odd number of agents, the one left over has the last number
 * @throws SpillwayError for more than 1,000 agents, and for covariates that do not fit.
 */
export function nearestPairs(covariates: Covariates, network: Network, apart: boolean): Uint32Array {
  const { n } = network;
  if (n > MOST_AGENTS)
    throw new SpillwayError(
      `matched-pairs: pairs are found among at most ${MOST_AGENTS} agents, got ${n}: give pairs, or use blocked`,
    );
  const scores = whitened("matched-pairs", covariateColumns("matched-pairs", covariates, network));
  const distance = (i: number, j: number): number =>
    Math.sqrt(scores.reduce((total, x) => total + (x[i]! - x[j]!) ** 2, 0));
  let most = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) most = Math.max(most, distance(i, j));
  const near = apart ? withinTwoSteps(network) : undefined;
  const even = n + (n % 2);
  // One near pair less outweighs all distances together.
  const penalty = (even / 2) * STEPS + 1;
  // A partner at no distance stands for the coin of the one left over.
  const cost = (i: number, j: number): number =>
    j === n ? 0 : Math.round((distance(i, j) / most) * STEPS) + (near?.has(i * n + j) ? penalty : 0);
  const partner = perfectMatching(even, cost);
  const pair = new Uint32Array(n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    const other = partner[i]!;
    if (other === n) pair[i] = even / 2 - 1;
    else pair[i] = other < i ? pair[other]! : next++;
  }
  return pair;
}

/** Pairs i < j of agents that are neighbours or share one, as i × n + j, whichever way edges point. */
function withinTwoSteps(network: Network): ReadonlySet<number> {
  const { n } = network;
  const search = searcher(symmetrize(network));
  const near = new Set<number>();
  for (let i = 0; i < n; i++) for (const j of search(i, 2)) if (i < j) near.add(i * n + j);
  return near;
}
