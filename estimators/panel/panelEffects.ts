// Long because the rule is one text: each sentence of docs/panels.md has its lines here, in the same order.
import type { Law } from "../../designs/Design.ts";
import { few } from "../../src/core/few.ts";
import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import { present } from "../../src/core/present.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { Network } from "../../src/network/Network.ts";
import { rolloutWeights } from "../global/rolloutWeights.ts";
import { aheadMeans, inSecondHalf } from "./aheadMeans.ts";
import { basicMessagePassing } from "./basicMessagePassing.ts";
import { type CohortFit, cohortModel } from "./cohortModel.ts";
import { growthTest } from "./growthTest.ts";
import { validatedMessagePassing } from "./messagePassing.ts";
import { type NetworkPanel, networkPanel } from "./networkPanel.ts";
import { type Panel, wantPanel } from "./Panel.ts";
import { type PanelCell, panelCells } from "./panelCells.ts";
import { periodPaths } from "./periodPaths.ts";
import { plainContrasts } from "./plainContrasts.ts";
import { type RolloutStages, rolloutStages } from "./rolloutStages.ts";
import { type StageMeans, stageMeans } from "./stageMeans.ts";
import { type UntreatedPath, untreatedPath } from "./untreatedPath.ts";

export interface PanelEffectsOptions {
  /** The law of the roll-out: that of the design `rollout`, arms never, stage-1 … */
  readonly law: Law;
  /** Who may influence whom, with the agents of the panel in its order. Default: unknown. */
  readonly network?: Network;
  /** Names of the periods with which stages begin. Default: those in which anybody adopts. */
  readonly stages?: readonly string[];
  /** Names of the periods that changes are counted from. Default: all before anybody adopts. */
  readonly baseline?: readonly string[];
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Redraws of the roll-out for errors, at least 100. Default 500. */
  readonly redraws?: number;
  /** Seed of redraws and batches. Default 1. */
  readonly seed?: string | number;
  /** Whether causal message passing with its cross-validation is fitted too: seconds for 2,000 agents and 70 periods. Default false. */
  readonly messagePassing?: boolean;
  /** Whether effects by cohort, period and exposure are made. Default true. */
  readonly cells?: boolean;
}

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

/** What the rule says of the global average treatment effect (GATE) in the last stage. */
export interface PanelGate {
  readonly estimate?: number;
  readonly ci?: readonly [number, number];
  readonly confidence: number;
  /** The estimator to believe; absent when none may be believed. */
  readonly believe?: "network-panel" | "cohorts-and-path";
  /** Why no interval is given, and none may be believed. */
  readonly withheld?: string;
  /** How the estimate was made, in sentences. */
  readonly why: readonly string[];
}

export interface PanelEffects {
  /** Name of the rule: it changes when the rule does. */
  readonly rule: "panel-rule-2";
  readonly gate: PanelGate;
  readonly estimators: readonly PanelEstimate[];
  readonly cells: readonly PanelCell[];
  readonly diagnosis: {
    /** P-value of a test that the untreated path is noise around share and drift; the variance of lasting steps against passing noise, and the weight of a trend. */
    readonly drift?: { readonly noise: number; readonly steps: number; readonly trend: number };
    /** Weight of the form of the effect that differs between the stage of adoption and those after it; and the p-value of a test that effects are complete when their stage begins. */
    readonly duration?: { readonly weight?: number; readonly growth?: number };
    /** What the untreated path does when the share treated goes from 0 to 1. */
    readonly spillover?: { readonly estimate: number; readonly se: number };
  };
  /** Agents with an outcome in every stage, whom estimates of stages are about. */
  readonly population: number;
  readonly excluded: readonly string[];
  readonly stages: readonly { readonly from: string; readonly share: number; readonly chance: number }[];
  readonly notes: readonly string[];
}

/** Tests that refute what the rule rests on, at this level. */
const LEVEL = 0.05;
/** A slope this many times its variance is clear at 5 %: the χ² quantile with one degree of freedom. */
const CLEAR = 3.84;
/** With fewer agents (or clusters) expected in a cohort, redraws say too little of how much it may differ. */
const FEWEST = 10;

