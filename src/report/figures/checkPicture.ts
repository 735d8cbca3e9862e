import { SpillwayError } from "../../core/SpillwayError.ts";
import type { NetworkPicture, ReportInput } from "../ReportInput.ts";

/**
 * Stops a picture whose parts do not fit each other, before anything is drawn from it.
 *
 * @throws SpillwayError when a list does not have one entry for each agent, an index names nothing, or a position is outside the unit square.
 */
export function checkPicture({
  network,
  positions,
  arms,
  assignment,
  conditions,
  condition,
  places,
}: NetworkPicture & Pick<ReportInput, "places">): void {
  const { n } = network;
  indices("assignment", assignment, n, "arm", arms.length);
  indices("condition", condition, n, "condition", conditions.length);
  for (const [name, given] of [["positions", positions] as const, ["places", places] as const])
    for (const axis of given === undefined ? [] : (["x", "y"] as const)) {
      const values = given![axis];
      if (values.length !== n)
        throw new SpillwayError(
          `report: ${name}.${axis} must have one number for each of ${n} agents, got ${values.length}`,
        );
      const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
      if (wrong >= 0)
        throw new SpillwayError(
          `report: ${name}.${axis} must lie in the unit square, from 0 to 1, got ${values[wrong]}`,
        );
    }
}

function indices(name: string, values: ArrayLike<number>, n: number, what: string, count: number): void {
  if (values.length !== n)
    throw new SpillwayError(
      `report: ${name} must have one ${what} for each of ${n} agents, got ${values.length}`,
    );
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!Number.isInteger(value) || value < 0 || value >= count) {
      throw new SpillwayError(
        `report: ${name} must hold indices of ${count} ${what}s, from 0 to ${count - 1}, got ${value}`,
      );
    }
  }
}
