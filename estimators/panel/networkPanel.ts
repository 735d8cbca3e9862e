// Linear-in-shares panel regression: Eckles, Karrer and Ugander (2017), section 2, over stages; two estimates of which one holds under more: Hausman (1978).
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
  /** The same where changes since the baseline are taken to be due to treatment alone. */
  readonly pooled: number;
  /** P-value of a test that the two differ by no more than redraws of the roll-out do: small where something drifts. */
  readonly apart: number;
  /** P-value of a test that own arm and share act additively and linearly. */
  readonly linear: number;
  /** Agents with neighbours, and without. */
  readonly size: readonly [joined: number, alone: number];
}

/** Below so many agents without neighbours, their own effect is taken to be that of the others. */
const FEWEST_ALONE = 30;
const LEAST = 1e-9;

/**
 * Regression of changes since the baseline, by agent and stage, on the own treatment and on the share of in-neighbours treated, by generalised least
 * squares with the covariance of an agent's stages. Errors come from redraws of the roll-out under the fitted effects.
 *
 * @returns the fit, or why there is none. Cost: O(redraws × edges × stages).
 */
export function networkPanel(
  { values, among }: StageMeans,
  cohort: Uint8Array,
  network: Network,
  law: Law,
  { rng, redraws }: { readonly rng: Rng; readonly redraws: number },
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
  const identity = Array.from({ length: stages }, (_, k) =>
    Array.from({ length: stages }, (__, m) => Number(k === m)),
  );
  const first = glsFit([w, e], outcome, identity, stages, true);
  const inverse = first && residualInverse([w, e], outcome, first, stages);
  const fixed = inverse && glsFit([w, e], outcome, inverse, stages, true);
  const free = inverse && glsFit([w, e], outcome, inverse, stages, false);
  if (!first || !inverse || !fixed || !free)
    return { because: "own treatment and the neighbours' share do not vary enough apart from each other" };
  // Agents without neighbours can only be moved by their own treatment, and perhaps by another amount.
  const lonely = alone.length >= FEWEST_ALONE ? aloneOf(changes(alone), own, alone, stages) : undefined;
  const lonelyFit = lonely?.(cohort);
  const part = joined.length / everyone.length;
  const totalOf = (
    [direct = 0, spillover = 0]: readonly number[],
    lonelyEffect: number | undefined,
  ): number => part * (direct + spillover) + (1 - part) * (lonelyEffect ?? direct);
  const within = totalOf(fixed, lonelyFit?.[0]);
  const pooled = totalOf(free, lonelyFit?.[1]);
  // Redrawn outcomes have no drift: then the two estimates differ by chance alone, and comparisons at the same time do not notice.
  const without = centred(
    outcome.map((y, r) => y - fixed[0]! * w[r]! - fixed[1]! * e[r]!),
    stages,
  );
  const lonelyWithout = lonelyFit && lonely?.without(cohort, lonelyFit[0]);
  const found: number[] = [];
  const gaps: number[] = [];
  const bent: number[][] = [];
  for (let r = 0; r < redraws; r++) {
    const drawn = law.draw(rng.fork(r));
    const [w2, e2] = columns(drawn);
    const made = without.map((y, k) => y + fixed[0]! * w2[k]! + fixed[1]! * e2[k]!);
    const [one, two] = [
      glsFit([w2, e2], made, inverse, stages, true),
      glsFit([w2, e2], made, inverse, stages, false),
    ];
    const curved = glsFit(bentColumns(w2, e2), made, inverse, stages, true);
    if (!one || !two) continue;
    const again = lonely && lonelyWithout ? lonely.redrawn(drawn, lonelyWithout, lonelyFit![0]) : undefined;
    found.push(totalOf(one, again?.[0]));
    gaps.push(totalOf(two, again?.[1]) - totalOf(one, again?.[0]));
    if (curved) bent.push(curved.slice(2));
  }
  if (found.length < redraws / 2)
    return { because: "in more than half of the redraws of the roll-out the regression is not determined" };
  const gap = (pooled - within) ** 2;
  const apart = gap > 0 ? 1 - chiSquareCdf(gap / meanSquare(gaps), 1) : 1;
  const further = glsFit(bentColumns(w, e), outcome, inverse, stages, true)?.slice(2);
  return {
    direct: fixed[0]!,
    spillover: fixed[1]!,
    within,
    pooled,
    se: Math.sqrt(meanSquare(found.map((x) => x - within))),
    apart,
    linear: further ? waldP(further, bent) : 1,
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

/** The own effect of agents without neighbours: with free means of stages, and without. */
function aloneOf(
  changes: Float64Array,
  own: (drawn: Uint8Array, group: readonly number[]) => Float64Array,
  alone: readonly number[],
  stages: number,
): ((drawn: Uint8Array) => readonly [number, number] | undefined) & {
  without(drawn: Uint8Array, effect: number): Float64Array;
  redrawn(drawn: Uint8Array, without: Float64Array, effect: number): readonly [number, number] | undefined;
} {
  const identity = Array.from({ length: stages }, (_, k) =>
    Array.from({ length: stages }, (__, m) => Number(k === m)),
  );
  const ofColumn = (y: Float64Array, w: Float64Array): readonly [number, number] | undefined => {
    const fixed = glsFit([w], y, identity, stages, true);
    const free = glsFit([w], y, identity, stages, false);
    return fixed && free ? [fixed[0]!, free[0]!] : undefined;
  };
  return Object.assign((drawn: Uint8Array) => ofColumn(changes, own(drawn, alone)), {
    without: (drawn: Uint8Array, effect: number) => {
      const w = own(drawn, alone);
      return centred(
        changes.map((y, r) => y - effect * w[r]!),
        stages,
      );
    },
    redrawn: (drawn: Uint8Array, without: Float64Array, effect: number) => {
      const w = own(drawn, alone);
      return ofColumn(
        without.map((y, r) => y + effect * w[r]!),
        w,
      );
    },
  });
}

/** Coefficients of columns with rows agent by agent, stage by stage; with free means of stages, or with none. */
function glsFit(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  inverse: readonly (readonly number[])[],
  stages: number,
  means: boolean,
): number[] | undefined {
  const p = columns.length;
  const y = means ? centred(outcome, stages) : outcome;
  const x = means ? columns.map((column) => centred(column, stages)) : columns;
  const normal = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  const right = new Array<number>(p).fill(0);
  for (let base = 0; base < outcome.length; base += stages)
    for (let a = 0; a < p; a++)
      for (let k = 0; k < stages; k++) {
        let weighted = 0;
        for (let m = 0; m < stages; m++) weighted += inverse[k]![m]! * x[a]![base + m]!;
        right[a]! += weighted * y[base + k]!;
        for (let b = 0; b <= a; b++) normal[a]![b]! += weighted * x[b]![base + k]!;
      }
  for (let a = 0; a < p; a++) for (let b = a + 1; b < p; b++) normal[a]![b] = normal[b]![a]!;
  return positiveInverse(normal) === undefined ? undefined : solvePositive(normal, right);
}

function centred(column: Float64Array, stages: number): Float64Array {
  const means = new Float64Array(stages);
  column.forEach((value, r) => {
    means[r % stages]! += value;
  });
  const agents = column.length / stages;
  return column.map((value, r) => value - means[r % stages]! / agents);
}

/** Inverse of the covariance of what is left of an agent's stages. */
function residualInverse(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  fit: readonly number[],
  stages: number,
): number[][] | undefined {
  const rest = centred(
    outcome.map((y, r) => columns.reduce((left, column, a) => left - fit[a]! * column[r]!, y)),
    stages,
  );
  const square = Array.from({ length: stages }, () => new Array<number>(stages).fill(0));
  for (let base = 0; base < rest.length; base += stages)
    for (let k = 0; k < stages; k++)
      for (let m = 0; m < stages; m++) square[k]![m]! += rest[base + k]! * rest[base + m]!;
  const trace = square.reduce((all, row, k) => all + row[k]!, 0);
  if (!(trace > 0)) return undefined;
  const agents = rest.length / stages;
  return positiveInverse(
    square.map((row, k) => row.map((s, m) => (s + (k === m ? (LEAST * trace) / stages : 0)) / agents)),
  );
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
