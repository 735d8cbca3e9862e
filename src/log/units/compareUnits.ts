import { compareIds } from "../../network/compareIds.ts";
import type { UnitRow } from "./UnitRow.ts";

/** The one order of unit rows: by world, round (rows without one first) and agent. */
export function compareUnits(a: UnitRow, b: UnitRow): number {
  return a.world - b.world || (a.round ?? -1) - (b.round ?? -1) || compareIds(a.agent, b.agent);
}
