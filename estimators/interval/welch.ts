import { rng } from "../../src/core/rng.ts";
import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";

/** What the spread seen in each condition says of a variance estimate. */
export interface Welch {
  /** The variance, with what linearised residuals lack in small samples. */
  readonly variance: number;
  /** Its degrees of freedom, above 0. Below 1 it says next to nothing. */
  readonly degrees: number;
}

interface Spread {
  readonly variance: number;
  /** By what its estimate from residuals is too small on average. */
  readonly inflation: number;
  readonly degrees: number;
}

/**
 * A variance estimate corrected for few observations, with degrees of freedom by Welch and Satterthwaite: V = V₁ + V₂ + what
 * the two conditions share, and ν = (V₁ + V₂)²/(V₁²/ν₁ + V₂²/ν₂). So the condition that varies more decides, which may be the
 * one with few agents.
 *
 * The part of a condition is a quadratic form V_a = rᵀQr of the residuals r = y − ŵᵀy of those seen in it, ŵ their weights over
 * their sum. Under outcomes that vary independently it comes out too small on average by 1/k_a = tr(MᵀQM)/tr(Q), M = I − 1ŵᵀ
 * (Bell and McCaffrey 2002): m/(m − 1) for m equal weights under independent coins, 1 under fixed counts, whose joint
 * probabilities make up for it already, and without bound when those seen are in their condition together or not at all, as
 * neighbours are: they tell of their mean and not of its error. Degrees of freedom are m_a − 1 with m_a = (Σ w²)²/Σ w⁴ over
 * independent blocks (Satterthwaite 1946 for Σ w² r²), and no more than 1/(k_a − 1).
 *
 * @param formula the variance formula of the row: a quadratic form in the values
 * @param centred whether values are residuals from a mean of their condition; if not, nothing is corrected
 * Sources: Welch, B. L. (1947), Biometrika 34; Satterthwaite, F. E. (1946), Biometrics Bulletin 2; Bell, R. M. and McCaffrey, D. F.
 * (2002), Survey Methodology 28. Hutchinson, M. F. (1989), Communications in Statistics 18. Cost: up to 104 evaluations of the formula.
 */
export function welch(
  setting: VarianceSetting,
  seen: Seen,
  { formula, variance, centred }: { formula: (seen: Seen) => number; variance: number; centred: boolean },
): Welch {
  const sides = setting.levels.map((level) => spreadIn(setting, seen, { formula, level, centred }));
  let corrected = variance;
  let total = 0;
  let squares = 0;
  for (const { variance: own, inflation, degrees } of sides) {
    corrected += (inflation - 1) * own;
    total += inflation * own;
    squares += (inflation * own) ** 2 / degrees;
  }
  return { variance: corrected, degrees: squares === 0 ? 1 : total ** 2 / squares };
}

function spreadIn(
  setting: VarianceSetting,
  { condition, value }: Seen,
  { formula, level, centred }: { formula: (seen: Seen) => number; level: number; centred: boolean },
): Spread {
  const { probabilities, population } = setting;
  const { marginals, conditions, law } = probabilities;
  const { structure } = law;
  const members = population.filter((i) => condition[i] === level);
  const weight = (i: number): number => 1 / marginals[i * conditions.length + level]!;
  const blocks = new Map<number, number>();
  let sum = 0;
  let own = 0;
  for (const i of members) {
    const block = "block" in structure ? structure.block[i]! : i;
    blocks.set(block, (blocks.get(block) ?? 0) + weight(i));
    sum += weight(i);
    own += (value[i]! * weight(i)) ** 2;
  }
  let squares = 0;
  let fourths = 0;
  for (const w of blocks.values()) {
    squares += w ** 2;
    fourths += w ** 4;
  }
  const size = fourths === 0 ? 1 : squares ** 2 / fourths;
  const n2 = population.length ** 2;
  const form = (of: (i: number) => number): number => {
    const values = new Float64Array(value.length);
    for (const i of members) values[i] = of(i);
    return formula({ condition, value: values });
  };
  // The form may come out negative in a sample; the spread of single agents takes its place.
  const found = form((i) => value[i]!);
  const variance = found > 0 ? found : own / n2;
  if (!centred || members.length === 0) return { variance, inflation: 1, degrees: Math.max(1, size - 1) };
  const share = (i: number): number => weight(i) / sum;
  const ones = form(() => 1);
  const mixed = (form((i) => 1 + share(i)) - form((i) => 1 - share(i))) / 4;
  const trace = traceOf(members, form);
  const shares = members.reduce((total, i) => total + share(i) ** 2, 0);
  // An agent that is always in the condition adds nothing to the variance, and nothing is missing of it.
  if (trace <= 0) return { variance, inflation: 1, degrees: Math.max(1, size - 1) };
  const left = 1 - (2 * mixed - ones * shares) / trace;
  const inflation = left < 1 ? 1 / Math.max(left, SMALLEST) : 1;
  const degrees = Math.max(1, size - 1);
  return { variance, inflation, degrees: inflation > 1 ? Math.min(degrees, 1 / (inflation - 1)) : degrees };
}

/** Residuals that keep less than this of the spread keep none that could be scaled up. */
const SMALLEST = 1e-3;

/** Up to so many agents the trace is the sum of the formula at each of them alone. */
const MOST_ALONE = 48;
/** Beyond, it is the mean of the form at so many vectors of random signs (Hutchinson 1989), which off the diagonal cancel. */
const SIGNS = 16;

/** The trace of the quadratic form of those seen in a condition. */
function traceOf(members: readonly number[], form: (of: (i: number) => number) => number): number {
  if (members.length <= MOST_ALONE)
    return members.reduce((total, one) => total + form((i) => (i === one ? 1 : 0)), 0);
  let total = 0;
  for (let k = 0; k < SIGNS; k++) {
    const stream = rng("trace").fork(k);
    const signs = new Map(members.map((i) => [i, stream.uniform() < 0.5 ? -1 : 1]));
    total += form((i) => signs.get(i)!);
  }
  return total / SIGNS;
}
