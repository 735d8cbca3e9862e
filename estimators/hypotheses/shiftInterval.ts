import type { Groups } from "./compareGroups.ts";
import { pValue } from "./pValue.ts";
import type { Assignments, Reference } from "./reference.ts";
import type { TestedOutcomes } from "./testedOutcomes.ts";
import { SMALLEST_SQUARE } from "./WorldStatistic.ts";

/** How far from the estimate effects are tried, in standard errors, and how fast the steps grow. */
const FARTHEST = 1000;
const GROWTH = 1.05;

/** Tests of the hypotheses that the first group's outcome is a constant above the second's, for everybody. */
interface ShiftedTests {
  /** The difference of means, at which the test accepts most. */
  readonly estimate: number;
  readonly se: number;
  /** Two-sided p-value of the hypothesis that the constant is this. */
  p(shift: number): number;
}

/**
 * Tests of all constant shifts from one pass over the reference. Under a shift τ outcomes are Y − τz, z marking the first group at hand, so the difference of means
 * of an assignment is D(Y) − τD(z), and its standard error the root of a parabola in τ. Every agent must always be in one of the two groups.
 * Cost: O(assignments × agents), then O(assignments) for each shift.
 */
export function shiftedTests(
  worlds: readonly TestedOutcomes[],
  groups: readonly Groups[],
  observed: Assignments,
  reference: Reference,
  studentized: boolean,
): ShiftedTests {
  const z = observed.map((arms, w) => {
    const { of, first } = groups[w]!;
    return Uint8Array.from(of(arms), (g) => (g === first ? 1 : 0));
  });
  const terms: number[] = [];
  const weights: number[] = [];
  const add = (assignments: Assignments): void => {
    const own = [0, 0, 0, 0, 0];
    worlds.forEach((world, w) => addTerms(world, groups[w]!, assignments[w]!, z[w]!, own));
    terms.push(...own);
  };
  add(observed);
  reference.visit((assignments, weight) => {
    add(assignments);
    if (reference.listed) weights.push(weight);
  });
  const all = Float64Array.from(terms);
  // Where one of the groups is empty in all worlds at hand there is no difference to shift.
  const compared = worlds.some(({ agents }, w) => {
    const { of, first, second } = groups[w]!;
    const group = of(observed[w]!);
    return agents.some((i) => group[i] === first) && agents.some((i) => group[i] === second);
  });
  const count = all.length / 5;
  const values = new Float64Array(count);
  return {
    estimate: all[0]! / all[1]!,
    se: compared ? Math.sqrt(all[2]!) : 0,
    p(shift) {
      for (let r = 0; r < count; r++) {
        const k = 5 * r;
        const off = all[k]! - shift * all[k + 1]!;
        const square = all[k + 2]! - 2 * shift * all[k + 3]! + shift * shift * all[k + 4]!;
        values[r] = studentized ? off / Math.sqrt(Math.max(0, square) + SMALLEST_SQUARE) : off;
      }
      const found = reference.listed ? { weights: Float64Array.from(weights) } : {};
      return pValue(values[0]!, { values: values.subarray(1), ...found }, "two-sided").p;
    },
  };
}

/** D(Y), D(z), and the squares of Y, Y with z, and z that make the variance of a difference. */
function addTerms(
  { agents, value }: TestedOutcomes,
  { of, first, second }: Groups,
  arms: Uint8Array,
  z: Uint8Array,
  into: number[],
): void {
  const group = of(arms);
  for (const [g, sign] of [
    [first, 1],
    [second, -1],
  ] as const) {
    let [n, y, yy, yz, ones] = [0, 0, 0, 0, 0];
    for (const i of agents) {
      if (group[i] !== g) continue;
      n++;
      y += value[i]!;
      yy += value[i]! ** 2;
      if (z[i] === 1) {
        ones++;
        yz += value[i]!;
      }
    }
    if (n === 0) continue;
    into[0]! += (sign * y) / n;
    into[1]! += (sign * ones) / n;
    if (n === 1) continue;
    const scale = 1 / (n * (n - 1));
    into[2]! += (yy - (y * y) / n) * scale;
    into[3]! += (yz - (y * ones) / n) * scale;
    into[4]! += (ones - (ones * ones) / n) * scale;
  }
}

/**
 * The shifts that are not rejected at 1 − confidence, as the smallest interval that holds them all (the set may have holes). Tried are the estimate ± its standard error
 * × (1.05^k − 1) up to 1,000 standard errors; the last shift accepted on each side is found by bisection. Undefined where nothing is rejected.
 */
export function shiftInterval(
  { estimate, se, p }: ShiftedTests,
  confidence: number,
): readonly [low: number, high: number] | undefined {
  if (!(se > 0)) return undefined;
  const accepts = (shift: number): boolean => p(shift) > (1 - confidence) * (1 + 1e-12);
  const end = (direction: 1 | -1): number | undefined => {
    const at = (k: number): number => estimate + direction * se * (GROWTH ** k - 1);
    let last = 0;
    let k = 1;
    for (; GROWTH ** k - 1 <= FARTHEST; k++) if (accepts(at(k))) last = k;
    if (last === k - 1) return undefined;
    let [inside, outside] = [at(last), at(last + 1)];
    for (let step = 0; step < 40; step++) {
      const middle = (inside + outside) / 2;
      if (accepts(middle)) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  const low = end(-1);
  const high = end(1);
  return low === undefined || high === undefined ? undefined : [low, high];
}
