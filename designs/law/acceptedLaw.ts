import { sum } from "../../src/core/numbers/sum.ts";
import { type Rng, rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { Law } from "../Design.ts";
import type { Structure } from "../Structure.ts";
import { assignmentFault } from "./assignmentFault.ts";
import { lawOf } from "./lawOf.ts";
import { mergeAssignments } from "./mergeAssignments.ts";
import { supportSize } from "./supportOf.ts";

/** What is drawn again, and until when. */
interface Redrawing {
  /** The design that speaks in messages. */
  readonly who: string;
  /** The law that assignments are drawn from; two arms. */
  readonly base: Law;
  /** How bad an assignment is, the same when the arms are swapped. Infinite for one that can never be accepted. */
  readonly score: (assignment: Uint8Array) => number;
  /** What the score is called, such as `a distance`. */
  readonly noun: string;
  /** One try, where it is more than a draw from `base`, given the largest score accepted; then the law is known by its sampler only. */
  readonly attempt?: (rng: Rng, threshold: number) => Uint8Array;
  /** Largest score accepted, or else the share of draws from `base` that have an accepted score. */
  readonly limit: { readonly threshold: number } | { readonly accept: number };
  /** What helps when nothing is found: `raise threshold`. */
  readonly remedy: string;
  /** What helps besides when tries have found nothing. Default: raise tries. */
  readonly searchRemedy?: string;
  /** Seed of the draws that turn a share into a threshold. */
  readonly seed: string | number;
  /** Most tries for one assignment. */
  readonly tries: number;
}

/** Assignments are listed up to this number, and up to this much memory. */
const LISTED = 65_536;
const LISTED_BYTES = 2 ** 26;
/** Tries in which the acceptance is counted: 10,000, fewer where that would assign more than 20 million agents, but 200. */
const countedTries = (n: number): number => Math.max(200, Math.min(10_000, Math.floor(2e7 / n)));

/**
 * The law of drawing until an assignment is accepted: the base law given acceptance. Where the base law has at most
 * 65,536 assignments they are listed with their scores, and the law is exact. Otherwise it is known by its sampler, and
 * the chance of an arm only where it is 0 or 1 in the base law, or where swapping the arms changes nothing: then it is ½.
 *
 * Cost: the listing, or for an accepted share of a max(1,000, 100/a) draws.
 * @throws SpillwayError when no assignment can be accepted.
 */
export function acceptedLaw(redrawing: Redrawing): Law {
  const { base, attempt } = redrawing;
  const size = supportSize(base.structure, 2);
  return attempt === undefined && base.support && size <= LISTED && size * base.n <= LISTED_BYTES
    ? listedLaw(redrawing, mergeAssignments(base.support()))
    : sampledLaw(redrawing);
}

function listedLaw(
  { who, base, score, noun, limit, remedy }: Redrawing,
  list: readonly (readonly [assignment: Uint8Array, probability: number])[],
): Law {
  const scored = list.map(([z, p]) => ({ z, p, score: score(z) })).sort((a, b) => a.score - b.score);
  let threshold: number;
  if ("threshold" in limit) threshold = limit.threshold;
  else {
    let reached = 0;
    // Shares that are equal but for rounding count as reached.
    const last = scored.find(({ p }) => {
      reached += p;
      return reached >= limit.accept - 1e-9;
    })!;
    threshold = checkedThreshold(who, noun, limit.accept, last.score);
  }
  const kept = scored.filter((one) => accepts(threshold, one.score));
  if (kept.length === 0)
    throw new SpillwayError(
      `${who}: no assignment has ${noun} of at most ${threshold}, ${least(scored[0]!.score, "is", remedy)}`,
    );
  const share = sum(kept.map(({ p }) => p));
  const law = lawOf(base.arms, base.n, {
    kind: "explicit-support",
    assignments: kept.map(({ z }) => z),
    probability: Float64Array.from(kept, ({ p }) => p / share),
  });
  return { ...law, acceptance: () => ({ threshold, share }) };
}

function sampledLaw(redrawing: Redrawing): Law {
  const { who, base, score, noun, limit, remedy, searchRemedy = "raise tries", seed, tries } = redrawing;
  const attempt = redrawing.attempt ?? ((stream: Rng) => base.draw(stream));
  const threshold = "threshold" in limit ? limit.threshold : calibrated(redrawing, limit.accept);
  const symmetric = isSymmetric(base.structure);
  return {
    n: base.n,
    arms: base.arms,
    structure: { kind: "sampler-only" },
    draw(stream) {
      let lowest = Number.POSITIVE_INFINITY;
      for (let t = 0; t < tries; t++) {
        const assignment = attempt(stream, threshold);
        const found = score(assignment);
        if (accepts(threshold, found)) return assignment;
        lowest = Math.min(lowest, found);
      }
      throw new SpillwayError(
        `${who}: none of ${tries} tries came to ${noun} of at most ${threshold}, ${least(lowest, "was", `${remedy}, or ${searchRemedy}`)}`,
      );
    },
    marginal(i, arm) {
      const chance = base.marginal(i, arm);
      if (chance === 0 || chance === 1) return chance;
      return symmetric ? 0.5 : undefined;
    },
    refuses(assignment, ids) {
      const found = score(assignment);
      return (
        assignmentFault(base, assignment, ids) ??
        (accepts(threshold, found)
          ? undefined
          : `it has ${noun} of ${found}, above the ${threshold} accepted`)
      );
    },
    acceptance() {
      const stream = rng(seed).fork("acceptance");
      const counted = countedTries(base.n);
      let accepted = 0;
      for (let t = 0; t < counted; t++) if (accepts(threshold, score(attempt(stream, threshold)))) accepted++;
      return { threshold, share: accepted / counted, tries: counted };
    },
  };
}

/** How near it came, and what to do. */
function least(score: number, is: string, remedy: string): string {
  return Number.isFinite(score)
    ? `the least ${is} ${score}: ${remedy}`
    : "because an arm was always empty: choose another base";
}

/** Scores come from sums, so equal ones may differ in the last digits. */
function accepts(threshold: number, score: number): boolean {
  return score <= threshold * (1 + 1e-9) + 1e-12;
}

/** The score that a share of the draws from the base law does not exceed. */
function calibrated({ who, base, score, noun, seed }: Redrawing, accept: number): number {
  const stream = rng(seed).fork("threshold");
  const draws = Math.max(1000, Math.ceil(100 / accept));
  const scores = Float64Array.from({ length: draws }, () => score(base.draw(stream))).sort();
  return checkedThreshold(who, noun, accept, scores[Math.ceil(accept * draws) - 1]!);
}

function checkedThreshold(who: string, noun: string, accept: number, threshold: number): number {
  if (Number.isFinite(threshold)) return threshold;
  throw new SpillwayError(
    `${who}: accept must be at most the share of draws that have ${noun}, got ${accept}: an arm is empty in too many draws, so lower accept or choose another base`,
  );
}

/** Whether swapping two arms leaves a law as it is, as far as its structure tells. */
function isSymmetric(structure: Structure): boolean {
  switch (structure.kind) {
    case "independent-blocks":
      return structure.probability.every((p) => p === 0.5);
    case "fixed-counts":
      return structure.counts.every((count, k) => count === structure.counts[k ^ 1]);
    case "mixture":
      return structure.parts.every((part) => isSymmetric(part.structure));
    default:
      return false;
  }
}
