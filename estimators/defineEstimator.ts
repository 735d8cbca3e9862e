import type { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { defineKind, type Kind } from "../src/core/defineKind.ts";
import type { Contrast, EstimateRow, Estimator, Observed } from "./Estimator.ts";

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
  readonly estimate: (settings: z.output<Schema>, data: Observed, contrast: Contrast) => EstimateRow;
}): EstimatorKind<z.input<Schema>> {
  const { kind, summary, settings, assumes, cite, naive = false, refuses, estimate } = entry;
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
      ...(refuses ? { refuses } : {}),
      estimate: (data, contrast) => estimate(params, data, contrast),
    }),
  });
}
