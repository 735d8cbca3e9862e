import type { Law } from "../../../designs/Design.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";

/** Blocks of a design from which on it cannot well give all of them one arm in some worlds and all another in others. */
const MANY_BLOCKS = 10;

/** Whether a design treats so many agents or groups apart from one another that it can hardly give all of a world one arm. */
export function hardlyAssigned({ structure }: Law): boolean {
  return "blocks" in structure && structure.blocks >= MANY_BLOCKS;
}

/** Whether arms were given to whole runs: every world has one arm alone, and not all the same. */
export function ofWholeRuns(assignments: readonly (readonly number[])[]): boolean {
  return (
    assignments[0]!.length > 1 &&
    assignments.every((arms) => arms.every((arm) => arm === arms[0])) &&
    new Set(assignments.map(([arm]) => arm)).size > 1
  );
}

/** What to do where they were. */
export const wayOfRuns = (file: string): string =>
  `every world has one arm alone: arms were given to whole runs, whose agents are no units: spillway compare ${file} --system arm --task world --unpaired compares runs by all splits of them`;

/** Does it, and adds the way out to a refusal where arms were given to whole runs: no design of agents within a run assigns that. */
export function saidOfRuns<Found>(whole: boolean, file: string, work: () => Found): Found {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SpillwayError) || !whole) throw cause;
    throw new SpillwayError(`${cause.message}; ${wayOfRuns(file)}`, { kind: cause.kind, cause });
  }
}

/** Names for the worlds of a table as clusters, where it has no column of that name. */
const RUNS = ["world", "run"];

/**
 * Whether errors are asked to be of the spread between worlds.
 *
 * @throws SpillwayError where there is only one.
 */
export function errorsAreByRuns(cluster: string | undefined, units: readonly UnitRow[]): boolean {
  if (cluster === undefined || !RUNS.includes(cluster)) return false;
  if (Object.hasOwn(units[0]?.covariates ?? {}, cluster)) return false;
  if (new Set(units.map(({ world }) => world)).size < 2)
    throw new SpillwayError(
      `--cluster ${cluster}: errors by runs need at least two worlds, and the units are of one: a standard error needs repetitions, or another --cluster`,
    );
  return true;
}
