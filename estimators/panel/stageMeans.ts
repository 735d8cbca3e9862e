import type { Panel } from "./Panel.ts";
import type { RolloutStages } from "./rolloutStages.ts";

/** Mean outcome of each agent in each stage of a roll-out. */
export interface StageMeans {
  /** By stage and agent; stage 0 is the baseline. 0 for agents that are not among those used. */
  readonly values: readonly Float64Array[];
  /** 1 for agents with an outcome in every stage. */
  readonly among: Uint8Array;
  /** How many there are. */
  readonly size: number;
}

/**
 * Means over the periods of a stage in which an agent was observed. Nothing is filled in: an agent without an outcome in some stage is left out.
 *
 * @param baseline indices of the periods before adoption that count as stage 0. Default: all of them.
 */
export function stageMeans(
  { agents, periods, outcome, observed }: Panel,
  { starts, stage }: Pick<RolloutStages, "starts" | "stage">,
  baseline?: readonly number[],
): StageMeans {
  const n = agents.length;
  const stages = starts.length - 1;
  const values = Array.from({ length: stages }, () => new Float64Array(n));
  const among = new Uint8Array(n).fill(1);
  for (let k = 0; k < stages; k++) {
    const seen = new Uint32Array(n);
    const column = values[k]!;
    for (let t = 0; t < periods.length; t++) {
      if (stage[t] !== k || (k === 0 && baseline !== undefined && !baseline.includes(t))) continue;
      for (let i = 0; i < n; i++)
        if (observed[t]![i] === 1) {
          column[i]! += outcome[t]![i]!;
          seen[i]!++;
        }
    }
    for (let i = 0; i < n; i++)
      if (seen[i] === 0) among[i] = 0;
      else column[i]! /= seen[i]!;
  }
  for (const column of values) for (let i = 0; i < n; i++) if (among[i] === 0) column[i] = 0;
  return { values, among, size: among.reduce((all, one) => all + one, 0) };
}
