import { few } from "../../src/core/few.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { suggest } from "../../src/core/suggest.ts";
import { amongAgents } from "../../src/probability/amongAgents.ts";
import type { Measurements, Observed } from "../ExperimentData.ts";

/** A number known of each agent before the assignment. */
export interface KnownNumbers {
  readonly name: string;
  readonly values: Float64Array;
}

/** Data about the agents of whom all numbers are known. */
interface WithKnownNumbers {
  readonly data: Observed;
  readonly numbers: readonly KnownNumbers[];
}

/**
 * The covariates with these names, and the data of the agents who have all of them. Who has none is left out by what was known before the
 * assignment, so nothing is selected by it; a note of the row counts them. Nothing is filled in.
 *
 * @param further numbers that stand beside the covariates, such as a baseline
 * @throws SpillwayError for a name that the data have not.
 */
export function knownNumbers(
  data: Observed,
  names: readonly string[],
  further: readonly (readonly [name: string, numbers: Measurements])[] = [],
): WithKnownNumbers {
  const { covariates = new Map<string, Measurements>() } = data;
  const found = names.map((name): readonly [string, Measurements] => {
    const known = covariates.get(name);
    if (known) return [name, known];
    const all = [...covariates.keys()];
    throw new SpillwayError(
      `covariates: there is no covariate ${shown(name)}${suggest(name, all)}: ${all.length === 0 ? "the data have none" : `those of the data are ${few(all)}`}`,
    );
  });
  const all = [...found, ...further];
  const numbers = all.map(([name, { values }]) => ({ name, values }));
  const without = all.filter(([, { observed }]) => observed.includes(0));
  if (without.length === 0) return { data, numbers };
  const inside = new Uint8Array(data.outcome.length).fill(1);
  for (const [, { observed }] of without) for (let i = 0; i < inside.length; i++) inside[i]! &= observed[i]!;
  const words = `with a known ${few([...new Set(without.map(([name]) => name))])}`;
  return { data: { ...data, probabilities: amongAgents(data.probabilities, inside, words) }, numbers };
}
