import { z } from "zod";
import { SpillwayError } from "../core/SpillwayError.ts";
import { suggest } from "../core/suggest.ts";
import type { Exposure } from "./Exposure.ts";

/** The arm that counts as treated: its name, or its index among the design's arms. */
export type FocalArm = string | number;

const WANTED = "must be the name of an arm, or its index from 0 to 255";

/** The setting `focal` of a mapping. No default: which arm is meant when it is left out depends on the design. */
export const focalField = (): z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>> =>
  z
    .union(
      [
        z.string({ error: WANTED }).min(1, { error: WANTED }),
        z
          .number({ error: WANTED })
          .int({ error: WANTED })
          .min(0, { error: WANTED })
          .max(255, { error: WANTED }),
      ],
      { error: WANTED },
    )
    .optional();

/**
 * A mapping that counts one arm among in-neighbours, from a function that makes it for the index of that arm. Without a
 * design an index is taken as it is, nothing means 1, and a name is an error as soon as the mapping is used; with a
 * design's arms ({@link Exposure.forArms}) it is settled by {@link focalIndex}.
 */
export function withFocalArm(focal: FocalArm | undefined, make: (index: number) => Exposure): Exposure {
  const unbound = make(typeof focal === "number" ? focal : 1);
  const { name, params, conditions } = unbound;
  const forArms = (arms: readonly string[]): Exposure => ({
    ...make(focalIndex(name, focal, arms)),
    forArms,
  });
  if (typeof focal !== "string") return { ...unbound, forArms };
  const refuse = (): never => {
    throw new SpillwayError(
      `${name}: focal names the arm ${JSON.stringify(focal)}, but the arms are not known here: use forArms with their names, or give focal as an index`,
    );
  };
  return { name, params, conditions, of: refuse, local: refuse, forArms };
}

/**
 * The index of the arm that counts as treated, among the arms of a design: 1 of two arms when none is named.
 *
 * @throws SpillwayError for an unknown name, an index out of range, and when none of more than two arms is named.
 */
export function focalIndex(who: string, focal: FocalArm | undefined, arms: readonly string[]): number {
  const listed = arms.join(", ");
  if (focal === undefined) {
    if (arms.length <= 2) return 1;
    throw new SpillwayError(
      `${who}: the design has ${arms.length} arms (${listed}): name the one that counts as treated, such as focal: ${JSON.stringify(arms[1])}`,
    );
  }
  if (typeof focal === "number") {
    if (focal < arms.length) return focal;
    throw new SpillwayError(
      `${who}: focal must be one of the design's ${arms.length} arms (${listed}), by name or by index from 0 to ${arms.length - 1}, got ${focal}`,
    );
  }
  const index = arms.indexOf(focal);
  if (index >= 0) return index;
  throw new SpillwayError(
    `${who}: focal must be one of the design's arms (${listed}), got ${JSON.stringify(focal)}${hint(focal, arms)}`,
  );
}

/** A suggestion only where one arm is near: the error lists all of them already. */
function hint(given: string, arms: readonly string[]): string {
  const text = suggest(given, arms);
  return text.startsWith(" (did you mean") ? text : "";
}
