// The whole walk from a request to its answer; its parts stand beside it.

import type { Design } from "../../../designs/Design.ts";
import { studiedBy } from "../../../designs/law/studiedBy.ts";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Outcomes } from "../../../estimators/contrast/observe.ts";
import type { Estimator } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import type { Contrast } from "../../../estimators/Inquiry.ts";
import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { ExperimentScope } from "../../experiment/experimentScope.ts";
import type { Network } from "../../network/Network.ts";
import { exposureProbabilities, type ProbabilityOptions } from "../../probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import { correctedNetwork } from "./correctedNetwork.ts";
import type { EdgeErrors } from "./EdgeErrors.ts";
import { eligibleTies } from "./eligibleTies.ts";
import { erringTies } from "./erringTies.ts";
import { type TippingRow, tippingRow } from "./tippingRow.ts";
import { type WorstCase, worstCase } from "./worstCase.ts";

export interface TippingRequest {
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">;
  /** Exact or simulated, on the network that was observed; they hold network, law and exposure. */
  readonly probabilities: ExposureProbabilities;
  /** Outcomes of each world. */
  readonly worlds: readonly Outcomes[];
  readonly contrast: Contrast;
  readonly estimator: Estimator;
  readonly errors: EdgeErrors;
  /** Errors as shares of the observed ties of the kind, each above 0. Default 0.01, 0.02, 0.05, 0.1, 0.2, 0.5. */
  readonly rates?: readonly number[];
  /** Numbers of wrong ties, instead of rates. */
  readonly ties?: readonly number[];
  /** Networks drawn for each number of ties, from 20 to 10,000. Default 100. */
  readonly simulations?: number;
  /** Seed of the errors. Default 1. */
  readonly seed?: string | number;
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** How probabilities are simulated where they cannot be exact. */
  readonly probability?: Pick<ProbabilityOptions, "seed" | "draws">;
  /** Whether few ties that tip the estimate are searched for, too. Default true. */
  readonly worst?: boolean;
  /** Is told how many estimates there will be, when one was made and before the others are. */
  onSize?(estimates: number): void;
  /** Is told how many estimates are made. */
  onProgress?(done: number, all: number): void;
}

/** How many wrong ties move an estimate, or its interval, across 0. */
export interface TippingPoint {
  readonly contrast: Contrast;
  readonly estimator: string;
  readonly errors: {
    readonly kind: EdgeErrors["kind"];
    readonly where: NonNullable<EdgeErrors["where"]>;
    readonly words: string;
  };
  /** Ties of the observed network, those of the kind, and the pairs that may err. */
  readonly network: { readonly edges: number; readonly reference: number; readonly most: number };
  readonly observed: { readonly estimate: number; readonly ci?: readonly [number, number] };
  readonly simulations: number;
  /** Of the intervals, between 0 and 1. */
  readonly confidence: number;
  /** Of how many agents the experiment is, and how its design assigns arms, where that is known. */
  readonly experiment?: ExperimentScope;
  readonly rows: readonly TippingRow[];
  /** Smallest number of ties of the grid at which so much happens; absent when it happens nowhere on it. */
  readonly tips: {
    /** The median of the estimates is on the other side of 0. */
    readonly median?: number;
    /** At least one draw in twenty has its estimate on the other side of 0. */
    readonly twentieth?: number;
    /** Half of the intervals say something else than the observed one of whether 0 is in them. */
    readonly interval?: number;
    /** At least one in twenty does. */
    readonly intervalTwentieth?: number;
  };
  /** A set of ties that tips the estimate, found by search. */
  readonly worst?: WorstCase;
  readonly notes: readonly string[];
}

const RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
/** Estimates that one call makes at most. */
const MOST_ESTIMATES = 200_000;

/**
 * How many missing or false ties of a kind it takes to move an estimate, or its interval, across 0: for each number of ties, networks are
 * drawn in which so many are put right, exposures and probabilities are made anew on each (the law of the assignment stays that of the
 * design as it was drawn), and the contrast is estimated again. Every draw puts ties right one after the other, so its numbers of ties are nested.
 *
 * After Weinstein and Nevo (2023), arXiv:2302.11322, section 4 (bias analysis of a network). Cost: simulations × numbers of ties estimates.
 *
 * @throws SpillwayError when nothing can be estimated on the observed network, for an exposure on several networks, and for settings out of range.
 */
