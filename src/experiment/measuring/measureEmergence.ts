import { CLAIMS } from "../../../estimators/Claim.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { numberColumn } from "../../log/table/Table.ts";
import { type EmergenceOptions, emergence, type GroupRun } from "../../measures/emergence.ts";
import { seriesLayout } from "./Layout.ts";
import type { MeasuredData } from "./MeasuredData.ts";
import type { MeasureRow } from "./MeasureRequest.ts";

/**
 * Synergy of the group of each world, tested against the worlds of other runs in which the same agents do not hear each other.
 *
 * @param column numbers of agents by round.
 * @throws SpillwayError when agents or rounds are missing somewhere, or the controls are of other agents.
 */
export function measureEmergence(
  data: MeasuredData,
  column: string,
  controls: readonly MeasuredData[],
  options: Omit<EmergenceOptions, "controls"> = {},
): MeasureRow[] {
  const groups = groupsOf(data, column);
  const others = controls.flatMap((one) => groupsOf(one, column).runs);
  return groups.runs.map((run, world): MeasureRow => {
    const found = emergence(run, others.length === 0 ? options : { ...options, controls: others });
    return {
      measure: "emergence",
      variables: [column],
      of: `world ${groups.worlds[world]}`,
      value: found.synergy,
      unit: found.unit,
      n: found.steps,
      notes: [`mean of ${found.pairs} pairs of agents, ${found.steps} steps each`, ...data.notes],
      correction: "none: control worlds have the same bias",
      claim: CLAIMS[found.p === undefined ? "association" : "randomized"],
      ...(found.p === undefined
        ? { withheld: found.withheld ?? "there are no controls" }
        : {
            null: `rank among ${others.length} control worlds; the smallest possible p is ${Number(found.least!.toPrecision(3))}`,
            nullMean: found.controls!,
            effective: found.excess!,
            p: found.p,
            draws: others.length,
          }),
    };
  });
}

function groupsOf(
  data: MeasuredData,
  column: string,
): { readonly runs: readonly GroupRun[]; readonly worlds: readonly number[] } {
  const { values, known } = numberColumn(data.table, column);
  const layout = seriesLayout(data.table, 1, undefined);
  const rounds = layout.runs.length > 1 ? layout.runs[1]! : 0;
  const world = numberColumn(data.table, "world");
  const runs: number[][][] = [];
  const worlds: number[] = [];
  layout.worlds.forEach((at, run) => {
    const rows = layout.rows[0]!.subarray(run * rounds, (run + 1) * rounds);
    const hole = rows.findIndex((row) => row < 0 || known[row] !== 1);
    if (hole >= 0)
      throw new SpillwayError(
        `emergence: an agent of world ${at} has no ${column} in step ${hole + 1}: every agent must have one in every round`,
        { place: { file: data.file } },
      );
    runs[at] ??= [];
    runs[at].push(Array.from(rows, (row) => values[row]!));
    worlds[at] = world.values[rows[0]!]!;
  });
  return { runs, worlds };
}
