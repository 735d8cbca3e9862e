import { compareUnits } from "./compareUnits.ts";
import type { Turn } from "./Turn.ts";
import type { UnitRow } from "./UnitRow.ts";

export interface UnitTableOptions {
  /** Keep the outcome of the last round (default) or of every round. */
  readonly rounds?: "last" | "all";
  /** Number of the last round. Default: the highest that occurs. Give it for a journal that may be incomplete. */
  readonly last?: number;
}

/**
 * The unit table of a run: one row per world and agent, and per round where all are kept, sorted by world, round and
 * agent. A turn that did not end well has no outcome and keeps its status; one that ended well and measured nothing has
 * the status "missing". Worlds and agents without a turn in the last round have no row. Cost: O(turns log turns).
 */
export function unitTable(turns: Iterable<Turn>, options: UnitTableOptions = {}): UnitRow[] {
  const { rounds = "last" } = options;
  const list = [...turns];
  const last = options.last ?? list.reduce((highest, turn) => Math.max(highest, turn.round), 0);
  return list
    .filter(({ round }) => rounds === "all" || round === last)
    .map(({ world, round, agent, arm, outcome, status }): UnitRow => {
      if (status !== "ok") return { world, round, agent, arm, status };
      return outcome === undefined
        ? { world, round, agent, arm, status: "missing" }
        : { world, round, agent, arm, outcome, status };
    })
    .sort(compareUnits);
}
