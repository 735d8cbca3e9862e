import { supportSize } from "../../designs/law/supportOf.ts";
import { rng } from "../../src/core/rng.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";

/** Assignments of a design, as the conditions that they put agents in. */
export interface Redraws {
  readonly count: number;
  /** Condition of agent i in redraw r at index r × n + i. */
  readonly conditions: Uint8Array;
  /** Probability of each, when all assignments of the design are listed; else they are equally likely. */
  readonly weights?: Float64Array;
}

export interface RedrawOptions {
  /** Number of assignments drawn, at least 100. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
}

/** Designs with at most this many assignments are listed instead of drawn. */
const MOST_LISTED = 5000;
export const DEFAULT_DRAWS = 2000;

/** Redraws up to this many bytes are kept for the next contrast. */
const MOST_KEPT = 2e7;
const kept = new WeakMap<ExposureProbabilities, Map<string, Redraws>>();

/**
 * The design drawn again and again, without looking at what was drawn for the experiment: all its assignments with their
 * probabilities when there are at most 5,000, else `draws` assignments from the stream `redraws` of the seed. The same for
 * all contrasts and estimators of the same probabilities, and computed once for them.
 *
 * Cost: one draw of the design and one computation of conditions each, and n bytes of memory each.
 */
export function redraws(
  probabilities: ExposureProbabilities,
  { draws = DEFAULT_DRAWS, seed = 1 }: RedrawOptions = {},
): Redraws {
  const listed = isListed(probabilities);
  const key = listed ? "listed" : `${draws} ${seed}`;
  const known = kept.get(probabilities)?.get(key);
  if (known) return known;
  const found = listed ? list(probabilities) : drawn(probabilities, draws, seed);
  if (found.conditions.length <= MOST_KEPT) kept.set(probabilities, new Map([[key, found]]));
  return found;
}

/** Whether a design has so few assignments that {@link redraws} lists them. */
export function isListed({ law }: ExposureProbabilities): boolean {
  return law.support !== undefined && supportSize(law.structure, law.arms.length) <= MOST_LISTED;
}

function list({ law, network, exposure }: ExposureProbabilities): Redraws {
  const support = [...law.support!()];
  const conditions = new Uint8Array(support.length * network.n);
  support.forEach(([arms], r) => {
    conditions.set(exposure.of(network, arms), r * network.n);
  });
  return { count: support.length, conditions, weights: Float64Array.from(support, ([, p]) => p) };
}

function drawn(
  { law, network, exposure }: ExposureProbabilities,
  draws: number,
  seed: string | number,
): Redraws {
  const stream = rng(seed).fork("redraws");
  const conditions = new Uint8Array(draws * network.n);
  for (let r = 0; r < draws; r++)
    conditions.set(exposure.of(network, law.draw(stream.fork(r))), r * network.n);
  return { count: draws, conditions };
}
