import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { present } from "../../src/core/present.ts";
import type { Rng } from "../../src/core/rng.ts";
import { shown } from "../../src/core/shown.ts";
import { rolloutWeights } from "../global/rolloutWeights.ts";
import { basicMessagePassing } from "./basicMessagePassing.ts";
import type { cohortModel } from "./cohortModel.ts";
import { validatedMessagePassing } from "./messagePassing.ts";
import type { NetworkPanel } from "./networkPanel.ts";
import type { Panel } from "./Panel.ts";
import type { periodPaths } from "./periodPaths.ts";
import { plainContrasts } from "./plainContrasts.ts";
import type { RedrawnErrors } from "./redrawnErrors.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import type { StageMeans } from "./stageMeans.ts";

/** One estimator's answer about the last stage. */
export interface PanelEstimate {
  readonly estimator: string;
  /** What it is about: the effect of treating everybody on the mean of all, or of the own treatment on those who had it. */
  readonly about: "everybody" | "own treatment";
  readonly estimate?: number;
  readonly se?: number;
  readonly ci?: readonly [number, number];
  readonly withheld?: string;
  readonly because?: string;
  readonly note?: string;
}

interface Rows {
  readonly panel: Panel;
  readonly stages: RolloutStages;
  readonly means: StageMeans;
  readonly fit: ReturnType<typeof cohortModel>;
  readonly errors: RedrawnErrors | undefined;
  readonly paths: ReturnType<typeof periodPaths>;
  readonly joined: NetworkPanel | { readonly because: string } | undefined;
  readonly confidence: number;
  /** Stream of the batches of message passing, where that was asked for. */
  readonly batches: Rng | undefined;
}

/** A row for each estimator: its answer with an interval from redraws, or why there is none. */
export function estimateRows(given: Rows): PanelEstimate[] {
  const { panel, stages, means, fit, errors, paths, joined, confidence, batches } = given;
  return [
    ...plainRows(means, stages, errors, confidence),
    ownRow(fit, errors, confidence),
    ...pathRows(panel, stages, paths),
    ...(batches ? [passingRow(panel, stages, batches)] : []),
    ...(joined ? [networkRow(joined, confidence)] : []),
  ];
}

function plainRows(
  means: StageMeans,
  { cohort, chance }: RolloutStages,
  errors: RedrawnErrors | undefined,
  confidence: number,
): PanelEstimate[] {
  const plain = plainContrasts(means, cohort, chance.at(-1)!);
  const names = [
    ["difference-in-means", "difference"],
    ["horvitz-thompson", "horvitzThompson"],
    ["cohort-change", "change"],
  ] as const;
  return names.map(([estimator, name]) => {
    const estimate = plain[name];
    if (estimate === undefined)
      return { estimator, about: "own treatment", because: "one of the groups is empty in the last stage" };
    return {
      estimator,
      about: "own treatment",
      estimate,
      ...intervalOf(estimate, errors?.[name], confidence),
      note: "about everybody only if nothing spills over",
    };
  });
}

function ownRow(
  fit: ReturnType<typeof cohortModel>,
  errors: RedrawnErrors | undefined,
  confidence: number,
): PanelEstimate {
  const head = { estimator: "cohort-model", about: "own treatment" } as const;
  if ("because" in fit) return { ...head, because: fit.because };
  return {
    ...head,
    estimate: fit.target,
    ...intervalOf(fit.target, errors && Math.max(errors.own, fit.variance), confidence),
    note: `forms of the effect: ${fit.forms.map(({ form, weight }) => `${form} ${weight.toFixed(2)}`).join(", ")}`,
  };
}

function intervalOf(
  estimate: number,
  variance: number | undefined,
  confidence: number,
): Pick<PanelEstimate, "se" | "ci" | "withheld"> {
  if (variance === undefined || !Number.isFinite(variance))
    return { withheld: "in more than half of the redraws of the roll-out there is no estimate" };
  if (!(variance > 0)) return { withheld: "outcomes do not vary" };
  const se = Math.sqrt(variance);
  const z = normalQuantile((1 + confidence) / 2);
  return { se, ci: [estimate - z * se, estimate + z * se] };
}

