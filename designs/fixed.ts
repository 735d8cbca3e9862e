import { z } from "zod";
import { sum } from "../src/core/numbers/sum.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";

export interface FixedSettings {
  /** The assignments: each a list with the arm index of every agent, in the order of the network's ids. */
  readonly assignments: readonly (readonly number[])[];
  /** Positive weights of the assignments; their probabilities are in proportion. Default: all equal. */
  readonly weights?: readonly number[];
  /** Names of the arms. Default control, treated. */
  readonly arms?: readonly string[];
}

/**
 * A randomization made elsewhere, given as a list of assignments. All probabilities are shares of the list: exact
 * when the list is the whole support, and conditional on the list when it is a sample.
 *
 * @throws SpillwayError for an empty list, a wrong length, an unknown arm, and weights that do not fit.
 */
export const fixed: DesignKind<FixedSettings> = defineDesign({
  kind: "fixed",
  summary: "a list of assignments made elsewhere, each with its weight",
  settings: z.strictObject({
    assignments: z
      .array(z.array(z.number()).readonly())
      .min(1, { error: "must hold at least one assignment" })
      .readonly(),
    weights: z.array(z.number()).readonly().optional(),
    arms: z.array(z.string().min(1)).min(2).readonly().default(["control", "treated"]),
  }),
  law({ assignments, weights, arms }, { n }) {
    const list = assignments.map((assignment, k) => {
      if (assignment.length !== n) {
        throw new SpillwayError(
          `fixed: assignment ${k + 1} must have ${n} entries, one per agent, got ${assignment.length}`,
        );
      }
      const wrong = assignment.find((arm) => !Number.isInteger(arm) || arm < 0 || arm >= arms.length);
      if (wrong !== undefined) {
        throw new SpillwayError(
          `fixed: assignment ${k + 1} must hold arms from 0 to ${arms.length - 1}, got ${wrong}`,
        );
      }
      return Uint8Array.from(assignment);
    });
    return lawOf(arms, n, {
      kind: "explicit-support",
      assignments: list,
      probability: shares(list.length, weights),
    });
  },
});

function shares(count: number, weights: readonly number[] | undefined): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1 / count);
  if (weights.length !== count) {
    throw new SpillwayError(
      `fixed: weights must have ${count} entries, one per assignment, got ${weights.length}`,
    );
  }
  const wrong = weights.find((weight) => !(Number.isFinite(weight) && weight > 0));
  if (wrong !== undefined)
    throw new SpillwayError(`fixed: every weight must be a finite number above 0, got ${wrong}`);
  const total = sum(weights);
  return Float64Array.from(weights, (weight) => weight / total);
}
