import type { StageMeans } from "./stageMeans.ts";

/** Plain contrasts in the last stage of a roll-out; undefined where a group is empty. */
interface PlainContrasts {
  /** Mean of the treated minus mean of the others. */
  readonly difference: number | undefined;
  /** The same with the chances of the law in place of the numbers. */
  readonly horvitzThompson: number | undefined;
  /** Change since the baseline of those treated from the first stage on, less that of the never treated. */
  readonly change: number | undefined;
}

/** Cost: O(agents). `chance` is that of having adopted by the last stage. */
export function plainContrasts(
  { values, among, size }: StageMeans,
  cohort: Uint8Array,
  chance: number,
): PlainContrasts {
  const last = values.at(-1)!;
  const [first] = values;
  const totals = { treated: 0, others: 0, early: 0, never: 0 };
  const counts = { treated: 0, others: 0, early: 0, never: 0 };
  const add = (group: keyof typeof totals, value: number): void => {
    totals[group] += value;
    counts[group]++;
  };
  for (let i = 0; i < cohort.length; i++) {
    if (among[i] === 0) continue;
    const c = cohort[i]!;
    add(c > 0 ? "treated" : "others", last[i]!);
    if (c === 1) add("early", last[i]! - first![i]!);
    if (c === 0) add("never", last[i]! - first![i]!);
  }
  const between = (one: keyof typeof totals, two: keyof typeof totals): number | undefined =>
    counts[one] > 0 && counts[two] > 0 ? totals[one] / counts[one] - totals[two] / counts[two] : undefined;
  return {
    difference: between("treated", "others"),
    horvitzThompson:
      chance > 0 && chance < 1 ? (totals.treated / chance - totals.others / (1 - chance)) / size : undefined,
    change: between("early", "never"),
  };
}