const TIME =
  "the law of the roll-out says who adopts and not what time does: periods are not randomized, and a drift moves the estimate";

/** Estimators that compare periods. */
function pathRows(
  { periods }: Panel,
  { starts, stage }: RolloutStages,
  { mean, share }: ReturnType<typeof periodPaths>,
): PanelEstimate[] {
  const unseen = mean.findIndex((y) => !Number.isFinite(y));
  const seen = [...mean.keys()].filter((t) => Number.isFinite(mean[t]!));
  const stageMean = (k: number, series: readonly number[]): number => {
    const at = seen.flatMap((t) => (stage[t] === k ? [series[t]!] : []));
    return at.reduce((all, x) => all + x, 0) / at.length;
  };
  const shares = starts.slice(0, -1).map((_, k) => stageMean(k, share));
  const outcomes = starts.slice(0, -1).map((_, k) => stageMean(k, mean));
  const weighted = (weights: Float64Array | undefined, values: readonly number[]): number | undefined =>
    weights && values.reduce((all, y, k) => all + weights[k]! * y, 0);
  const slope = weighted(
    rolloutWeights(
      seen.map((t) => share[t]!),
      1,
    ),
    seen.map((t) => mean[t]!),
  );
  const order = Math.min(2, shares.length - 1);
  const polynomial = shares.every(Number.isFinite)
    ? weighted(rolloutWeights(shares, order), outcomes)
    : undefined;
  const basic =
    unseen < 0
      ? basicMessagePassing(mean, share)
      : {
          because: `nobody was observed in the period ${shown(periods[unseen])}, and each period follows from the one before`,
        };
  const alike = "the shares treated do not differ enough";
  const rows: (Pick<PanelEstimate, "estimator" | "because" | "note"> & {
    readonly estimate: number | undefined;
  })[] = [
    { estimator: "share-slope", estimate: slope, because: alike },
    {
      estimator: "rollout-interpolation",
      estimate: polynomial,
      because: shares.every(Number.isFinite) ? alike : "nobody was observed in one of the stages",
      note: `a polynomial of degree ${order} in the share treated`,
    },
    "because" in basic
      ? { estimator: "basic-message-passing", estimate: undefined, because: basic.because }
      : { estimator: "basic-message-passing", estimate: lastStage(basic, starts) },
  ];
  return rows.map(({ estimator, estimate, because = alike, note }) =>
    estimate === undefined || !Number.isFinite(estimate)
      ? { estimator, about: "everybody", because }
      : { estimator, about: "everybody", estimate, withheld: TIME, ...present({ note }) },
  );
}

function lastStage(effect: readonly number[], starts: readonly number[]): number {
  const last = effect.slice(starts.at(-2)!);
  return last.reduce((all, x) => all + x, 0) / last.length;
}

function passingRow(panel: Panel, { starts }: RolloutStages, stream: Rng): PanelEstimate {
  const head = { estimator: "message-passing", about: "everybody" } as const;
  const found = validatedMessagePassing(panel, starts, stream);
  if ("because" in found) return { ...head, because: found.because };
  const effect = found.treatment.map((y, t) => y - found.control[t]!);
  return { ...head, estimate: lastStage(effect, starts), withheld: TIME, note: found.chosen };
}

function networkRow(found: NetworkPanel | { readonly because: string }, confidence: number): PanelEstimate {
  const head = { estimator: "network-panel", about: "everybody" } as const;
  if ("because" in found) return { ...head, because: found.because };
  return {
    ...head,
    estimate: found.within,
    ...intervalOf(found.within, found.se ** 2, confidence),
    note: "comparisons within periods",
  };
}
