import type { TreatmentPlan } from "../../../designs/plan.ts";
import { meant } from "../../core/doubleOf.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { armReader } from "../../log/units/armReader.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { Network } from "../../network/Network.ts";

/** What was assigned and measured, as a unit table tells it. */
interface UnitsAsPlan {
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">;
  /** Numbers of the worlds in the table, ascending. */
  readonly numbers: readonly number[];
  /** Outcomes of each world, by agent. */
  readonly worlds: readonly ReadonlyMap<string, number>[];
  /** Arms that were read otherwise than they stand. */
  readonly notes: readonly string[];
}

/**
 * The assignment and the outcomes of each world from a unit table with one row per world and agent. An arm is a name of
 * the design's arms or, when no arm has that name, its index.
 *
 * @param placeOf where a row stands, or the table.
 * @throws SpillwayError for agents that are not in the network, agents of the network without a row, and unknown arms.
 */
export function unitsToPlan(
  units: readonly UnitRow[],
  network: Network,
  arms: readonly string[],
  placeOf: (unit?: UnitRow) => Place,
): UnitsAsPlan {
  const number = new Map(network.ids.map((id, i) => [id, i]));
  const reader = armReader(arms);
  const byWorld = new Map<number, UnitRow[]>();
  for (const unit of units) {
    if (!number.has(unit.agent)) {
      throw new SpillwayError(
        `units: agent ${shown(unit.agent)} is not in the network${meant(unit.agent, network.ids) || ": agents without edges must be listed in a file given with --agents"}`,
        { place: placeOf(unit) },
      );
    }
    const rows = byWorld.get(unit.world);
    if (rows) rows.push(unit);
    else byWorld.set(unit.world, [unit]);
  }
  const worlds = [...byWorld].sort(([a], [b]) => a - b);
  const assignments: number[][] = [];
  const outcomes = worlds.map(([world, rows]) => {
    const assignment = new Array<number>(network.n).fill(-1);
    const measured = new Map<string, number>();
    for (const unit of rows) {
      const { agent, arm, outcome } = unit;
      const index = reader.read(arm);
      if (index === undefined)
        throw new SpillwayError(
          `units: agent ${shown(agent)} has the arm ${shown(arm)}, which the design does not have${suggest(arm, arms)}: name the design's arms with its setting arms`,
          { place: placeOf(unit) },
        );
      assignment[number.get(agent)!] = index;
      if (outcome !== undefined) measured.set(agent, outcome);
    }
    const absent = assignment.flatMap((arm, i) => (arm < 0 ? [network.ids[i]!] : []));
    if (absent.length > 0) {
      const where = worlds.length > 1 ? ` in world ${world}` : "";
      throw new SpillwayError(
        `units: ${absent.length === 1 ? "1 agent" : `${absent.length} agents`} of the network (${shown(absent[0])}${absent.length > 1 ? ", …" : ""}) ${absent.length === 1 ? "has" : "have"} no row${where}: ` +
          "their arm decides the exposure of others, so give a row with an empty outcome, or a list of the agents that count with --agents and edges among them only",
        { place: placeOf() },
      );
    }
    assignments.push(assignment);
    return measured;
  });
  return {
    plan: { arms, agents: network.ids, assignments },
    numbers: worlds.map(([world]) => world),
    worlds: outcomes,
    notes: reader.notes(),
  };
}
