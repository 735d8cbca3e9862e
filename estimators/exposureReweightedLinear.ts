// Harshaw, Sävje, Eisenstat, Mirrokni and Pouget-Abadie (2023), "Design and analysis of bipartite experiments under a linear exposure-response model", Electronic Journal of Statistics 17, section 4.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { few } from "../src/core/few.ts";
import { finite } from "../src/core/fields.ts";
import { shown } from "../src/core/shown.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { WorldData } from "./ExperimentData.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import { type FurtherRow, furtherHead } from "./further/furtherHead.ts";
import { baselineOf } from "./global/baselineOf.ts";
import { type BoundInterval, contributionAnswer, type VarianceBound } from "./global/contributionAnswer.ts";
import { linearDesign } from "./global/linearDesign.ts";
import { populationOf } from "./global/populationOf.ts";
import type { GlobalInquiry, SlopeInquiry } from "./Inquiry.ts";

export interface ExposureReweightedLinearSettings {
  /** Subtracted from outcomes before they are weighted: a number, or the name of a covariate. Fixed before the assignment. Default 0. */
  readonly baseline?: number | string;
  /** Which bound on the variance. Default `auto`: the one that is smaller under the design. */
  readonly variance?: VarianceBound;
  /** How the interval is made. Default `auto`: `wald` from 10 degrees of freedom on where agents depend on at most one in five others, else `chebyshev`. */
  readonly interval?: BoundInterval;
}

const NAME = "exposure-reweighted-linear";
const head = { name: NAME, claim: "modelled" } as const;

/**
 * The global average treatment effect where outcomes are linear in the share of in-neighbours treated, with an intercept and slopes of each
 * agent's own: n⁻¹ Σ (Y_i − b_i) ω_i, ω_i the exposure less its mean over its variance, both exact under the design. On two sides it is the
 * exposure-reweighted linear (ERL) estimator; on one network own arms are part of it. Answers `global`, and `slope` on `share`. Unbiased under linearity, which is strong: look at
 * outcomes against shares. Cost: O(edges), and that of the pairs that share a coin.
 */
export const exposureReweightedLinear: EstimatorKind<ExposureReweightedLinearSettings> = defineEstimator({
  kind: NAME,
  summary: "global effect and slope where outcomes are linear in the share treated; two-sided networks too",
  settings: z.strictObject({
    baseline: z
      .union([finite(), z.string().min(1)], { error: "must be a finite number or the name of a covariate" })
      .default(0),
    variance: z
      .enum(["auto", "degree", "eigenvalue"], { error: "must be auto, degree or eigenvalue" })
      .default("auto"),
    interval: z
      .enum(["auto", "wald", "chebyshev"], { error: "must be auto, wald or chebyshev" })
      .default("auto"),
  }),
  assumes: ["randomized", "neighbors", "linear", "network"],
  claim: "modelled",
  cite: "Harshaw, C., Sävje, F., Eisenstat, D., Mirrokni, V. and Pouget-Abadie, J. (2023). Design and analysis of bipartite experiments under a linear exposure-response model. Electronic Journal of Statistics 17.",
  refuses: refusal,
  needs: ({ baseline }) => (typeof baseline === "string" ? { covariates: [baseline] } : undefined),
  answers: ["global", "slope"],
  answer: (settings, data, inquiry) =>
    answerByWorlds(data, (world, unit) =>
      answerIn(settings, { world, unit }, inquiry as GlobalInquiry | SlopeInquiry),
    ),
});

/** Settings with their defaults. */
type Settings = {
  readonly [Key in keyof ExposureReweightedLinearSettings]-?: NonNullable<
    ExposureReweightedLinearSettings[Key]
  >;
};

function answerIn(
  settings: Settings,
  { world, unit }: { readonly world: WorldData; readonly unit: number },
  inquiry: GlobalInquiry | SlopeInquiry,
): FurtherRow {
  const { network, law } = world.probabilities;
  const { structure } = law;
  const base = furtherHead(head, world, inquiry);
  const none = (because: string): FurtherRow => ({ ...base, because: `${NAME}: ${because}` });
  const refused = refusal(law);
  if (
    refused !== undefined ||
    !(structure.kind === "independent-blocks" || structure.kind === "fixed-counts")
  )
    return none(refused ?? "");
  if (inquiry.kind === "slope" && inquiry.on !== "share")
    return none(
      `answers slopes on share alone, the share of in-neighbours treated, got ${shown(inquiry.on)}`,
    );
  const baseline = baselineOf(settings.baseline, world);
  if (typeof baseline === "string") return none(baseline);
  const design = linearDesign(network, law, { structure, asks: inquiry.kind });
  const { able } = design;
  const among = able.map((one, i) => one & world.observed[i]! & baseline.known[i]!);
  const row = {
    ...base,
    ...populationOf(network, {
      able,
      among,
      unable: "whose exposure does not vary under the design, or is not studied",
    }),
  };
  if (row.population < 2)
    return {
      ...row,
      because: `${NAME}: wanted at least two agents with an outcome whose exposure varies under the design, got ${row.population}`,
    };
  const found = contributionAnswer({
    ...{ head: row, world, among, design, variance: settings.variance, interval: settings.interval },
    values: design.weightsOf(world.arms).map((w, i) => w * (world.outcome[i]! - baseline.values[i]! / unit)),
  });
  if (structure.kind === "independent-blocks") return found;
  const withheld =
    "with fixed numbers of treated every agent depends on every other: use several worlds, or a design that assigns independently";
  return { ...row, estimate: found.estimate, confidence: found.confidence, withheld };
}

function refusal({ structure, arms }: Law): string | undefined {
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts")
    return `means and variances of exposures must be exact, and this design's law is of the kind ${structure.kind}: use bernoulli, complete, blocked, cluster or bipartite`;
  if (arms.length !== 2) return `the design must have two arms, got ${few(arms)}`;
  return undefined;
}
