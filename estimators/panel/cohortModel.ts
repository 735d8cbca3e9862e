// Generalised least squares: Aitken (1936). Weights of models by Akaike's criterion: Burnham and Anderson (2002), section 4.2.
// Randomized cohorts of a staggered roll-out: Roth and Sant'Anna (2023), "Efficient estimation for staggered rollout designs", JPE Microeconomics 1(4).
import { positiveInverse } from "./positiveInverse.ts";
import { solvePositive } from "./ridge.ts";
import type { StageMeans } from "./stageMeans.ts";

/** How the effect on the treated themselves may vary over cohorts and stages. */
type CohortForm = "constant" | "by stage" | "first and later";

/** What adoption does to those who adopt, from cohorts at the same time. */
export interface CohortFit {
  /** Effect in the last stage, on those treated the longest. */
  readonly target: number;
  /** Variance of the target among models, and within each as its own least squares say. */
  readonly variance: number;
  readonly forms: readonly {
    readonly form: CohortForm;
    readonly weight: number;
    readonly target: number;
    readonly variance: number;
  }[];
  /** The effect on a cohort (from 1) in a stage (from 1), an average over the forms; 0 before it adopts. */
  effect(cohort: number, stage: number): number;
}

const FORMS: readonly CohortForm[] = ["constant", "by stage", "first and later"];
/** So much of the mean variance is added to each, so that agents that never change leave a matrix that can be inverted. */
const LEAST = 1e-9;
/** A cohort of fewer says nothing of how much its members differ. */
const FEWEST = 2;

/**
 * The direct effect of adopting, from mean outcomes by cohort and stage. Cohorts are drawn at random, so without treatment their means would differ
 * by chance alone, as much as agents differ: generalised least squares with that covariance and with a free mean for each stage, which no drift can
 * mislead. Three forms of the effect are averaged by Akaike's weights: one number, one for each stage, one for the stage of adoption and another for those after it.
 *
 * @param cohort stage at which each agent adopts, 0 for never
 * @returns the fit, or why there is none. Cost: O(agents × stages²).
 */
export function cohortModel(
  { values, among }: Pick<StageMeans, "values" | "among">,
  cohort: Uint8Array,
): CohortFit | { readonly because: string } {
  const stages = values.length;
  const groups = Array.from({ length: stages }, () => ({ size: 0, mean: new Float64Array(stages) }));
  for (let i = 0; i < cohort.length; i++) {
    if (among[i] === 0) continue;
    const group = groups[cohort[i]!]!;
    group.size++;
    for (let k = 0; k < stages; k++) group.mean[k]! += values[k]![i]!;
  }
  const used = groups.flatMap((group, c) => (group.size >= FEWEST ? [c] : []));
  if (used.length < 2)
    return {
      because: `wanted at least two cohorts of ${FEWEST} agents with outcomes in every stage, got ${used.length}`,
    };
  for (const { mean, size } of groups) for (let k = 0; k < stages; k++) mean[k]! /= size;
  const inverse = withinInverse(values, among, cohort, groups);
  if (inverse === undefined) return { because: "the outcomes of no cohort vary" };
  const last = stages - 1;
  const fits = FORMS.slice(0, last === 1 ? 1 : 3).flatMap((form) => {
    const columns = form === "constant" ? 1 : form === "by stage" ? last : 2;
    const at = (c: number, k: number): number =>
      c === 0 || k < c ? -1 : form === "constant" ? 0 : form === "by stage" ? k - 1 : Number(k > c);
    const found = fitForm(groups, used, inverse, columns, at);
    return found === undefined ? [] : [{ form, at, columns, ...found }];
  });
  if (fits.length === 0)
    return {
      because: "cohorts and stages do not determine the effect of adopting: somebody must be untreated",
    };
  const least = Math.min(...fits.map(({ misfit, columns }) => misfit + 2 * columns));
  const raw = fits.map(({ misfit, columns }) => Math.exp((least - misfit - 2 * columns) / 2));
  const total = raw.reduce((all, one) => all + one, 0);
  const forms = fits.map(({ form, effects, variances, columns }, m) => ({
    form,
    weight: raw[m]! / total,
    target: effects[columns - 1]!,
    variance: variances[columns - 1]!,
  }));
  const target = forms.reduce((all, one) => all + one.weight * one.target, 0);
  return {
    target,
    forms,
    variance: forms.reduce((all, one) => all + one.weight * (one.variance + (one.target - target) ** 2), 0),
    effect: (c, k) =>
      fits.reduce((all, { at, effects }, m) => {
        const column = at(c, k);
        return column < 0 ? all : all + forms[m]!.weight * effects[column]!;
      }, 0),
  };
}

