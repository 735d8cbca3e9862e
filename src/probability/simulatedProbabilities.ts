import { everyPair } from "./everyPair.ts";
import { popcount } from "./laws/popcount.ts";
import { conditionIndex, lookup } from "./lookup.ts";
import { type BitRows, type MovableLaw, movableLaw } from "./movableLaw.ts";
import type { ExposureProbabilities, PairLaw, SimulatedConditions } from "./PairProbabilities.ts";
import { blockPairs } from "./simulation/blockPairs.ts";
import type { SimulationSubject } from "./simulation/conditionSimulator.ts";
import { reachableConditions } from "./simulation/reachableConditions.ts";
import { reachableStates } from "./simulation/reachableStates.ts";
import { drawsInMemory, simulateConditions } from "./simulation/simulateConditions.ts";

interface SimulatedOptions {
  /** Seed that the conditions were simulated with, for more draws. */
  readonly seed: string | number;
  /** (x + 1)/(R + 1) instead of x/R for what was seen in x of R draws, singly and in pairs. Default false. */
  readonly smooth?: boolean;
  /** Present when an estimate may ask for more draws, up to this many. */
  readonly maxDraws?: number;
}

/**
 * Probabilities from simulated conditions: shares of the draws in which an agent was in a condition, or two agents in two.
 *
 * Agents without a common block are independent where the design's blocks are, and then their joint probability is the
 * product of their own. Otherwise every pair of agents may be dependent. What was never seen has probability 0, and is
 * called impossible only where construction rules it out; the rest is `unseen`: rare or impossible.
 *
 * With `smooth`, every probability that is not 0 by construction is (x + 1)/(R + 1): Fattorini (2006), "Applying the
 * Horvitz–Thompson criterion in complex designs: a computer-intensive perspective for estimating inclusion probabilities",
 * Biometrika 93. Its inverse then has the mean (1 − (1 − π)^(R + 1))/π, but single shares are biased upwards, which is why
 * it is not the default. Singly and in pairs alike, because smoothing one of them alone makes variances too small.
 *
 * Cost: O(n × conditions × draws / 32) at once; a joint probability O(draws / 32).
 */
export function simulatedProbabilities(
  subject: SimulationSubject,
  simulated: SimulatedConditions,
  { seed, smooth = false, maxDraws }: SimulatedOptions,
): ExposureProbabilities {
  const { network, law, exposure } = subject;
  const { draws, words, bits } = simulated;
  const { n } = network;
  const conditions = exposure.conditions.length;
  const count = (a: number, b: number): number => {
    let both = 0;
    for (let w = 0; w < words; w++) both += popcount(bits[a + w]! & bits[b + w]!);
    return both;
  };
  const seen = Uint32Array.from({ length: n * conditions }, (_, k) => count(k * words, k * words));
  const reachable = once(() => {
    const mapping = exposure.local?.(network);
    if (mapping) return reachableConditions(mapping, law, conditions);
    return exposure.dependence && reachableStates(network, law, exposure.dependence, conditions);
  });
  const ruledOut = (k: number): boolean => seen[k] === 0 && reachable()?.[k] === 0;
  const chance = (both: number): number => (smooth ? (both + 1) / (draws + 1) : both / draws);
  const marginals = Float64Array.from(seen, (x, k) => (smooth && ruledOut(k) ? 0 : chance(x)));
  const weigh = (a: number, b: number): number =>
    marginals[a / words] === 0 || marginals[b / words] === 0 ? 0 : chance(count(a, b));
  const rows: BitRows = { bits, words, conditions, weigh };
  const movable = (): MovableLaw => movableLaw(rows);
  const product = (i: number, c: number, j: number, d: number): number =>
    marginals[i * conditions + c]! * marginals[j * conditions + d]!;
  const apart = (i: number, j: number): PairLaw => ({
    joint: (c, d) => product(i, c, j, d),
    possible: (c, d) => product(i, c, j, d) > 0,
  });
  const near = once(() =>
    law.structure.kind === "independent-blocks"
      ? blockPairs(subject, law.structure, movable, apart)
      : undefined,
  );
  const pairs = once(() => near()?.pairs ?? everyPair(n, movable));
  const found = lookup(exposure, marginals, (i, c, j, d) =>
    near()?.share(i, j) === false
      ? product(i, c, j, d)
      : weigh((i * conditions + c) * words, (j * conditions + d) * words),
  );
  const agentsWhere = (condition: string, test: (k: number) => boolean): readonly number[] => {
    const c = conditionIndex(exposure.conditions, condition);
    return Array.from({ length: n }, (_, i) => i).filter((i) => test(i * conditions + c));
  };
  let further: ExposureProbabilities | undefined;
  return {
    ...subject,
    ...found,
    method: "monte-carlo",
    draws,
    simulated,
    ...(maxDraws === undefined ? {} : { maxDraws: Math.min(maxDraws, drawsInMemory(subject)) }),
    mcse(i, condition) {
      const p = found.of(i, condition);
      return Math.sqrt(draws * p * (1 - p)) / (smooth ? draws + 1 : draws);
    },
    impossible: (condition) => agentsWhere(condition, ruledOut),
    unseen: (condition) => agentsWhere(condition, (k) => seen[k] === 0 && !ruledOut(k)),
    get pairs() {
      return pairs();
    },
    more(wanted) {
      if (further?.draws !== wanted) {
        const extended = simulateConditions(subject, seed, wanted, simulated);
        further = simulatedProbabilities(subject, extended, {
          seed,
          smooth,
          ...(maxDraws === undefined ? {} : { maxDraws }),
        });
      }
      return further;
    },
  };
}

/** Computes a value when it is first asked for. */
function once<Value>(compute: () => Value): () => Value {
  let kept: { readonly value: Value } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
