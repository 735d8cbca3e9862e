import type { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { defineKind, type Kind } from "../src/core/defineKind.ts";
import { present } from "../src/core/present.ts";
import { wantArgument } from "../src/core/wantArgument.ts";
import type { Network } from "../src/network/Network.ts";
import type { Claim } from "./Claim.ts";
import { noContrast } from "./contrast/noContrast.ts";
import type { WeightedMeans } from "./contrast/WeightedMeans.ts";
import type { AnswerRow, DataNeeds, EstimateRow, Estimator, Expected } from "./Estimator.ts";
import type { ExperimentData, Observed } from "./ExperimentData.ts";
import type { Contrast, FurtherInquiry, Inquiry, InquiryKind } from "./Inquiry.ts";

/** A catalogue entry that makes estimators. */
export type EstimatorKind<Settings> = Kind<Settings, Estimator>;

/** Makes an estimator's catalogue entry from its assumptions, its source and the computation. */
export function defineEstimator<Schema extends z.ZodType<Record<string, unknown>>>(entry: {
  readonly kind: string;
  readonly summary: string;
  readonly settings: Schema;
  readonly assumes: readonly string[];
  readonly cite: string;
  readonly naive?: boolean;
  readonly refuses?: (law: Law) => string | undefined;
  /** Default `association` for a naive estimator, else `design-based`. */
  readonly claim?: Claim;
  /** How it weights, where it is a contrast of weighted means. */
  readonly means?: WeightedMeans;
  /** Absent for an estimator that answers no contrast: rows of contrasts then have the reason. */
  readonly estimate?: (settings: z.output<Schema>, data: Observed, contrast: Contrast) => EstimateRow;
  /** The standard error to be expected, in standard deviations of the outcomes. */
  readonly predicts?: (
    settings: z.output<Schema>,
    network: Network,
    law: Law,
    inquiry: FurtherInquiry,
  ) => Expected | undefined;
  /** What it reads beside arms and outcomes, with these settings. */
  readonly needs?: (settings: z.output<Schema>) => DataNeeds | undefined;
  /** Kinds of inquiry that `answer` takes. */
  readonly answers?: readonly InquiryKind[];
  /** Hypotheses that it tests, where `test` is among them. */
  readonly nulls?: readonly string[];
  readonly answer?: (settings: z.output<Schema>, data: ExperimentData, inquiry: Inquiry) => AnswerRow;
}): EstimatorKind<z.input<Schema>> {
  wantArgument("defineEstimator", "an entry of the catalogue", entry, {
    fields: ["kind", "settings", "assumes"],
  });
  const {
    kind,
    summary,
    settings,
    assumes,
    cite,
    naive = false,
    refuses,
    means,
    estimate,
    predicts,
    needs,
    answers,
    nulls,
    answer,
  } = entry;
  const { claim = naive ? "association" : "design-based" } = entry;
  return defineKind({
    kind,
    summary,
    settings,
    make: (params): Estimator => ({
      name: kind,
      params,
      assumes,
      cite,
      naive,
      claim,
      ...present({ refuses, answers, nulls, means, needs: needs?.(params) }),
      estimate: (data, contrast) =>
        estimate
          ? estimate(params, data, contrast)
          : noContrast({ name: kind, claim, naive, answers: answers ?? [] }, data, contrast),
      ...(predicts ? { predicts: (network, law, inquiry) => predicts(params, network, law, inquiry) } : {}),
      ...(answer ? { answer: (data, inquiry) => answer(params, data, inquiry) } : {}),
    }),
  });
}
