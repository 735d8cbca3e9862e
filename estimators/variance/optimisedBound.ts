import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { groupedSlack } from "./groupedBound.ts";
import { MOST_OPTIMISED_NODES, optimisedSlack, type PriorOutcomes } from "./optimisedSlack.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { pairForm, type SoftZeros, signs } from "./pairForm.ts";
import { quadraticForm, type Slack } from "./quadraticForm.ts";
import { unobservableGroups } from "./unobservableGroups.ts";

/** A slack at an effect common to all of more than this many times the sum of the A_kk is the degenerate one, or nearly. */
const DEGENERATE = 10;

/** Choices of {@link optimisedBound}. */
export interface OptimisedSettings {
  /** Fixed before the data; only the ratios matter. Default: means 2 and 1, spread 1. */
  readonly prior?: PriorOutcomes;
  /** Treat rare pairs as unobservable too. Default: only those that cannot be seen together. */
  readonly soft?: SoftZeros;
}

/** A formula, and in words what it is if it is not quite what was asked for. */
type NotedVariance = PreparedVariance & { readonly note?: string };

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
export function optimisedBound(setting: VarianceSetting, given: OptimisedSettings = {}): NotedVariance {
  wantArgument("optimisedBound", "settings", given);
  const { prior = { means: [2, 1], spread: 1 }, soft } = given;
  wantVarianceSetting("optimisedBound", setting);
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
