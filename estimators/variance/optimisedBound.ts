import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { groupedSlack } from "./groupedBound.ts";
import { leastSlack } from "./leastSlack.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { forEachUnobservable, type PairForm, pairForm, type SoftZeros, signs } from "./pairForm.ts";
import { quadraticForm, type Slack } from "./quadraticForm.ts";
import { unobservableComponents } from "./unobservableComponents.ts";
import { unobservableGroups } from "./unobservableGroups.ts";
import { youngSlack } from "./youngBound.ts";

/** Most potential outcomes (two for each agent) that are optimised together; 100 take up to six seconds, and the time grows with the cube of their number. */
export const MOST_OPTIMISED_NODES = 100;

/** A slack at an effect common to all of more than this many times the sum of the A_kk is the degenerate one, or nearly. */
const DEGENERATE = 10;

/** What is expected of the outcomes before they are seen: their second moments are W = spread² I + m mᵀ. */
export interface PriorOutcomes {
  /** Mean outcome in the first and in the second condition, different from each other. */
  readonly means: readonly [number, number];
  /** Standard deviation of outcomes around them, above 0. */
  readonly spread: number;
}

/** Choices of {@link optimisedBound}. */
export interface OptimisedSettings {
  /** Fixed before the data; only the ratios matter. Default: means 2 and 1, spread 1. */
  readonly prior?: PriorOutcomes;
  /** Treat rare pairs as unobservable too. Default: only those that cannot be seen together. */
  readonly soft?: SoftZeros;
}

/** A formula, and in words what it is if it is not quite what was asked for. */
export type NotedVariance = PreparedVariance & { readonly note?: string };

/**
 * The bound that is smallest in expectation for outcomes like those expected: S ⪰ 0 with S = −A on unobservable pairs that
 * minimises tr(S W). Conservative whatever the outcomes; the expectation only decides how tight. Harshaw, Middleton and
 * Sävje (2021), "Optimized variance estimation under interference and complex experimental designs".
 *
 * The trap: if the two means were equal, S = n⁻² s sᵀ would be optimal, and the bound's estimate would be the square of the
 * estimated effect, an interval that never leaves out 0. So the means must differ, and a solution that comes near to this
 * one, with more slack at a common effect than the grouped bound, is rejected: then the result is the grouped bound, and its `note` says so.
 *
 * All nodes are optimised together where they are at most {@link MOST_OPTIMISED_NODES}, otherwise each component of the graph
 * of unobservable pairs of at most that size; larger ones get Young's bound, and the `note` counts them.
 * @throws SpillwayError for a prior that is not as described, and for more pairs than `pairForm` keeps.
 */
export function optimisedBound(
  setting: VarianceSetting,
  { prior = { means: [2, 1], spread: 1 }, soft }: OptimisedSettings = {},
): NotedVariance {
  checkPrior(prior);
  const form = pairForm(setting, soft);
  const { slack, large } = optimisedSlack(form, prior);
  const squares = form.pi.reduce((total, p) => total + 1 / p - 1, 0);
  if (effectSlack(slack) > DEGENERATE * squares) {
    const groups = groupedSlack(form, unobservableGroups(form, setting.probabilities.law.structure));
    if (effectSlack(groups) >= effectSlack(slack)) return noted(quadraticForm(form, slack), large);
    const note =
      "the optimised bound came near to the square of the effect itself, because the expected means hardly differ: the grouped bound takes its place";
    return Object.assign(quadraticForm(form, groups), { note });
  }
  return noted(quadraticForm(form, slack), large);
}

function noted(variance: PreparedVariance, large: number): NotedVariance {
  if (large === 0) return variance;
  const note = `${large} potential outcomes hang together in sets of more than ${MOST_OPTIMISED_NODES}, which were not optimised`;
  return Object.assign(variance, { note });
}

/** The slack itself, and how many nodes are in components too large to optimise. */
export function optimisedSlack(
  form: PairForm,
  prior: PriorOutcomes,
): { readonly slack: Required<Slack>; readonly large: number } {
  const nodes = form.pi.length;
  const components =
    nodes <= MOST_OPTIMISED_NODES ? [Array.from(form.pi, (_, k) => k)] : unobservableComponents(form);
  const entries = Array.from({ length: nodes }, (): [number, number][] => []);
  forEachUnobservable(form, (k, l, a) => {
    entries[k]!.push([l, -a]);
    entries[l]!.push([k, -a]);
  });
  const diagonal = Float64Array.from(youngSlack(form).diagonal);
  const pairs: [number, number, number][] = [];
  const known = new Map<string, number[][]>();
  let large = 0;
  for (const component of components) {
    if (component.length > MOST_OPTIMISED_NODES) {
      large += component.length;
      continue;
    }
    const place = new Map(component.map((k, x) => [k, x]));
    const given = component.map((k) => {
      const row = component.map(() => Number.NaN);
      for (const [l, value] of entries[k]!) row[place.get(l)!] = value;
      return row;
    });
    const mean = component.map((k) => prior.means[(k & 1) as 0 | 1]);
    const moments = mean.map((x, i) => mean.map((y, j) => x * y + (i === j ? prior.spread ** 2 : 0)));
    // Many components look alike: most often two outcomes of one agent.
    const key = JSON.stringify([mean, given]);
    let found = known.get(key);
    if (found === undefined) {
      found = better(leastSlack(given, moments), given, moments);
      known.set(key, found);
    }
    component.forEach((k, x) => {
      diagonal[k] = found[x]![x]!;
      for (let y = x + 1; y < component.length; y++) pairs.push([k, component[y]!, found[x]![y]!]);
    });
  }
  return { slack: { diagonal, pairs }, large };
}

/** The matrix found, or Young's where the search stopped before it was better than that. */
function better(found: number[][], given: readonly number[][], moments: readonly number[][]): number[][] {
  const young = given.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value)));
  young.forEach((row, x) => {
    row[x] = row.reduce((total, value) => total + Math.abs(value), 0);
  });
  const objective = (s: readonly number[][]): number =>
    s.reduce((total, row, x) => total + row.reduce((sum, value, y) => sum + value * moments[x]![y]!, 0), 0);
  return objective(found) <= objective(young) ? found : young;
}

/** sᵀ n²S s: the slack of outcomes that are 1 in the first condition and −1 in the second, for everybody. */
function effectSlack({ diagonal, pairs = [] }: Slack): number {
  let total = diagonal.reduce((sum, value) => sum + value, 0);
  for (const [k, l, value] of pairs) total += 2 * signs(k, l) * value;
  return total;
}

function checkPrior({ means: [first, second], spread }: PriorOutcomes): void {
  if (!(Number.isFinite(first) && Number.isFinite(second) && first !== second))
    throw new SpillwayError(
      `optimisedBound: wanted two different means of the prior, got ${first} and ${second}: with equal means the best bound is the square of the effect itself`,
    );
  if (!(spread > 0 && Number.isFinite(spread)))
    throw new SpillwayError(`optimisedBound: wanted a prior spread above 0, got ${spread}`);
}
