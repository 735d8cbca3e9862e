// Long because the recursions, the fit and its validation share one model: read together they are the formulas of the source.
// Shirani, Luo, Overman, Xiong and Bayati (2025), "Can We Validate Counterfactual Estimations in the Presence of General Network Interference?", arXiv 2502.01106.
import { shuffle } from "../../src/core/numbers/shuffle.ts";
import type { Rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { type Panel, wantPanel } from "./Panel.ts";
import { type CrossProducts, crossProducts, type RidgeFit, ridge } from "./ridge.ts";

/** How one fit of the model is made. */
export interface MessagePassingSettings {
  /** Numbers of the agents in the order of adoption, those treated longest first. Default {@link adoptionOrder}, which leaves equals in their own order. */
  readonly order?: Uint32Array;
  /** Batches of agents, each a list of positions in that order. */
  readonly batches: readonly (readonly number[])[];
  /** Whether the mean before and the share treated of a batch are multiplied. */
  readonly interaction: boolean;
  /** Penalty of squared coefficients, above 0. */
  readonly penalty: number;
}

/** The path of the mean outcome if nobody, and if everybody from the second period on, were treated. */
export interface MessagePassingPaths {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
  /** Coefficients: mean before and share now of all, the same of the batch, and their product where there is an interaction. */
  readonly fit: RidgeFit;
  /** How badly stages that were held out are predicted: root mean squared error of the means of two halves. */
  readonly error: number;
}

/** Mean outcome and share treated of a group of agents, by period. */
interface Moments {
  readonly mean: Float64Array;
  readonly share: Float64Array;
}

/** Penalty of the fit that estimates the path without treatment, as in the source's notebooks. */
const TREND_PENALTY = 1e-4;
/** What the source's notebooks try. */
const BATCHES = [100, 500, 1000];
const SIZES = [0.05, 0.1, 0.2, 0.3, 0.5];
const PENALTIES = [1e-4, 1e-2, 1, 100];

/** Numbers of the agents, those treated longest first; among equals in their own order. */
export function adoptionOrder(panel: Panel): Uint32Array {
  wantPanel("adoptionOrder", panel);
  return Uint32Array.from(panel.agents.keys()).sort((i, j) => panel.adopted[i]! - panel.adopted[j]! || i - j);
}

/**
 * Groups of agents that differ in how many of them are treated: block k of evenly spaced ones and a random block, in the order of adoption, of
 * which each agent is taken with chance a half or so.
 *
 * @param size agents of a block, at most `n`
 */
export function adoptionBatches(rng: Rng, n: number, count: number, size: number): number[][] {
  wantArgument("adoptionBatches", "a stream of random numbers", rng, { fields: ["integer", "uniform"] });
  if (!(Number.isInteger(size) && size >= 1 && size <= n) || !(Number.isInteger(count) && count >= 1))
    throw new SpillwayError(
      `adoptionBatches: wanted a number of batches, and a size from 1 to ${shown(n)}, got ${shown(count)} and ${shown(size)}`,
    );
  return Array.from({ length: count }, (_, k) => {
    const even = count === 1 ? 0 : Math.trunc((k * (n - size)) / (count - 1));
    const other = rng.integer(n - size + 1);
    const positions = new Set<number>();
    for (let i = 0; i < size; i++) {
      positions.add(even + i);
      positions.add(other + i);
    }
    const union = [...positions];
    let take = 0;
    for (let i = 0; i < union.length; i++) if (rng.uniform() < size / union.length) take++;
    return shuffle(rng, union)
      .slice(0, Math.max(1, take))
      .sort((a, b) => a - b);
  });
}

/**
 * The estimated path of the mean outcome without treatment: the model of all agents alone, rolled to a share of 0 and anchored on the observed mean
 * at each period. Here drift and treatment are told apart by no more than the periods there are.
 */
export function untreatedTrend(mean: readonly number[], share: readonly number[]): readonly number[] {
  wantArgument("untreatedTrend", "means", mean, { fields: ["map"] });
  wantArgument("untreatedTrend", "shares", share, { fields: ["map"] });
  const rows = mean.length - 1;
  if (rows < 2)
    throw new SpillwayError(`untreatedTrend: wanted at least three periods, got ${shown(mean.length)}`);
  const of = (f: (t: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, t) => f(t));
  const columns = [of((t) => mean[t]!), of((t) => share[t + 1]!), of((t) => share[t + 1]! * mean[t]!)];
  // The source has the first two columns twice, of the batch and of all: their coefficients share the penalty.
  const { coefficients } = ridge(
    crossProducts(
      columns,
      of((t) => mean[t + 1]!),
    ),
    [TREND_PENALTY / 2, TREND_PENALTY / 2, TREND_PENALTY],
  );
  const [xi, lambda, gamma] = coefficients as [number, number, number];
  const trend = [mean[0]!];
  for (let t = 1; t < mean.length; t++)
    trend.push(
      mean[t]! + xi * (trend[t - 1]! - mean[t - 1]!) - lambda * share[t]! - gamma * share[t]! * mean[t - 1]!,
    );
  return trend;
}

/**
 * One fit of causal message passing with batches that are given, and its error in stages that are held out.
 *
 * @param starts index of the first period of each stage, and the number of periods: 0, 1, 11, 21, 31
 */
export function messagePassing(
  panel: Panel,
  starts: readonly number[],
  settings: MessagePassingSettings,
): MessagePassingPaths {
  wantArgument("messagePassing", "settings", settings, { fields: ["batches", "interaction", "penalty"] });
  const { batches, interaction, penalty, order } = settings;
  const world = prepared("messagePassing", panel, starts, order);
  const inBatches = batches.map((batch) => world.momentsOf(batch));
  const made = design(world, inBatches, interaction);
  return answer(world, made, penalty);
}

/**
 * Causal message passing with cross-validation: of 120 configurations, that which best predicts the means of two halves in stages that were held
 * out. No outcome may be missing. Cost: 15 sets of up to 1,000 batches.
 *
 * @returns the paths of the configuration chosen, and which it is; or why there are none
 */
export function validatedMessagePassing(
  panel: Panel,
  starts: readonly number[],
  rng: Rng,
): (MessagePassingPaths & { readonly chosen: string }) | { readonly because: string } {
  wantPanel("validatedMessagePassing", panel);
  wantArgument("validatedMessagePassing", "starts of stages", starts, { fields: ["map"] });
  wantArgument("validatedMessagePassing", "a stream of random numbers", rng, { fields: ["fork"] });
  if (panel.observed.some((column) => column.some((seen) => seen === 0)))
    return { because: "outcomes are missing, and the recursions need those of all agents in all periods" };
  if (panel.periods.length < 5) return { because: "wanted at least five periods" };
  const world = prepared("validatedMessagePassing", panel, starts);
  const n = panel.agents.length;
  let best: (MessagePassingPaths & { readonly chosen: string }) | undefined;
  for (const count of BATCHES)
    for (const part of SIZES) {
      const size = Math.max(1, Math.trunc(part * n));
      const batches = adoptionBatches(rng.fork(count).fork(size), n, count, size);
      const moments = batches.map((batch) => world.momentsOf(batch));
      for (const interaction of [false, true]) {
        const made = design(world, moments, interaction);
        for (const penalty of PENALTIES) {
          const found = answer(world, made, penalty);
          if (Number.isFinite(found.error) && (best === undefined || found.error < best.error))
            best = {
              ...found,
              chosen: `${count} batches of ${size}, ${interaction ? "with" : "without"} interaction, penalty ${penalty}`,
            };
        }
      }
    }
  return best ?? { because: "no configuration predicts a stage that was held out" };
}

/** A panel without its trend, with what every fit of it needs. */
interface Prepared {
  readonly trend: readonly number[];
  readonly all: Moments;
  readonly halves: readonly [Moments, Moments];
  /** From and to of the blocks that are held out one by one: the stages, the first with the periods before it. */
  readonly blocks: readonly (readonly [from: number, to: number])[];
  readonly periods: number;
  momentsOf(positions: ArrayLike<number>): Moments;
}

function prepared(who: string, panel: Panel, starts: readonly number[], given?: Uint32Array): Prepared {
  wantPanel(who, panel);
  wantArgument(who, "starts of stages", starts, { fields: ["map"] });
  const { agents, periods, outcome, adopted } = panel;
  const n = agents.length;
  const order = given ?? adoptionOrder(panel);
  const everybody = Uint32Array.from(agents.keys());
  const raw = moments(outcome, adopted, order, everybody, new Float64Array(periods.length));
  const trend = untreatedTrend(Array.from(raw.mean), Array.from(raw.share));
  const momentsOf = (positions: ArrayLike<number>): Moments =>
    moments(outcome, adopted, order, positions, trend);
  const half = Math.trunc(n / 2);
  const [, ...ends] = starts.slice(1);
  return {
    trend,
    momentsOf,
    periods: periods.length,
    all: momentsOf(everybody),
    halves: [momentsOf(everybody.subarray(0, half)), momentsOf(everybody.subarray(half))],
    blocks: ends.map((to, k) => [k === 0 ? 0 : starts[k + 1]!, to]),
  };
}

/** Means over agents by position, less the trend. */
function moments(
  outcome: readonly Float64Array[],
  adopted: Uint32Array,
  order: Uint32Array,
  positions: ArrayLike<number>,
  trend: ArrayLike<number>,
): Moments {
  const mean = new Float64Array(outcome.length);
  const share = new Float64Array(outcome.length);
  for (let t = 0; t < outcome.length; t++) {
    const column = outcome[t]!;
    let total = 0;
    let treated = 0;
    for (let k = 0; k < positions.length; k++) {
      const i = order[positions[k]!]!;
      total += column[i]!;
      if (adopted[i]! <= t) treated++;
    }
    mean[t] = total / positions.length - trend[t]!;
    share[t] = treated / positions.length;
  }
  return { mean, share };
}

/** Cross-products of the rows for all periods, and of those that are left when a block is held out. */
interface Design {
  readonly interaction: boolean;
  readonly whole: CrossProducts;
  readonly without: readonly (CrossProducts | undefined)[];
}

function design(
  { all, blocks, periods }: Prepared,
  batches: readonly Moments[],
  interaction: boolean,
): Design {
  // A row joins a period to the one before, so none spans a gap.
  const over = (keep: (t: number) => boolean): CrossProducts | undefined => {
    const at = Array.from({ length: periods - 1 }, (_, k) => k + 1).filter(keep);
    if (at.length === 0) return undefined;
    const of = (f: (t: number, batch: Moments) => number): Float64Array => {
      const column = new Float64Array(at.length * batches.length);
      let row = 0;
      for (const t of at) for (const batch of batches) column[row++] = f(t, batch);
      return column;
    };
    const columns = [
      of((t) => all.mean[t - 1]!),
      of((t) => all.share[t]!),
      of((t, batch) => batch.mean[t - 1]!),
      of((t, batch) => batch.share[t]!),
    ];
    if (interaction) columns.push(of((t, batch) => batch.mean[t - 1]! * batch.share[t]!));
    return crossProducts(
      columns,
      of((t, batch) => batch.mean[t]!),
    );
  };
  return {
    interaction,
    whole: over(() => true)!,
    without: blocks.map(([from, to]) => over((t) => t < from || t > to)),
  };
}

function answer(
  world: Prepared,
  { interaction, whole, without }: Design,
  penalty: number,
): MessagePassingPaths {
  const { trend, all, halves, blocks, periods } = world;
  const penalties = new Array<number>(interaction ? 5 : 4).fill(penalty);
  const fit = ridge(whole, penalties);
  const rolled = (on: 0 | 1): number[] => {
    let mean = all.mean[0]!;
    return trend.map((z, t) => {
      if (t > 0) mean = step(fit, interaction, mean, on, mean, on);
      return mean + z;
    });
  };
  let squares = 0;
  for (const [b, [from, to]] of blocks.entries()) {
    const held = without[b] && ridge(without[b], penalties);
    for (const half of halves) {
      // The first block begins with its own first period, which is kept as observed.
      const first = from === 0 ? 0 : from - 1;
      let mean = all.mean[first]!;
      let own = half.mean[first]!;
      for (let t = first + 1; t < to; t++) {
        if (!held) {
          squares = Number.POSITIVE_INFINITY;
          continue;
        }
        const next = step(held, interaction, mean, all.share[t]!, mean, all.share[t]!);
        own = step(held, interaction, mean, all.share[t]!, own, half.share[t]!);
        mean = next;
        squares += (own - half.mean[t]!) ** 2;
      }
    }
  }
  return {
    control: rolled(0),
    treatment: rolled(1),
    fit,
    error: Math.sqrt(squares / (halves.length * periods)),
  };
}

/** The mean of the next period: of all with its batch set to all, or of a batch. */
function step(
  { intercept, coefficients }: RidgeFit,
  interaction: boolean,
  mean: number,
  share: number,
  own: number,
  ownShare: number,
): number {
  const [a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0] = coefficients;
  return (
    intercept + a1 * mean + a2 * share + a3 * own + a4 * ownShare + (interaction ? a5 * own * ownShare : 0)
  );
}
