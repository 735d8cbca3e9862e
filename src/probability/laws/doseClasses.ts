import type { ConditionRun } from "./conditionRuns.ts";

/** What a rule can tell apart among total doses. */
interface DoseClasses {
  /** A total dose of the same class for each agent: agents with equal ones have the same rule. */
  readonly total: Uint32Array;
  /** From this dose on the condition of an agent with this total no longer changes, whatever its own arm. */
  cap(total: number): number;
}

/**
 * Puts total doses together that a rule treats alike: for "any treated" all degrees from 1 on. So agents with different
 * numbers of in-neighbours can be of one type, and far fewer laws have to be computed. Cost: O(different totals × dose).
 */
export function doseClasses(
  totals: Uint32Array,
  arms: number,
  bits: boolean,
  run: (total: number, own: number) => ConditionRun,
): DoseClasses {
  const caps = new Map<number, number>();
  const first = new Map<string, number>();
  const standsFor = new Map<number, number>();
  for (const total of new Set(totals)) {
    const runs = Array.from({ length: arms }, (_, own) => run(total, own));
    const open = Math.max(...runs.map((one) => one.open));
    // Sets of bits are not ordered by size, so none of them can be cut off.
    const cap = bits && open > 0 ? total : open;
    const text = runs.map(({ condition }) => condition.subarray(0, cap + 1).join()).join("|");
    if (!first.has(text)) first.set(text, total);
    caps.set(total, cap);
    standsFor.set(total, first.get(text)!);
  }
  return { total: totals.map((total) => standsFor.get(total)!), cap: (total) => caps.get(total)! };
}
