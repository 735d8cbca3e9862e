import type { TreatmentPlan } from "../../../designs/plan.ts";
import { type Outcomes, observe } from "../../../estimators/contrast/observe.ts";
import type { Estimator } from "../../../estimators/Estimator.ts";
import type { Contrast } from "../../../estimators/Inquiry.ts";
import type { Rng } from "../../core/rng.ts";
import type { Network } from "../../network/Network.ts";
import { inPopulation } from "../../probability/inPopulation.ts";
import { conditionIndex } from "../../probability/lookup.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import { correctedNetwork } from "./correctedNetwork.ts";
import type { EdgeErrors, Tie } from "./EdgeErrors.ts";
import type { ErringTies } from "./erringTies.ts";

/** What a search for few ties that tip the estimate found. */
export type WorstCase =
  | {
      /** So many ties are enough: an upper bound on the smallest number, which nobody knows without trying all sets. */
      readonly ties: number;
      readonly estimate: number;
      /** The ties, by the ids of their ends. */
      readonly list: readonly (readonly [source: string, target: string])[];
      /** Ties that were tried one by one, of those that may err. */
      readonly tried: number;
      readonly of: number;
    }
  | { readonly because: string; readonly tried: number; readonly of: number };

interface Search {
  readonly network: Network;
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">;
  readonly worlds: readonly Outcomes[];
  readonly contrast: Contrast;
  readonly estimator: Estimator;
  readonly kind: EdgeErrors["kind"];
  readonly erring: ErringTies;
  readonly sign: number;
  readonly stream: Rng;
  on(network: Network): ExposureProbabilities;
}

/** Ties that are tried one by one. */
const MOST_TRIED = 400;

/**
 * Searches for few ties that move the estimate across 0: every tie is tried by itself (a random choice of 400 where there are more), those
 * that move the estimate towards 0 are put right together, the strongest first, and the shortest such list that tips it is kept. What it
 * gives is enough, so the smallest number of ties is at most that; it may be smaller. Cost: 400 estimates without intervals, and a few more.
 */
export function worstCase({
  network,
  plan,
  worlds,
  contrast,
  estimator,
  kind,
  erring,
  sign,
  stream,
  on,
}: Search): WorstCase {
  const { means } = estimator;
  const of = erring.most;
  if (means === undefined)
    return {
      because: `${estimator.name} is no contrast of weighted means, whose ties could be ranked`,
      tried: 0,
      of,
    };
  const levelOf = (ties: readonly Tie[]): number | undefined => {
    const about = on(correctedNetwork(network, kind, ties));
    const { conditions, marginals } = about;
    const levels = [conditionIndex(conditions, contrast.first), conditionIndex(conditions, contrast.second)];
    const able = inPopulation(about);
    let total = 0;
    for (const [w, outcomes] of worlds.entries()) {
      const { condition, outcome, observed } = observe(plan, w, outcomes, about);
      const sums = levels.map(() => ({ outcome: 0, weight: 0 }));
      let population = 0;
      for (let i = 0; i < network.n; i++) {
        const chance = levels.map((level) => marginals[i * conditions.length + level]!);
        if (able[i] === 0 || observed[i] === 0 || chance.some((p) => p <= 0)) continue;
        population++;
        const side = levels.indexOf(condition[i]!);
        if (side < 0) continue;
        sums[side]!.outcome += outcome[i]! / chance[side]!;
        sums[side]!.weight += 1 / chance[side]!;
      }
      const [first, second] = sums.map((one) => one.outcome / means.total(one, population));
      if (!Number.isFinite(first) || !Number.isFinite(second)) return undefined;
      total += first! - second!;
    }
    return total / worlds.length;
  };
  const start = levelOf([]);
  const tried = erring.draw(stream, Math.min(MOST_TRIED, of));
  if (start === undefined || Math.sign(start) !== sign)
    return {
      because: "the estimate without its interval is not on the side of the observed one",
      tried: 0,
      of,
    };
  const ranked = tried
    .map((tie, k) => ({ tie, k, moved: sign * (start - (levelOf([tie]) ?? start)) }))
    .filter(({ moved }) => moved > 0)
    .sort((a, b) => b.moved - a.moved || a.k - b.k)
    .map(({ tie }) => tie);
  const tipped = (count: number): number | undefined => {
    const value = levelOf(ranked.slice(0, count));
    return value !== undefined && Math.sign(value) !== sign ? value : undefined;
  };
  let high = 1;
  while (high < ranked.length && tipped(high) === undefined) high = Math.min(2 * high, ranked.length);
  let value = ranked.length === 0 ? undefined : tipped(high);
  if (value === undefined)
    return {
      because: `putting right all ${ranked.length} of the ties tried that move it towards 0 does not take it there`,
      ...{ tried: tried.length, of },
    };
  let low = high >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const there = tipped(middle);
    if (there === undefined) low = middle;
    else {
      high = middle;
      value = there;
    }
  }
  return {
    ...{ ties: high, estimate: value, tried: tried.length, of },
    list: ranked
      .slice(0, high)
      .map(({ source, target }) => [network.ids[source]!, network.ids[target]!] as const),
  };
}
