import type { Law } from "../../designs/Design.ts";
import { few } from "../../src/core/few.ts";
import { present } from "../../src/core/present.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { Network } from "../../src/network/Network.ts";
import { aheadMeans } from "./aheadMeans.ts";
import { believe, type PanelGate } from "./believe.ts";
import { cohortModel } from "./cohortModel.ts";
import { estimateRows, type PanelEstimate } from "./estimateRows.ts";
import { growthTest } from "./growthTest.ts";
import { mixedPath, pathAhead } from "./mixedPath.ts";
import { networkPanel } from "./networkPanel.ts";
import { type Panel, wantPanel } from "./Panel.ts";
import { type PanelCell, panelCells } from "./panelCells.ts";
import { periodPaths } from "./periodPaths.ts";
import { redrawnErrors } from "./redrawnErrors.ts";
import { type RolloutStages, rolloutStages } from "./rolloutStages.ts";
import { stageMeans } from "./stageMeans.ts";

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

export interface PanelEffects {
  /** Name of the rule: it changes when the rule does. */
  readonly rule: "panel-rule-3";
  readonly gate: PanelGate;
  readonly estimators: readonly PanelEstimate[];
  readonly cells: readonly PanelCell[];
  readonly diagnosis: {
    /** P-value of a test that the untreated path is noise around share and drift; the variance of lasting steps against passing noise, and the weights of a trend, a beginning that passes, a season and a delay. */
    readonly drift?: {
      readonly noise: number;
      readonly steps: number;
      readonly trend: number;
      readonly beginning: number;
      readonly season: number;
      readonly delay: number;
    };
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

/**
 * The global average treatment effect (GATE) from a staggered roll-out: the estimators there are, each with an interval from redraws of the
 * known roll-out or the reason why none would hold, effects by cohort, period and exposure, and a rule that was fixed before any outcome: which to
 * believe, or that none may be.
 *
 * The rule. (1) Own effect: cohorts of the same period, {@link cohortModel}. (2) Where the network is known, {@link networkPanel}; believed unless
 * own arm and neighbours' share are refuted to act additively, or effects still grow within their stage. (3) Where it is not: own effect plus the slope of the rest of the mean path on the share
 * treated, `untreatedPath`, the latter shrunk as by a prior whose standard deviation is a quarter of the own effect, so that it counts as far as it is clear beside that; believed unless the path moves by itself in a way that is no
 * noise around steps, a trend, a beginning that passes or seasons, or the design has too few in a cohort. (4) The interval holds besides what curved lines say where the network
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
  const path = cohorts ? mixedPath(panel, stages, baseline, cohorts) : undefined;
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
  const rows = estimateRows({
    ...{ panel, stages, means, fit, errors, paths, joined, confidence },
    batches: options.messagePassing ? root.fork("batches") : undefined,
  });
  const { agents } = panel;
  const excluded = agents.filter((_, i) => means.among[i] === 0);
  return {
    rule: "panel-rule-3",
    gate,
    estimators: rows,
    cells:
      options.cells === false
        ? []
        : panelCells({ ...{ panel, stages, network, baseline, redrawn, confidence }, arms: law.arms }),
    diagnosis: {
      ...(path && !("because" in path)
        ? {
            drift: {
              ...{ noise: path.noise, steps: path.steps, trend: path.trend },
              ...{ beginning: path.beginning, season: path.season, delay: path.delay },
            },
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