/**
 * The global average treatment effect (GATE) from a staggered roll-out: the estimators there are, each with an interval from redraws of the
 * known roll-out or the reason why none would hold, effects by cohort, period and exposure, and a rule that was fixed before any outcome: which to
 * believe, or that none may be.
 *
 * The rule. (1) Own effect: cohorts of the same period, {@link cohortModel}. (2) Where the network is known, {@link networkPanel}; believed unless
 * own arm and neighbours' share are refuted to act additively, or effects still grow within their stage. (3) Where it is not: own effect plus the slope of the rest of the mean path on the share
 * treated, {@link untreatedPath}, the latter shrunk by max(0, 1 − 3.84 variance / slope²), so that it counts only as far as it is clear at 5 %; believed unless the path moves by itself in a way that is no
 * noise around a drift of independent steps, or the design has too few in a cohort. (4) The interval holds besides what curved lines say where the network
 * is known, and where effects end that still grow within their stage ({@link aheadMeans}): a test that does not refute leaves both possible. Nothing else is chosen by the data.
 *
 * Cost: O(redraws × (agents × periods + edges × stages)).
 * @throws SpillwayError where panel, law, network and settings do not fit each other.
 */
export function panelEffects(panel: Panel, options: PanelEffectsOptions): PanelEffects {
  wantPanel("panelEffects", panel);
  wantArgument("panelEffects", "options", options, { fields: ["law"] });
  const { law, network, confidence = 0.95, redraws = 500, seed = 1 } = options;
  checkSettings(panel, options);
  const stages = rolloutStages(panel, law, options.stages);
  const baseline = baselineOf(panel, stages, options.baseline);
  const means = stageMeans(panel, stages, baseline);
  const root = rng(seed).fork("panel");
  const redrawn = Array.from({ length: redraws }, (_, r) => law.draw(root.fork("roll-out").fork(r)));
  const paths = periodPaths(panel, stages);
  const fit = cohortModel(means, stages.cohort);
  const cohorts = "because" in fit ? undefined : fit;
  const errors = cohorts && redrawnErrors(means, stages, cohorts, redrawn);
  const path = cohorts ? pathOf(panel, stages, baseline, cohorts) : undefined;
  const ahead = aheadMeans(panel, stages, baseline, means);
  const settings = { rng: root.fork("network"), redraws, binary: isBinary(panel) };
  const joined = network ? networkPanel(means, stages.cohort, network, law, settings) : undefined;
  const later = network && ahead ? networkPanel(ahead, stages.cohort, network, law, settings) : undefined;
  const growth = growthTest(panel, stages, network, redrawn);
  const settled = ahead && !network ? pathAhead(panel, stages, baseline, ahead, redrawn) : undefined;
  const gate = believe({
    law,
    stages,
    confidence,
    cohorts,
    errors,
    path,
    joined,
    later,
    settled,
    fit,
    growth,
  });
  const rows: PanelEstimate[] = [
    ...plainRows(means, stages, errors, confidence),
    ownRow(fit, errors, confidence),
    ...pathRows(panel, stages, paths),
    ...(options.messagePassing ? [passingRow(panel, stages, root.fork("batches"))] : []),
    ...(joined ? [networkRow(joined, confidence)] : []),
  ];
  const { agents } = panel;
  const excluded = agents.filter((_, i) => means.among[i] === 0);
  return {
    rule: "panel-rule-2",
    gate,
    estimators: rows,
    cells:
      options.cells === false
        ? []
        : panelCells({ ...{ panel, stages, network, baseline, redrawn, confidence }, arms: law.arms }),
    diagnosis: {
      ...(path && !("because" in path)
        ? {
            drift: { noise: path.noise, steps: path.steps, trend: path.trend },
            spillover: { estimate: path.slope, se: Math.sqrt(path.variance) },
          }
        : {}),
      duration: present({
        weight: cohorts?.forms.find(({ form }) => form === "first and later")?.weight,
        growth,
      }),
    },
    population: means.size,
    excluded,
    stages: stages.starts.slice(0, -1).map((t, k) => ({
      from: panel.periods[t]!,
      share: paths.share[t]!,
      chance: stages.chance[k]!,
    })),
    notes: [
      ...(excluded.length > 0
        ? [
            `${excluded.length} agents without an outcome in some stage left out (${few(
              excluded.map((id) => shown(id)),
              3,
            )}): valid only if treatment does not decide who is observed`,
          ]
        : []),
      ...(baseline.length === 1
        ? [
            `one period before anybody adopts (${panel.periods[baseline[0]!]}): it cannot show whether outcomes drift or burn in by themselves, so it is compared agent by agent and left out of the mean path`,
          ]
        : []),
    ],
  };
}

