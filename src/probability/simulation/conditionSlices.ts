import type { LocalMapping } from "../../exposure/Exposure.ts";
import { conditionRuns } from "../laws/conditionRuns.ts";
import { totalDoses } from "../laws/incidence.ts";
import { popcount } from "../laws/popcount.ts";

/**
 * The conditions of all agents under 32 assignments at once. `planes` holds at arm × n + i, one bit an assignment, whether
 * agent i is in the arm; the bits of agent i in condition c are set in `conditions`, which starts as zeros, at
 * i × number of conditions + c.
 */
type ConditionSlices = (planes: Int32Array, conditions: Int32Array) => void;

/** Doses as sets of bits are looked up for every subset of at most this many bits. */
const MOST_BITS = 8;
/** Rules are tabulated up to this many numbers in all. */
const MOST_TABULATED = 2e7;

/** What is the same for all agents of one total dose. */
interface Plan {
  /** Number of counters, or of bits of the dose; 0 when in-neighbours do not matter. */
  readonly counters: number;
  /** For each own arm, conditions by ascending first dose: each holds from there to the next. */
  readonly runs: readonly (readonly { readonly from: number; readonly condition: number }[])[];
}

/**
 * A local rule for whole words of assignments: doses are added up in bit-sliced counters (word k holds binary digit k of
 * 32 sums; methods as in Warren 2012, "Hacker's Delight", section 8-1), and conditions are found by comparing the counters
 * with the doses at which the rule changes. Counters overflow into one bit that says "more than all thresholds", so a rule
 * that only asks "none or some" costs one OR for each in-neighbour.
 *
 * Undefined when the rule's tables would be too large: then the assignments have to be looked at one by one.
 *
 * Cost: O(edges × log of the largest threshold) for 32 assignments.
 */
export function conditionSlices(
  mapping: LocalMapping,
  arms: number,
  conditions: number,
): ConditionSlices | undefined {
  const { network, doses, rule } = mapping;
  const { n, offsets, sources } = network;
  const total = totalDoses(mapping);
  const plans = rule.combine === "bits" ? bitPlans(mapping, total, arms) : sumPlans(mapping, total, arms);
  if (plans === undefined) return undefined;
  const counter = new Int32Array(32);
  const nobody = rule.focal < arms ? new Int32Array(0) : new Int32Array(n);

  /** Adds a dose of 2^k in the assignments of x; what leaves the last counter stays in `over`. */
  const add = (x: number, k: number, counters: number): number => {
    let carry = x;
    for (let at = k; carry !== 0 && at < counters; at++) {
      const both = counter[at]! & carry;
      counter[at]! ^= carry;
      carry = both;
    }
    return carry;
  };
  /** Assignments in which the counters hold at least `from`, or ran over. */
  const atLeast = (from: number, counters: number, over: number): number => {
    let more = over;
    let equal = -1;
    for (let k = counters - 1; k >= 0; k--) {
      if ((from >>> k) & 1) equal &= counter[k]!;
      else {
        more |= equal & counter[k]!;
        equal &= ~counter[k]!;
      }
    }
    return more | equal;
  };
  const bits = rule.combine === "bits";
  return (planes, found) => {
    const focal = rule.focal < arms ? planes.subarray(rule.focal * n, (rule.focal + 1) * n) : nobody;
    for (let i = 0; i < n; i++) {
      const { counters, runs } = plans.get(total[i]!)!;
      for (let k = 0; k < counters; k++) counter[k] = 0;
      let over = 0;
      if (counters > 0) {
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
          const x = focal[sources[e]!]!;
          if (x === 0) continue;
          if (!doses) {
            if (counters === 1) counter[0]! |= x;
            else over |= add(x, 0, counters);
            continue;
          }
          for (let dose = doses[e]!; dose !== 0; dose &= dose - 1) {
            const k = 31 - Math.clz32(dose & -dose);
            if (bits) counter[k]! |= x;
            else if (k >= counters) over |= x;
            else over |= add(x, k, counters);
          }
        }
      }
      for (let own = 0; own < arms; own++) {
        let left = planes[own * n + i]!;
        if (left === 0) continue;
        const steps = runs[own]!;
        for (let s = steps.length - 1; s >= 0; s--) {
          const { from, condition } = steps[s]!;
          const here = from === 0 ? left : left & atLeast(from, counters, over);
          found[i * conditions + condition]! |= here;
          left &= ~here;
        }
      }
    }
  };
}

function sumPlans({ rule }: LocalMapping, total: Uint32Array, arms: number): Map<number, Plan> | undefined {
  const totals = new Set(total);
  let size = 0;
  for (const most of totals) size += arms * (most + 1);
  if (size > MOST_TABULATED) return undefined;
  const run = conditionRuns(rule);
  const plans = new Map<number, Plan>();
  for (const most of totals) {
    let open = 0;
    const runs = Array.from({ length: arms }, (_, own) => {
      const table = run(most, own);
      open = Math.max(open, table.open);
      const steps: { from: number; condition: number }[] = [];
      for (let from = 0; from <= most; from = table.runEnd[from]! + 1)
        steps.push({ from, condition: table.condition[from]! });
      return steps;
    });
    plans.set(most, { counters: 32 - Math.clz32(open), runs });
  }
  return plans;
}

/** With sets of bits the counters are the bits themselves, and each subset is a step of its own. */
function bitPlans({ rule }: LocalMapping, total: Uint32Array, arms: number): Map<number, Plan> | undefined {
  const plans = new Map<number, Plan>();
  for (const most of new Set(total)) {
    if (popcount(most) > MOST_BITS) return undefined;
    const subsets: number[] = [];
    for (let subset = most; ; subset = (subset - 1) & most) {
      subsets.unshift(subset >>> 0);
      if (subset === 0) break;
    }
    const runs = Array.from({ length: arms }, (_, own) =>
      subsets.map((from) => ({ from, condition: rule.condition(own, from, most) })),
    );
    plans.set(most, { counters: 32 - Math.clz32(most), runs });
  }
  return plans;
}
