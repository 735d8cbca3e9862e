// Linear-in-shares panel regression: Eckles, Karrer and Ugander (2017), section 2, over stages.
import exp from "@stdlib/math-base-special-exp";
import type { Law } from "../../designs/Design.ts";
import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import type { Rng } from "../../src/core/rng.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { positiveInverse } from "./positiveInverse.ts";
import { solvePositive } from "./ridge.ts";
import type { StageMeans } from "./stageMeans.ts";
import { stageShares } from "./stageShares.ts";

/** The effect of treating everybody where the network is known. */
export interface NetworkPanel {
  /** Effect of an agent's own treatment, and of all its neighbours', of agents with neighbours, from comparisons at the same time. */
  readonly direct: number;
  readonly spillover: number;
  /** Effect on the mean of everybody from comparisons at the same time alone: no drift moves it. */
  readonly within: number;
  /** Standard error of it over redraws of the roll-out. */
  readonly se: number;
  /** What an effect on the mean becomes where outcomes are 0 or 1 and effects add in log odds: the mean cannot leave 0 to 1. Others stay as they are. */
  bounded(effect: number): number;
  /** P-value of a test that own arm and share act additively and linearly. */
  readonly linear: number;
  /** The same effect with the product of own treatment and share, and the share's square, as further terms; undefined where they are not determined. */
  readonly curved: { readonly within: number; readonly se: number } | undefined;
  /** Agents with neighbours, and without. */
  readonly size: readonly [joined: number, alone: number];
}

/** Below so many agents without neighbours, their own effect is taken to be that of the others. */
const FEWEST_ALONE = 30;

/**
 * Regression of changes since the baseline, by agent and stage, on the own treatment and on the share of in-neighbours treated, with a
 * free mean of each stage, which no drift of all can mislead. Stages count the same: weights by their covariance would lean on quick responses. Errors come from redraws of the roll-out under the fitted effects.
 *
 * @returns the fit, or why there is none. Cost: O(redraws × edges × stages).
 */
export function networkPanel(
  { values, among }: StageMeans,
  cohort: Uint8Array,
  network: Network,
  law: Law,
  { rng, redraws, binary }: { readonly rng: Rng; readonly redraws: number; readonly binary: boolean },
): NetworkPanel | { readonly because: string } {
  const everyone = Array.from(network.ids.keys()).filter((i) => among[i] === 1);
  const joined = everyone.filter((i) => degree(network, i) > 0);
  const alone = everyone.filter((i) => degree(network, i) === 0);
  if (joined.length < 10)
    return {
      because: `wanted at least 10 agents with neighbours and outcomes in every stage, got ${joined.length}`,
    };
  const stages = values.length - 1;
  const changes = (group: readonly number[]): Float64Array =>
    Float64Array.from({ length: group.length * stages }, (_, r) => {
      const i = group[Math.floor(r / stages)]!;
      return values[1 + (r % stages)]![i]! - values[0]![i]!;
    });
  const own = (drawn: Uint8Array, group: readonly number[]): Float64Array =>
    Float64Array.from({ length: group.length * stages }, (_, r) => {
      const c = drawn[group[Math.floor(r / stages)]!]!;
      return c > 0 && c <= 1 + (r % stages) ? 1 : 0;
    });
  const shares = (drawn: Uint8Array): Float64Array => {
    const byStage = stageShares(network, drawn, stages);
    return Float64Array.from(
      { length: joined.length * stages },
      (_, r) => byStage[r % stages]![joined[Math.floor(r / stages)]!]!,
    );
  };
  const outcome = changes(joined);
  const columns = (drawn: Uint8Array): [Float64Array, Float64Array] => [own(drawn, joined), shares(drawn)];
  const [w, e] = columns(cohort);
  const fit = fixedMeans([w, e], outcome, stages);
  if (!fit)
    return { because: "own treatment and the neighbours' share do not vary enough apart from each other" };
  // Agents without neighbours can only be moved by their own treatment, and perhaps by another amount.
  const apart = alone.length >= FEWEST_ALONE ? changes(alone) : undefined;
  const aloneFit = apart && fixedMeans([own(cohort, alone)], apart, stages);
  const part = joined.length / everyone.length;
  const totalOf = (
    [direct = 0, spillover = 0]: readonly number[],
    other: readonly number[] | undefined,
  ): number => part * (direct + spillover) + (1 - part) * (other?.[0] ?? direct);
  const within = totalOf(fit, aloneFit);
  const without = outcome.map((y, r) => y - fit[0]! * w[r]! - fit[1]! * e[r]!);
  const w0 = apart && own(cohort, alone);
  const found: number[] = [];
  const bent: number[][] = [];
  const bentTotals: number[] = [];
  for (let r = 0; r < redraws; r++) {
    const drawn = law.draw(rng.fork(r));
    const [w2, e2] = columns(drawn);
    const made = without.map((y, k) => y + fit[0]! * w2[k]! + fit[1]! * e2[k]!);
    const again = fixedMeans([w2, e2], made, stages);
    const curved = fixedMeans(bentColumns(w2, e2), made, stages);
    const w3 = apart && own(drawn, alone);
    const other =
      apart && w0 && w3 && aloneFit
        ? fixedMeans(
            [w3],
            apart.map((y, k) => y + aloneFit[0]! * (w3[k]! - w0[k]!)),
            stages,
          )
        : undefined;
    if (again) found.push(totalOf(again, other));
    if (curved) {
      bent.push(curved.slice(2));
      bentTotals.push(totalOf(straightened(curved), other));
    }
  }
  if (found.length < redraws / 2)
    return { because: "in more than half of the redraws of the roll-out the regression is not determined" };
  const bentFit = fixedMeans(bentColumns(w, e), outcome, stages);
  const further = bentFit?.slice(2);
  return {
    direct: fit[0]!,
    spillover: fit[1]!,
    within,
    se: Math.sqrt(meanSquare(found.map((x) => x - within))),
    bounded: binary ? boundedBy(values, everyone) : (effect) => effect,
    linear: further ? waldP(further, bent) : 1,
    curved:
      bentFit && bentTotals.length >= redraws / 2
        ? {
            within: totalOf(straightened(bentFit), aloneFit),
            se: Math.sqrt(meanSquare(bentTotals.map((x) => x - within))),
          }
        : undefined,
    size: [joined.length, everyone.length - joined.length],
  };
}

