import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isAct } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { Turn } from "../../log/Turn.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import { unitTable } from "../../log/units/unitTable.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";

/**
 * The units that the journal beside a run's table gives; undefined for a table that is no run's own, or lies alone.
 *
 * @throws SpillwayError when the journal or the plan beside it is damaged.
 */
export function unitsBeside(file: string): readonly UnitRow[] | undefined {
  const files = runFolder(dirname(file));
  if (basename(file) !== basename(files.units) || !existsSync(files.journal)) return undefined;
  const plan = existsSync(files.plan) ? readPlan(files.plan) : undefined;
  const last = new Map<string, Turn>();
  const { run } = scanJournal(
    files.journal,
    {
      turn(turn) {
        if (isAct(turn)) last.set(`${turn.world}:${turn.agent}`, turn);
      },
    },
    plan,
  );
  return run && unitTable(last.values(), { rounds: "latest", last: run.rounds });
}
