import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * Name of the arm that counts as treated, from its index.
 *
 * @throws SpillwayError when the design has no arm of that index.
 */
export function treatedArmName(who: string, arms: readonly string[], treatedArm: number): string {
  const name = arms[treatedArm];
  if (name === undefined) {
    const known = arms.map((arm, k) => `${k} = ${arm}`).join(", ");
    throw new SpillwayError(`${who}: treatedArm must be the index of an arm (${known}), got ${treatedArm}`);
  }
  return name;
}
