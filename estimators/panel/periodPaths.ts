import { sum } from "../../src/core/numbers/sum.ts";
import type { Panel } from "./Panel.ts";
import type { RolloutStages } from "./rolloutStages.ts";

/** Numbers of each period; undefined where there is none. */
interface PeriodPaths {
  /** Mean outcome of those observed. */
  readonly mean: readonly number[];
  /** Share of all agents treated. */
  readonly share: readonly number[];
  /** Mean of the treated minus mean of the others. */
  readonly difference: readonly (number | undefined)[];
  /** Horvitz and Thompson's difference, with the chance that the law gives at the stage: not normalised, so it moves with how many happened to adopt. */
  readonly horvitzThompson: readonly (number | undefined)[];
}

/** Plain means by period. Undefined numbers: periods without treated, or without untreated agents. Cost: O(agents × periods). */
export function periodPaths(panel: Panel, stages: Pick<RolloutStages, "stage" | "chance">): PeriodPaths {
  const { agents, periods, outcome, observed, adopted } = panel;
  const n = agents.length;
  const paths = periods.map((_, t) => {
    const totals = [0, 0];
    const counts = [0, 0];
    let treated = 0;
    const terms: [number[], number[]] = [[], []];
    for (let i = 0; i < n; i++) {
      const on = adopted[i]! <= t ? 1 : 0;
      treated += on;
      if (observed[t]![i] === 0) continue;
      terms[on].push(outcome[t]![i]!);
      counts[on]!++;
    }
    totals[0] = sum(terms[0]);
    totals[1] = sum(terms[1]);
    const p = stages.chance[stages.stage[t]!]!;
    return {
      mean: (totals[0] + totals[1]) / (counts[0]! + counts[1]!),
      share: treated / n,
      difference:
        counts[0]! > 0 && counts[1]! > 0 ? totals[1] / counts[1]! - totals[0] / counts[0]! : undefined,
      horvitzThompson:
        p > 0 && p < 1 && counts[0]! + counts[1]! === n
          ? (totals[1] / p - totals[0] / (1 - p)) / n
          : undefined,
    };
  });
  return {
    mean: paths.map(({ mean }) => mean),
    share: paths.map(({ share }) => share),
    difference: paths.map(({ difference }) => difference),
    horvitzThompson: paths.map(({ horvitzThompson }) => horvitzThompson),
  };
}
