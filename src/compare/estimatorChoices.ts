import { takes } from "../../estimators/answer.ts";
import { assumptions } from "../../estimators/assumptions.ts";
import type { Claim } from "../../estimators/Claim.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import type { Inquiry } from "../../estimators/Inquiry.ts";
import type { CatalogueEntry } from "../core/defineKind.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { inWorlds } from "../experiment/inWorlds.ts";
import { predictedError } from "../experiment/predictedError.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import { needsFault } from "../study/needsFault.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";

/** What one estimator could say about one inquiry of a study. */
interface EstimatorAnswer {
  readonly inquiry: string;
  /** Standard error to be expected in standard deviations of the outcomes; absent where there is no such figure. */
  readonly se?: number;
  /** What of the mean of outcomes less the baseline becomes error beside it; absent where a constant does not matter. */
  readonly level?: number;
  /** Why there is none, where the design is the reason. */
  readonly because?: string;
}

/** An entry of the catalogue beside a study: whether it applies, what it assumes and what it would cost in error. */
export interface EstimatorChoice {
  readonly kind: string;
  readonly summary: string;
  /** Kinds of inquiry that it answers; empty where its settings are needed to know. */
  readonly answers: readonly string[];
  /** Whether it can answer an inquiry of this study. */
  readonly applies: boolean;
  /** Why it does not apply. */
  readonly because?: string;
  readonly claim?: Claim;
  /** What must hold, in sentences. */
  readonly assumes: readonly string[];
  readonly inquiries: readonly EstimatorAnswer[];
}

/**
 * Which estimator? Each entry of a catalogue beside a study, before there are outcomes: whether the design, the questions and what is known let it
 * apply, what it assumes, and the standard error to be expected. An estimator that the study names counts with its settings there, others with
 * their defaults.
 *
 * Cost: that of the exposure probabilities, and of a predicted error for each contrast.
 */
export function estimatorChoices(
  entries: readonly CatalogueEntry<Estimator>[],
  prepared: PreparedStudy,
): EstimatorChoice[] {
  const errors = new Map<string, EstimatorAnswer>();
  return entries.map((entry): EstimatorChoice => {
    const { kind, summary } = entry;
    const made = madeOf(entry, prepared.study);
    if (typeof made === "string")
      return { kind, summary, answers: [], applies: false, because: made, assumes: [], inquiries: [] };
    const { answers = ["contrast"], claim, assumes } = made;
    const sentences = assumes.map((name) => assumptions[name] ?? name);
    const base = { kind, summary, answers, claim, assumes: sentences };
    const because = unfit(made, prepared);
    if (because !== undefined) return { ...base, applies: false, because, inquiries: [] };
    const taken = asked(prepared.study).filter((one) => takes(made, one));
    return { ...base, applies: true, inquiries: taken.map((one) => expected(made, one, prepared, errors)) };
  });
}

const asked = ({ inquiry, further = [] }: Study): readonly Inquiry[] => [...inquiry, ...further];

/** The estimator as the study names it, or with its defaults; or why it cannot be made without settings. */
function madeOf({ kind, from }: CatalogueEntry<Estimator>, { answer }: Study): Estimator | string {
  const named = answer.find(({ name }) => name === kind);
  if (named) return named;
  try {
    return from({});
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return `it needs settings: ${cause.message}`;
  }
}

/** Why an estimator cannot answer anything of a study; undefined when it can. */
function unfit(estimator: Estimator, { study, law }: PreparedStudy): string | undefined {
  const { answers = ["contrast"], nulls } = estimator;
  if (!asked(study).some((one) => takes(estimator, one))) {
    const kinds = answers.map((kind) => (kind === "test" && nulls ? `test of ${nulls.join(" or ")}` : kind));
    return `it answers inquiries of the kind ${kinds.join(", ")}, and the study asks none`;
  }
  const refused = estimator.refuses?.(law);
  if (refused !== undefined) return refused;
  return needsFault(estimator, study);
}

function expected(
  estimator: Estimator,
  inquiry: Inquiry,
  { network, law, study, probabilities }: PreparedStudy,
  errors: Map<string, EstimatorAnswer>,
): EstimatorAnswer {
  const { name } = inquiry;
  const { worlds } = study.data;
  if ("kind" in inquiry) {
    const found = estimator.predicts?.(network, law, inquiry);
    if (found === undefined) return { inquiry: name };
    return "because" in found
      ? { inquiry: name, because: found.because }
      : { inquiry: name, ...inWorlds(found, worlds) };
  }
  // The figure is that of Hájek's means; what adjusts for covariates or a baseline does better by what these explain.
  if (estimator.naive || !WEIGHTED.includes(estimator.name)) return { inquiry: name };
  const kept = errors.get(name);
  if (kept) return kept;
  const population = contrastPopulation(probabilities, inquiry.first, inquiry.second);
  const found =
    population.length === 0
      ? { because: "nobody can be in both conditions" }
      : predictedError(probabilities, inquiry, population, worlds);
  const made: EstimatorAnswer =
    "because" in found ? { inquiry: name, because: found.because } : { inquiry: name, se: found.se };
  errors.set(name, made);
  return made;
}

/** Estimators whose error is that of Hájek's means, or smaller. */
const WEIGHTED: readonly string[] = [
  "hajek",
  "exposure-regression",
  "change-from-baseline",
  "difference-estimator",
];
