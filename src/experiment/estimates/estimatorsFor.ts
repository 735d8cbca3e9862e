import type { Estimator } from "../../../estimators/Estimator.ts";
import type { FurtherInquiry } from "../../../estimators/Inquiry.ts";

/** What is asked, as far as it decides who answers. */
interface Asked {
  /** Estimators by kind, inline JSON or file. */
  readonly named: readonly string[];
  /** Whether contrasts are asked. */
  readonly contrasts: boolean;
  readonly further: readonly FurtherInquiry[];
  readonly covariates: readonly string[];
  readonly baseline: readonly number[];
}

/** Who answers when nobody is named: of tests, by the hypothesis. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  contrast: ["hajek", "horvitz-thompson"],
  policy: ["two-stage-effects"],
  global: ["snipe"],
  slope: ["exposure-slope"],
  most: ["best-subgroup"],
  "test no-effect": ["randomization-test"],
  "test no-spillover": ["focal-unit-test", "imputation-test"],
  "test equal-conditions": ["biclique-test"],
  "test exposure-nothing": ["specification-test"],
  "test exposure-own": ["specification-test"],
  "test exposure-any": ["specification-test"],
  "test exposure-count": ["specification-test"],
  "test exposure-share": ["specification-test"],
  "test exposure-mapping": ["specification-test"],
};

const usualOf = (one: FurtherInquiry): readonly string[] =>
  USUAL[one.kind === "test" ? `test ${one.hypothesis}` : one.kind] ?? [];

/**
 * The estimators of `spillway estimate`: those named, or the usual ones of what is asked; and where covariates or a baseline are given, the
 * regression that adjusts for them and the change from the baseline.
 *
 * @throws SpillwayError for a description that is no estimator.
 */
export async function estimatorsFor(asked: Asked): Promise<Estimator[]> {
  // Everything that files can name is loaded when there are files to read.
  const { catalogues } = await import("../../study/catalogues.ts");
  const { readDescription } = await import("../../study-file/readDescription.ts");
  const { named, contrasts, further, covariates, baseline } = asked;
  const usual = new Set([...(contrasts ? USUAL.contrast! : []), ...further.flatMap(usualOf)]);
  const adjusted =
    covariates.length + baseline.length === 0
      ? []
      : [JSON.stringify({ kind: "exposure-regression", covariates, baseline })];
  const changed = baseline.length === 0 ? [] : [JSON.stringify({ kind: "change-from-baseline", baseline })];
  const wanted = [...(named.length === 0 ? usual : named), ...adjusted, ...changed];
  return Promise.all(
    wanted.map((kind) => readDescription(kind, catalogues.estimators, { option: "--estimator" })),
  );
}
