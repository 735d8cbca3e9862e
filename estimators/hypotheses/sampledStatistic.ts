import type { ReferenceValues } from "./pValue.ts";
import type { Reference } from "./reference.ts";
import type { Statistic } from "./WorldStatistic.ts";

/** The values of a statistic over a reference. Cost: one evaluation for each assignment, and 16 bytes. */
export function sampledStatistic(statistic: Statistic, { listed, visit }: Reference): ReferenceValues {
  const values: number[] = [];
  const weights: number[] = [];
  visit((assignments, weight) => {
    values.push(statistic(assignments));
    if (listed) weights.push(weight);
  });
  return {
    values: Float64Array.from(values),
    ...(listed ? { weights: Float64Array.from(weights) } : {}),
  };
}
