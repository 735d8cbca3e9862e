import type { Law } from "../../designs/Design.ts";
import { few } from "../../src/core/few.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import type { Panel } from "./Panel.ts";

/** The stages of a roll-out in a panel: stage 0 is before anybody adopts. */
export interface RolloutStages {
  /** Index of the first period of each stage, and the number of periods behind them: stage k is from starts[k] to before starts[k + 1]. */
  readonly starts: readonly number[];
  /** Stage of each period. */
  readonly stage: Uint8Array;
  /** The stage at which each agent adopts, 0 for never: its arm under the law. */
  readonly cohort: Uint8Array;
  /** Chance that an agent has adopted by each stage, by the law. */
  readonly chance: readonly number[];
}

/**
 * Fits a panel to the law of its roll-out.
 *
 * @param law of the design `rollout`: arms never, stage-1, stage-2 …
 * @param begins names of the periods with which the stages begin. Default: the periods in which anybody adopts.
 * @throws SpillwayError for another law, and where its stages are not those of the panel.
 */
export function rolloutStages(panel: Panel, law: Law, begins?: readonly string[]): RolloutStages {
  const { agents, periods, adopted } = panel;
  const { structure, arms } = law;
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts")
    throw new SpillwayError(
      `panel: wanted the law of a roll-out, as of the design rollout, got a law of the kind ${structure.kind}`,
    );
  if (law.n !== agents.length)
    throw new SpillwayError(`panel: the law is of ${law.n} agents, and the panel has ${agents.length}`);
  const stages = arms.length - 1;
  const seen = [...new Set(adopted)].filter((t) => t < periods.length).sort((a, b) => a - b);
  const first = begins?.map((name) => {
    const t = periods.indexOf(name);
    if (t >= 0) return t;
    throw new SpillwayError(
      `panel: a stage is said to begin with the period ${shown(name)}, which the panel does not have: its periods are ${few(periods)}`,
    );
  });
  const at = first ?? seen;
  if (at.length !== stages)
    throw new SpillwayError(
      `panel: the design has ${stages} stages, and ${first ? "the stages named" : "agents adopt in"} ${at.length === 1 ? "1 period" : `${at.length} periods`} (${few(at.map((t) => periods[t]!))}): ${first ? "name as many" : "give the design's probability, shares or treated a number for each of them, or name the periods with which stages begin"}`,
    );
  if (at.some((t, k) => k > 0 && t <= at[k - 1]!))
    throw new SpillwayError(
      `panel: wanted stages in the order of their periods, got ${few(at.map((t) => periods[t]!))}`,
    );
  if (at[0] === 0)
    throw new SpillwayError(
      `panel: wanted at least one period before anybody adopts, and in the first, ${shown(periods[0])}, somebody is treated already: changes need a baseline`,
    );
  const odd = seen.find((t) => !at.includes(t));
  if (odd !== undefined)
    throw new SpillwayError(
      `panel: agent ${shown(agents[adopted.indexOf(odd)])} adopts in the period ${shown(periods[odd])}, with which no stage begins`,
    );
  const stage = Uint8Array.from(periods, (_, t) => at.filter((from) => from <= t).length);
  const cohort = Uint8Array.from(adopted, (t) => (t >= periods.length ? 0 : stage[t]!));
  wantLikely(law, cohort);
  const chance = Array.from({ length: stages + 1 }, (_, k) => {
    let by = 0;
    for (let a = 1; a <= k; a++) by += law.marginal(0, a) ?? 0;
    return by;
  });
  return { starts: [0, ...at, periods.length], stage, cohort, chance };
}

/** Numbers of adopters that the law hardly ever gives, or never, are another law's. */
function wantLikely({ structure, arms, n }: Law, cohort: Uint8Array): void {
  if (structure.kind !== "fixed-counts" && structure.kind !== "independent-blocks") return;
  const counts = arms.map((_, a) => cohort.filter((c) => c === a).length);
  const fault = (a: number, wanted: string): SpillwayError =>
    new SpillwayError(
      `panel: ${counts[a]} of ${n} agents are in ${shown(arms[a])}, and the design gives ${wanted}: name the design that assigned them`,
    );
  if (structure.kind === "fixed-counts") {
    const alone = structure.blocks === n;
    if (!alone) return;
    for (const a of arms.keys()) {
      let wanted = 0;
      for (let s = 0; s < structure.strata; s++) wanted += structure.counts[s * arms.length + a]!;
      if (wanted !== counts[a]) throw fault(a, `${wanted}`);
    }
    return;
  }
  if (structure.blocks !== n) return;
  for (const a of arms.keys()) {
    let mean = 0;
    let variance = 0;
    for (let b = 0; b < n; b++) {
      const p = structure.probability[b * arms.length + a]!;
      mean += p;
      variance += p * (1 - p);
    }
    // Six standard errors and a half: fewer than one honest roll-out in ten thousand million, and of small numbers the tail is heavier.
    if (Math.abs(counts[a]! - mean) > 6.5 * Math.sqrt(variance) + 3)
      throw fault(a, `about ${Number(mean.toPrecision(4))}`);
  }
}
