import { SpillwayError } from "./SpillwayError.ts";
import { shown } from "./shown.ts";

/**
 * Refuses a setting that is no whole number, or one below the least. `what` says whose setting it is and its name: `leiden: iterations`.
 *
 * @throws SpillwayError when it is not.
 */
export function wantWhole(what: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new SpillwayError(`${what} must be a whole number of at least ${least}, got ${shown(value)}`);
}
