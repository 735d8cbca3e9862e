import { weightedOrder } from "../../core/numbers/weightedOrder.ts";
import type { Rng } from "../../core/rng.ts";
import { eachEdge } from "../../network/eachEdge.ts";
import type { Network } from "../../network/Network.ts";
import type { EdgeErrors, Tie } from "./EdgeErrors.ts";
import type { EligibleTies } from "./eligibleTies.ts";

/** Draws ties that are wrong, one after the other, so that more errors always hold fewer. */
export interface ErringTies {
  /** Ties that can err at most. */
  readonly most: number;
  /** Observed ties of the kind, which rates are shares of; where there are none, all observed ties. */
  readonly reference: number;
  /** The first `count` ties of one draw. May be shorter when the last of very many pairs are hard to find by chance. */
  draw(rng: Rng, count: number): Tie[];
}

/** Above this many pairs, absent ties are found by chance instead of from a list. */
const MOST_LISTED = 2_000_000;
/** Pairs that are tried for a tie by chance. */
const MOST_TRIES = 400;

/**
 * The ties that may be wrong. A false tie is one of the observed; a missing one is drawn among the pairs without a tie, and has the weight of
 * an observed tie drawn at random. Cost: O(edges) once, then O(count) for a draw; O(pairs) where few are absent.
 */
export function erringTies(network: Network, errors: EdgeErrors, eligible: EligibleTies): ErringTies {
  const observed: Tie[] = [];
  let all = 0;
  eachEdge(network, (source, target, weight) => {
    all++;
    if (eligible.may(source, target)) observed.push({ source, target, weight });
  });
  const { pull } = eligible;
  const weightOf = ({ source, target }: Pick<Tie, "source" | "target">): number =>
    pull ? pull[source]! * pull[target]! : 1;
  const weights = pull ? Float64Array.from(observed, weightOf) : observed.length;
  const pairs = network.directed ? eligible.pairs : eligible.pairs / 2;
  if (errors.kind === "false")
    return {
      most: observed.length,
      reference: observed.length || all,
      draw: (rng, count) => Array.from(weightedOrder(rng, weights).subarray(0, count), (k) => observed[k]!),
    };
  const { n } = network;
  const taken = new Set(observed.map(({ source, target }) => source * n + target));
  const has = (source: number, target: number, more: ReadonlySet<number>): boolean => {
    const [i, j] = network.directed || source < target ? [source, target] : [target, source];
    return taken.has(i * n + j) || more.has(i * n + j);
  };
  let listed: Tie[] | undefined;
  const absent = (): Tie[] => {
    listed ??= [...eligible.agents].flatMap((source) =>
      [...eligible.agents].flatMap((target) => {
        const once = network.directed ? source !== target : source < target;
        return once && eligible.may(source, target) && !has(source, target, new Set())
          ? [{ source, target, weight: 1 }]
          : [];
      }),
    );
    return listed;
  };
  const cumulated = pull && cumulative(eligible.agents, pull);
  const most = pairs - observed.length;
  const weighed = (tie: Tie, rng: Rng): Tie =>
    network.weights && observed.length > 0
      ? { ...tie, weight: observed[rng.integer(observed.length)]!.weight }
      : tie;
  return {
    most,
    reference: observed.length || all,
    draw(rng, count) {
      const { agents } = eligible;
      if (agents.length < 2) return [];
      const found: Tie[] = [];
      if (agents.length ** 2 <= MOST_LISTED && (count * 4 > most || agents.length <= 300)) {
        const list = absent();
        const order = weightedOrder(rng, pull ? Float64Array.from(list, weightOf) : list.length);
        for (const k of order.subarray(0, count)) found.push(weighed(list[k]!, rng));
        return found;
      }
      const chosen = new Set<number>();
      const pick = (): number =>
        cumulated ? agents[placeOf(cumulated, rng.uniform())]! : agents[rng.integer(agents.length)]!;
      for (let tries = 0; found.length < count && tries < MOST_TRIES * count + 10_000; tries++) {
        const [a, b] = [pick(), pick()];
        if (a === b || !eligible.may(a, b) || has(a, b, chosen)) continue;
        const [source, target] = network.directed || a < b ? [a, b] : [b, a];
        chosen.add(source * n + target);
        found.push(weighed({ source, target, weight: 1 }, rng));
      }
      return found;
    },
  };
}

function cumulative(agents: Uint32Array, pull: Float64Array): Float64Array {
  const sums = new Float64Array(agents.length);
  let sum = 0;
  agents.forEach((agent, k) => {
    sum += pull[agent]!;
    sums[k] = sum;
  });
  return sums;
}

/** The first place whose sum is above a share of the whole. */
function placeOf(sums: Float64Array, share: number): number {
  const wanted = share * sums.at(-1)!;
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
