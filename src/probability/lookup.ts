import { SpillwayError } from "../core/SpillwayError.ts";
import { suggest } from "../core/suggest.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

type Lookup = Pick<ExposureProbabilities, "conditions" | "marginals" | "of" | "joint" | "unseen">;

/** The look-ups by the name of a condition, from marginals and a joint probability by index; no agent is unseen. */
export function lookup(
  { conditions }: Exposure,
  marginals: Float64Array,
  jointOf: (i: number, c: number, j: number, d: number) => number,
): Lookup {
  const of = (i: number, c: number): number => marginals[i * conditions.length + c]!;
  return {
    conditions,
    marginals,
    of: (i, condition) => of(i, conditionIndex(conditions, condition)),
    joint(i, first, j, second) {
      const c = conditionIndex(conditions, first);
      const d = conditionIndex(conditions, second);
      if (i === j) return c === d ? of(i, c) : 0;
      return jointOf(i, c, j, d);
    },
    unseen: () => [],
  };
}

/** The index of a condition. @throws SpillwayError for a name that the exposure does not have, with the nearest one. */
export function conditionIndex(conditions: readonly string[], name: string): number {
  const index = conditions.indexOf(name);
  if (index < 0)
    throw new SpillwayError(`exposure: there is no condition "${name}"${suggest(name, conditions)}`);
  return index;
}
