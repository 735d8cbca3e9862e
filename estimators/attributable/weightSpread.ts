import type { Law } from "../../designs/Design.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import type { Network } from "../../src/network/Network.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import { designPart } from "../global/designPart.ts";
import { sharedCoins } from "../global/sharedCoins.ts";
import { touchedBlocks } from "../global/touchedBlocks.ts";
import { exposureRadius, knownRadius } from "../regression/exposureRadius.ts";

/** Weights of known law and mean 0, and a bound of the variance of every sum of them: Var(Σ θ_i v_i) ≤ factor × Σ θ_i² squares_i. */
export interface WeightSpread {
  /** v_i at hand, world after world. */
  readonly weights: Float64Array;
  /** E v_i². */
  readonly squares: Float64Array;
  readonly factor: number;
}

/** A list of assignments up to this number × agents² gives the factor by enumeration. */
const MOST_LISTED = 2e7;

/**
 * Weights 1/π in the first condition and −1/π in the second, of agents that can be in both; own arms where no conditions are named.
 *
 * @returns why there is no bound, where who depends on whom does not follow from the law.
 */
export function weightSpread(
  data: ExperimentData,
  levels: readonly [number, number] | undefined,
): WeightSpread | string {
  const { law, network, exposure, conditions, marginals } = data.probabilities;
  const { n } = network;
  const [first, second] = levels ?? [1, 0];
  const chance = (i: number, level: number): number =>
    levels ? marginals[i * conditions.length + level]! : (law.marginal(i, level) ?? Number.NaN);
  const squares = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b] = [chance(i, first), chance(i, second)];
    if (Number.isNaN(a + b))
      return "the chances of arms are known only by simulation under this law: name two conditions to compare";
    squares[i] = a > 0 && b > 0 ? 1 / a + 1 / b : 0;
  }
  const weightsOf = (arms: Uint8Array, condition?: Uint8Array): Float64Array => {
    const level = levels ? (condition ?? exposure.of(network, arms)) : arms;
    return Float64Array.from(level, (one, i) =>
      squares[i] === 0
        ? 0
        : one === first
          ? 1 / chance(i, first)
          : one === second
            ? -1 / chance(i, second)
            : 0,
    );
  };
  if (levels && !knownRadius(exposure))
    return `how far the mapping ${exposure.name} looks is not known, so neither is who depends on whom: leave out compare`;
  const factor = designPart(data.probabilities, `attributable ${levels?.join()}`, () =>
    factorOf(law, network, levels ? exposureRadius(exposure) : 0, squares, weightsOf),
  );
  if (typeof factor === "string") return factor;
  const weights = data.worlds.flatMap(({ arms, condition }) => [...weightsOf(arms, condition)]);
  const every = data.worlds.flatMap(() => [...squares]);
  return { weights: Float64Array.from(weights), squares: Float64Array.from(every), factor };
}

function factorOf(
  law: Law,
  network: Network,
  reach: number,
  squares: Float64Array,
  weightsOf: (arms: Uint8Array) => Float64Array,
): number | string {
  const { structure, n } = law;
  if (structure.kind === "independent-blocks") {
    const among = Uint8Array.from(squares, (one) => (one > 0 ? 1 : 0));
    return sharedCoins(touchedBlocks(network, law, structure, reach), among).eigenvalue;
  }
  if (reach === 0 && structure.kind === "fixed-counts" && structure.blocks === n) {
    // Within a stratum of s agents, covariances are −1/(s − 1) of variances.
    const size = new Uint32Array(structure.strata);
    for (const s of structure.stratum) size[s]!++;
    return size.reduce((most, s) => Math.max(most, s > 1 ? s / (s - 1) : 1), 1);
  }
  if (law.support && supportSize(structure, law.arms.length) * n * n <= MOST_LISTED) {
    const covariance = new Float64Array(n * n);
    for (const [arms, p] of law.support()) {
      const v = weightsOf(arms);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) covariance[i * n + j]! += p * v[i]! * v[j]!;
    }
    // Rows of |correlation| bound the largest eigenvalue.
    let most = 1;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++)
        if (squares[i]! * squares[j]! > 0)
          row += Math.abs(covariance[i * n + j]!) / Math.sqrt(squares[i]! * squares[j]!);
      most = Math.max(most, row);
    }
    return most;
  }
  return `who depends on whom does not follow from a law of the kind ${structure.kind}${reach > 0 ? " for these conditions" : ""}: use a design that assigns independently${reach > 0 ? ", or leave out compare" : ""}`;
}