export function tippingPoint(request: TippingRequest): TippingPoint {
  wantArgument("tippingPoint", "a request", request, { fields: ["plan", "probabilities", "contrast"] });
  const { plan, probabilities, worlds, contrast, estimator, errors, confidence = 0.95 } = request;
  const { simulations = 100, seed = 1, worst = true } = request;
  const { network, law, exposure } = probabilities;
  if (network.changes || exposure.heard)
    throw new SpillwayError(
      "tipping: the network changes over rounds, and ties in doubt are those of one network: name an exposure and a network that stay",
    );
  if (exposure.candidates)
    throw new SpillwayError("tipping: the exposure is asked on several networks: name the exposure on one");
  if (!(errors.kind === "missing" || errors.kind === "false"))
    throw new SpillwayError("tipping: errors must be missing or false ties");
  wantWhole("tipping: simulations", simulations, 20);
  if (simulations > 10_000)
    throw new SpillwayError(`tipping: simulations must be at most 10000, got ${simulations}`);
  const design: Design = { name: "drawn", params: {}, law: () => law };
  const on = (corrected: Network): ExposureProbabilities =>
    exposureProbabilities(corrected, design, exposure, { law, ...request.probability });
  const ask = (about: ExposureProbabilities) =>
    estimate({
      ...{ plan, probabilities: about, confidence },
      outcomes: { worlds },
      contrasts: { [contrast.name]: [contrast.first, contrast.second] },
      estimators: [estimator],
      unlikelyArms: "warn",
    })[0]!;
  const first = ask(on(network));
  if (!("estimate" in first))
    throw new SpillwayError(`tipping: there is no estimate of ${contrast.name} to move: ${first.because}`);
  if (first.estimate === 0)
    throw new SpillwayError(`tipping: the estimate of ${contrast.name} is 0 and on neither side of it`);
  const eligible = eligibleTies(network, errors, studiedBy(law));
  const erring = erringTies(network, errors, eligible);
  const notes: string[] = [];
  const counts = countsOf(request, erring.reference, erring.most, eligible.words, notes);
  const estimates = counts.length * simulations;
  if (estimates > MOST_ESTIMATES)
    throw new SpillwayError(
      `tipping: ${counts.length} numbers of ties × ${simulations} networks are ${estimates} estimates, more than the ${MOST_ESTIMATES} of one call: take fewer simulations`,
    );
  request.onSize?.(estimates);
  const stream = rng(seed).fork("tipping");
  const found = counts.map((): ReturnType<typeof ask>[] => []);
  let short = 0;
  for (let r = 0; r < simulations; r++) {
    const ties = erring.draw(stream.fork(r), counts.at(-1)!);
    if (ties.length < counts.at(-1)!) short++;
    for (const [k, count] of counts.entries()) {
      found[k]!.push(ask(on(correctedNetwork(network, errors.kind, ties.slice(0, count)))));
      request.onProgress?.(r * counts.length + k + 1, estimates);
    }
  }
  if (short > 0)
    notes.push(`${short} draws found fewer absent ties than wanted: they stand for as many as were found`);
  const { estimate: value, ci } = first;
  const rows = counts.map((ties, k) =>
    tippingRow(ties, ties / erring.reference, found[k]!, { estimate: value, ...(ci ? { ci } : {}) }),
  );
  const smallest = (holds: (row: TippingRow) => boolean): number | undefined => rows.find(holds)?.ties;
  const tips = {
    median: smallest((row) => row.median !== undefined && Math.sign(row.median) !== Math.sign(value)),
    twentieth: smallest(({ crossed }) => crossed.share >= 0.05),
    interval: smallest(({ changed }) => changed !== undefined && changed.share >= 0.5),
    intervalTwentieth: smallest(({ changed }) => changed !== undefined && changed.share >= 0.05),
  };
  const searched = worst
    ? worstCase({
        ...{
          network,
          plan,
          worlds,
          contrast,
          estimator,
          kind: errors.kind,
          erring,
          on,
          sign: Math.sign(value),
        },
        stream: stream.fork("worst"),
      })
    : undefined;
  return {
    contrast,
    estimator: estimator.name,
    errors: {
      kind: errors.kind,
      where: errors.where ?? "anywhere",
      words: `${errors.kind} ties ${eligible.words}`,
    },
    network: { edges: network.edges, reference: erring.reference, most: erring.most },
    observed: { estimate: value, ...(ci ? { ci } : {}) },
    ...{ simulations, confidence },
    rows,
    tips: Object.fromEntries(Object.entries(tips).filter(([, count]) => count !== undefined)),
    ...(searched ? { worst: searched } : {}),
    notes,
  };
}

/** The numbers of wrong ties to try, ascending, each possible and none twice. */
function countsOf(
  { rates, ties, errors }: TippingRequest,
  reference: number,
  most: number,
  words: string,
  notes: string[],
): number[] {
  if (rates && ties) throw new SpillwayError("tipping: give rates or numbers of ties, not both");
  if (most < 1)
    throw new SpillwayError(
      `tipping: there are no ${errors.kind === "false" ? "ties" : "pairs without a tie"} ${words}: ask about other errors`,
    );
  for (const rate of rates ?? [])
    if (!(Number.isFinite(rate) && rate > 0))
      throw new SpillwayError(`tipping: rates must be numbers above 0, got ${rate}`);
  for (const count of ties ?? []) wantWhole("tipping: ties", count, 1);
  const wanted = ties ?? (rates ?? RATES).map((rate) => Math.max(1, Math.round(rate * reference)));
  const counts = [...new Set(wanted.filter((count) => count <= most))].sort((a, b) => a - b);
  const beyond = wanted.filter((count) => count > most);
  if (beyond.length > 0)
    notes.push(`${beyond.join(", ")} ties are more than the ${most} that can be wrong: left out`);
  if (counts.length === 0)
    throw new SpillwayError(`tipping: at most ${most} ties can be wrong, got ${wanted.join(", ")}`);
  return counts;
}
