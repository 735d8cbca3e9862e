import { hajekResiduals } from "../variance/constantEffects.ts";
import type { RedrawnInterval } from "./calibratedInterval.ts";
import type { EstimationResult } from "./EstimationResult.ts";
import { eachRedraw } from "./eachRedraw.ts";
import type { Schedule } from "./imputeOutcomes.ts";
import { type Redraws, redraws } from "./redraws.ts";

/** How far from the estimate effects are tried, in standard errors, and how fast the steps grow. */
const FARTHEST = 1000;
const GROWTH = 1.05;
/** |t*| this close to |t|, relative, counts as equal. */
const TIE = 1e-12;

/**
 * The effects τ₀ that a randomization test does not reject, as the smallest interval that holds them all (the set may have holes).
 * Hypothesis: the first condition adds τ₀ to everybody's outcome in the second. Statistic: |t| = |τ̂ − τ₀|/√V̂, with V̂ computed on
 * every redraw. p = Σ P(redraws with |t*| ≥ |t|) over all assignments when they can be listed, else (1 + #)/(1 + R).
 *
 * Outcomes under the hypothesis: those of agents seen in the two conditions follow from it. Those of agents in *other*
 * conditions need what these conditions add, which the hypothesis does not say: every condition is taken to add a constant,
 * and an agent's deviation from the Hájek mean of its own condition is added to the mean of the contrast's agents. With an
 * exposure of two conditions nothing is plugged in, and the test is exact under constant effects (but for redraws left out
 * because no interval would be given, on which it is conditional).
 *
 * Tried are τ̂ ± se × (1.05^k − 1) up to 1,000 standard errors, then the last effect accepted on each side is found by bisection.
 * Undefined when the test rejects nothing, as with fewer than 1/(1 − confidence) assignments.
 * Cost: redraws × (3 evaluations of the variance + about 400).
 */
export function randomizationInterval(findings: EstimationResult): RedrawnInterval | undefined {
  const { setting, estimate, variance, confidence, draws } = findings;
  const drawn = redraws(setting.probabilities, draws);
  const se = Math.sqrt(variance);
  const test = randomizationTest(findings, drawn, se);
  if (test === undefined) return undefined;
  const alpha = 1 - confidence;
  const accepts = (effect: number): boolean => test.p(effect) > alpha * (1 + TIE);
  const end = (direction: 1 | -1): number | undefined => {
    let inside = 0;
    let outside = Number.NaN;
    const at = (k: number): number => GROWTH ** k - 1;
    let k = 1;
    for (; at(k) <= FARTHEST; k++) {
      if (!accepts(estimate + direction * at(k) * se)) continue;
      inside = at(k);
      outside = at(k + 1);
    }
    if (Number.isNaN(outside)) outside = at(1);
    if (outside > FARTHEST) return undefined;
    for (let step = 0; step < 40; step++) {
      const middle = (inside + outside) / 2;
      if (accepts(estimate + direction * middle * se)) inside = middle;
      else outside = middle;
    }
    return estimate + direction * outside * se;
  };
  const low = end(-1);
  const high = end(1);
  if (low === undefined || high === undefined) return undefined;
  return {
    ci: [low, high],
    interval: "randomization",
    redraws: { used: test.used, leftOut: drawn.count - test.used, listed: drawn.weights !== undefined },
  };
}

interface Test {
  /** p-value of the hypothesis that the effect is this. */
  p(effect: number): number;
  readonly used: number;
}

/** τ̂* and V̂* on every redraw as polynomials of the hypothesised effect: their values at three effects give all others. */
function randomizationTest(findings: EstimationResult, drawn: Redraws, se: number): Test | undefined {
  const { setting, means, estimate, variance, formula, bound } = findings;
  const [below, middle, above] = [-se, 0, se].map((step) => {
    const found: Point = { estimate: [], variance: [], bound: [], weight: [] };
    eachRedraw(setting, means, drawn, scheduleAt(findings, estimate + step), (redraw) => {
      found.estimate.push(redraw.estimate);
      found.variance.push(formula(redraw.seen, redraw.outcome));
      found.bound.push(bound(redraw.seen));
      found.weight.push(redraw.weight);
    });
    return found;
  }) as [Point, Point, Point];
  const used = middle.weight.length;
  if (used === 0) return undefined;
  const all = middle.weight.reduce((total, weight) => total + weight, 0);
  const listed = drawn.weights !== undefined;
  /** The value at x of the parabola through the three points. */
  const between = (what: "estimate" | "variance" | "bound", r: number, x: number): number => {
    const [low, mid, high] = [below[what][r]!, middle[what][r]!, above[what][r]!];
    return mid + ((high - low) / 2) * x + ((high + low) / 2 - mid) * x * x;
  };
  return {
    used,
    p(effect) {
      const x = (effect - estimate) / se;
      const limit = ((estimate - effect) ** 2 / variance) * (1 - TIE) ** 2;
      let reached = 0;
      for (let r = 0; r < used; r++) {
        const off = between("estimate", r, x) - effect;
        let spread = between("variance", r, x);
        if (spread < 0) spread = Math.max(0, between("bound", r, x));
        // A redraw without variation counts as reaching any |t|.
        if (off * off >= limit * spread) reached += middle.weight[r]!;
      }
      return listed ? reached / all : (1 + reached) / (1 + used);
    },
  };
}

interface Point {
  readonly estimate: number[];
  readonly variance: number[];
  readonly bound: number[];
  readonly weight: number[];
}

/** Everybody's outcomes when the effect is `effect` for everybody. */
function scheduleAt({ setting, data }: EstimationResult, effect: number): Schedule {
  const { probabilities, levels, population } = setting;
  const { marginals, conditions } = probabilities;
  const { condition, outcome } = data;
  const { residual } = hajekResiduals(setting, data);
  const second = new Float64Array(outcome.length);
  let total = 0;
  let weight = 0;
  for (const i of population) {
    const c = condition[i]!;
    if (c !== levels[0] && c !== levels[1]) continue;
    second[i] = outcome[i]! - (c === levels[0] ? effect : 0);
    const w = 1 / marginals[i * conditions.length + c]!;
    total += w * second[i]!;
    weight += w;
  }
  for (const i of population)
    if (condition[i] !== levels[0] && condition[i] !== levels[1]) second[i] = total / weight + residual[i]!;
  return { first: second.map((y) => y + effect), second };
}
