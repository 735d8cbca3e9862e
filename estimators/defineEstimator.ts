import type { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { defineKind, type Kind } from "../src/core/defineKind.ts";
import { present } from "../src/core/present.ts";
import type { Claim } from "./Claim.ts";
import { contrastData } from "./contrast/contrastData.ts";
import type { WeightedMeans } from "./contrast/WeightedMeans.ts";
import type { AnswerRow, EstimateRow, Estimator } from "./Estimator.ts";
import type { ExperimentData, Observed } from "./ExperimentData.ts";
import type { Contrast, Inquiry, InquiryKind } from "./Inquiry.ts";

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
  /** Absent for an estimator that has no answer to a contrast: its rows say so. */
  readonly estimate?: (settings: z.output<Schema>, data: Observed, contrast: Contrast) => EstimateRow;
  /** Kinds of inquiry that `answer` takes. */
  readonly answers?: readonly InquiryKind[];
  readonly answer?: (settings: z.output<Schema>, data: ExperimentData, inquiry: Inquiry) => AnswerRow;
}): EstimatorKind<z.input<Schema>> {
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
    answers,
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
      ...present({ refuses, answers, means }),
      estimate: (data, contrast) =>
        estimate?.(params, data, contrast) ?? noContrast(kind, answers, { data, contrast }),
      ...(answer ? { answer: (data, inquiry) => answer(params, data, inquiry) } : {}),
    }),
  });
}

function noContrast(
  kind: string,
  answers: readonly InquiryKind[] = [],
  { data, contrast }: { readonly data: Observed; readonly contrast: Contrast },
): EstimateRow {
  return {
    ...contrastData(data, contrast).head,
    estimator: kind,
    naive: false,
    because: `${kind} answers inquiries of the kind ${answers.join(", ")}, and this one is a contrast`,
  };
}
