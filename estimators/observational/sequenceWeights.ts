import { orthogonal } from "../../src/core/numbers/orthogonal.ts";
import type { Network } from "../../src/network/Network.ts";
import type { Measurements, RoundData } from "../ExperimentData.ts";
import { neighborMean } from "../global/neighborMean.ts";
import { logisticFit } from "./logisticFit.ts";

/** Weights of the agents that were in one arm in every round. */
interface SequenceWeights {
  /** Π_t 1/P(arm in round t | history), 0 for agents that left the arm. */
  readonly weights: Float64Array;
  /** How many columns of histories were combinations of others, and left out. */
  readonly dropped: number;
}

/** What is known of each round, and what was known before the first. */
interface Sequence {
  readonly network: Network;
  readonly rounds: readonly RoundData[];
  readonly covariates: readonly Float64Array[];
  /** Names of the outcomes of a round that treatment in the next may have depended on. */
  readonly history: readonly string[];
  /** Agents of whom everything is known. */
  readonly agents: readonly number[];
}

/**
 * Inverse probability weights of always being in an arm, when each round's treatment may depend on what came before: in each round, a logistic regression among those who were in the arm
 * so far, on covariates, their own outcomes of the round before, and the means of these and of the arm among their in-neighbours. Robins, Hernán and Brumback (2000). For a constant sequence the numerators of
 * stabilised weights are one number, which Hájek means cancel. Cost: that of a logistic regression for each round.
 *
 * @returns the weights; or in words why there are none
 */
export function sequenceWeights(
  { network, rounds, covariates, history, agents }: Sequence,
  arm: number,
): SequenceWeights | string {
  const weights = new Float64Array(network.n);
  for (const i of agents) weights[i] = 1;
  let dropped = 0;
  for (const [t, round] of rounds.entries()) {
    const followers = agents.filter((i) => weights[i]! > 0);
    const stays = Uint8Array.from(followers, (i) => Number(round.arms[i] === arm));
    const staying = stays.reduce((sum, one) => sum + one, 0);
    if (staying === 0) return `nobody is in the arm in all rounds up to ${round.round}`;
    if (staying === followers.length) continue;
    const before = rounds[t - 1];
    const past = before ? pastOf(network, before, { history, arm }) : [];
    const columns = [new Float64Array(followers.length).fill(1)];
    for (const column of [...covariates, ...past]) {
      const own = Float64Array.from(followers, (i) => column[i]!);
      if (typeof orthogonal([...columns, own]) === "number") dropped++;
      else columns.push(own);
    }
    const fit = logisticFit(columns, stays);
    if (typeof fit === "string") return `in round ${round.round}, ${fit}`;
    followers.forEach((i, k) => {
      weights[i] = stays[k] === 1 ? weights[i]! / fit.fitted[k]! : 0;
    });
  }
  return { weights, dropped };
}

function pastOf(
  network: Network,
  { arms, outcomes }: RoundData,
  { history, arm }: { readonly history: readonly string[]; readonly arm: number },
): Float64Array[] {
  const own = history.flatMap((name) => {
    const found: Measurements | undefined = outcomes.get(name);
    return found ? [found.values] : [];
  });
  if (network.edges === 0) return own;
  const inArm = Float64Array.from(arms, (one) => Number(one === arm));
  return [...own, ...[...own, inArm].map((column) => neighborMean(network, column))];
}
