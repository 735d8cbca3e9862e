import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

/**
 * A staggered roll-out as it was observed: outcomes of agents by period, and when each adopted. An agent that adopts is treated in
 * that period and in all later ones.
 */
export interface Panel {
  /** Ids of the agents. */
  readonly agents: readonly string[];
  /** Names of the periods, in their order. */
  readonly periods: readonly string[];
  /** Outcome of each agent, period by period; 0 where `observed` is 0. */
  readonly outcome: readonly Float64Array[];
  /** 1 where the outcome was observed, period by period. */
  readonly observed: readonly Uint8Array[];
  /** Index of the period from which each agent is treated; the number of periods for agents that never are. */
  readonly adopted: Uint32Array;
}

/** @throws SpillwayError for what is no panel, and for one without agents or periods, or whose parts differ in length. */
export function wantPanel(who: string, panel: Panel): void {
  wantArgument(who, "a panel", panel, { fields: ["agents", "periods", "outcome", "observed", "adopted"] });
  const { agents, periods, outcome, observed, adopted } = panel;
  const want = (what: string, wanted: number, got: unknown): void => {
    if (got !== wanted) throw new SpillwayError(`${who}: wanted ${what} (${wanted}), got ${shown(got)}`);
  };
  if (!(agents.length > 0) || !(periods.length > 1))
    throw new SpillwayError(
      `${who}: wanted at least one agent and two periods, got ${shown(agents.length)} and ${shown(periods.length)}`,
    );
  want("a time of adoption for each agent", agents.length, adopted.length);
  want("outcomes of each period", periods.length, outcome.length);
  want("marks of what was observed in each period", periods.length, observed.length);
  for (const column of [...outcome, ...observed])
    want("an entry for each agent", agents.length, column.length);
}