/** Beside own treatment and share: their product, and the share's square. */
const bentColumns = (w: Float64Array, e: Float64Array): Float64Array[] => [
  w,
  e,
  w.map((x, r) => x * e[r]!),
  e.map((x) => x * x),
];

/** What own treatment does, and all the rest once everybody is treated: own treatment and share are 1 then, and so are product and square. */
const straightened = ([own = 0, ...rest]: readonly number[]): number[] => [
  own,
  rest.reduce((all, x) => all + x, 0),
];

/** Coefficients of columns with rows agent by agent, stage by stage, by least squares with free means of stages. */
function fixedMeans(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  stages: number,
): number[] | undefined {
  const y = centred(outcome, stages);
  const x = columns.map((column) => centred(column, stages));
  const dot = (a: Float64Array, b: Float64Array): number => {
    let total = 0;
    for (let r = 0; r < a.length; r++) total += a[r]! * b[r]!;
    return total;
  };
  const normal = x.map((a) => x.map((b) => dot(a, b)));
  if (positiveInverse(normal) === undefined) return undefined;
  return solvePositive(
    normal,
    x.map((a) => dot(a, y)),
  );
}

/** Effects that add in log odds, from the mean before the roll-out and the slope of the odds at the mean during it. */
function boundedBy(values: readonly Float64Array[], everyone: readonly number[]): (effect: number) => number {
  const same = (effect: number): number => effect;
  const means = values.map((column) => everyone.reduce((all, i) => all + column[i]!, 0) / everyone.length);
  const [before = 0, ...during] = means;
  const middle = during.reduce((all, x) => all + x, 0) / during.length;
  if (!(before > 0 && before < 1 && middle > 0 && middle < 1)) return same;
  const odds = before / (1 - before);
  return (effect) => {
    const grown = odds * exp(effect / (middle * (1 - middle)));
    return (Number.isFinite(grown) ? grown / (1 + grown) : 1) - before;
  };
}

function centred(column: Float64Array, stages: number): Float64Array {
  const means = new Float64Array(stages);
  column.forEach((value, r) => {
    means[r % stages]! += value;
  });
  const agents = column.length / stages;
  return column.map((value, r) => value - means[r % stages]! / agents);
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((all, x) => all + x * x, 0) / values.length;
}

/** P-value of coefficients that are 0 over redraws but for chance. */
function waldP(found: readonly number[], redrawn: readonly (readonly number[])[]): number {
  const covariance = found.map((_, a) =>
    found.map((__, b) => redrawn.reduce((all, one) => all + one[a]! * one[b]!, 0) / redrawn.length),
  );
  const inverse = redrawn.length > 20 ? positiveInverse(covariance) : undefined;
  if (inverse === undefined) return 1;
  const statistic = found.reduce(
    (all, x, a) => all + x * found.reduce((row, y, b) => row + inverse[a]![b]! * y, 0),
    0,
  );
  return 1 - chiSquareCdf(statistic, found.length);
}
