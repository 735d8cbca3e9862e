import { inSecondHalf } from "./aheadMeans.ts";
import { type CohortFit, cohortModel } from "./cohortModel.ts";
import type { Panel } from "./Panel.ts";
import { redrawnErrors } from "./redrawnErrors.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import type { StageMeans } from "./stageMeans.ts";
import { type UntreatedPath, untreatedPath } from "./untreatedPath.ts";

/** The mean path of the roll-out less the effects on the treated themselves, and its slope on the share treated. */
export function mixedPath(
  { agents, periods, outcome, observed }: Panel,
  { stage, cohort, starts }: RolloutStages,
  baseline: readonly number[],
  fit: CohortFit,
  among: (period: number) => boolean = () => true,
): UntreatedPath | { readonly because: string } {
  // One period before anybody adopts may be a beginning that passes by itself, and cannot show it.
  const used = periods.flatMap((_, t) =>
    (t >= starts[1]! && among(t)) || (t < starts[1]! && baseline.length > 1 && baseline.includes(t))
      ? [t]
      : [],
  );
  const found = {
    path: [] as number[],
    share: [] as number[],
    delayed: [] as number[],
    time: [] as number[],
  };
  let delayed = 0;
  for (const t of periods.keys()) {
    let total = 0;
    let treated = 0;
    let seen = 0;
    const k = stage[t]!;
    const effect = starts.slice(1).map((_, c) => (c > 0 && c <= k ? fit.effect(c, k) : 0));
    for (let i = 0; i < agents.length; i++) {
      if (observed[t]![i] === 0) continue;
      seen++;
      total += outcome[t]![i]! - effect[cohort[i]!]!;
      if (cohort[i]! > 0 && cohort[i]! <= k) treated++;
    }
    if (seen === 0) continue;
    delayed += (treated / seen - delayed) / 2;
    if (!used.includes(t)) continue;
    found.path.push(total / seen);
    found.share.push(treated / seen);
    found.delayed.push(delayed);
    found.time.push(t);
  }
  return untreatedPath({ ...found, stage: starts.at(-1)! - starts.at(-2)! });
}

/** Own effect and mean path where effects are complete only at the end of their stage. */
export interface PathAhead {
  readonly own: number;
  readonly variance: number;
  readonly path: UntreatedPath;
}

/** The own effect as it ends in its stage, {@link aheadMeans}, and the path of the second halves of stages alone. */
export function pathAhead(
  panel: Panel,
  stages: RolloutStages,
  baseline: readonly number[],
  ahead: StageMeans,
  redrawn: readonly Uint8Array[],
): PathAhead | undefined {
  const fit = cohortModel(ahead, stages.cohort);
  if ("because" in fit) return undefined;
  const { starts, stage } = stages;
  const path = mixedPath(panel, stages, baseline, fit, (t) => inSecondHalf(starts, stage[t]!, t));
  if ("because" in path) return undefined;
  const { own } = redrawnErrors(ahead, stages, fit, redrawn);
  return { own: fit.target, variance: Math.max(own, fit.variance), path };
}
