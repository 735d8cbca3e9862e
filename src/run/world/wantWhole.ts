import { SpillwayError } from "../../core/SpillwayError.ts";

/** @throws SpillwayError when a setting of a run is not a whole number of at least `least`. */
export function wantWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new SpillwayError(`run: ${name} must be a whole number of at least ${least}, got ${value}`);
  }
}