/** Inverse of the covariance of an agent's stage means within cohorts. */
function withinInverse(
  values: readonly Float64Array[],
  among: Uint8Array,
  cohort: Uint8Array,
  groups: readonly { readonly size: number; readonly mean: Float64Array }[],
): number[][] | undefined {
  const stages = values.length;
  const square = Array.from({ length: stages }, () => new Array<number>(stages).fill(0));
  let size = 0;
  const rest = new Float64Array(stages);
  for (let i = 0; i < cohort.length; i++) {
    if (among[i] === 0) continue;
    size++;
    const { mean } = groups[cohort[i]!]!;
    for (let k = 0; k < stages; k++) rest[k] = values[k]![i]! - mean[k]!;
    for (let k = 0; k < stages; k++) for (let m = 0; m <= k; m++) square[k]![m]! += rest[k]! * rest[m]!;
  }
  const freedom = Math.max(1, size - groups.filter((group) => group.size > 0).length);
  const trace = square.reduce((all, row, k) => all + row[k]!, 0) / freedom;
  if (!(trace > 0)) return undefined;
  return positiveInverse(
    square.map((row, k) =>
      row.map(
        (_, m) =>
          square[Math.max(k, m)]![Math.min(k, m)]! / freedom + (k === m ? (LEAST * trace) / stages : 0),
      ),
    ),
  );
}

/** Free means of stages beside the effects; undefined where cohorts do not determine them. */
function fitForm(
  groups: readonly { readonly size: number; readonly mean: Float64Array }[],
  used: readonly number[],
  inverse: readonly (readonly number[])[],
  columns: number,
  at: (cohort: number, stage: number) => number,
): { readonly effects: number[]; readonly variances: number[]; readonly misfit: number } | undefined {
  const stages = inverse.length;
  const p = stages + columns;
  const normal = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  const right = new Array<number>(p).fill(0);
  // A row of the design has at most two ones: its stage, and its effect.
  const entries = (c: number, k: number): number[] => {
    const column = at(c, k);
    return column < 0 ? [k] : [k, stages + column];
  };
  for (const c of used) {
    const { size, mean } = groups[c]!;
    for (let k = 0; k < stages; k++)
      for (let m = 0; m < stages; m++) {
        const weight = size * inverse[k]![m]!;
        for (const a of entries(c, k)) {
          right[a]! += weight * mean[m]!;
          for (const b of entries(c, m)) normal[a]![b]! += weight;
        }
      }
  }
  const bread = positiveInverse(normal);
  if (bread === undefined) return undefined;
  const fitted = solvePositive(normal, right);
  let misfit = 0;
  for (const c of used) {
    const { size, mean } = groups[c]!;
    const rest = Array.from(mean, (m, k) => entries(c, k).reduce((left, a) => left - fitted[a]!, m));
    for (let k = 0; k < stages; k++)
      for (let m = 0; m < stages; m++) misfit += size * rest[k]! * inverse[k]![m]! * rest[m]!;
  }
  return {
    effects: fitted.slice(stages),
    variances: bread.slice(stages).map((row, m) => row[stages + m]!),
    misfit,
  };
}
