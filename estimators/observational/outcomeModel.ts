import { leastSquaresOf, orthogonal } from "../../src/core/numbers/orthogonal.ts";
import { rng } from "../../src/core/rng.ts";
import { epsilonNet } from "../../src/network/clusters/epsilonNet.ts";
import type { Network } from "../../src/network/Network.ts";

/** A fold of agents, and the agents that a model for them may be fitted on: none of them within one edge of the fold. */
interface Fold {
  readonly agents: readonly number[];
  readonly training: Uint8Array;
}

/**
 * Folds that are apart on the network: whole 3-net clusters, dealt out in turn, and a buffer of one edge in either direction around each fold that nobody trains on.
 * Cost: O(n + edges) for each fold.
 */
export function separatedFolds(network: Network, folds: number, seed: string | number): Fold[] {
  const { n, offsets, sources } = network;
  const cluster = epsilonNet(network, { hops: 2, rng: rng(seed).fork("folds") });
  return Array.from({ length: folds }, (_, f): Fold => {
    const inside = cluster.map((c) => Number(c % folds === f));
    const training = Uint8Array.from(inside, (one) => 1 - one);
    for (let i = 0; i < n; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const j = sources[e]!;
        if (inside[j] === 1) training[i] = 0;
        if (inside[i] === 1) training[j] = 0;
      }
    return { agents: Array.from(inside.keys()).filter((i) => inside[i] === 1), training };
  }).filter(({ agents }) => agents.length > 0);
}

/**
 * Predictions of the outcome in a condition by a linear regression on the columns, fitted for each fold on agents of other folds in that condition; or in words why there are none.
 *
 * @param seen 1 for the agents in the condition with an outcome
 */
export function outcomeModel(
  outcome: Float64Array,
  columns: readonly Float64Array[],
  {
    seen,
    folds,
    condition,
  }: { readonly seen: Uint8Array; readonly folds: readonly Fold[]; readonly condition: string },
): Float64Array | string {
  const predicted = new Float64Array(outcome.length);
  for (const { agents, training } of folds) {
    const from = Array.from(outcome.keys()).filter((i) => seen[i] === 1 && training[i] === 1);
    if (from.length < columns.length + 2)
      return `the outcome model of condition ${condition} has ${from.length} agents apart from a fold, and ${columns.length + 2} at least are wanted: use fewer folds or covariates`;
    const found = orthogonal(columns.map((column) => Float64Array.from(from, (i) => column[i]!)));
    if (typeof found === "number")
      return `covariates of the agents in condition ${condition} are combinations of each other in a fold: use fewer`;
    const b = leastSquaresOf(
      found,
      Float64Array.from(from, (i) => outcome[i]!),
    );
    for (const i of agents) predicted[i] = columns.reduce((sum, column, k) => sum + b[k]! * column[i]!, 0);
  }
  return predicted;
}