/** Whether all outcomes that were seen are 0 or 1. */
function isBinary({ outcome, observed }: Panel): boolean {
  return outcome.every((column, t) => column.every((y, i) => observed[t]![i] === 0 || y === 0 || y === 1));
}

function checkSettings(panel: Panel, options: PanelEffectsOptions): void {
  const { network, confidence = 0.95, redraws = 500 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(`panelEffects: confidence must be between 0 and 1, got ${shown(confidence)}`);
  if (!(Number.isInteger(redraws) && redraws >= 100))
    throw new SpillwayError(
      `panelEffects: redraws must be a whole number of at least 100, got ${shown(redraws)}`,
    );
  if (network === undefined) return;
  wantArgument("panelEffects", "a network", network, { fields: ["ids", "offsets", "sources"] });
  const odd = network.ids.findIndex((id, i) => panel.agents[i] !== id);
  if (odd >= 0 || network.n !== panel.agents.length)
    throw new SpillwayError(
      `panelEffects: wanted the agents of the panel in the order of the network's ids (${network.n}), got ${panel.agents.length}${odd < 0 ? "" : `, and ${shown(panel.agents[odd])} in place of ${shown(network.ids[odd])}`}`,
    );
}

function baselineOf(
  { periods }: Panel,
  { starts }: RolloutStages,
  named: readonly string[] | undefined,
): readonly number[] {
  if (named === undefined) return Array.from({ length: starts[1]! }, (_, t) => t);
  if (named.length === 0)
    throw new SpillwayError("panel: wanted at least one period of the baseline, got none");
  return named
    .map((name) => {
      const t = periods.indexOf(name);
      if (t < 0)
        throw new SpillwayError(
          `panel: the baseline names the period ${shown(name)}, which the panel does not have: its periods are ${few(periods)}`,
        );
      if (t >= starts[1]!)
        throw new SpillwayError(
          `panel: the baseline names the period ${shown(name)}, in which somebody is treated already: wanted periods before ${shown(periods[starts[1]!])}`,
        );
      return t;
    })
    .sort((a, b) => a - b);
}

/** Mean squares, over redraws, of what estimators differ from their values under the fitted effects. */
interface RedrawnErrors {
  readonly own: number;
  readonly difference: number;
  readonly horvitzThompson: number;
  readonly change: number;
}

/** Outcomes of a redrawn roll-out are those seen less the fitted effects of the real one, plus those of the redrawn one. */
function redrawnErrors(
  means: StageMeans,
  { cohort, chance }: RolloutStages,
  fit: CohortFit,
  redrawn: readonly Uint8Array[],
): RedrawnErrors {
  const { values } = means;
  const stages = values.length;
  const effects = Array.from({ length: stages }, (_, c) =>
    Array.from({ length: stages }, (__, k) => (c > 0 && k >= c ? fit.effect(c, k) : 0)),
  );
  const without = values.map((column, k) => column.map((y, i) => y - effects[cohort[i]!]![k]!));
  const found = {
    own: [] as number[],
    difference: [] as number[],
    horvitzThompson: [] as number[],
    change: [] as number[],
  };
  for (const drawn of redrawn) {
    const made = {
      ...means,
      values: without.map((column, k) => column.map((y, i) => y + effects[drawn[i]!]![k]!)),
    };
    const again = cohortModel(made, drawn);
    if (!("because" in again)) found.own.push(again.target - fit.target);
    const plain = plainContrasts(made, drawn, chance.at(-1)!);
    for (const name of ["difference", "horvitzThompson", "change"] as const)
      if (plain[name] !== undefined) found[name].push(plain[name]);
  }
  const square = (list: readonly number[], centre: number): number =>
    list.length < redrawn.length / 2
      ? Number.NaN
      : list.reduce((all, x) => all + (x - centre) ** 2, 0) / list.length;
  const centred = (list: readonly number[]): number =>
    square(list, list.reduce((all, x) => all + x, 0) / Math.max(1, list.length));
  return {
    own: square(found.own, 0),
    difference: centred(found.difference),
    horvitzThompson: centred(found.horvitzThompson),
    change: centred(found.change),
  };
}

/** The mean path of the roll-out less the effects on the treated themselves, and its slope on the share treated. */
function pathOf(
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
  const path: number[] = [];
  const share: number[] = [];
  for (const t of used) {
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
    path.push(total / seen);
    share.push(treated / seen);
  }
  return untreatedPath(path, share);
}

/** Own effect and mean path where effects are complete only at the end of their stage. */
interface PathAhead {
  readonly own: number;
  readonly variance: number;
  readonly path: UntreatedPath;
}

/** The own effect as it ends in its stage, {@link aheadMeans}, and the path of the second halves of stages alone. */
function pathAhead(
  panel: Panel,
  stages: RolloutStages,
  baseline: readonly number[],
  ahead: StageMeans,
  redrawn: readonly Uint8Array[],
): PathAhead | undefined {
  const fit = cohortModel(ahead, stages.cohort);
  if ("because" in fit) return undefined;
  const { starts, stage } = stages;
  const path = pathOf(panel, stages, baseline, fit, (t) => inSecondHalf(starts, stage[t]!, t));
  if ("because" in path) return undefined;
  const { own } = redrawnErrors(ahead, stages, fit, redrawn);
  return { own: fit.target, variance: Math.max(own, fit.variance), path };
}

interface Believing {
  readonly law: Law;
  readonly stages: RolloutStages;
  readonly confidence: number;
  readonly fit: ReturnType<typeof cohortModel>;
  readonly cohorts: CohortFit | undefined;
  readonly errors: RedrawnErrors | undefined;
  readonly path: UntreatedPath | { readonly because: string } | undefined;
  readonly joined: NetworkPanel | { readonly because: string } | undefined;
  /** The same for effects that grow within their stage. */
  readonly later: NetworkPanel | { readonly because: string } | undefined;
  readonly settled: PathAhead | undefined;
  readonly growth: number | undefined;
}

/** The rule. It is frozen: whoever changes it gives it another name. */
function believe(given: Believing): PanelGate {
  const { law, stages, confidence, joined, later, growth } = given;
  const fewest = fewestExpected(law, stages);
  const scarce =
    fewest < FEWEST
      ? `the roll-out puts ${Number(fewest.toPrecision(2))} ${blocksOf(law) === law.n ? "agents" : "clusters"} in a cohort on average, below ${FEWEST}: too few to know how much they differ by chance`
      : undefined;
  const growing =
    growth !== undefined && growth < LEVEL
      ? `a test refutes that effects are complete when their stage begins (p ${short(growth)}): they still grow, and what treating everybody for long does lies beyond what was seen`
      : undefined;
  if (joined && !("because" in joined)) return believeNetwork(joined, later, confidence, scarce ?? growing);
  const before = joined ? [`the network is known, but: ${joined.because}`] : [];
  return believePath(given, scarce ?? growing, before);
}

function believeNetwork(
  found: NetworkPanel,
  later: Believing["later"],
  confidence: number,
  scarce: string | undefined,
): PanelGate {
  const { within, se, linear, direct, spillover, size, bounded } = found;
  const z = normalQuantile((1 + confidence) / 2);
  const estimate = bounded(within);
  const why = [
    `network known: changes of agents in the same period, regressed on the own treatment (${short(direct)}) and on the share of in-neighbours treated (${short(spillover)}); no drift moves such comparisons`,
    ...(estimate === within
      ? []
      : [
          `outcomes are 0 or 1, and effects are taken to add in log odds: ${short(within)} becomes ${short(estimate)}`,
        ]),
    ...(size[1] > 0
      ? [`${size[1]} agents have no in-neighbour: treatment of others does not count for them`]
      : []),
  ];
  const withheld =
    scarce ??
    (linear < LEVEL
      ? `a test refutes that own treatment and the neighbours' share act additively and linearly (p ${short(linear)}): what treating everybody does lies beyond what was seen`
      : !(se > 0)
        ? "outcomes do not vary"
        : undefined);
  if (withheld !== undefined) return { estimate, confidence, withheld, why };
  // No test refutes what is not so in every roll-out: the interval holds what the data leave possible.
  const models = [found, found.curved, later && !("because" in later) ? later : undefined];
  const ends = models.flatMap((one) =>
    one === undefined ? [] : [[one.within - z * one.se, one.within + z * one.se] as const],
  );
  return {
    estimate,
    ci: [bounded(Math.min(...ends.map(([low]) => low))), bounded(Math.max(...ends.map(([, high]) => high)))],
    confidence,
    believe: "network-panel",
    why: [
      ...why,
      "interval: comparisons within periods, over redraws of the roll-out; it holds what straight lines say, what curved ones say, and where effects end that still grow within their stage",
    ],
  };
}

function believePath(
  { confidence, cohorts, errors, path, settled, fit }: Believing,
  scarce: string | undefined,
  before: readonly string[],
): PanelGate {
  if (!cohorts || !errors || !path)
    return {
      confidence,
      withheld: "because" in fit ? fit.because : "no cohort can be compared",
      why: before,
    };
  const own = cohorts.target;
  const ownVariance = Math.max(errors.own, cohorts.variance);
  const first = `own effect of adopting, from cohorts of the same period: ${short(own)} (standard error ${short(Math.sqrt(ownVariance))})`;
  if ("because" in path)
    return {
      estimate: own,
      confidence,
      withheld: `what spills over is not known (${path.because}), so the estimate is the own effect alone`,
      why: [...before, first],
    };
  const kept = Math.max(0, 1 - (CLEAR * path.cautious) / path.slope ** 2);
  const estimate = own + kept * path.slope;
  const why = [
    ...before,
    first,
    `what the mean path does beside, for a share from 0 to 1: ${short(path.slope)} (error at most ${short(Math.sqrt(path.cautious))}), of which ${Math.round(100 * kept)} % are kept`,
  ];
  const withheld =
    scarce ??
    (path.noise < LEVEL
      ? `the untreated move by themselves, as with seasons or a beginning that passes (p ${short(path.noise)}): what spills over cannot be told from it`
      : !(ownVariance > 0)
        ? "outcomes do not vary"
        : undefined);
  if (withheld !== undefined) return { estimate, confidence, withheld, why };
  const z = normalQuantile((1 + confidence) / 2);
  const forms = [{ own, variance: ownVariance, path }, ...(settled ? [settled] : [])];
  const ends = forms.flatMap((form) =>
    form.path.possible.map(({ slope, variance, freedom }) => {
      const t = studentTQuantile((1 + confidence) / 2, freedom);
      const half = Math.sqrt(z * z * form.variance + t * t * variance);
      return [form.own + slope - half, form.own + slope + half] as const;
    }),
  );
  return {
    estimate,
    ci: around(estimate, Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))),
    confidence,
    believe: "cohorts-and-path",
    why: [
      ...why,
      "interval: redraws of the roll-out for the own effect, and for the rest every drift, of a trend and independent steps, that the periods do not refute; that part is a model of time, not randomized",
    ],
  };
}

/** An interval that holds the estimate too: what was shrunk may lie outside. */
function around(estimate: number, low: number, high: number): readonly [number, number] {
  return [Math.min(low, estimate), Math.max(high, estimate)];
}

const blocksOf = ({ structure, n }: Law): number =>
  structure.kind === "independent-blocks" || structure.kind === "fixed-counts" ? structure.blocks : n;

/** The least number of agents, or of clusters that adopt whole, that a cohort has on average. */
function fewestExpected(law: Law, { chance }: RolloutStages): number {
  const parts = chance.map((p, k) => (k === 0 ? 1 - chance.at(-1)! : p - chance[k - 1]!));
  // A last stage that treats everybody leaves no never-adopters, by design.
  return blocksOf(law) * Math.min(...parts.filter((p) => p > 1e-12));
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

function passingRow(panel: Panel, { starts }: RolloutStages, stream: ReturnType<typeof rng>): PanelEstimate {
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

const short = (value: number): string => String(Number(value.toPrecision(3)));
