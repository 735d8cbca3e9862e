import type { LocalRule } from "../../exposure/Exposure.ts";

/** A local rule tabulated for one degree and one own arm. */
export interface ConditionRun {
  /** Condition for 0 … degree treated in-neighbours. */
  readonly condition: Uint8Array;
  /** The largest count up to which the condition stays what it is at this count. */
  readonly runEnd: Uint32Array;
  /** From this count on the condition never changes again. */
  readonly open: number;
}

/** Tabulates a rule when first asked for a degree and own arm, and keeps the table. Cost O(degree) each. */
export function conditionRuns(rule: LocalRule): (degree: number, own: number) => ConditionRun {
  const kept = new Map<number, ConditionRun>();
  return (degree, own) => {
    const key = degree * 256 + own;
    const known = kept.get(key);
    if (known) return known;
    const condition = new Uint8Array(degree + 1);
    const runEnd = new Uint32Array(degree + 1);
    for (let t = degree; t >= 0; t--) {
      condition[t] = rule.condition(own, t, degree);
      runEnd[t] = t < degree && condition[t] === condition[t + 1] ? runEnd[t + 1]! : t;
    }
    const run = { condition, runEnd, open: runEnd.indexOf(degree) };
    kept.set(key, run);
    return run;
  };
}
